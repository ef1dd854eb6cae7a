#pragma once
// The fields of the commands that are rare and sent one at a time: a terminal sends such a command as its number and
// the bytes of its fields, like those of the registers. Commands that submit, act and stage by the thousand have
// structs of their own (engine/wire/terminal.capnp). event_description.cpp asserts that no field is missing.

#include "engine/model/command.h"
#include "engine/model/description.h"
#include "engine/model/kinds.h"

namespace wangge {

// clang-format off: a field a line
template <>
inline constexpr auto description<MigratePolicies> = describe("migrate_policies");
template <>
inline constexpr auto description<RecomputeDeadlines> = describe("recompute_deadlines");

template <>
inline constexpr auto description<DeclareSituation> =
    describe("declare_situation", field(1, "situation", &DeclareSituation::situation),
             field(2, "place", &DeclareSituation::place), field(3, "as", &DeclareSituation::as),
             field<FieldKind::instant>(4, "since", &DeclareSituation::since));
template <>
inline constexpr auto description<EndSituation> =
    describe("end_situation", field(1, "situation", &EndSituation::situation), field(2, "place", &EndSituation::place),
             field(3, "as", &EndSituation::as));

template <>
inline constexpr auto description<Summon> = describe(
    "summon", field(1, "demand", &Summon::demand), field(2, "place", &Summon::place), field(3, "as", &Summon::as),
    field(4, "who", &Summon::who), field<FieldKind::beside>(5, "note", &Summon::note));
template <>
inline constexpr auto description<Attend> = describe(
    "attend", field(1, "summons", &Attend::summons), field(2, "who", &Attend::who), field(3, "what", &Attend::what),
    field(4, "grade", &Attend::grade), field<FieldKind::beside>(5, "note", &Attend::note));

template <>
inline constexpr auto description<AddAccount> = describe("add_account", field(1, "kind", &AddAccount::account_kind),
                                                         field(2, "token_hash", &AddAccount::token_hash),
                                                         field<FieldKind::beside>(3, "rights", &AddAccount::rights));
template <>
inline constexpr auto description<EndAccount> = describe("end_account", field(1, "account", &EndAccount::account));

template <>
inline constexpr auto description<BeginConfiguration> = describe("begin_configuration");
template <>
inline constexpr auto description<ProposeConfiguration> = describe(
    "propose_configuration", field(1, "digest", &ProposeConfiguration::digest),
    field(2, "rows", &ProposeConfiguration::rows), field<FieldKind::beside>(3, "note", &ProposeConfiguration::note));
template <>
inline constexpr auto description<AdoptConfiguration> =
    describe("adopt_configuration", field<FieldKind::instant>(1, "effective", &AdoptConfiguration::effective),
             field(2, "digest", &AdoptConfiguration::digest));
template <>
inline constexpr auto description<RejectConfiguration> =
    describe("reject_configuration", field<FieldKind::beside>(1, "note", &RejectConfiguration::note));
// clang-format on

// The commands described here. Those of the registers (engine/registers/kinds.h) come beside them.
using SingleCommands =
    Kinds<MigratePolicies, RecomputeDeadlines, DeclareSituation, EndSituation, Summon, Attend, AddAccount, EndAccount,
          BeginConfiguration, ProposeConfiguration, AdoptConfiguration, RejectConfiguration>;

// Whether the struct has a text beside its fields, which put_text_beside() sets.
template <class Struct>
constexpr bool has_text_beside() {
  bool has = false;
  each_field<Struct>([&]<class Field>(const Field&) { has = has || Field::kind == FieldKind::beside; });
  return has;
}
template <class Struct>
void put_text_beside(Struct& command, TextRef text) {
  each_field<Struct>([&]<class Field>(const Field& field) {
    if constexpr (Field::kind == FieldKind::beside) field.put(command, text);
  });
}

}  // namespace wangge
