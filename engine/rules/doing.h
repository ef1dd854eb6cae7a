#pragma once
// The common ground of all deeds, and the handlers of the deeds that are more than a change of state.

#include <string_view>
#include <vector>

#include "engine/rules/handlers.h"
#include "engine/rules/life.h"
#include "engine/rules/routing.h"
#include "engine/rules/situations.h"

namespace wangge::rules {

struct Doing {
  const Context& context;
  const Slot& demand;
  const Aside& aside;
  const Chain& chain;
  const Act& command;
  std::string_view note, attachments;
  DemandId head;  // of join
  Bond bond = Bond::none;

  const Configuration& city() const { return *context.city.configuration; }

  // Fills in who did it and when, in any fact that has these fields; the lengths of texts where it has them.
  template <class Done>
  Done fact() const {
    Done fact;
    fact.demand = demand.id;
    fact.previous = demand.last;
    fact.session = context.sender().session;
    fact.sequence = context.sender().sequence;
    fact.account = context.sender().account;
    fact.as = command.as;
    fact.recorded = is_recorded(context);
    if constexpr (requires { fact.group; }) fact.group = command.group;
    if constexpr (requires { fact.text_length; }) fact.text_length = static_cast<std::uint16_t>(note.size());
    if constexpr (requires { fact.attachments_length; })
      fact.attachments_length = static_cast<std::uint16_t>(attachments.size());
    return fact;
  }

  Complaint complaint() const { return complaint_of(context.city, demand); }
  PersonId acting_for(PostId post) const;
  // The first step with somebody acting, from `step` of the chain on; the last one where nobody acts.
  std::uint8_t first_acting_from(int step) const;
  const Calendar& calendar() const { return city().calendars.of(demand.place); }
  // The acceptance limit, counted from now.
  Seconds acceptance_anew() const;
  // The city's own limits, counted from now.
  const CityDues& city_dues() const { return context.router.city_dues(context.now, demand.place); }
  // All limits of the category, counted from `from`; written to the fact's dues, and to `waits` where it has that.
  template <class Fact>
  void begin_at(Instant from, Fact& fact) const {
    const Begun begun = begin(context.city, demand, from);
    fact.dues = begun.dues;
    fact.waits = begun.waits;
  }
  // Whether the demand may be given to this post or organisation: it is present, somebody acts for it, and no complaint
  // keeps it out.
  Refusal check_owner(Party owner) const;
};

// acting.cpp: checks the text that goes with a deed: wanted, optional or not allowed.
Refusal check_note(std::string_view note, Note wanted);
// life_changes.cpp: how the demand stands after a deed whose fact is an Acted; the state of the arrow of life.h is in
// the fact already.
Refusal change(const Doing& doing, Acted& fact);
// asking.cpp: extend, suspend, offer.
Refusal ask(const Doing& doing, Sought& fact);
// asking.cpp: approve, refuse, take_over, resume.
Refusal answer(const Doing& doing, Acted& fact);
// When the stages that stood still while the demand was suspended run out if it is resumed now.
Begun resumed(const City& city, const Slot& demand, Instant now);
// joining.cpp
Refusal join(const Doing& doing, Joined& fact);
Refusal part(const Doing& doing, Acted& fact);
Refusal gather(const Doing& doing);
// Refuses a deed that would end the demand while others are joined to it.
Refusal check_members(const Doing& doing);
// appealing.cpp: appeal; grant, reject.
Refusal appeal(const Doing& doing, Acted& fact);
Refusal review(const Doing& doing, Acted& fact);
// The fact where the reviewer has not decided in time.
Acted unreviewed(const City& city, const Slot& demand, Instant now);
// filing.cpp
Refusal file(const Doing& doing, Acted& fact);
Refusal assist(const Doing& doing, Assisted& fact);
Refusal move(const Doing& doing, Moved& fact);
Refusal reclassify(const Doing& doing, Reclassified& fact);
// demands.cpp: adds the demand that the part becomes, after the facts that it needs.
Refusal split(const Doing& doing, Acted& fact);

}  // namespace wangge::rules
