#pragma once
// Functions over every described struct, field by field. For facts, include event_description.h too.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "engine/model/description.h"
#include "engine/model/enum_values.h"
#include "engine/model/event.h"

namespace wangge {

// Whether a text, a list or a number is within the bound of its description; 0: it has none.
template <class Value>
bool is_at_most(const Value& value, std::uint32_t most, std::uint32_t most_each) {
  if constexpr (requires { value.size(); }) {
    if (most != 0 && value.size() > most) return false;
    if constexpr (requires { value.front().size(); }) {
      return most_each == 0 ||
             std::ranges::all_of(value, [most_each](const auto& each) { return each.size() <= most_each; });
    }
    return true;
  } else if constexpr (std::is_unsigned_v<Value>) {
    return most == 0 || value <= most;
  } else {
    return true;
  }
}

// Whether a value read from a file, or said by somebody, is one that its field can have: an enum is one of its values,
// a step is on a chain, a reference into the blob ends within it, and no text or list is longer than it may be.
template <FieldKind kind, class Value>
bool is_within_bounds(const Value& value, std::size_t blob_bytes) {
  if constexpr (is_in_blob(kind)) {
    return std::uint64_t{value.offset} + value.length <= blob_bytes;
  } else if constexpr (kind == FieldKind::chain_step) {
    return value < chain_posts_max;
  } else if constexpr (std::is_enum_v<Value>) {
    return has_value(value);
  } else if constexpr (requires { value.has_value(); }) {
    return !value || is_within_bounds<kind>(*value, blob_bytes);
  } else if constexpr (IsDescribed<Value>) {
    bool is_within = true;
    each_field<Value>([&]<class Field>(const Field& field) {
      is_within = is_within && is_within_bounds<Field::kind>(field.get(value), blob_bytes);
      if constexpr (Field::is_stored) {
        is_within = is_within && is_at_most(field.get(value), field.most, field.most_each);
      }
    });
    return is_within;
  } else {
    return true;
  }
}

// Adjusts a fact's references when its blob has become a part of another one, `by` bytes behind that one's beginning.
template <class Fact>
void move_refs(Fact& fact, std::uint32_t by) {
  each_field<Fact>([&]<class Field>(const Field& field) {
    if constexpr (is_in_blob(Field::kind)) {
      TextRef ref = field.get(fact);
      ref.offset += by;
      field.put(fact, ref);
    }
  });
}

// Whether two structs are equal in every field that is stored, and so on within those.
template <class Struct>
bool same(const Struct& left, const Struct& right);

template <class Value>
bool are_equal(const Value& left, const Value& right) {
  if constexpr (IsDescribed<Value>) {
    return same(left, right);
  } else if constexpr (requires { left.begin(), left.end(); }) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](const auto& one, const auto& other) { return are_equal(one, other); });
  } else {
    return left == right;
  }
}

template <class Struct>
bool same(const Struct& left, const Struct& right) {
  bool are_same = true;
  each_stored(left,
              [&](const auto& field, const auto& value) { are_same = are_same && are_equal(value, field.get(right)); });
  return are_same;
}

}  // namespace wangge
