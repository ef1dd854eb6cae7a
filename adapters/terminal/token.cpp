#include "adapters/terminal/token.h"

#include <sodium/crypto_hash_sha256.h>

namespace wangge::terminal {

TokenHash hash_of(const Token& token) {
  static_assert(sizeof(TokenHash) == crypto_hash_sha256_BYTES);
  TokenHash hash;
  crypto_hash_sha256(hash.data(), token.data(), token.size());
  return hash;
}

}  // namespace wangge::terminal
