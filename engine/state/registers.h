#pragma once
// The registers' states as the city holds them: that they are there, and no more. Whoever means one includes its state
// and asks for it by type.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/event.h"

namespace wangge {

struct City;

// What one register knows. Its own facts change it, and nothing else.
class RegisterState {
 public:
  virtual ~RegisterState() = default;
  // All that is in it, for the digest: the same bytes for the same state on every machine and in every build. Nothing
  // where nothing has happened yet, so that a log from before there was the register keeps its digest.
  virtual void write(std::string& out) const = 0;
};

class Registers {
 public:
  Registers();  // all of engine/registers/states.cpp, each as it begins

  // State::index is its place in that list.
  template <class State>
  const State& of() const {
    return static_cast<const State&>(*states_[State::index]);
  }
  template <class State>
  State& of() {
    return static_cast<State&>(*states_[State::index]);
  }

  // What each of them has written, where it has anything, with its place before it.
  void each_state(const std::function<void(std::size_t index, std::string_view state)>& visit) const;

 private:
  template <class State>
  void add();

  std::vector<std::unique_ptr<RegisterState>> states_;
};

namespace registers {

// Applies a fact of a register. It has been looked at (engine/model/register_words.h) when it was read or made.
void fold(City& city, const DescribedFact& event, const Fact& fact);

}  // namespace registers
}  // namespace wangge
