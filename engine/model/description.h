#pragma once
// The fields of a struct, described once beside it: each field with its number, its name and its member, in the order
// in which it is shown. JSON, equality, random values for tests, bounds, and the moving of references into a blob are
// all derived from the description.
//
//   template <>
//   inline constexpr auto description<JobEnded> = describe_fact("job_ended", "批量调整完成", field(1, "job",
//   &JobEnded::job));
//
// Numbers and names are for ever: logs and other programs keep them. is_complete() tells whether a field is missing;
// whoever describes structs asserts it.

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace wangge {

// The meaning of a field, where its type does not say it.
enum class FieldKind : std::uint8_t {
  as_typed,
  instant,     // Seconds; 0: none
  chain_step,  // where on a chain of posts, below chain_posts_max
  packed,      // a number that is shown as other fields, worked out of it
  spread,      // a struct whose fields are shown as if they belonged to the outer struct
  link,        // tells where something lies in memory: part of a state, but not of what it knows
  beside,      // a text that goes beside the fields, in the frame that carries a command
  // These five hold the length of a text that is kept apart under the fact.
  text,
  reference,
  attachments,
  answers,
  contact,
  // These refer to a part of the blob, made by an encode_…() of engine/model/blob.h.
  row,
  rights,
  offers,
  organisations,
  fields,  // of a register's fact; see register_words.h
};
constexpr bool is_length(FieldKind kind) { return kind >= FieldKind::text && kind <= FieldKind::contact; }
constexpr bool is_in_blob(FieldKind kind) { return kind >= FieldKind::row; }
// Whether the field is left out of the bytes of the fields.
constexpr bool is_left_out(FieldKind kind) { return kind == FieldKind::link || kind == FieldKind::beside; }

// The result of reading the fields of a kind.
enum class Known : std::uint8_t {
  well,
  unknown_kind,  // a newer engine's
  not_its_fields,
};

// A field that is stored: a number for files, a name for people and programs.
template <FieldKind of, class Get, class Put>
struct Field {
  static constexpr FieldKind kind = of;
  static constexpr bool is_stored = true;

  std::uint8_t ordinal;
  std::string_view name;
  Get get;  // takes a Struct&, gives the value: to be changed unless the struct is const or the value a bit-field
  Put put;  // takes a Struct& and a value
  // The largest number of bytes of a text, of elements of a list, or the largest number; and the largest number of
  // bytes of each text of a list. 0: only the type bounds it.
  std::uint32_t most = 0, most_each = 0;
};

// A field that is only shown, worked out of the fields that are stored.
template <class Get>
struct WorkedOut {
  static constexpr FieldKind kind = FieldKind::as_typed;
  static constexpr bool is_stored = false;

  std::string_view name;
  Get get;
};

template <FieldKind kind = FieldKind::as_typed, class Struct, class Value>
constexpr auto field(std::uint8_t ordinal, std::string_view name, Value Struct::*member) {
  const auto get = [member](auto&& of) -> auto& { return of.*member; };
  const auto put = [member](Struct& of, const Value& value) { of.*member = value; };
  return Field<kind, decltype(get), decltype(put)>{ordinal, name, get, put};
}

// Adds a bound to a field, and one for each text of its list.
template <FieldKind kind, class Get, class Put>
constexpr auto at_most(std::uint32_t most, Field<kind, Get, Put> field, std::uint32_t most_each = 0) {
  field.most = most;
  field.most_each = most_each;
  return field;
}

// Describes a member that is some bits wide, to which no pointer can point. See WANGGE_BITS.
template <FieldKind kind = FieldKind::as_typed, class Get, class Put>
constexpr auto bits(std::uint8_t ordinal, std::string_view name, Get get, Put put) {
  return Field<kind, Get, Put>{ordinal, name, get, put};
}
// The kind comes last, where there is one. A value that is put must fit the bits.
#define WANGGE_BITS(Struct, ordinal, name, member, ...)                                                      \
  ::wangge::bits<__VA_ARGS__>(                                                                               \
      ordinal, name, [](const Struct& of) -> decltype(of.member) { return of.member; },                      \
      [](Struct& of, decltype(of.member) value) {                                                            \
        _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wconversion\"") of.member = value; \
        _Pragma("GCC diagnostic pop")                                                                        \
      })

template <class Get>
constexpr auto worked_out(std::string_view name, Get get) {
  return WorkedOut<Get>{name, get};
}

template <class... Fields>
struct Description {
  std::string_view name, chinese;
  std::tuple<Fields...> fields;
};

template <class... Fields>
constexpr auto describe(std::string_view name, Fields... fields) {
  return Description<Fields...>{name, {}, {fields...}};
}
// Describes a struct that people read about as a whole, and that so has a name in Chinese too.
template <class... Fields>
constexpr auto describe_fact(std::string_view name, std::string_view chinese, Fields... fields) {
  return Description<Fields...>{name, chinese, {fields...}};
}

// The description of a struct; specialised beside each struct that is described.
template <class Struct>
inline constexpr std::nullptr_t description = nullptr;

template <class Struct>
concept IsDescribed = !
std::is_same_v<const std::nullptr_t, decltype(description<Struct>)>;

// Calls visit(field) for each field, in the order of the description.
template <class Struct, class Visit>
constexpr void each_field(Visit&& visit) {
  std::apply([&](const auto&... field) { (visit(field), ...); }, description<Struct>.fields);
}

// Calls visit(field, value) for each field that is stored.
template <class Struct, class Visit>
constexpr void each_stored(const Struct& of, Visit&& visit) {
  each_field<Struct>([&]<class Field>(const Field& field) {
    if constexpr (Field::is_stored) visit(field, field.get(of));
  });
}

template <class Struct>
constexpr std::size_t stored_fields() {
  std::size_t count = 0;
  each_field<Struct>([&]<class Field>(const Field&) { count += Field::is_stored; });
  return count;
}

// Whether as many fields are described as the struct has, each with a number and a name of its own.
template <class Struct>
constexpr bool is_complete(std::size_t members) {
  constexpr std::size_t all = std::tuple_size_v<decltype(description<Struct>.fields)>;
  std::array<std::string_view, all> names{};
  std::array<std::uint8_t, all> ordinals{};
  std::size_t count = 0;
  each_field<Struct>([&]<class Field>(const Field& field) {
    names[count] = field.name;
    if constexpr (Field::is_stored) ordinals[count] = field.ordinal;
    ++count;
  });
  for (std::size_t i = 0; i < all; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (names[i] == names[j] || (ordinals[i] != 0 && ordinals[i] == ordinals[j])) return false;
    }
  }
  return stored_fields<Struct>() == members;
}

}  // namespace wangge
