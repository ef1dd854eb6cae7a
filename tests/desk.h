#pragma once
// The import desk of a running city: submits demands, acts on them, and looks how they stand.

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/terminal/receipts.h"
#include "engine/model/refusal.h"
#include "tests/local_time.h"
#include "tests/running_city.h"

namespace wangge::tests {

class Desk : public RunningCity {
 public:
  using RunningCity::RunningCity;

  // Submits a demand that must be accepted.
  DemandId submit(const Submit& command) {
    const loop::Outcome outcome = send(command, plain_text);
    if (outcome.refusal) throw std::runtime_error(std::string(text_of(outcome.refusal.reason).name));
    return DemandId{outcome.position.value};
  }
  // Acts on a demand; where the deed may have a note, the note is the text that every demand here has.
  Reason act(DemandId demand, Deed deed, Party as = {}, Act more = {}) {
    more.demand = demand;
    more.deed = deed;
    more.as = as;
    if (deed != Deed::accept) more.note = {0, 12};
    return send(more, plain_text).refusal.reason;
  }

  OrganisationId organisation(std::string_view code) const { return city().codes.organisations.find(code); }
  const Slot& slot(DemandId demand) const { return *city().demands.find(demand); }
  const Aside& aside(DemandId demand) const { return city().demands.aside(demand); }
  // A deadline as text: "2026-03-11 09:00", or "none".
  std::string due(DemandId demand, Stage stage) const {
    const Seconds at = slot(demand).dues[stage];
    return at == 0 ? "none" : show(to_instant(at));
  }
  // The facts of one type in a demand's history, oldest first.
  template <class Fact>
  std::vector<Fact> facts(DemandId demand) {
    std::vector<Fact> facts;
    for (const story::Entry& entry : terminal::history(log(), demand, city().demands.last_of(demand))) {
      if (const auto* fact = std::get_if<Fact>(&entry.event)) facts.push_back(*fact);
    }
    return facts;
  }
  bool is_escalated_to(DemandId demand, PostId to) const {
    const std::vector<DemandId> queue = city().demands.escalation_queue(to);
    return std::ranges::find(queue, demand) != queue.end();
  }
  bool is_beside(DemandId demand, Party owner) const {
    const std::vector<DemandId> queue = city().demands.side_queue(owner);
    return std::ranges::find(queue, demand) != queue.end();
  }
};

}  // namespace wangge::tests
