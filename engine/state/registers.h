#pragma once
// The registers' states as the city holds them: that they exist, and no more. Code that needs one of them includes its
// state and asks for it by type.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/event.h"

namespace wangge {

struct City;

// The state of one register. Only the register's own facts change it.
class RegisterState {
 public:
  virtual ~RegisterState() = default;
  // Writes all of the state, for the digest: the same bytes for the same state on every machine and in every build.
  // Writes nothing where nothing has happened yet, so that a log from before the register existed keeps its digest.
  virtual void write(std::string& out) const = 0;
};

class Registers {
 public:
  Registers();  // all of engine/registers/states.cpp, each in its initial state

  // State::index is the state's index in that list.
  template <class State>
  const State& of() const {
    return static_cast<const State&>(*states_[State::index]);
  }
  template <class State>
  State& of() {
    return static_cast<State&>(*states_[State::index]);
  }

  // Visits the bytes of each state that has written some, with its index.
  void each_state(const std::function<void(std::size_t index, std::string_view state)>& visit) const;

 private:
  template <class State>
  void add();

  std::vector<std::unique_ptr<RegisterState>> states_;
};

namespace registers {

// Applies a fact of a register. Its fields were checked (engine/model/register_words.h) when it was read or made.
void fold(City& city, const DescribedFact& event, const Fact& fact);

}  // namespace registers
}  // namespace wangge
