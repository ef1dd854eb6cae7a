#pragma once
// The key of the look-up codes (adapters/lookup_code.h) in the data folder: made with a log and tied to it, since with
// another key every receipt that was ever handed out would be worth nothing.
//
//   64 bytes: "wgkey001", 16 the id under which the log was begun, 32 the key, 8 the first of the SHA-256 of all before
//
// A file from before this format has only the 32 bytes of the key: it is accepted, and written anew with the rest.

#include <filesystem>

#include "adapters/lookup_code.h"
#include "engine/log/event_log.h"
#include "tools/console.h"

namespace wangge::tools {

std::filesystem::path look_up_key_of(const std::filesystem::path& folder);

// The key of a log that has been opened, or is about to begin under the id `to_begin_as`. A log that holds nothing but
// its beginning gets a random key, readable by its owner alone. Throws std::runtime_error, naming the file, where an
// older log's key is missing, cut, damaged, or another log's.
LookUpKey look_up_key(const std::filesystem::path& folder, const log::EventLog& log, const LogId& to_begin_as,
                      const Console& console);

// The bytes of a new key file, for a log that was begun under this id.
LookUpKey make_look_up_key(const std::filesystem::path& folder, const LogId& begun_as);

}  // namespace wangge::tools
