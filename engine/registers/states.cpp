// Makes the registers' states, and applies their facts.

#include "engine/registers/kinds.h"
#include "engine/registers/notes/state.h"
#include "engine/state/registers.h"

#include "engine/base/check.h"
#include "engine/state/city.h"

namespace wangge {

template <class State>
void Registers::add() {
  CHECK(State::index == states_.size());
  states_.push_back(std::make_unique<State>());
}

Registers::Registers() { add<registers::notes::Notes>(); }

void Registers::each_state(const std::function<void(std::size_t index, std::string_view state)>& visit) const {
  std::string written;
  for (std::size_t index = 0; index < states_.size(); ++index) {
    written.clear();
    states_[index]->write(written);
    if (!written.empty()) visit(index, written);
  }
}

namespace registers {

void fold(City& city, const DescribedFact& event, const Fact& fact) {
  const Known known =
      read(Facts{}, event.kind, fact.bytes(event.fields), [&](const auto& one) { fold(city, one, fact); });
  CHECK(known == Known::well);
}

}  // namespace registers
}  // namespace wangge
