// The facts of the registers, for code that must not name a register.

#include "engine/model/command_description.h"
#include "engine/model/described_whole.h"
#include "engine/model/event_description.h"
#include "engine/model/register_words.h"
#include "engine/registers/kinds.h"

namespace wangge::registers {
namespace {

template <class... Structs>
constexpr bool are_well_formed(Kinds<Structs...> kinds) {
  static_assert((is_described_whole<Structs>() && ...));
  return are_told_apart(kinds);
}
static_assert(are_well_formed(Facts{}) && are_well_formed(Commands{}) &&
                  are_told_apart(joined(SingleCommands{}, Commands{})) && are_well_formed(Questions{}),
              "a kind has no number, or not one of its own");

// The names that a register's fact may not use for its fields, since every fact of a register has those beside them.
template <class Struct>
constexpr bool has_names_of_its_own() {
  bool has = true;
  each_field<Struct>([&](const auto& field) {
    each_field<DescribedFact>([&](const auto& common) { has = has && field.name != common.name; });
  });
  return has;
}
template <class... Structs>
constexpr bool have_names_of_their_own(Kinds<Structs...>) {
  return (has_names_of_its_own<Structs>() && ...);
}
static_assert(have_names_of_their_own(Facts{}), "a fact's field is called as one that every fact of a register has");

}  // namespace

Known look_at(FactKind kind, std::string_view fields) {
  return read(Facts{}, kind, fields, [](const auto&) {});
}

FactWords words_of(FactKind kind) {
  FactWords words;
  const auto try_one = [&]<class Fact>(const Fact&) {
    if (kind == Fact::kind) words = {description<Fact>.name, description<Fact>.chinese};
  };
  [&]<class... Structs>(Kinds<Structs...>) { (try_one(Structs{}), ...); }(Facts{});
  return words;
}

}  // namespace wangge::registers
