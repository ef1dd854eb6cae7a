#include "adapters/sha_256.h"

#include <openssl/evp.h>

#include "engine/base/check.h"

namespace wangge {

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  CHECK(context_ != nullptr && EVP_DigestInit_ex(context_, EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() { EVP_MD_CTX_free(context_); }

void Sha256::add(std::string_view bytes) { CHECK(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1); }

AttachmentHash Sha256::end() {
  AttachmentHash hash;
  CHECK(EVP_DigestFinal_ex(context_, hash.data(), nullptr) == 1);
  return hash;
}

}  // namespace wangge
