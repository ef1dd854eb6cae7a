#pragma once
// Sends random commands to a running city, sensible or not, with other weights for each seed.

#include <cstdint>
#include <random>
#include <string>

#include "tests/running_city.h"

namespace wangge::tests {

// Whether an open demand is the owner's to help with, to answer or to verify, or the appeal of a closed one to review.
bool is_beside(const City& city, const Slot& demand, Party owner);

class RandomLife {
 public:
  RandomLife(RunningCity& running, unsigned seed);

  void step();

  // Checks that every open demand has one lead and stands in that queue alone, that no deadline that has passed is
  // still running, and that nobody without a part in a restricted demand can see it. Ends the process where that is not
  // so.
  void check_invariants() const;

 private:
  std::size_t walk(Party owner) const;
  void walk_side(Party owner) const;
  void check_families() const;
  void check_subjects() const;
  void check_restricted() const;
  bool is_restricted(const Slot& demand) const;
  AccountId account_of(SessionId session) const { return running_.city().sessions[session].account(); }
  void check_summonses() const;
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(random_() % bound); }
  void submit();
  void resend();
  void act();
  void record(const Act& command);
  void situate();
  void whistle();
  SummonsId summons();
  DemandId demand();
  Party of_chain();
  Party lead();
  TextRef note() const { return {0, 6}; }

  RunningCity& running_;
  std::mt19937 random_;
  int weights_[7];
  // Sessions that are not named for anything restricted: a terminal with every grid, an account that covers the city,
  // and one that acts for the posts from the communities up.
  SessionId terminal_, covers_, acts_;
  DemandId demand_;
  std::string text_ = "暖气不热，请派人来看";
};

}  // namespace wangge::tests
