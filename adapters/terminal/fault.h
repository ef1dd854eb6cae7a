#pragma once
// Faults of a terminal in the protocol itself. The engine answers ToTerminal with `protocolError`, and the connection
// ends. Refusals of the city are another thing (engine/model/refusal.h).

#include <cstdint>
#include <string_view>

namespace wangge::terminal {

// The numbers go over the wire.
enum class Fault : std::uint16_t {
  none = 0,
  not_a_frame = 1,
  too_long = 2,
  malformed = 3,
  other_version = 4,
  hello_first = 5,
  hello_twice = 6,
  credit_exceeded = 7,
  too_slow = 8,
  too_many_connections = 9,
};

struct FaultText {
  std::string_view chinese;
  std::string_view english;
};

// The text of a fault other than `none`; a number that is not known here has a text too.
FaultText text_of(Fault fault);

}  // namespace wangge::terminal
