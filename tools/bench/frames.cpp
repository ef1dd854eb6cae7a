#include "tools/bench/frames.h"

#include <algorithm>
#include <deque>
#include <random>
#include <string>

#include "adapters/terminal/client_protocol.h"
#include "engine/base/limits.h"
#include "tools/bench/letters.h"
#include "tools/bench/texts.h"

namespace wangge::tools::bench {
namespace {

using terminal::Submission;

constexpr std::size_t distinct_demands = 131'072, distinct_letters = 32'768;
constexpr std::uint8_t emergency = 2;  // the limits of an emergency run around the clock
constexpr PlaceId nowhere{0x7FFF'FFFF};

// Writes one demand after the other. The texts of a submission live until clear().
class Writer {
 public:
  Writer(const Load& load, const Ground& ground) : load_(load), ground_(ground), random_(load.seed) {}

  Submission next() {
    Submission demand;
    demand.category = one_of(is_life() ? ground_.fast_categories : ground_.categories);
    demand.severity = is_life() ? emergency : 0;
    demand.place = happens(load_.refused) ? nowhere : one_of(ground_.places);
    demand.text = kept(text());
    demand.contact = kept(counter_contact(serial_++));
    return demand;
  }
  void clear() { kept_.clear(); }

 private:
  bool is_life() const { return load_.kind == LoadKind::lives; }
  std::string text() {
    return load_.kind == LoadKind::letters ? letter_text(letter_characters(random_), random_) : counter_text(random_);
  }
  const std::string& kept(std::string text) { return kept_.emplace_back(std::move(text)); }
  template <class Id>
  Id one_of(const std::vector<Id>& ids) {
    return ids[random_() % ids.size()];
  }
  bool happens(double share) { return share > 0 && static_cast<double>(random_()) < share * 4'294'967'296.0; }

  const Load& load_;
  const Ground& ground_;
  std::mt19937 random_;
  std::uint64_t serial_ = 0;
  std::deque<std::string> kept_;
};

EncodedFrame encode(std::span<const Submission> demands) {
  terminal::Outgoing out;
  terminal::encode_submit(1, demands, out);
  const std::span<const terminal::Word> words = out.words();
  return {.words = {words.begin(), words.end()},
          .head = terminal::words_to_number(words),
          .commands = static_cast<std::uint32_t>(demands.size())};
}

Bundle encode_bundle(std::span<const Submission> demands) {
  std::vector<std::size_t> sizes;
  for (const Submission& demand : demands) sizes.push_back(terminal::body_bytes(demand));
  Bundle bundle;
  for (const std::size_t count : split_to_limits(sizes)) {
    bundle.frames.push_back(encode(demands.first(count)));
    demands = demands.subspan(count);
  }
  return bundle;
}

}  // namespace

std::vector<std::size_t> split_to_limits(std::span<const std::size_t> command_bytes) {
  std::vector<std::size_t> counts;
  std::size_t bytes = limits::frame_bytes_max;  // as if a full frame stood before
  for (const std::size_t more : command_bytes) {
    const bool is_full = bytes + more > limits::frame_bytes_max || counts.back() == limits::commands_per_frame_max;
    if (is_full) {
      counts.push_back(0);
      bytes = terminal::body_bytes_fixed;
    }
    bytes += more;
    ++counts.back();
  }
  return counts;
}

std::vector<Bundle> encode_bundles(const Load& load, const Ground& ground) {
  const std::size_t distinct = load.kind == LoadKind::letters ? distinct_letters : distinct_demands;
  Writer writer(load, ground);
  std::vector<Bundle> bundles;
  for (std::size_t i = 0; i < std::max<std::size_t>(1, distinct / load.frame); ++i) {
    std::vector<Submission> demands;
    for (std::size_t d = 0; d < load.frame; ++d) demands.push_back(writer.next());
    bundles.push_back(encode_bundle(demands));
    writer.clear();
  }
  return bundles;
}

}  // namespace wangge::tools::bench
