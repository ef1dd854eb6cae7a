#include "tools/account/token.h"

#include <stdexcept>
#include <string_view>

#include <sodium/randombytes.h>
#include <sodium/utils.h>

#include "tools/account/secret_file.h"

namespace wangge::tools {

terminal::Token random_token() {
  terminal::Token token;
  randombytes_buf(token.data(), token.size());
  return token;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  std::string hex(2 * bytes.size() + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  hex.pop_back();  // the terminator
  return hex;
}

terminal::Token read_token(const std::filesystem::path& file) {
  terminal::Token token;
  const std::string digits = read_secret(file, 2 * token.size() + 2);
  std::size_t size = 0;
  const char* end = nullptr;
  const int failed = sodium_hex2bin(token.data(), token.size(), digits.data(), digits.size(), nullptr, &size, &end);
  const std::string_view rest(end, digits.data() + digits.size());
  if (failed != 0 || size != token.size() || (!rest.empty() && rest != "\n" && rest != "\r\n")) {
    throw std::runtime_error(file.string() + "：不是 64 位十六进制令牌 / holds no token of 64 hexadecimal digits");
  }
  return token;
}

void write_token(const std::filesystem::path& file, const terminal::Token& token) {
  write_secret(file, to_hex(token) + "\n");
}

}  // namespace wangge::tools
