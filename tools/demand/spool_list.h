#pragma once
// `wangge spool list`: what a spool has sent, which wishes wait, and the receipts again.

#include <cstdint>
#include <string>

#include "tools/command_line.h"
#include <boost/json.hpp>

#include "adapters/terminal/spool.h"
#include "tools/console.h"

namespace wangge::tools {

// The number of an offline slip (离线单号), such as "3F9A21-17", which residents get while there is no engine that
// could give another: six digits of the spool's own id, and the sequence number.
std::string slip_of(const SpoolId& spool, std::uint32_t sequence);

// A wish in a spool.
struct KeptWish {
  std::string slip;
  std::uint32_t sequence = 0;
  const terminal::Spool::Entry* entry = nullptr;  // the spool's
};

// The wish of a number that the spool keeps; the spool must outlive the result.
KeptWish kept_of(const terminal::Spool& spool, std::uint32_t sequence);
// What the wish is: "0304 22088100100101", "签收 2468069".
std::string what_text(const KeptWish& kept, const Console& console);
// How the wish stands: "待送", "受理编号 …，查询码 …", "完成", "未受理：…".
std::string state_text(const KeptWish& kept, const Console& console);
boost::json::object to_json(const KeptWish& kept);

// `exit_code` must outlive the parsing of `app`: 0 listed, 1 the spool cannot be read.
void add_spool(cli::App& app, int& exit_code);

}  // namespace wangge::tools
