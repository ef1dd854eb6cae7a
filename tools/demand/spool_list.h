#pragma once
// `wangge spool list`: what a spool has sent, what waits, and the receipts again.

#include <cstdint>
#include <string>

#include "tools/command_line.h"
#include <boost/json.hpp>

#include "adapters/terminal/spool.h"
#include "tools/console.h"

namespace wangge::tools {

// The number of an offline slip (离线单号), which whoever is served gets while there is no engine that could give
// another: six digits of the spool's own id, and the number in it. "3F9A21-17"
std::string slip_of(const SpoolId& spool, std::uint32_t sequence);

// What a spool keeps of one wish.
struct KeptWish {
  std::string slip;
  std::uint32_t sequence = 0;
  const terminal::Spool::Entry* entry = nullptr;  // the spool's
};

// Of a number that the spool keeps, which must outlive it.
KeptWish kept_of(const terminal::Spool& spool, std::uint32_t sequence);
// "0304 22088100100101", "签收 2468069".
std::string what_text(const KeptWish& kept, const Console& console);
// "待送", "受理编号 …，查询码 …", "完成", "未受理：…".
std::string state_text(const KeptWish& kept, const Console& console);
boost::json::object to_json(const KeptWish& kept);

// `exit_code` must outlive the parsing of `app`: 0 listed, 1 the spool cannot be read.
void add_spool(cli::App& app, int& exit_code);

}  // namespace wangge::tools
