#pragma once
// Which demand a job has to see to next: the one that closes what was joined to a head, since residents wait for that,
// or else the one that is first in line. That one looks through them in the order of slots; where it stands is derived
// from the city's facts and so survives a restart.

#include <cstddef>
#include <optional>
#include <variant>

#include "engine/model/command.h"
#include "engine/state/city.h"

namespace wangge::loop {

class Jobs {
 public:
  explicit Jobs(const City& city) : city_(city) {}

  bool empty() const { return city_.jobs.empty(); }

  // Its next wish; nothing where none was found among the next `looks` demands. Takes off those it has looked at.
  using Wish = std::variant<Reschedule, Reroute, CloseMember, JoinMember, EndJob>;
  std::optional<Wish> next(std::size_t& looks);

 private:
  std::optional<Wish> wish_for(const Job& job, const Slot* head, const Slot& demand) const;

  const City& city_;
  Position job_;          // that is first in line
  SlotIndex looked_ = 0;  // slots before this one
};

}  // namespace wangge::loop
