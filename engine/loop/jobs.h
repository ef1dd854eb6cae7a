#pragma once
// Which demand a job looks at next. The job that closes the demands joined to a head goes first, since residents wait
// for that; then comes the job that is first in line. A job looks through the demands in the order of slots; its place
// is derived from the city's facts and so survives a restart.

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

  // The job's next wish; nothing where none was found among the next `looks` demands. Subtracts from `looks` the
  // demands that were looked at.
  using Wish = std::variant<Reschedule, Reroute, CloseMember, JoinMember, EndJob>;
  std::optional<Wish> next(std::size_t& looks);

 private:
  std::optional<Wish> wish_for(const Job& job, const Slot* head, const Slot& demand) const;

  const City& city_;
  Position job_;          // the job that is first in line
  SlotIndex looked_ = 0;  // slots before this one
};

}  // namespace wangge::loop
