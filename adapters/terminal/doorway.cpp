#include "adapters/terminal/doorway.h"

#include <algorithm>

#include <boost/asio/buffer.hpp>

#include "adapters/terminal/protocol.h"
#include "adapters/terminal/session.h"

namespace wangge::terminal {

void Doorway::enter(Session& session, Source source) {
  strangers_.push_back({&session, source});
  ++counts_[source];
}

void Doorway::leave(const Session& session) {
  const auto found = std::ranges::find(strangers_, &session, &Stranger::session);
  if (found == strangers_.end()) return;
  const auto count = counts_.find(found->source);
  if (--count->second == 0) counts_.erase(count);
  strangers_.erase(found);
}

Session* Doorway::makes_way(Source source, bool is_full) const {
  const auto count = counts_.find(source);
  if (count != counts_.end() && count->second >= bounds_.of_a_source) return oldest_of(source);
  if (!is_full && strangers_.size() < bounds_.all) return nullptr;
  if (strangers_.empty()) return nullptr;
  if (Session* const found = oldest_of(most_frequent())) return found;
  const auto anybody =
      std::ranges::find_if(strangers_, [](const Stranger& one) { return one.session->may_make_way(); });
  return anybody == strangers_.end() ? nullptr : anybody->session;
}

Session* Doorway::oldest_of(Source source) const {
  const auto found = std::ranges::find_if(
      strangers_, [&](const Stranger& one) { return one.source == source && one.session->may_make_way(); });
  return found == strangers_.end() ? nullptr : found->session;
}

Source Doorway::most_frequent() const {
  return std::ranges::max_element(counts_, {}, [](const auto& one) { return one.second; })->first;
}

void say_at_once(boost::asio::ip::tcp::socket& socket, Fault fault) {
  Outgoing words;
  encode(fault, words);
  error_code ignored;  // on failure the other end is not told
  socket.non_blocking(true, ignored);
  socket.write_some(boost::asio::buffer(words.bytes().data(), words.bytes().size()), ignored);
}

}  // namespace wangge::terminal
