#pragma once
// SHA-256 through OpenSSL, and the parts of the log that it is taken over (engine/log/README.md).

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/log/batch.h"

struct evp_md_ctx_st;

namespace wangge::log {

// Hashes one input after the other; the costly set-up is done once. One thread at a time.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(const Hasher&) = delete;
  Hasher& operator=(const Hasher&) = delete;

  // The hash of `first` followed by `second`.
  Hash hash(std::string_view first, std::string_view second = {});
  // The same hash for an input of a block or two, at half the cost: setting a context up takes as long as hashing a
  // block.
  static Hash hash_short(std::string_view bytes);

 private:
  evp_md_ctx_st* context_;
};

inline constexpr std::size_t salt_bytes = 16;

// Draws a salt for each contact of the batch and commits to it: `salted` becomes salt, contact, salt, contact, … and
// `commitments` their hashes.
void salt_contacts(const Batch& batch, std::string& salted, std::vector<Hash>& commitments);

// True where each contact is the one that was committed to, or has been destroyed: overwritten with zeros together with
// its salt, or missing with all the others (`salted` is empty).
bool contacts_fit(const Batch& batch, const std::vector<Hash>& commitments, std::string_view salted);

}  // namespace wangge::log
