#pragma once
// What a numbered command says, in 32 bits that go to the log beside its fact: a repeat is one only where it says the
// same.

#include <cstdint>
#include <string_view>

#include "engine/model/command.h"

namespace wangge {

// The hash of a command that a session may send, with its texts as they were sent: wherever they lie in their frame,
// and however the frame was cut. Never 0, which stands for "not known": a log of before has none. The same command has
// the same in every build, since the log keeps it: a field that is added counts only where it is other than its
// default. Of a contact only the length counts: the contact can be destroyed, and its hash would tell it to whoever
// tries all telephone numbers. Whether a look-up code was proved does not count: a code may be refused for a time, and
// what was sent is the same.
std::uint32_t content_of(const Command& command, std::string_view texts);

}  // namespace wangge
