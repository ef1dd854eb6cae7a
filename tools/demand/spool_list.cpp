#include "tools/demand/spool_list.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <variant>

#include <fmt/format.h>

#include "adapters/lookup_code.h"
#include "engine/model/number.h"
#include "engine/model/words.h"
#include "tools/demand/offline_terminal.h"
#include "tools/demand/receipts.h"
#include "tools/table.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

struct Options {
  std::string spool;
  bool only_waiting = false;
  bool as_json = false;
};

const WrittenDemand* demand_of(const KeptWish& kept) { return std::get_if<WrittenDemand>(&kept.entry->wish); }

std::string refused_code_of(const KeptWish& kept) {
  const WrittenDemand* const demand = demand_of(kept);
  return demand == nullptr ? "" : refused_code(*demand, kept.entry->answer->refusal);
}

std::string when_text(const KeptWish& kept) {
  const WrittenDemand* const demand = demand_of(kept);
  return demand == nullptr || demand->occurred == 0 ? "" : format_local(demand->occurred);
}

bool waits(const KeptWish& kept) { return !kept.entry->answer; }

template <class Do>
void each_kept(const terminal::Spool& spool, const Options& options, Do&& what) {
  for (std::uint32_t sequence = spool.first_kept(); sequence < spool.end(); ++sequence) {
    const KeptWish kept = kept_of(spool, sequence);
    if (!options.only_waiting || waits(kept)) what(kept);
  }
}

void print_json(const terminal::Spool& spool, const Options& options) {
  json::array rows;
  each_kept(spool, options, [&](const KeptWish& kept) { rows.push_back(to_json(kept)); });
  std::cout << json::serialize(rows) << "\n";
}

void print(const terminal::Spool& spool, const Options& options, const Console& console) {
  Table table({{std::string(console.say("离线单号", "slip"))},
               {std::string(console.say("发生时间", "occurred"))},
               {std::string(console.say("内容", "what"))},
               {std::string(console.say("现状", "state"))}});
  each_kept(spool, options, [&](const KeptWish& kept) {
    const Meaning meaning = waits(kept) ? Meaning::warning : kept.entry->answer->refusal ? Meaning::bad : Meaning::good;
    table.add({kept.slip, when_text(kept), what_text(kept, console), Cell(state_text(kept, console), meaning)});
  });
  table.print(std::cout, console);
}

int list(const Options& options, const Console& console) {
  if (!std::filesystem::exists(std::filesystem::path(options.spool) / "journal"))
    throw std::runtime_error(options.spool + std::string(console.say("：不是离线箱", ": is no spool")));
  const OfflineTerminal terminal(options.spool, console);
  options.as_json ? print_json(terminal.spool(), options) : print(terminal.spool(), options, console);
  return terminal.was_damaged() ? spool_damaged : 0;
}

}  // namespace

std::string slip_of(const SpoolId& spool, std::uint32_t sequence) {
  return fmt::format("{:02X}{:02X}{:02X}-{}", spool[0], spool[1], spool[2], sequence);
}

KeptWish kept_of(const terminal::Spool& spool, std::uint32_t sequence) {
  return {.slip = slip_of(spool.spool(), sequence), .sequence = sequence, .entry = &spool.entry(sequence)};
}

std::string what_text(const KeptWish& kept, const Console& console) {
  if (const WrittenDemand* const demand = demand_of(kept))
    return demand->category + " " + (demand->place.empty() ? demand->asset + demand->door : demand->place);
  const auto& act = std::get<terminal::WrittenAct>(kept.entry->wish);
  if (!act.demand) return act.note;  // a wish that could not be read
  return std::string(words_of(act.deed).in(console.language == Language::english)) + " " + format_number(act.demand);
}

std::string state_text(const KeptWish& kept, const Console& console) {
  if (waits(kept)) return std::string(console.say("待送", "waits"));
  const auto& [at, position, look_up_code, refusal] = *kept.entry->answer;
  if (refusal) return std::string(console.say("未受理：", "declined: ")) + refusal_text(refusal, refused_code_of(kept));
  if (demand_of(kept) == nullptr) return std::string(console.say("完成", "done"));
  return std::string(console.say("受理编号 ", "number ")) + format_number(DemandId{position.value}) +
         std::string(console.say("，查询码 ", ", look-up code ")) + format_look_up_code(look_up_code);
}

json::object to_json(const KeptWish& kept) {
  json::object row{{"slip", kept.slip}, {"sequence", kept.sequence}, {"waits", waits(kept)}};
  if (const WrittenDemand* const demand = demand_of(kept)) {
    row["category"] = demand->category;
    row["place"] = demand->place;
    row["occurred"] = when_text(kept);
  } else {
    const auto& act = std::get<terminal::WrittenAct>(kept.entry->wish);
    row["deed"] = words_of(act.deed).name;
    if (act.demand) row["demand"] = format_number(act.demand);  // otherwise the wish could not be read
  }
  if (waits(kept)) return row;
  const auto& [at, position, look_up_code, refusal] = *kept.entry->answer;
  row["accepted"] = !refusal;
  row["answered"] = format_local(at);
  if (refusal) {
    row["reason"] = text_of(refusal.reason).name;
    row["explanation"] = refusal_text(refusal, refused_code_of(kept));
  } else if (demand_of(kept) != nullptr) {
    row["number"] = format_number(DemandId{position.value});
    row["look_up_code"] = format_look_up_code(look_up_code);
  }
  return row;
}

void add_spool(cli::App& app, int& exit_code) {
  cli::App* spool = app.add_subcommand("spool",
                                       "例 / example: wangge spool list ./spool\n"
                                       "离线箱 / a spool: what is kept of an offline terminal");
  spool->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  cli::App* command =
      spool->add_subcommand("list", "已送的、待送的，以及回执 / what went, what waits, and the receipts again");
  command->add_option("SPOOL", options->spool, "离线箱文件夹 / folder of the spool")
      ->required()
      ->check(cli::existing_directory());
  command->add_flag("--waiting", options->only_waiting, "只列待送的 / only what waits");
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  command->callback([options, command, &exit_code] { exit_code = list(*options, console_of(*command)); });
}

}  // namespace wangge::tools
