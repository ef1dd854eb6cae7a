#pragma once
// Described structs that are told apart by a number: the commands, facts and questions in the lists that Kinds<…>
// names. Each struct keeps its number, as `kind`, for ever.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/model/described.h"
#include "engine/model/described_bytes.h"

namespace wangge {

template <class... Structs>
struct Kinds {};

template <class... One, class... Other>
constexpr Kinds<One..., Other...> joined(Kinds<One...>, Kinds<Other...>) {
  return {};
}

// Whether each struct has a number of its own.
template <class... Structs>
constexpr bool are_told_apart(Kinds<Structs...>) {
  const std::array<std::uint16_t, sizeof...(Structs)> numbers{Structs::kind.value...};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] == 0) return false;
    for (std::size_t j = 0; j < i; ++j) {
      if (numbers[i] == numbers[j]) return false;
    }
  }
  return true;
}

// Calls visit(a Struct&) for the struct of that kind, filled from its fields, if each field is within its bounds.
template <class... Structs, class Kind, class Visit>
Known read(Kinds<Structs...>, Kind kind, std::string_view fields, Visit&& visit) {
  Known known = Known::unknown_kind;
  const auto try_one = [&]<class Struct>(Struct one) {
    if (kind != Struct::kind) return false;
    known = decode_fields(fields, one) && is_within_bounds<FieldKind::as_typed>(one, 0) ? Known::well
                                                                                        : Known::not_its_fields;
    if (known == Known::well) visit(one);
    return true;
  };
  static_cast<void>((try_one(Structs{}) || ...));
  return known;
}

}  // namespace wangge
