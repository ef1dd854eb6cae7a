#pragma once
// Id<Tag>: a number that says what it numbers, so that a post cannot be passed for a person.
// Dense, from 1; 0 is "none". A plain value of the size of its number.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace wangge {

template <class Tag, class Number = std::uint32_t>
struct Id {
  Number value = 0;

  constexpr explicit operator bool() const { return value != 0; }
  friend constexpr auto operator<=>(Id, Id) = default;
};

}  // namespace wangge

template <class Tag, class Number>
struct std::hash<wangge::Id<Tag, Number>> {
  std::size_t operator()(wangge::Id<Tag, Number> id) const noexcept { return std::hash<Number>{}(id.value); }
};
