#include "tools/bench/counting.h"

#include <variant>

#include "engine/log/event_log.h"

namespace wangge::tools::bench {
namespace {

class Counting {
 public:
  void see(const Fact& fact) {
    ++counted_.events;
    std::visit([&](const auto& event) { see(event); }, fact.event);
  }
  CountedLog result() && {
    for (std::uint32_t id = 0; id < numbers_.size(); ++id) counted_.numbers[hash_of_session_[id]] = numbers_[id];
    return std::move(counted_);
  }

 private:
  void see(const AccountAdded& added) {
    hashes_[added.account.value] = added.token_hash;
    if (added.session) number(added.session, added.sequence);
  }
  void see(const SessionOpened& opened) {
    grow(opened.session);
    hash_of_session_[opened.session.value] = hashes_[opened.account.value];
    numbers_[opened.session.value].last = opened.first - 1;
  }
  void see(const Escalated& escalated) {
    ++(escalated.stage == Stage::resolution ? counted_.resolutions_expired : counted_.others_expired);
  }
  template <class Numbered>
  void see(const Numbered& event) {
    if constexpr (std::is_same_v<Numbered, Submitted>) ++counted_.submitted;
    if constexpr (requires {
                    event.session;
                    event.sequence;
                  }) {
      if (event.session) number(event.session, event.sequence);
    }
  }

  void grow(SessionId session) {
    if (session.value < numbers_.size()) return;
    numbers_.resize(session.value + 1);
    hash_of_session_.resize(session.value + 1);
  }
  void number(SessionId session, std::uint32_t sequence) {
    grow(session);
    CountedNumbers& numbers = numbers_[session.value];
    if (sequence != numbers.last + 1) numbers.has_gap_or_repeat = true;
    numbers.last = sequence;
  }

  CountedLog counted_;
  std::map<std::uint32_t, TokenHash> hashes_;  // by account
  std::vector<TokenHash> hash_of_session_;
  std::vector<CountedNumbers> numbers_;  // by session
};

}  // namespace

CountedLog count_log(const std::string& folder) {
  const log::EventLog log({.folder = folder, .read_only = true});
  Counting counting;
  log.replay(Position{1}, [&](const Fact& fact) { counting.see(fact); });
  return std::move(counting).result();
}

bool all_there(const CountedLog& counted, const std::vector<terminal::Token>& terminals,
               const std::vector<std::uint32_t>& acknowledged) {
  for (std::size_t i = 0; i < acknowledged.size(); ++i) {
    const auto found = counted.numbers.find(terminal::hash_of(terminals[i]));
    const CountedNumbers kept = found == counted.numbers.end() ? CountedNumbers{} : found->second;
    if (kept.has_gap_or_repeat || kept.last < acknowledged[i]) return false;
  }
  return true;
}

}  // namespace wangge::tools::bench
