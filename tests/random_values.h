#pragma once
// Random values for fields of every type, within the bounds of their description.

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "engine/model/described.h"
#include "engine/model/described_bytes.h"

namespace wangge::tests {

class RandomValues {
 public:
  explicit RandomValues(std::uint64_t seed) : random_(seed) {}

  std::uint64_t number(std::uint64_t below) { return random_() % below; }
  std::string bytes(std::size_t count) {
    std::string out(count, '\0');
    for (char& byte : out) byte = static_cast<char>(number(256));
    return out;
  }

  template <std::unsigned_integral Number>
  void fill(Number& value, std::uint32_t most = 0) {
    value = static_cast<Number>(number(most == 0 ? ~std::uint64_t{0} : most + std::uint64_t{1}));
  }
  void fill(bool& flag) { flag = number(2) == 1; }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void fill(Enum& value) {
    constexpr int count = values_of(Enum{});
    value = static_cast<Enum>(number(count == 0 ? 65'536 : count));
  }
  template <class Tag, class Number>
  void fill(Id<Tag, Number>& id) {
    fill(id.value);
  }
  void fill(Party& party) {
    std::uint32_t raw = 0;
    fill(raw);
    party = Party::from_raw(raw);
  }
  void fill(Subject& subject) {
    std::uint32_t raw = 0;
    if (number(2) == 0) fill(raw);
    subject = Subject::from_raw(raw);
  }
  void fill(Dues& dues) {
    for (Seconds& due : dues.of) fill(due);
  }
  void fill(std::string& text, std::uint32_t most = 0) { text = bytes(number(most == 0 ? 100 : most + 1)); }
  template <class Value, std::size_t size>
  void fill(std::array<Value, size>& values) {
    for (Value& value : values) fill(value);
  }
  template <class Value>
  void fill(std::optional<Value>& value) {
    value.reset();
    if (number(2) == 0) fill(value.emplace());
  }
  // A few elements, as many as there may be at the most.
  template <class Value>
  void fill(std::vector<Value>& values, std::uint32_t most = 0, std::uint32_t most_each = 0) {
    values.resize(number(most == 0 || most > 5 ? 6 : most + 1));
    for (Value& value : values) {
      if constexpr (std::is_same_v<Value, std::string>) {
        fill(value, most_each);
      } else {
        fill(value);
      }
    }
  }
  template <class Struct>
    requires IsDescribed<Struct>
  void fill(Struct& of) {
    each_field<Struct>([&](const auto& field) { draw(of, field); });
  }

 private:
  template <class Struct, class Field>
  void draw(Struct& of, const Field& field) {
    if constexpr (Field::is_stored) {
      auto value = std::remove_cvref_t<decltype(field.get(of))>();
      if constexpr (is_left_out(Field::kind)) {
        return;
      } else if constexpr (requires { fill(value, field.most, field.most_each); }) {
        fill(value, field.most, field.most_each);
      } else if constexpr (requires { fill(value, field.most); }) {
        fill(value, field.most);
      } else {
        fill(value);
      }
      field.put(of, value);
    }
  }

  std::mt19937_64 random_;
};

}  // namespace wangge::tests
