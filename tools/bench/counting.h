#pragma once
// The contents of the log that come from a bench's terminals, counted from its first fact.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "adapters/terminal/token.h"
#include "engine/model/event.h"

namespace wangge::tools::bench {

struct CountedNumbers {
  std::uint32_t last = 0;  // the numbers 1 … last stand in the log
  bool has_gap_or_repeat = false;
};

struct CountedLog {
  std::uint64_t events = 0, submitted = 0;
  std::uint64_t resolutions_expired = 0, others_expired = 0;  // acceptance and containment are the others
  std::map<TokenHash, CountedNumbers> numbers;                // of all accounts with sessions
};

// Throws log::CannotOpen.
CountedLog count_log(const std::string& folder);

// Whether every number that was acknowledged to these terminals stands in the log, and each of their numbers only once.
bool all_there(const CountedLog& counted, const std::vector<terminal::Token>& terminals,
               const std::vector<std::uint32_t>& acknowledged);

}  // namespace wangge::tools::bench
