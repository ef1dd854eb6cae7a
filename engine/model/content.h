#pragma once
// The content of a numbered command in 32 bits, which go to the log beside its fact: a command with the same number is
// a repeat only where its content is the same.

#include <cstdint>
#include <string_view>

#include "engine/model/command.h"

namespace wangge {

// The hash of a command that a session may send, with its texts as they were sent: wherever they lie in their frame,
// and however the frame was cut. Never 0, which stands for "not known", as in logs from before there were contents. A
// command has the same hash in every build, since the log keeps it: a field that is added counts only where it is other
// than its default. Of a contact only the length counts: the contact can be destroyed, and its hash would tell it to
// whoever tries all telephone numbers. Whether a look-up code was proved does not count: a code may be refused for a
// time, although the same was sent.
std::uint32_t content_of(const Command& command, std::string_view texts);

}  // namespace wangge
