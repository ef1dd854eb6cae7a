#include "tools/demand/submission.h"

#include <initializer_list>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <boost/json.hpp>
#include <unistd.h>

#include "adapters/lookup_code.h"
#include "engine/model/number.h"
#include "tools/city/city_folder.h"
#include "tools/enum_names.h"
#include "tools/demand/locate.h"
#include "tools/demand/similar.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

std::string finest(std::initializer_list<const std::string*> codes) {
  for (const std::string* code : codes)
    if (!code->empty()) return *code;
  return {};
}

std::string place_of(const SubmitOptions& options) {
  return finest({&options.unit, &options.building, &options.compound, &options.grid});
}

// Reads the text; the end of the last line is no part of it.
std::string standard_input() {
  std::string text{std::istreambuf_iterator<char>{std::cin}, {}};
  text.erase(text.find_last_not_of("\r\n") + 1);
  return text;
}

// From which score a similar demand is shown to somebody who has just submitted: at the counter it is known at once
// whether the trouble is the same.
constexpr std::uint8_t told_from_score = 60;
constexpr std::size_t similar_told_max = 3;

// The similar demands; none where the engine is gone by now, since only the receipt matters.
std::vector<views::Similar> similar_to(DemandId demand, RunningEngine& engine) {
  Result<std::vector<views::Similar>> found =
      engine.client().ask(views::AskSimilar{.place = {}, .road = {}, .category = {}, .but = demand});
  if (!found) return {};
  std::erase_if(*found, [](const views::Similar& one) { return one.score < told_from_score; });
  if (found->size() > similar_told_max) found->resize(similar_told_max);
  return std::move(*found);
}

void tell(const std::vector<views::Similar>& found, DemandId demand, const Console& console) {
  for (const views::Similar& one : found) {
    const std::string other = format_number(one.row.demand);
    std::cout << console.say("可能是同一件事：", "may be the same trouble: ") << other << console.say("（", " (")
              << reasons_of(one, console) << console.say("）；并案：", "); make it one: ") << "wangge join "
              << format_number(demand) << " --into " << other << "\n";
  }
}

json::array numbers_of(const std::vector<views::Similar>& found) {
  json::array numbers;
  for (const views::Similar& one : found) numbers.push_back(json::string(format_number(one.row.demand)));
  return numbers;
}

}  // namespace

void require_place_and_category(const SubmitOptions& options) {
  const bool has_subject = !options.demand.asset.empty() || !options.demand.door.empty();  // the subject has a place
  if (place_of(options).empty() && options.point.empty() && !has_subject)
    throw CLI::RequiredError("--grid / --compound / --building / --unit");
  if (options.demand.category.empty()) throw CLI::RequiredError("--category");
}

WrittenDemand read_demand(const SubmitOptions& options, const Attached& attached, const Console& console) {
  WrittenDemand demand = options.demand;
  demand.place = options.point.empty()
                     ? place_of(options)
                     : grid_at(options.point, rules::datum_of(options.datum).value(), options.city, console);
  demand.road = finest({&options.lane, &options.street});
  demand.kind = value_of<DemandKind>(options.kind, demand_kinds);
  demand.reporter = value_of<Reporter>(options.reporter, reporters);
  if (demand.text == "-") demand.text = standard_input();
  demand.attachments = attached.lines();
  for (const std::string& answer : options.answers)
    demand.answers.append(demand.answers.empty() ? "" : "\n").append(answer);
  if (!options.occurred.empty())
    demand.occurred = to_seconds(instant_named("--occurred", options.occurred, local_offset, console));
  return demand;
}

bool can_ask(const SubmitOptions& options) {
  return isatty(STDIN_FILENO) != 0 && !options.as_json && options.demand.text != "-";
}

MappedTable map_file(const SubmitOptions& options, const Console& console) {
  return read_table(options.file, options.mapping, *read_sound_configuration(options.city, console),
                    options.skip_lines);
}

void print_receipt(const SubmitOptions& options, const WrittenDemand& demand, const terminal::Receipt& answer,
                   RunningEngine& engine, const Console& console) {
  NamedReceipt receipt = receipts_of({&answer, 1}, engine).front();
  receipt.refused_code = refused_code(demand, answer.refusal);
  if (options.occurred.empty()) receipt.answer.clock_ahead = false;  // nobody gave a time
  const DemandId id{answer.position.value};
  const auto similar = [&] { return answer.refusal ? std::vector<views::Similar>{} : similar_to(id, engine); };
  if (options.as_json) {
    json::object out = to_json(receipt, local_offset);
    if (const auto found = similar(); !found.empty()) out["similar"] = numbers_of(found);
    std::cout << json::serialize(out) << "\n";
  } else {
    print(receipt, local_offset, console);
    tell(similar(), id, console);
  }
}

void require_printed(const terminal::Receipt& answer, const Console& console) {
  if (answer.refusal || std::cout.flush()) return;
  throw std::runtime_error(
      std::string(console.say("标准输出无法写入，但诉求已受理：受理编号 ",
                              "standard output cannot be written, and the demand is taken all the same: number ")) +
      format_number(DemandId{answer.position.value}) + std::string(console.say("，查询码 ", ", look-up code ")) +
      format_look_up_code(answer.look_up_code));
}

void print_report(const SubmitOptions& options, const ImportReport& report, const std::optional<Cause>& lost,
                  const Console& console) {
  if (options.as_json) {
    json::object out = to_json(report);
    if (lost) out["error"] = to_json(*lost);
    std::cout << json::serialize(out) << "\n";
    return;
  }
  print(report, console);
  if (lost) std::cerr << "wangge: " << lost->text() << "\n";
}

}  // namespace wangge::tools
