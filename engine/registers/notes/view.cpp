#include "engine/registers/notes/view.h"

#include <set>

#include "engine/base/limits.h"
#include "engine/registers/notes/state.h"
#include "engine/state/city.h"
#include "engine/views/queue.h"

namespace wangge::registers::notes {
namespace {

// The places of the demands in the queue, and the places above them up to the grid.
std::set<PlaceId> places_of(const City& city, const views::QueueSpec& spec) {
  std::set<PlaceId> places;
  const std::vector<Place>& all = city.configuration->places;
  views::each_in(city, spec, [&](const Slot& demand) {
    for (PlaceId place = demand.place; place && all[place.value].kind >= PlaceKind::grid;
         place = all[place.value].parent) {
      if (!places.insert(place).second) break;
    }
  });
  return places;
}

void add(const City& city, PlaceId place, const Notes::Note& note, NotesFound& found) {
  found.is_cut_off = found.rows.size() == limits::place_note_rows_max;
  if (found.is_cut_off) return;
  const Named& named = city.configuration->place_names[place.value];
  found.rows.push_back({place, named.code, named.name, note.text, note.as, note.at});
}

}  // namespace

NotesFound on(const views::Asker& asker, const AskNotes& question) {
  const City& city = asker.city;
  const views::QueueSpec spec{.owner = question.owner, .scope = question.scope, .filter = {}};
  NotesFound found{.is_known = views::may_watch(city, asker.account, spec)};
  if (!found.is_known) return found;
  const auto& notes = city.registers.of<Notes>().all();
  if (question.owner) {
    for (const PlaceId place : places_of(city, spec)) {
      if (const auto note = notes.find(place); note != notes.end()) add(city, place, note->second, found);
    }
    return found;
  }
  for (const auto& [place, note] : notes) {
    if (city.configuration->lies_in(place, question.scope)) add(city, place, note, found);
  }
  return found;
}

}  // namespace wangge::registers::notes
