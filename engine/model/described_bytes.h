#pragma once
// A described struct as bytes that outlive the program that wrote them: fields by their numbers, those left out that
// have the default.
//
//   fields = { key value }*       key = number << 1 | 1 where `size bytes` follows, number << 1 where a number does
//
// Keys, sizes and numbers are LEB128. A reader skips numbers of fields that it does not know, and takes the default for
// those that are missing: so fields are added, and never change what they are. Several values are one after the other
// in the bytes of their field.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/model/described.h"
#include "engine/model/description.h"
#include "engine/model/enum_values.h"
#include "engine/model/owner.h"
#include "engine/model/subject.h"

namespace wangge {

void put_number(std::uint64_t number, std::string& out);
// Takes a number from the front of the bytes; nothing where there is none, or one of more than 64 bits.
std::optional<std::uint64_t> take_number(std::string_view& bytes);
void put_bytes(std::string_view bytes, std::string& out);  // put_number() of the size, then the bytes
std::optional<std::string_view> take_bytes(std::string_view& bytes);
// Skips the value that a key announces; false where it is cut off.
bool skip_value(std::uint64_t key, std::string_view& bytes);

// How a value of a type is written: as a number, or as bytes.
template <class Value>
struct Coded;

template <class Value>
void put_value(const Value& value, std::string& out) {
  if constexpr (Coded<Value>::is_bytes) {
    std::string bytes;
    Coded<Value>::put(value, bytes);
    put_bytes(bytes, out);
  } else {
    put_number(Coded<Value>::number(value), out);
  }
}
template <class Value>
bool take_value(std::string_view& bytes, Value& out) {
  if constexpr (Coded<Value>::is_bytes) {
    const std::optional<std::string_view> part = take_bytes(bytes);
    return part && Coded<Value>::take(*part, out);
  } else {
    const std::optional<std::uint64_t> number = take_number(bytes);
    return number && Coded<Value>::from(*number, out);
  }
}

template <class Struct>
void encode_fields(const Struct& of, std::string& out) {
  const Struct plain{};
  each_stored(of, [&]<class Field, class Value>(const Field& field, const Value& value) {
    if constexpr (!is_left_out(Field::kind)) {
      if (are_equal(value, field.get(plain))) return;
      put_number(std::uint64_t{field.ordinal} << 1 | Coded<Value>::is_bytes, out);
      put_value(value, out);
    }
  });
}

// Returns false where the bytes are no such struct: cut off, a number that its field cannot hold, or bytes where a
// number should be.
template <class Struct>
bool decode_fields(std::string_view bytes, Struct& out) {
  while (!bytes.empty()) {
    const std::optional<std::uint64_t> key = take_number(bytes);
    if (!key) return false;
    bool is_known = false, is_well = false;
    each_field<Struct>([&]<class Field>(const Field& field) {
      if constexpr (Field::is_stored && !is_left_out(Field::kind)) {
        if (is_known || *key >> 1 != field.ordinal) return;
        is_known = true;
        std::remove_cvref_t<decltype(field.get(out))> value{};
        is_well = Coded<decltype(value)>::is_bytes == ((*key & 1) != 0) && take_value(bytes, value);
        if (is_well) field.put(out, value);
      }
    });
    if (!(is_known ? is_well : skip_value(*key, bytes))) return false;
  }
  return true;
}

template <class Number>
  requires std::is_unsigned_v<Number>
struct Coded<Number> {
  static constexpr bool is_bytes = false;
  static std::uint64_t number(Number value) { return value; }
  static bool from(std::uint64_t number, Number& out) {
    out = static_cast<Number>(number);
    return number <= std::numeric_limits<Number>::max();
  }
};

template <class Enum>
  requires std::is_enum_v<Enum>
struct Coded<Enum> {
  static constexpr bool is_bytes = false;
  static std::uint64_t number(Enum value) { return static_cast<std::uint64_t>(value); }
  static bool from(std::uint64_t number, Enum& out) {
    std::underlying_type_t<Enum> value = 0;
    const bool fits = Coded<std::underlying_type_t<Enum>>::from(number, value);
    out = static_cast<Enum>(value);
    return fits && has_value(out);
  }
};

template <class Tag, class Number>
struct Coded<Id<Tag, Number>> {
  static constexpr bool is_bytes = false;
  static std::uint64_t number(Id<Tag, Number> id) { return id.value; }
  static bool from(std::uint64_t number, Id<Tag, Number>& out) { return Coded<Number>::from(number, out.value); }
};

// Parties and subjects are written as their four raw bytes.
template <class Raw>
  requires requires(Raw raw) { Raw::from_raw(raw.raw()); }
struct Coded<Raw> {
  static constexpr bool is_bytes = false;
  static std::uint64_t number(Raw value) { return value.raw(); }
  static bool from(std::uint64_t number, Raw& out) {
    std::uint32_t raw = 0;
    const bool fits = Coded<std::uint32_t>::from(number, raw);
    out = Raw::from_raw(raw);
    return fits;
  }
};

template <>
struct Coded<std::string> {
  static constexpr bool is_bytes = true;
  static void put(const std::string& value, std::string& out) { out += value; }
  static bool take(std::string_view bytes, std::string& out) {
    out = bytes;
    return true;
  }
};

template <std::size_t size>
struct Coded<std::array<std::uint8_t, size>> {
  static constexpr bool is_bytes = true;
  static void put(const std::array<std::uint8_t, size>& value, std::string& out) {
    out.append(value.begin(), value.end());
  }
  static bool take(std::string_view bytes, std::array<std::uint8_t, size>& out) {
    if (bytes.size() != size) return false;
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return true;
  }
};

template <class Value, std::size_t size>
struct Coded<std::array<Value, size>> {
  static constexpr bool is_bytes = true;
  static void put(const std::array<Value, size>& values, std::string& out) {
    for (const Value& value : values) put_value(value, out);
  }
  static bool take(std::string_view bytes, std::array<Value, size>& out) {
    for (Value& value : out) {
      if (!take_value(bytes, value)) return false;
    }
    return bytes.empty();
  }
};

template <class Struct>
  requires IsDescribed<Struct>
struct Coded<Struct> {
  static constexpr bool is_bytes = true;
  static void put(const Struct& value, std::string& out) { encode_fields(value, out); }
  static bool take(std::string_view bytes, Struct& out) { return decode_fields(bytes, out); }
};

template <class Value>
struct Coded<std::vector<Value>> {
  static constexpr bool is_bytes = true;
  static void put(const std::vector<Value>& values, std::string& out) {
    for (const Value& value : values) put_value(value, out);
  }
  static bool take(std::string_view bytes, std::vector<Value>& out) {
    while (!bytes.empty()) {
      if (!take_value(bytes, out.emplace_back())) return false;
    }
    return true;
  }
};

// An optional without a value is told apart from one that holds the default: the former has no bytes, the latter has
// those of its value.
template <class Value>
struct Coded<std::optional<Value>> {
  static constexpr bool is_bytes = true;
  static void put(const std::optional<Value>& value, std::string& out) { put_value(*value, out); }
  static bool take(std::string_view bytes, std::optional<Value>& out) {
    return take_value(bytes, out.emplace()) && bytes.empty();
  }
};

template <>
struct Coded<Dues> {
  static constexpr bool is_bytes = true;
  static void put(const Dues& dues, std::string& out) {
    for (const Seconds due : dues.of) put_number(due, out);
  }
  static bool take(std::string_view bytes, Dues& out) {
    for (Seconds& due : out.of) {
      if (!take_value(bytes, due)) return false;
    }
    return bytes.empty();
  }
};

}  // namespace wangge
