#include "config/text_encoding.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <system_error>

#include <iconv.h>

namespace wangge::config {
namespace {

using std::string_view;

constexpr string_view utf8_mark = "\xEF\xBB\xBF", utf16_le_mark = "\xFF\xFE", utf16_be_mark = "\xFE\xFF";
// How much of a text without a mark is searched for the zero bytes of UTF-16.
constexpr std::size_t looked_at = 4'096;
constexpr std::size_t converted_at_a_time = 65'536;

class Converter {
 public:
  explicit Converter(string_view from) : descriptor_(iconv_open("UTF-8", std::string(from).c_str())) {
    if (descriptor_ == iconv_t(-1))
      throw std::system_error(errno, std::generic_category(), "iconv " + std::string(from));
  }
  ~Converter() { iconv_close(descriptor_); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // Converts GB18030 or UTF-16; nothing where a byte is no part of a character.
  std::optional<std::string> convert(string_view bytes) {
    std::string text, part(converted_at_a_time, '\0');
    char* in = const_cast<char*>(bytes.data());  // it is only read
    std::size_t in_left = bytes.size();
    while (in_left > 0) {
      char* out = part.data();
      std::size_t out_left = part.size();
      const std::size_t failed = iconv(descriptor_, &in, &in_left, &out, &out_left);
      if (failed == std::size_t(-1) && errno != E2BIG) return std::nullopt;
      text.append(part.data(), part.size() - out_left);
    }
    return text;
  }

 private:
  iconv_t descriptor_;
};

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// How many bytes a character has in UTF-8 that begins with this byte; 0: none begins so.
std::size_t length_of(char first) {
  const auto byte = static_cast<unsigned char>(first);
  if (byte < 0x80) return 1;
  if (byte >= 0xC2 && byte <= 0xDF) return 2;
  if (byte >= 0xE0 && byte <= 0xEF) return 3;
  return byte >= 0xF0 && byte <= 0xF4 ? 4 : 0;
}

// Counts of the characters beyond ASCII.
struct Counted {
  std::size_t whole = 0, broken = 0;
};

Counted count_characters(string_view bytes) {
  Counted counted;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = length_of(bytes[at]);
    const string_view rest = bytes.substr(at + 1, length == 0 ? 0 : length - 1);
    const bool is_whole = length != 0 && rest.size() == length - 1 && std::ranges::all_of(rest, is_continuation);
    if (!is_whole) ++counted.broken;
    if (is_whole && length > 1) ++counted.whole;
    at += is_whole ? length : 1;
  }
  return counted;
}

std::optional<Encoding> without_mark_utf16(string_view bytes) {
  if (bytes.size() % 2 != 0) return std::nullopt;
  std::size_t even = 0, odd = 0;
  for (std::size_t at = 0; at < std::min(bytes.size(), looked_at); ++at)
    (at % 2 == 0 ? even : odd) += bytes[at] == '\0';
  if (even == odd) return std::nullopt;
  return even > odd ? Encoding::utf16_be : Encoding::utf16_le;
}

}  // namespace

string_view name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8: return "UTF-8";
    case Encoding::gb18030: return "GB18030";
    case Encoding::utf16_le: return "UTF-16LE";
    case Encoding::utf16_be: return "UTF-16BE";
  }
  return "";
}

Encoding encoding_of(string_view bytes) {
  if (bytes.starts_with(utf8_mark)) return Encoding::utf8;
  if (bytes.starts_with(utf16_le_mark)) return Encoding::utf16_le;
  if (bytes.starts_with(utf16_be_mark)) return Encoding::utf16_be;
  if (const auto utf16 = without_mark_utf16(bytes)) return *utf16;
  const Counted counted = count_characters(bytes);
  if (counted.broken <= counted.whole) return Encoding::utf8;
  return Converter(name_of(Encoding::gb18030)).convert(bytes) ? Encoding::gb18030 : Encoding::utf8;
}

std::string to_utf8(string_view bytes, Encoding encoding) {
  for (const string_view mark : {utf8_mark, utf16_le_mark, utf16_be_mark}) {
    if (bytes.starts_with(mark) && (mark == utf8_mark) == (encoding == Encoding::utf8))
      bytes.remove_prefix(mark.size());
  }
  if (encoding == Encoding::utf8) return std::string(bytes);
  std::optional<std::string> text = Converter(name_of(encoding)).convert(bytes);
  if (!text)
    throw std::runtime_error("不是完整的 " + std::string(name_of(encoding)) + " / not whole text of this encoding");
  return std::move(*text);
}

}  // namespace wangge::config
