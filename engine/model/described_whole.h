#pragma once
// Checks that the description of a struct misses no field, nor that of any struct within it. For a .cpp file to assert.

#include <array>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/pfr/tuple_size.hpp>

#include "engine/model/description.h"

namespace wangge {

template <class Value>
struct PartOf {
  using Type = Value;
};
template <class Value>
struct PartOf<std::vector<Value>> : PartOf<Value> {};
template <class Value>
struct PartOf<std::optional<Value>> : PartOf<Value> {};

template <class Struct>
constexpr bool is_described_whole() {
  static_assert(is_complete<Struct>(boost::pfr::tuple_size_v<Struct>),
                "a field has no description, or not one of its own");
  bool is_whole = true;
  each_field<Struct>([&]<class Field>(const Field& field) {
    using Part = typename PartOf<std::remove_cvref_t<decltype(field.get(std::declval<const Struct&>()))>>::Type;
    if constexpr (IsDescribed<Part>) is_whole = is_whole && is_described_whole<Part>();
  });
  return is_whole;
}

}  // namespace wangge
