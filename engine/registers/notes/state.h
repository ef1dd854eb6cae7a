#pragma once
// The notes that stand now.

#include <cstddef>
#include <map>
#include <string>

#include "engine/registers/notes/notes.h"
#include "engine/state/registers.h"

namespace wangge::registers::notes {

class Notes final : public RegisterState {
 public:
  static constexpr std::size_t index = 0;

  struct Note {
    std::string text;
    Party as;
    Seconds at = 0;
  };

  const std::map<PlaceId, Note>& all() const { return notes_; }
  void note(const PlaceNoted& event, Seconds at);

  void write(std::string& out) const override;

 private:
  std::map<PlaceId, Note> notes_;  // at most limits::place_notes_max
};

void fold(City& city, const PlaceNoted& event, const Fact& fact);

}  // namespace wangge::registers::notes
