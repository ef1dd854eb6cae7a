#include "tools/fact_json.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/model/blob.h"
#include "engine/model/event_description.h"
#include "engine/model/words.h"
#include "engine/rules/answers.h"
#include "tools/names.h"
#include "tools/time_text.h"
#include "tools/token.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

template <class... Facts>
constexpr std::array<std::string_view, sizeof...(Facts)> names_of_facts(const std::variant<Facts...>*) {
  return {description<Facts>.name...};
}
constexpr auto kinds = names_of_facts(static_cast<const Event*>(nullptr));

// What a fact's TextRef points to; bytes that do not parse are an error of the log, and told so.
template <class T>
T readable(std::optional<T> parsed) {
  if (!parsed) throw log::CannotOpen("日志损坏，请运行 wangge log verify / the log is broken: run wangge log verify");
  return std::move(*parsed);
}

json::value instant(Seconds seconds) {
  if (seconds == 0) return nullptr;
  return json::string(format_local(seconds));
}

template <class Number>
  requires std::is_arithmetic_v<Number>
json::value json_of(Number value) {
  return value;
}
template <class Enum>
  requires std::is_enum_v<Enum>
json::value json_of(Enum value) {
  if constexpr (std::is_same_v<Enum, Reason>) return json::string(text_of(value).name);
  else if constexpr (std::is_same_v<Enum, TableKind>) return json::string(schema(value).name);
  else return json::string(words_of(value).name);
}
template <class Tag, class Number>
json::value json_of(Id<Tag, Number> id) {
  return id.value;
}
json::value json_of(Party who) {
  if (!who) return nullptr;
  const std::uint32_t id = who.is_post() ? who.post().value : who.is_organisation() ? who.organisation().value : who.person().value;
  return {{"kind", kind_of(who)}, {"id", id}};
}
json::value json_of(const Dues& dues) {
  json::array out;
  for (const Seconds due : dues.of) out.push_back(instant(due));
  return out;
}
json::value json_of(const DuesIn& dues) {
  json::object out;
  for (int due = 0; due < dues_max; ++due) out[words_of(stage_of(dues.state, due)).name] = instant(dues.dues.of[due]);
  return out;
}
json::value json_of(const std::string& text) { return json::string(text); }
template <std::size_t size>
json::value json_of(const std::array<std::uint8_t, size>& bytes) {
  return json::string(to_hex(bytes));
}

// Nothing of it was said.
bool is_nothing(Limit limit) { return !limit; }
bool is_nothing(const Urge& urge) { return urge.due == 0; }
bool is_nothing(const Verdict& verdict) { return verdict.packed() == 0; }
bool is_nothing(const Offer&) { return false; }

// A part of a fact that is described itself.
template <class Struct>
  requires IsDescribed<Struct>
json::value json_of(const Struct& of) {
  if (is_nothing(of)) return nullptr;
  json::object out;
  each_stored(of, [&](const auto& field, const auto& part) {
    constexpr bool is_instant = std::remove_cvref_t<decltype(field)>::meaning == Meaning::instant;
    if constexpr (is_instant) out[field.name] = instant(part);
    else out[field.name] = json_of(part);
  });
  return out;
}

template <class Value, std::size_t extent>
json::value json_of(std::span<const Value, extent> values) {
  json::array out;
  for (const Value& value : values) out.push_back(json_of(value));
  return out;
}
template <class Value>
json::value json_of(const std::vector<Value>& values) {
  return json_of(std::span(values));
}

json::array answers_of(std::string_view lines) {
  json::array answers;
  while (!lines.empty()) {
    const std::optional<rules::Answer> answer = rules::take_answer(lines);
    if (answer) answers.push_back(json::object{{"code", answer->code}, {"answer", answer->value}});
  }
  return answers;
}

// Puts the fields of a fact into an object, one after the other, with what belongs to them in the log.
class Fields {
 public:
  Fields(const log::Stored& stored, json::object& out) : stored_(stored), out_(out) {}

  template <class Struct>
  void put_all(const Struct& of) {
    each_field<Struct>([&](const auto& field) { put<std::remove_cvref_t<decltype(field)>::meaning>(field.name, field.get(of)); });
  }

 private:
  template <Meaning meaning, class Value>
  void put(std::string_view name, const Value& value) {
    if constexpr (meaning == Meaning::packed) {
      return;
    } else if constexpr (meaning == Meaning::spread) {
      put_all(value);
    } else if constexpr (meaning == Meaning::rights) {
      put_all(readable(decode_rights(bytes(value))));
    } else if constexpr (requires { value.has_value(); }) {
      if (value) out_[name] = json_of(*value);
    } else {
      out_[name] = shown<meaning>(value);
    }
  }

  template <Meaning meaning, class Value>
  json::value shown(const Value& value) const {
    if constexpr (meaning == Meaning::instant) return instant(value);
    else if constexpr (meaning == Meaning::text) return json::string(stored_.text);
    else if constexpr (meaning == Meaning::reference) return json::string(stored_.reference);
    else if constexpr (meaning == Meaning::attachments) return json::string(stored_.attachments);
    else if constexpr (meaning == Meaning::answers) return answers_of(stored_.answers);
    else if constexpr (meaning == Meaning::row) return json_of(readable(decode_row(bytes(value))));
    else if constexpr (meaning == Meaning::offers) return json_of(readable(decode_offers(bytes(value))));
    else if constexpr (meaning == Meaning::organisations) return json_of(readable(decode_organisations(bytes(value))));
    else return json_of(value);
  }

  std::string_view bytes(TextRef ref) const { return std::string_view(stored_.blob).substr(ref.offset, ref.length); }

  const log::Stored& stored_;
  json::object& out_;
};

}  // namespace

std::span<const std::string_view> event_kinds() { return kinds; }

json::object to_json(const log::Stored& stored) {
  json::object out{{"position", stored.position.value}, {"at", instant(stored.at)}, {"kind", kinds[stored.event.index()]}};
  std::visit([&](const auto& fact) { Fields(stored, out).put_all(fact); }, stored.event);
  if (stored.is_damaged) out["damaged"] = "texts";
  return out;
}

}  // namespace wangge::tools
