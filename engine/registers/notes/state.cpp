#include "engine/registers/notes/state.h"

#include "engine/model/described_bytes.h"
#include "engine/state/city.h"

namespace wangge::registers::notes {

void Notes::note(const PlaceNoted& event, Seconds at) {
  if (event.note.empty()) {
    notes_.erase(event.place);
  } else {
    notes_[event.place] = {event.note, event.as, at};
  }
}

void Notes::write(std::string& out) const {
  for (const auto& [place, note] : notes_) {
    put_number(place.value, out);
    put_bytes(note.text, out);
    put_number(note.as.raw(), out);
    put_number(note.at, out);
  }
}

void fold(City& city, const PlaceNoted& event, const Fact& fact) { city.registers.of<Notes>().note(event, fact.at); }

}  // namespace wangge::registers::notes
