#pragma once
// A note on a place (地点备注), for whoever is sent there. README.md has the words and the rules.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/base/time.h"
#include "engine/model/account.h"
#include "engine/model/command.h"
#include "engine/model/description.h"
#include "engine/model/owner.h"
#include "engine/model/place.h"

namespace wangge::registers::notes {

// Writes a note, in place of the one that stood there; without text the old one is taken back.
struct NotePlace {
  static constexpr CommandKind kind{1};
  static constexpr bool takes_demand = false, takes_text = false, takes_attachments = false;

  PlaceId place;     // a grid, or a place in one
  Party as;          // the post that writes; nobody: a terminal of the place
  std::string text;  // at most limits::place_note_code_points_max
};

struct PlaceNoted {
  static constexpr FactKind kind{1};

  PlaceId place;
  AccountId account;
  Party as;
  std::string note;  // empty: no note stands there any more
};

struct PlaceNote {
  PlaceId place;
  std::string code, name;  // of the place
  std::string text;
  Party as;
  Seconds at = 0;
};
struct NotesFound {
  bool is_known = false;        // false: there is no such owner or place, or this account may not see it
  bool is_cut_off = false;      // there are more than limits::place_note_rows_max
  std::vector<PlaceNote> rows;  // in the order in which the places came to be
};
// The notes that go with a queue: at the places of an owner's demands and above them up to the grid, or in a scope.
struct AskNotes {
  static constexpr QuestionKind kind{1};
  using Answer = NotesFound;

  Party owner;    // a post or organisation: the places of its demands
  PlaceId scope;  // without an owner: all places in a grid, community, subdistrict or the city
};

}  // namespace wangge::registers::notes

namespace wangge {

// clang-format off: a field a line
template <>
inline constexpr auto description<registers::notes::NotePlace> =
    describe("note_place", field(1, "place", &registers::notes::NotePlace::place),
             field(2, "as", &registers::notes::NotePlace::as), field(3, "text", &registers::notes::NotePlace::text));

template <>
inline constexpr auto description<registers::notes::PlaceNoted> = describe_fact(
    "place_noted", "地点备注", field(1, "place", &registers::notes::PlaceNoted::place),
    field(2, "account", &registers::notes::PlaceNoted::account), field(3, "as", &registers::notes::PlaceNoted::as),
    field(4, "note", &registers::notes::PlaceNoted::note));

template <>
inline constexpr auto description<registers::notes::AskNotes> =
    describe("ask_notes", field(1, "owner", &registers::notes::AskNotes::owner),
             field(2, "scope", &registers::notes::AskNotes::scope));

template <>
inline constexpr auto description<registers::notes::PlaceNote> =
    describe("place_note", field(1, "place", &registers::notes::PlaceNote::place),
             at_most(limits::told_name_bytes_max, field(2, "code", &registers::notes::PlaceNote::code)),
             at_most(limits::told_name_bytes_max, field(3, "name", &registers::notes::PlaceNote::name)),
             at_most(4 * limits::place_note_code_points_max, field(4, "text", &registers::notes::PlaceNote::text)),
             field(5, "as", &registers::notes::PlaceNote::as),
             field<FieldKind::instant>(6, "at", &registers::notes::PlaceNote::at));

template <>
inline constexpr auto description<registers::notes::NotesFound> =
    describe("notes_found", field(1, "is_known", &registers::notes::NotesFound::is_known),
             field(2, "is_cut_off", &registers::notes::NotesFound::is_cut_off),
             at_most(limits::place_note_rows_max, field(3, "rows", &registers::notes::NotesFound::rows)));
// clang-format on

}  // namespace wangge
