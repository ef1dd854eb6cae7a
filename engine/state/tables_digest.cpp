#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <xxhash.h>

#include "engine/model/tables.h"
#include "engine/state/digest.h"

namespace wangge {
namespace {

// XXH3 over each number in eight little-endian bytes, and each text with its length before it. Facts keep this digest,
// so it must never change.
class Hash {
 public:
  Hash() { XXH3_64bits_reset(state_.get()); }

  void add(std::uint64_t number) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<unsigned char>(number >> 8 * i);
    XXH3_64bits_update(state_.get(), bytes, sizeof bytes);
  }
  void add(std::string_view text) {
    add(text.size());
    XXH3_64bits_update(state_.get(), text.data(), text.size());
  }
  std::uint64_t value() const { return XXH3_64bits_digest(state_.get()); }

 private:
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> state_{XXH3_createState()};
};

}  // namespace

std::uint64_t digest_of(const Tables& tables) {
  Hash hash;
  for (const std::vector<Row>& rows : tables.rows) {
    // A table that was added after the first release counts only where it has rows, so that older digests stay valid.
    const auto table = static_cast<std::size_t>(&rows - tables.rows.data());
    if (rows.empty() && table > static_cast<std::size_t>(TableKind::calendar)) continue;
    hash.add(std::uint64_t{rows.size()});
    for (const Row& row : rows) {
      hash.add(std::uint64_t{row.size()});
      for (const std::string& cell : row) hash.add(std::string_view(cell));
    }
  }
  return hash.value();
}

}  // namespace wangge
