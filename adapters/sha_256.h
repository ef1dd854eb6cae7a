#pragma once
// SHA-256 of bytes that come piece by piece, through OpenSSL.

#include <string_view>

#include "engine/model/attachment.h"

struct evp_md_ctx_st;

namespace wangge {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view bytes);
  // The hash of all that was added; nothing may be added after that.
  AttachmentHash end();

 private:
  evp_md_ctx_st* context_;
};

}  // namespace wangge
