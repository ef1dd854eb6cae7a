#include "tools/demand/receipts.h"

#include <algorithm>
#include <iostream>
#include <string_view>
#include <utility>

#include "adapters/lookup_code.h"
#include "engine/base/utf8.h"
#include "engine/model/number.h"
#include "engine/model/words.h"
#include "engine/rules/subjects.h"
#include "tools/names.h"
#include "tools/table.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

// How many rows people are shown: whoever delivers thousands does not read them one by one.
constexpr std::size_t rows_shown_max = 100;

std::string number_of(const NamedReceipt& receipt) {
  const Position position = receipt.answer.position;
  return position ? format_number(DemandId{position.value}) : "";
}

std::string due_text(const NamedReceipt& receipt, Stage stage, Duration utc_offset) {
  const DemandState state = receipt.answer.check_first ? DemandState::filing : DemandState::submitted;
  const Seconds due = stage_of(state, due_index(stage)) == stage ? receipt.answer.dues[stage] : 0;
  return due == 0 ? "" : format_instant(to_instant(due), utc_offset);
}

constexpr Stage receipt_stages[]{Stage::check, Stage::acceptance, Stage::containment, Stage::resolution};

std::string_view waits_text(const Console& console) {
  return console.say("待状况结束起算", "counts from the end of the situation");
}

// All deadlines in one cell.
std::string dues_text(const NamedReceipt& receipt, Duration utc_offset, const Console& console) {
  std::string text;
  const auto add = [&](Stage stage, std::string_view due) {
    if (!text.empty()) text += console.say("；", "; ");
    text.append(words_of(stage).in(console.language == Language::english)).append(" ").append(due);
  };
  for (const Stage stage : receipt_stages) {
    if (const std::string due = due_text(receipt, stage, utc_offset); !due.empty()) add(stage, due);
  }
  if (receipt.answer.waits) add(Stage::resolution, waits_text(console));
  return text;
}

// The code that was refused, or other words for it where there is none.
std::string refused(const NamedReceipt& receipt) {
  std::string grids;
  for (const Named& grid : receipt.grids_meant) grids += (grids.empty() ? "" : "、") + text_of(grid);
  return receipt.refused_code.empty() ? grids : receipt.refused_code;
}

void print_refusal(const NamedReceipt& receipt) {
  const Refusal& refusal = receipt.answer.refusal;
  std::cout << "未受理 / declined (" << static_cast<int>(refusal.reason) << " " << text_of(refusal.reason).name << ")："
            << spelled_out(refusal_text(refusal, refused(receipt)), Lines::one) << "\n";
}

// A line by its number, from 1.
std::string line_of(std::string_view lines, std::uint32_t number) {
  while (--number > 0 && !lines.empty()) lines.remove_prefix(std::min(lines.find('\n'), lines.size() - 1) + 1);
  return std::string(lines.substr(0, lines.find('\n')));
}

const std::string* refused_field(const WrittenDemand& demand, Reason reason) {
  if (reason == Reason::unknown_category) return &demand.category;
  if (reason == Reason::unknown_complained_of) return &demand.complained_of;
  if (reason == Reason::unknown_asset) return &demand.asset;
  if (reason == Reason::unknown_door) return &demand.door;
  if (reason == Reason::subject_elsewhere) return demand.asset.empty() ? &demand.door : &demand.asset;
  if (reason == Reason::unknown_road || reason == Reason::road_elsewhere) return &demand.road;
  const bool is_place =
      reason == Reason::unknown_place || reason == Reason::place_not_in_grid || reason == Reason::grid_not_yours;
  return is_place ? &demand.place : nullptr;
}

// Whether `what` of the refusal is a raw Party.
bool is_about_party(const Refusal& refusal) {
  constexpr Reason about_party[]{Reason::not_acting_as, Reason::unknown_owner, Reason::same_owner,
                                 Reason::owner_complained_of, Reason::reassigned};
  const bool may_the_lead =
      refusal.reason == Reason::wrong_role && (refusal.limit >> static_cast<int>(Role::lead) & 1) != 0;
  return may_the_lead || std::ranges::find(about_party, refusal.reason) != std::end(about_party);
}

}  // namespace

std::vector<NamedReceipt> receipts_of(std::span<const terminal::Receipt> answers, RunningEngine& engine) {
  RunningEngine::Names posts, organisations, people, places;
  for (const terminal::Receipt& answer : answers) {
    if (answer.lead.is_post()) posts[answer.lead.post().value];
    if (answer.follow_up) posts[answer.follow_up.value];
    if (answer.lead.is_organisation()) organisations[answer.lead.organisation().value];
    if (answer.holder) people[answer.holder.value];
    for (const PlaceId grid : rules::grids_meant(answer.refusal)) places[grid.value];
  }
  engine.learn(views::Noun::post, posts) && engine.learn(views::Noun::organisation, organisations) &&
      engine.learn(views::Noun::person, people) && engine.learn(views::Noun::place, places);
  std::vector<NamedReceipt> receipts;
  for (const terminal::Receipt& answer : answers) {
    NamedReceipt& receipt = receipts.emplace_back(NamedReceipt{.answer = answer});
    if (answer.lead.is_post()) receipt.lead = named(posts[answer.lead.post().value]);
    if (answer.follow_up) receipt.follow_up = named(posts[answer.follow_up.value]);
    if (answer.lead.is_organisation()) receipt.lead = named(organisations[answer.lead.organisation().value]);
    if (answer.holder) receipt.holder = named(people[answer.holder.value]);
    for (const PlaceId grid : rules::grids_meant(answer.refusal))
      receipt.grids_meant.push_back(named(places[grid.value]));
  }
  return receipts;
}

std::string reason_text(Reason reason, bool is_english) {
  std::string_view sentence = is_english ? text_of(reason).english : text_of(reason).chinese;
  std::string words;
  while (!sentence.empty()) {
    const std::size_t mark = std::min(sentence.find('{'), sentence.size());
    words += sentence.substr(0, mark);
    if (mark == sentence.size()) break;
    words += "…";
    sentence.remove_prefix(std::min(sentence.find('}', mark) + 1, sentence.size()));
  }
  return words;
}

std::string refused_code(const WrittenDemand& demand, const Refusal& refusal) {
  if (refusal.reason == Reason::unknown_question || refusal.reason == Reason::unreadable_answer)
    return line_of(demand.answers, refusal.what);
  const std::string* const field = refused_field(demand, refusal.reason);
  return field == nullptr ? "" : *field;
}

std::string refusal_text(const Refusal& refusal, RunningEngine& engine) {
  if (!is_about_party(refusal)) return refusal_text(refusal);
  const Party party = Party::from_raw(refusal.what);
  views::NamedRow named_party;
  if (party.is_post() || party.is_organisation()) {
    RunningEngine::Names found{{party.is_post() ? party.post().value : party.organisation().value, {}}};
    if (engine.learn(party.is_post() ? views::Noun::post : views::Noun::organisation, found))
      named_party = found.begin()->second;
  }
  if (refusal.reason != Reason::reassigned)
    return refusal_text(refusal, named_party.id != 0 ? text_of(named(named_party)) : std::string());
  const Instant at = to_instant(refusal.limit);
  RefusalNames names{.party = named_party.name,
                     .when = format_moment(at, at + std::chrono::days{1}, Calendar{}.utc_offset)};
  if (const auto welcome = engine.client().connect()) {
    names.when = format_moment(at, to_instant((*welcome)->server_time), Calendar{}.utc_offset);
  }
  return to_sentence(refusal, false, names) + " / " + to_sentence(refusal, true, names);
}

std::string refusal_text(const Refusal& refusal, const std::string& refused_code) {
  const std::string chinese = to_sentence(refusal, false), english = to_sentence(refusal, true);
  if (refused_code.empty()) return chinese + " / " + english;
  return chinese + "：" + refused_code + " / " + english + ": " + refused_code;
}

int tell(bool as_json, std::string_view deed, const Refusal& refusal, json::object more, const std::string& done) {
  return tell(as_json, deed, refusal, refusal ? refusal_text(refusal) : "", std::move(more), done);
}

int tell(bool as_json, std::string_view deed, const Refusal& refusal, const std::string& why_not, json::object more,
         const std::string& done) {
  if (as_json) {
    more[deed] = !refusal;
    if (refusal) {
      more["reason"] = text_of(refusal.reason).name;
      more["explanation"] = why_not;
    }
    std::cout << json::serialize(more) << "\n";
  } else if (refusal) {
    std::cerr << "wangge: " << why_not << "\n";
  } else {
    std::cout << done << "\n";
  }
  return refusal ? 1 : 0;
}

void print(const NamedReceipt& receipt, Duration utc_offset, const Console& console) {
  const terminal::Receipt& answer = receipt.answer;
  if (answer.refusal) return print_refusal(receipt);
  const auto line = [&](std::string_view chinese, std::string_view english, const std::string& value) {
    print_line(std::cout, console.say(chinese, english), {Cell(value)}, console);
  };
  line("受理编号", "number", number_of(receipt));
  line("查询码", "look-up code", format_look_up_code(answer.look_up_code));
  line("主办", "lead", text_of(receipt.lead));
  if (answer.follow_up && Party(answer.follow_up) != answer.lead)
    line("跟办", "followed up by", text_of(receipt.follow_up));
  line("在岗", "acting", text_of(receipt.holder));
  for (const Stage stage : receipt_stages) {
    const std::string due = due_text(receipt, stage, utc_offset);
    const Words& words = words_of(stage);
    if (!due.empty()) line(std::string(words.chinese) + "截止", std::string(words.english) + " deadline", due);
  }
  if (answer.waits) line("处置截止", "resolution deadline", std::string(waits_text(console)));
  if (answer.repeat)
    std::cout << console.say("此前已收到，编号不变", "received earlier: the number is that of then") << "\n";
  if (answer.clock_ahead)
    std::cout << console.say("--occurred 在将来，请核对", "--occurred lies in the future: check it") << "\n";
}

void print(const ReceiptsByNumber& receipts, Duration utc_offset, const Console& console) {
  const auto column = [&](std::string_view chinese, std::string_view english) {
    return Column{std::string(console.say(chinese, english))};
  };
  Table table({{std::string(console.say("序号", "sequence")), Align::right},
               column("受理编号", "number"),
               column("查询码", "look-up code"),
               column("主办", "lead"),
               column("在岗", "acting"),
               column("截止", "deadlines"),
               column("未受理", "declined")});
  std::size_t rows = 0;
  for (const auto& [sequence, receipt] : receipts) {
    if (++rows > rows_shown_max) break;
    if (const Refusal& refusal = receipt.answer.refusal) {
      const std::string why = refusal_text(refusal, refused(receipt));
      table.add({std::to_string(sequence), "", "", "", "", "", Cell(why, Meaning::warning)});
    } else {
      table.add({std::to_string(sequence), number_of(receipt), format_look_up_code(receipt.answer.look_up_code),
                 text_of(receipt.lead), text_of(receipt.holder), dues_text(receipt, utc_offset, console), ""});
    }
  }
  table.print(std::cout, console);
  if (receipts.size() > rows_shown_max) {
    std::cout << console.say("以上是前 ", "these are the first ") << rows_shown_max
              << console.say(" 件；--json 列出全部", "; --json lists all") << "\n";
  }
}

json::array to_json(const ReceiptsByNumber& receipts, Duration utc_offset) {
  json::array rows;
  for (const auto& [sequence, receipt] : receipts) {
    json::object row{{"sequence", sequence}};
    for (auto& member : to_json(receipt, utc_offset)) row.insert(std::move(member));
    rows.push_back(std::move(row));
  }
  return rows;
}

json::object to_json(const NamedReceipt& receipt, Duration utc_offset) {
  const terminal::Receipt& answer = receipt.answer;
  if (answer.refusal) {
    json::object declined{
        {"accepted", false},
        {"reason", static_cast<int>(answer.refusal.reason)},
        {"name", text_of(answer.refusal.reason).name},
        {"what", answer.refusal.what},
        {"limit", answer.refusal.limit},
        {"given", receipt.refused_code.empty() ? json::value(nullptr) : json::value(receipt.refused_code)},
        {"chinese", to_sentence(answer.refusal, false)},
        {"english", to_sentence(answer.refusal, true)},
        {"repeat", answer.repeat}};
    json::array grids;
    for (const Named& grid : receipt.grids_meant) grids.push_back(json_of(grid));
    if (!grids.empty()) declined["grids"] = std::move(grids);
    return declined;
  }
  json::object deadlines;
  for (const Stage stage : receipt_stages) {
    const std::string due = due_text(receipt, stage, utc_offset);
    deadlines[words_of(stage).name] = due.empty() ? json::value(nullptr) : json::value(due);
  }
  json::value lead = json_of(receipt.lead);
  if (lead.is_object()) lead.get_object()["kind"] = kind_of(answer.lead);
  return {{"accepted", true},
          {"number", number_of(receipt)},
          {"look_up_code", format_look_up_code(answer.look_up_code)},
          {"lead", std::move(lead)},
          {"follow_up", json_of(receipt.follow_up)},
          {"holder", json_of(receipt.holder)},
          {"waits", answer.waits},
          {"deadlines", std::move(deadlines)},
          {"repeat", answer.repeat},
          {"clock_ahead", answer.clock_ahead}};
}

std::vector<std::string> receipt_columns() {
  return {"number",         "look_up_code",    "lead",           "lead_name", "holder",      "holder_name", "check_due",
          "acceptance_due", "containment_due", "resolution_due", "refusal",   "refusal_text"};
}

std::vector<std::string> receipt_cells(const NamedReceipt& receipt, Duration utc_offset) {
  const terminal::Receipt& answer = receipt.answer;
  const bool is_taken = !answer.refusal;
  std::vector<std::string> cells{is_taken ? number_of(receipt) : "",
                                 is_taken ? format_look_up_code(answer.look_up_code) : "",
                                 receipt.lead.code,
                                 receipt.lead.name,
                                 receipt.holder.code,
                                 receipt.holder.name};
  for (const Stage stage : receipt_stages) cells.push_back(due_text(receipt, stage, utc_offset));
  cells.emplace_back(is_taken ? "" : text_of(answer.refusal.reason).name);
  cells.push_back(is_taken ? "" : refusal_text(answer.refusal, refused(receipt)));
  return cells;
}

}  // namespace wangge::tools
