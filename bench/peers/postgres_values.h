#pragma once
// Values as PostgreSQL sends and receives them in binary: big-endian, an array with a header and each element's length.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace wangge::peers {

// Types by their numbers in pg_type.
inline constexpr std::uint32_t int4_type = 23, text_type = 25;

template <std::integral Number>
void append_big_endian(std::string& out, Number value) {
  for (int shift = 8 * (static_cast<int>(sizeof value) - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift & 0xFF));
  }
}

template <std::integral Number>
Number read_big_endian(const char* bytes) {
  using Unsigned = std::make_unsigned_t<Number>;
  Unsigned value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) {
    value = static_cast<Unsigned>(value << 8 | static_cast<unsigned char>(bytes[i]));
  }
  return static_cast<Number>(value);
}

// An array of one dimension and no NULL, gathered element by element.
class ArrayValue {
 public:
  ArrayValue(std::uint32_t element_type, std::size_t count) {
    const std::uint32_t header[] = {1, 0, element_type, static_cast<std::uint32_t>(count), 1};  // the first index is 1
    for (const std::uint32_t word : header) append_big_endian(bytes_, word);
  }
  void add(std::int32_t value) {
    append_big_endian(bytes_, std::uint32_t{sizeof value});
    append_big_endian(bytes_, value);
  }
  void add(std::string_view text) {
    append_big_endian(bytes_, static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// The nth element of a bigint[] that was received.
inline std::int64_t bigint_at(const char* array, std::size_t nth) {
  constexpr std::size_t header = 5 * 4, length = 4;
  return read_big_endian<std::int64_t>(array + header + nth * (length + 8) + length);
}
inline std::size_t array_size(const char* array) { return read_big_endian<std::uint32_t>(array + 3 * 4); }

}  // namespace wangge::peers
