#pragma once
// The instants at which the engine has to look at a demand again: the soonest of its deadlines, or when it is to be
// urged on, or earlier, to warn. Derived from the city, never stored and no part of it.

#include <cstddef>
#include <optional>
#include <variant>
#include <vector>

#include "engine/loop/deadline_wheel.h"
#include "engine/model/command.h"
#include "engine/rules/warnings.h"
#include "engine/state/city.h"

namespace wangge::loop {

class Deadlines {
 public:
  // Schedules all demands that the city holds. Their warnings are worked out bit by bit, in catch_up().
  explicit Deadlines(const City& city);

  // To be called whenever a fact about the demand has been applied. `before`: its slot before that, none where it is
  // new; a demand that has left memory leaves the wheel.
  void update(DemandId demand, SlotIndex before);

  // Goes on working out warnings of the demands that were there at the start, some thousands a call; true while there
  // is more.
  bool catch_up();

  // The wish that the clock has for this demand now; nothing where nothing is due.
  using Wish = std::variant<Expire, UrgeOn, Warn>;
  std::optional<Wish> wish_of(DemandId demand, Seconds now);

  // Appends at most `most` demands to be looked at by `until`, which is not after `now`, in the order of instant and
  // id. Each must be updated or have no demand any more. Where much had to be moved first it appends fewer, or none:
  // then the following calls append them, as long as next() is not after `until`.
  void take_due(Seconds until, Seconds now, std::size_t most, std::vector<DeadlineWheel::Ripe>& out);

  // Not later than the next instant at which take_due() has something; nothing where it never will.
  std::optional<Seconds> next() const { return wheel_.next(); }

 private:
  // The soonest of the demand's deadlines and steps; 0: none.
  Seconds passing(SlotIndex slot) const;

  const City& city_;
  rules::Warnings warnings_;
  DeadlineWheel wheel_;
  SlotIndex caught_up_ = 0;  // demands of the slots before here have had their warnings worked out
  SlotIndex at_start_ = 0;   // slots
};

}  // namespace wangge::loop
