#include "tools/demand/spooled_submit.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "engine/model/written_demand.h"
#include "tools/city/city_folder.h"
#include "tools/demand/delivery.h"
#include "tools/demand/known_codes.h"
#include "tools/demand/offline_terminal.h"
#include "tools/demand/questions.h"
#include "tools/demand/receipt_file.h"
#include "tools/demand/receipts.h"
#include "tools/demand/spool_list.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

void tell_waiting(const OfflineTerminal& terminal, const Console& console) {
  std::cerr << fmt::format(fmt::runtime(console.say("离线箱里还有 {} 件待送", "{} wait in the spool")),
                           terminal.waiting())
            << "\n";
}

// Tries to deliver; without a token nothing is tried, and the wishes are only kept. `lost`: why it was tried in vain.
bool try_to_deliver(const SubmitOptions& options, OfflineTerminal& terminal, std::optional<Delivery>& delivery,
                    std::optional<Cause>& lost, const Console& console) {
  if (options.token.empty()) return false;
  delivery.emplace(options.to, options.token, console);
  if (terminal.deliver(*delivery)) return true;
  lost = delivery->complaint();
  return false;
}

void print_kept(const SubmitOptions& options, std::uint32_t sequence, const OfflineTerminal& terminal,
                const std::optional<Cause>& lost, const Console& console) {
  const KeptWish kept = kept_of(terminal.spool(), sequence);
  if (options.as_json) {
    json::object out{{"kept", true},
                     {"slip", kept.slip},
                     {"sequence", sequence},
                     {"spool", options.spool},
                     {"waiting", terminal.waiting()}};
    if (lost) out["error"] = to_json(*lost);
    std::cout << json::serialize(out) << "\n";
  } else {
    if (lost) std::cerr << "wangge: " << lost->text() << "\n";
    std::cout << console.say("离线单号：", "offline slip: ") << kept.slip << console.say("，待送", ", it waits")
              << "\n";
  }
}

// The city's tables, where they are at hand; otherwise no questions are asked and no code is checked.
std::shared_ptr<const Configuration> kept_city(const SubmitOptions& options, const Console& console) {
  return std::filesystem::is_directory(options.city) ? read_sound_configuration(options.city, console) : nullptr;
}

void ask_as_city_does(const Configuration& city, WrittenDemand& demand, const Console& console) {
  const auto name = std::ranges::find(city.category_names, demand.category, &Named::code);
  if (name == city.category_names.end()) return;
  const Category& category = city.categories[static_cast<std::size_t>(name - city.category_names.begin())];
  ask_questions(category.questions, demand.answers, std::cin, std::cerr, console);
}

void require_known(const SubmitOptions& options, const Configuration& city, const WrittenDemand& demand,
                   const Console& console) {
  if (options.is_unchecked) return;
  const Refusal refusal = KnownCodes(city).check(demand);
  if (!refusal) return;
  throw std::runtime_error(
      refusal_text(refusal, refused_code(demand, refusal)) +
      fmt::format(
          fmt::runtime(console.say("；按 {} 的表核对，没有存入；确要存入：--unchecked",
                                   "; by the tables of {}; it was not kept; --unchecked keeps it all the same")),
          options.city));
}

// Takes lines that name codes missing from the tables out of those that can be kept.
void set_unknown_apart(const SubmitOptions& options, const Configuration& city, MappedTable& table) {
  if (options.is_unchecked) return;
  const KnownCodes known(city);
  std::erase_if(table.demands, [&](const config::MappedDemand& mapped) {
    const Refusal refusal = known.check(mapped.demand);
    if (refusal) table.unmapped.push_back({mapped.line, refusal_text(refusal, refused_code(mapped.demand, refusal))});
    return bool(refusal);
  });
  std::ranges::stable_sort(table.unmapped, {}, &config::Unmapped::line);
}

// What became of a demand that was kept, and of its attachments and those of earlier ones.
struct Kept {
  std::optional<terminal::Receipt> answer;
  std::vector<UnsentFile> unsent;
  bool was_damaged = false;  // of the spool
};

Kept keep_and_deliver(const SubmitOptions& options, const Console& console) {
  const Attached attached(options.attachments, console);
  WrittenDemand demand = read_demand(options, attached, console);
  if (const auto city = kept_city(options, console)) {
    if (can_ask(options)) ask_as_city_does(*city, demand, console);
    require_known(options, *city, demand, console);
  }
  OfflineTerminal terminal(options.spool, console);
  const std::uint32_t sequence = terminal.keep(demand, attached.files());
  std::optional<Delivery> delivery;
  std::optional<Cause> lost;
  if (!try_to_deliver(options, terminal, delivery, lost, console)) {
    print_kept(options, sequence, terminal, lost, console);
    tell_waiting(terminal, console);
    return {.answer = {}, .unsent = {}, .was_damaged = terminal.was_damaged()};
  }
  const terminal::Receipt& answer = delivery->answers().at(sequence);
  print_receipt(options, demand, answer, delivery->engine(), console);
  return {.answer = answer, .unsent = terminal.unsent(), .was_damaged = terminal.was_damaged()};
}

void tell_unsent(const std::string& why, const Console& console) {
  std::cerr << "wangge: " << why << "\n"
            << console.say("附件留在离线箱，下次再送", "attachments stay in the spool and are sent the next time")
            << "\n";
}

// For a number that is kept no more the code is not known.
std::string kept_code(const terminal::Spool& spool, std::uint32_t sequence, const Refusal& refusal) {
  if (sequence < spool.first_kept()) return {};
  const auto* const demand = std::get_if<WrittenDemand>(&spool.wish(sequence));
  return demand == nullptr ? std::string() : refused_code(*demand, refusal);
}

// Of demands that were delivered earlier the spool has only number and look-up code.
void write_receipts(ReceiptFile& file, const KeptTables::Lines& lines, const OfflineTerminal& terminal,
                    Delivery* delivery) {
  ReceiptsByNumber now;
  if (delivery != nullptr) now = receipts_by_key(delivery->answers(), delivery->engine());
  for (const auto& [line, sequence] : lines) {
    if (sequence < terminal.spool().first_kept()) continue;
    const auto& answer = terminal.spool().entry(sequence).answer;
    if (!answer) continue;
    NamedReceipt receipt;
    receipt.answer.position = answer->position;
    receipt.answer.look_up_code = answer->look_up_code;
    receipt.answer.refusal = answer->refusal;
    if (const auto found = now.find(sequence); found != now.end()) receipt = found->second;
    receipt.refused_code = kept_code(terminal.spool(), sequence, answer->refusal);
    file.add(line, slip_of(terminal.spool().spool(), sequence), receipt);
  }
}

std::size_t count_declined(const Delivery& delivery) {
  const auto is_declined = [](const auto& one) { return bool(one.second.refusal); };
  return static_cast<std::size_t>(std::ranges::count_if(delivery.answers(), is_declined));
}

bool is_act(const OfflineTerminal& terminal, std::uint32_t sequence) {
  return sequence >= terminal.spool().first_kept() &&
         std::holds_alternative<terminal::WrittenAct>(terminal.spool().wish(sequence));
}

// The receipts of the demands.
ReceiptsByNumber delivered_receipts(const OfflineTerminal& terminal, Delivery& delivery) {
  std::map<std::uint32_t, terminal::Receipt> answers = delivery.answers();
  std::erase_if(answers, [&](const auto& one) { return is_act(terminal, one.first); });
  ReceiptsByNumber receipts = receipts_by_key(answers, delivery.engine());
  for (auto& [sequence, receipt] : receipts)
    receipt.refused_code = kept_code(terminal.spool(), sequence, receipt.answer.refusal);
  return receipts;
}

std::string refused_file(const SubmitOptions& options) { return options.spool + "/refused.csv"; }

// The acts that were recorded on behalf while there was no engine.
json::array delivered_acts(const OfflineTerminal& terminal, Delivery& delivery) {
  json::array acts;
  for (const auto& [sequence, answer] : delivery.answers()) {
    if (is_act(terminal, sequence)) acts.push_back(to_json(kept_of(terminal.spool(), sequence)));
  }
  return acts;
}

void print_acts(const OfflineTerminal& terminal, Delivery& delivery, const Console& console) {
  for (const auto& [sequence, answer] : delivery.answers()) {
    if (!is_act(terminal, sequence)) continue;
    const KeptWish kept = kept_of(terminal.spool(), sequence);
    std::cout << kept.slip << " " << what_text(kept, console) << console.say("：", ": ") << state_text(kept, console)
              << "\n";
  }
}

json::object delivered_json(const SubmitOptions& options, const OfflineTerminal& terminal, Delivery& delivery,
                            const std::optional<Cause>& lost) {
  const std::size_t declined = count_declined(delivery);
  json::object out{{"delivered", delivery.answers().size()},
                   {"declined", declined},
                   {"refused_file", declined == 0 ? json::value(nullptr) : json::value(refused_file(options))},
                   {"waiting", terminal.waiting()},
                   {"demands", to_json(delivered_receipts(terminal, delivery), local_offset)},
                   {"acts", delivered_acts(terminal, delivery)}};
  if (lost) out["error"] = to_json(*lost);
  return out;
}

void print_delivered_lines(const SubmitOptions& options, const OfflineTerminal& terminal, Delivery& delivery,
                           const Console& console) {
  const std::size_t declined = count_declined(delivery);
  const std::string_view sentence = console.say("送达 {} 件，其中未受理 {} 件", "{} delivered, {} of them declined");
  std::cout << fmt::format(fmt::runtime(sentence), delivery.answers().size(), declined);
  if (declined != 0) std::cout << console.say("，见 ", ", see ") << refused_file(options);
  std::cout << "\n";
  print_acts(terminal, delivery, console);
  if (const ReceiptsByNumber receipts = delivered_receipts(terminal, delivery); !receipts.empty())
    print(receipts, local_offset, console);
  std::cout << std::flush;
}

// While it watches, it prints only new deliveries, and that nothing more comes through.
void print_delivered(const SubmitOptions& options, const OfflineTerminal& terminal, Delivery& delivery,
                     const std::optional<Cause>& lost, const Console& console) {
  const bool is_news = !delivery.answers().empty();
  if (options.as_json) {
    if (is_news || lost || !options.watches)
      std::cout << json::serialize(delivered_json(options, terminal, delivery, lost)) << std::endl;
    return;
  }
  if (is_news) print_delivered_lines(options, terminal, delivery, console);
  if (lost) std::cerr << "wangge: " << lost->text() << "\n";
}

// Delivers what waits, and then sends the attachments. Returns the exit status, 0 where nothing waits any more and
// everything was accepted. `complaint` is printed where it differs from the last one.
int deliver_spool(const SubmitOptions& options, std::string& complaint, const Console& console) {
  std::optional<OfflineTerminal> terminal(std::in_place, options.spool, console);
  Delivery delivery(options.to, options.token, console);
  const bool is_delivered = terminal->waiting() == 0 || terminal->deliver(delivery);
  std::string now = is_delivered ? "" : delivery.complaint().text();
  const bool is_complaint = !now.empty() && now != complaint;
  const bool is_nothing = is_delivered && delivery.answers().empty() && !options.watches;
  print_delivered(options, *terminal, delivery, is_complaint ? std::optional(delivery.complaint()) : std::nullopt,
                  console);
  if (is_complaint || is_nothing) tell_waiting(*terminal, console);
  const std::vector<UnsentFile> unsent = is_delivered ? terminal->unsent() : std::vector<UnsentFile>{};
  const bool was_damaged = terminal->was_damaged();
  terminal.reset();
  if (is_delivered) now = send_unsent(unsent, options.to, options.token, console);
  if (is_delivered && !now.empty() && now != complaint) tell_unsent(now, console);
  complaint = now;
  if (was_damaged) return spool_damaged;
  if (!is_delivered) return exit_status_no_connection;
  return now.empty() && count_declined(delivery) == 0 ? 0 : 1;
}

// Delivers until Ctrl-C. The spool is open only while something is delivered, so that more can be handed in meanwhile.
int watch(const SubmitOptions& options, const Console& console) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  constexpr timespec pause{.tv_sec = 2, .tv_nsec = 0};
  std::string complaint;
  bool was_damaged = false;
  do {
    was_damaged |= deliver_spool(options, complaint, console) == spool_damaged;
  } while (sigtimedwait(&ends, nullptr, &pause) < 0);
  return was_damaged ? spool_damaged : 0;
}

}  // namespace

int keep_one(const SubmitOptions& options, const Console& console) {
  const Kept kept = keep_and_deliver(options, console);
  if (const std::string why = send_unsent(kept.unsent, options.to, options.token, console); !why.empty())
    tell_unsent(why, console);
  if (kept.answer) require_printed(*kept.answer, console);
  if (kept.was_damaged) return spool_damaged;
  return kept.answer && kept.answer->refusal ? 1 : 0;
}

int keep_table(const SubmitOptions& options, const Console& console) {
  MappedTable table = map_file(options, console);
  if (const auto city = kept_city(options, console)) set_unknown_apart(options, *city, table);
  std::optional<ReceiptFile> file;
  if (!options.receipts.empty()) file.emplace(options.receipts, true);
  OfflineTerminal terminal(options.spool, console);
  const std::uint32_t had_until = terminal.spool().end();
  const KeptTables::Lines lines = terminal.keep(table);
  std::optional<Delivery> delivery;
  std::optional<Cause> lost;
  const bool is_delivered = try_to_deliver(options, terminal, delivery, lost, console);

  ImportReport report(table);
  for (const auto& [line, sequence] : lines) {
    const bool is_trimmed = sequence < terminal.spool().first_kept();
    const auto answer = is_trimmed ? std::nullopt : terminal.spool().entry(sequence).answer;
    const Refusal refusal = answer ? answer->refusal : Refusal{};
    if (is_trimmed || answer)
      report.answered(line, refusal, sequence < had_until, kept_code(terminal.spool(), sequence, refusal));
  }
  if (file) {
    write_receipts(*file, lines, terminal, delivery ? &*delivery : nullptr);
    file->finish(console);
  }
  print_report(options, report, lost, console);
  if (!is_delivered) tell_waiting(terminal, console);
  if (terminal.was_damaged()) return spool_damaged;
  return report.declined.empty() && report.unmapped.empty() ? 0 : 1;
}

int deliver_kept(const SubmitOptions& options, const Console& console) {
  if (options.watches) return watch(options, console);
  std::string complaint;
  return deliver_spool(options, complaint, console);
}

}  // namespace wangge::tools
