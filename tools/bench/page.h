#pragma once
// The page of one run, as a table for people and as JSON.

#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "tools/bench/load.h"
#include "tools/bench/measured.h"
#include "tools/console.h"

namespace wangge::tools::bench {

// The counts from the log after a run, where it can be read.
struct Verified {
  bool is_whole = false;  // every acknowledged number stands in it once
  std::uint64_t log_events = 0;
  std::uint64_t expired = 0;         // resolution limits
  std::uint64_t others_expired = 0;  // limits other than resolution; none where the load's demands are accepted in time
};

struct Page {
  Load load;
  Measured measured;
  std::optional<Verified> verified;
  std::optional<double> disk_bytes_per_demand, sync_ms;  // of its own engine only
  std::string file_system;                               // "?" where the folder is not known
};

// Facts a second within the window, also those of the clock.
double facts_per_second(const Page& page);
// How long answers would take if they came evenly: all that is under way ÷ rate.
double under_way_ms(const Page& page);

boost::json::object to_json(const Page& page);
void print(const Page& page, const Console& console);

// The result of counting, in a sentence.
std::string_view in_words_of_check(bool can_count, bool is_whole, const Console& console);
// Machine, commit and command: in a line, and as the last members of an object.
std::string whereabouts();
void add_whereabouts(boost::json::object& out);

// A number as text, such as "12.30".
std::string decimal(double value, int decimals);

}  // namespace wangge::tools::bench
