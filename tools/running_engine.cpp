#include "tools/running_engine.h"

#include <algorithm>
#include <iostream>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "engine/base/limits.h"
#include "tools/address.h"
#include "tools/demand/named_spool.h"
#include "tools/names.h"
#include "tools/account/token.h"

namespace wangge::tools {
namespace {

terminal::Client::Options client_options(const std::string& address, const std::string& token_file,
                                         const std::string& what) {
  const Address engine = parse_address(address);
  terminal::Client::Options options{.host = engine.host, .port = engine.port};
  options.who.token = read_token(token_file);
  options.who.spool = named_spool(options.who.token, token_file, what);
  return options;
}

}  // namespace

RunningEngine::RunningEngine(const std::string& address, const std::string& token, const std::string& what)
    : client_(client_options(address, token, what)) {}

std::uint32_t RunningEngine::id_of(views::Noun noun, const std::string& code) {
  return ask(views::AskIds{noun, {code}}).at(0);
}

std::uint32_t RunningEngine::require_id(views::Noun noun, const std::string& code, const Console& console) {
  if (const std::uint32_t id = id_of(noun, code)) return id;
  throw std::runtime_error(code + std::string(console.say("：没有这个代码", ": there is no such code")));
}

const Named& RunningEngine::name_of(views::Noun noun, std::uint32_t id) {
  const auto [place, is_new] = names_.try_emplace({noun, id});
  if (!is_new || id == 0) return place->second;
  place->second = named(ask(views::AskNames{noun, {id}}).at(0));
  return place->second;
}

void RunningEngine::warn_of_damage(const Console& console) const {
  const Position at = client_.damaged_at();
  if (!at) return;
  std::cerr << "wangge: "
            << console.say("引擎的日志有一处读不出，以下内容不全；已报警，请联系运维人员。位置 ",
                           "a part of the engine's log cannot be read, so what follows is not all of it; an alarm was "
                           "raised, call ops. Position ")
            << at.value << "\n";
}

Instant RunningEngine::now() const {
  return heard_ + std::chrono::floor<Duration>(std::chrono::steady_clock::now() - heard_at_);
}

void RunningEngine::hear(Seconds at) {
  if (to_instant(at) <= now()) return;
  heard_ = to_instant(at);
  heard_at_ = std::chrono::steady_clock::now();
}

Result<void> RunningEngine::learn(views::Noun noun, Names& names) {
  const Result<const terminal::Welcome*> welcome = client_.connect();
  if (!welcome) return welcome.error();
  hear((*welcome)->server_time);
  std::vector<std::uint32_t> unknown;
  for (const auto& [id, row] : names) {
    if (id != 0 && row.id == 0) unknown.push_back(id);
  }
  for (auto id = unknown.begin(); id != unknown.end();) {
    const auto next = id + std::min<std::ptrdiff_t>(limits::question_rows_max, unknown.end() - id);
    auto rows = client_.ask(views::AskNames{noun, {id, next}});
    if (!rows) return rows.error();
    for (views::NamedRow& row : *rows) {
      if (id != next) names[*id++] = std::move(row);
    }
    id = next;
  }
  return {};
}

}  // namespace wangge::tools
