#include "engine/model/described_bytes.h"

namespace wangge {

void put_number(std::uint64_t number, std::string& out) {
  for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
  out += static_cast<char>(number);
}

std::optional<std::uint64_t> take_number(std::string_view& bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes.size() && i < 10; ++i) {
    const auto byte = static_cast<std::uint8_t>(bytes[i]);
    if (i == 9 && byte > 1) return std::nullopt;
    number |= std::uint64_t{byte & 0x7Fu} << 7 * i;
    if (byte < 0x80) {
      bytes.remove_prefix(i + 1);
      return number;
    }
  }
  return std::nullopt;
}

void put_bytes(std::string_view bytes, std::string& out) {
  put_number(bytes.size(), out);
  out += bytes;
}

std::optional<std::string_view> take_bytes(std::string_view& bytes) {
  const std::optional<std::uint64_t> size = take_number(bytes);
  if (!size || *size > bytes.size()) return std::nullopt;
  const std::string_view taken = bytes.substr(0, *size);
  bytes.remove_prefix(*size);
  return taken;
}

bool skip_value(std::uint64_t key, std::string_view& bytes) {
  return (key & 1) != 0 ? take_bytes(bytes).has_value() : take_number(bytes).has_value();
}

}  // namespace wangge
