#include "tools/log/fact_json.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/blob.h"
#include "engine/model/described.h"
#include "engine/model/event_description.h"
#include "engine/model/number.h"
#include "engine/model/register_words.h"
#include "engine/model/words.h"
#include "engine/registers/kinds.h"
#include "engine/rules/answers.h"
#include "engine/state/city.h"
#include "engine/views/station.h"
#include "tools/names.h"
#include "tools/time_text.h"
#include "tools/account/token.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

template <class... Facts>
constexpr std::array<FactName, sizeof...(Facts)> names_of(const std::variant<Facts...>*) {
  return {FactName{description<Facts>.name, description<Facts>.chinese}...};
}
template <class... Facts>
constexpr std::array<FactName, sizeof...(Facts)> names_of(Kinds<Facts...>) {
  return {FactName{description<Facts>.name, description<Facts>.chinese}...};
}
constexpr auto names_of_core = names_of(static_cast<const Event*>(nullptr));
constexpr auto names_of_registers = names_of(registers::Facts{});

// The part of the blob that a fact's TextRef points to; bytes that do not parse are an error of the log, and are shown
// as one.
template <class T>
T readable(std::optional<T> parsed) {
  if (!parsed) throw log::CannotOpen("日志损坏，请运行 wangge log verify / the log is broken: run wangge log verify");
  return std::move(*parsed);
}

json::value instant(Seconds seconds) {
  if (seconds == 0) return nullptr;
  return json::string(format_local(seconds));
}

json::array answers_of(std::string_view lines) {
  json::array answers;
  while (!lines.empty()) {
    const std::optional<rules::CodedAnswer> answer = rules::take_answer(lines);
    if (answer) answers.push_back(json::object{{"code", answer->code}, {"answer", answer->value}});
  }
  return answers;
}

// Which noun of the city an id numbers. Other ids are shown as they are.
constexpr views::Noun noun_of(PlaceId) { return views::Noun::place; }
constexpr views::Noun noun_of(PostId) { return views::Noun::post; }
constexpr views::Noun noun_of(PersonId) { return views::Noun::person; }
constexpr views::Noun noun_of(OrganisationId) { return views::Noun::organisation; }
constexpr views::Noun noun_of(CategoryId) { return views::Noun::category; }
constexpr views::Noun noun_of(SituationId) { return views::Noun::situation; }
constexpr views::Noun noun_of(AssetId) { return views::Noun::asset; }
constexpr views::Noun noun_of(DoorId) { return views::Noun::door; }

// Puts the fields of a fact into an object, one after the other, with the texts that the log has for them, and names by
// the city.
class Fields {
 public:
  Fields(const log::Stored& stored, const City* city, json::object& out) : stored_(stored), city_(city), out_(out) {}

  template <class Struct>
  void put_all(const Struct& of) {
    each_field<Struct>([&]<class Field>(const Field& field) { put<Field::kind>(field.name, field.get(of)); });
  }

  void put_fields_of(const DescribedFact& fact) {
    read(registers::Facts{}, fact.kind, bytes(fact.fields), [&](const auto& one) { put_all(one); });
  }

 private:
  template <FieldKind kind, class Value>
  void put(std::string_view name, const Value& value) {
    if constexpr (kind == FieldKind::packed) {
      return;
    } else if constexpr (kind == FieldKind::spread) {
      put_all(value);
    } else if constexpr (kind == FieldKind::fields) {
      return;  // see put_fields_of()
    } else if constexpr (kind == FieldKind::rights) {
      put_all(readable(decode_rights(bytes(value))));
    } else if constexpr (requires { value.has_value(); }) {
      if (value) out_[name] = json_of(*value);
    } else {
      out_[name] = shown<kind>(value);
    }
  }

  template <FieldKind kind, class Value>
  json::value shown(const Value& value) const {
    if constexpr (kind == FieldKind::instant)
      return instant(value);
    else if constexpr (kind == FieldKind::text)
      return json::string(stored_.text);
    else if constexpr (kind == FieldKind::reference)
      return json::string(stored_.reference);
    else if constexpr (kind == FieldKind::attachments)
      return json::string(stored_.attachments);
    else if constexpr (kind == FieldKind::answers)
      return answers_of(stored_.answers);
    else if constexpr (kind == FieldKind::row)
      return json_of(readable(decode_row(bytes(value))));
    else if constexpr (kind == FieldKind::offers)
      return json_of(readable(decode_offers(bytes(value))));
    else if constexpr (kind == FieldKind::organisations)
      return json_of(readable(decode_organisations(bytes(value))));
    else
      return json_of(value);
  }

  template <class Number>
    requires std::is_arithmetic_v<Number>
  json::value json_of(Number value) const {
    return value;
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  json::value json_of(Enum value) const {
    if constexpr (std::is_same_v<Enum, Reason>)
      return json::string(text_of(value).name);
    else if constexpr (std::is_same_v<Enum, TableKind>)
      return json::string(schema(value).name);
    else
      return json::string(words_of(value).name);
  }
  template <class Tag, class Number>
  json::value json_of(Id<Tag, Number> id) const {
    if constexpr (requires { noun_of(id); }) {
      if (!id) return nullptr;
      json::object out{{"id", id.value}};
      add_name(noun_of(id), id.value, out);
      return out;
    } else {
      return id.value;
    }
  }
  // The number as it is printed on a receipt.
  json::value json_of(DemandId demand) const {
    if (!demand) return nullptr;
    return json::string(format_number(demand));
  }
  json::value json_of(SummonsId summons) const { return json_of(DemandId{summons.value}); }
  json::value json_of(AccountId account) const {
    if (!account) return nullptr;
    json::object out{{"id", account.value}};
    if (city_ != nullptr && account.value <= city_->accounts.size()) out["name"] = city_->accounts[account].rights.name;
    return out;
  }
  json::value json_of(Party who) const {
    if (!who) return nullptr;
    json::object out{{"kind", kind_of(who)}};
    json::value named = who.is_post()           ? json_of(who.post())
                        : who.is_organisation() ? json_of(who.organisation())
                                                : json_of(who.person());
    for (auto& part : named.as_object()) out[part.key()] = std::move(part.value());
    return out;
  }
  json::value json_of(const Dues& dues) const {
    json::array out;
    for (const Seconds due : dues.of) out.push_back(instant(due));
    return out;
  }
  json::value json_of(const DuesIn& dues) const {
    json::object out;
    for (int due = 0; due < dues_max; ++due) out[words_of(stage_of(dues.state, due)).name] = instant(dues.dues.of[due]);
    return out;
  }
  json::value json_of(const std::string& text) const { return json::string(text); }
  template <std::size_t size>
  json::value json_of(const std::array<std::uint8_t, size>& bytes) const {
    return json::string(to_hex(bytes));
  }
  // A part of a fact that is described itself; null where all of it is default.
  template <class Struct>
    requires IsDescribed<Struct>
  json::value json_of(const Struct& of) const {
    if (same(of, Struct{})) return nullptr;
    json::object out;
    each_stored(of,
                [&]<class Field>(const Field& field, const auto& part) { out[field.name] = shown<Field::kind>(part); });
    return out;
  }
  template <class Value, std::size_t extent>
  json::value json_of(std::span<const Value, extent> values) const {
    json::array out;
    for (const Value& value : values) out.push_back(json_of(value));
    return out;
  }
  template <class Value>
  json::value json_of(const std::vector<Value>& values) const {
    return json_of(std::span(values));
  }

  void add_name(views::Noun noun, std::uint32_t id, json::object& out) const {
    if (city_ == nullptr || !city_->configuration) return;
    const views::NamedRow row = views::names_of(*city_, noun, {&id, 1}).front();
    out["code"] = row.code;
    out["name"] = row.name;
  }
  std::string_view bytes(TextRef ref) const { return std::string_view(stored_.blob).substr(ref.offset, ref.length); }

  const log::Stored& stored_;
  const City* city_;
  json::object& out_;
};

}  // namespace

std::span<const FactName> fact_names() {
  static const std::vector<FactName> names = [] {
    std::vector<FactName> all(names_of_core.begin(), std::prev(names_of_core.end()));
    all.insert(all.end(), names_of_registers.begin(), names_of_registers.end());
    return all;
  }();
  return names;
}

std::size_t name_index_of(const Event& event) {
  const auto* fact = std::get_if<DescribedFact>(&event);
  if (fact == nullptr) return event.index();
  const auto found = std::ranges::find(names_of_registers, registers::words_of(fact->kind).name, &FactName::name);
  return names_of_core.size() - 1 + static_cast<std::size_t>(found - names_of_registers.begin());
}

json::object to_json(const log::Stored& stored, const City* city) {
  json::object out{{"position", stored.position.value},
                   {"at", instant(stored.at)},
                   {"kind", fact_names()[name_index_of(stored.event)].name}};
  Fields fields(stored, city, out);
  std::visit([&](const auto& fact) { fields.put_all(fact); }, stored.event);
  if (const auto* fact = std::get_if<DescribedFact>(&stored.event)) fields.put_fields_of(*fact);
  if (stored.is_damaged) out["damaged"] = "texts";
  return out;
}

}  // namespace wangge::tools
