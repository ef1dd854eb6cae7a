#include "tools/demand/offline_terminal.h"

#include <cerrno>
#include <chrono>
#include <iostream>
#include <set>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "tools/serve/clock.h"
#include "tools/demand/receipts.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

namespace fs = std::filesystem;

// A time as refused.csv and config/mappings/refused.toml have it: local time, which is the same in all of China.
std::string write_time(Seconds occurred) {
  if (occurred == 0) return {};
  std::string text = format_local(occurred);
  text.resize(std::string_view("2026-03-10T06:00:00").size());
  text[std::string_view("2026-03-10").size()] = ' ';
  return text;
}

// How long a spool that is in use is waited for: a delivery to an engine that cannot be reached frees it within this
// time.
constexpr std::chrono::minutes patience{2};
constexpr std::chrono::milliseconds between_tries{50};

std::unique_ptr<terminal::Spool> open_spool(const fs::path& folder, const Console& console) {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (bool has_said = false;; has_said = true) {
    try {
      return std::make_unique<terminal::Spool>(folder, write_time);
    } catch (const terminal::SpoolInUse&) {
      if (std::chrono::steady_clock::now() > until) throw;
    }
    if (!has_said)
      std::cerr << console.say("离线箱正由别处使用，等待……", "waiting for the spool, which is in use") << "\n";
    std::this_thread::sleep_for(between_tries);
  }
}

// Refusals after which the engine may take the same demand later.
bool may_pass(Reason reason) {
  return reason == Reason::attachments_under_way || reason == Reason::attachments_no_room ||
         reason == Reason::attachment_not_written;
}

void sync(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool is_synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!is_synced) throw std::system_error(error, std::generic_category(), path.string());
}

void copy_durably(const fs::path& from, const fs::path& to) {
  const fs::path beside = to.string() + ".new";
  fs::create_directory(to.parent_path());
  fs::copy_file(from, beside, fs::copy_options::overwrite_existing);
  sync(beside);
  fs::rename(beside, to);
  sync(to.parent_path());
  sync(to.parent_path().parent_path());
}

}  // namespace

OfflineTerminal::OfflineTerminal(const fs::path& spool, const Console& console)
    : copies_(spool / "attachments"), spool_(open_spool(spool, console)), tables_(spool, spool_->end()) {
  if (!spool_->warning().empty()) std::cerr << spool_->warning() << "\n";
}

WrittenDemand OfflineTerminal::as_of_now(WrittenDemand demand) const {
  demand.asked_version = spool_->version();
  // The time is rounded down to the minute, so that a clock that is some seconds ahead of the engine's does not make it
  // a future time.
  if (demand.occurred == 0)
    demand.occurred = to_seconds(std::chrono::floor<std::chrono::minutes>(system_clock().now()));
  return demand;
}

std::uint32_t OfflineTerminal::keep(const WrittenDemand& demand, const std::vector<AttachedFile>& files) {
  for (const AttachedFile& file : files) copy_durably(file.file, copies_ / to_digits(file.reference.hash));
  return spool_->append(terminal::WrittenCommand{as_of_now(demand)});
}

KeptTables::Lines OfflineTerminal::keep(const MappedTable& table) {
  const KeptTables::Lines& kept = tables_.lines(table.id);
  KeptTables::Lines added;
  std::vector<terminal::WrittenCommand> wishes;
  for (const config::MappedDemand& mapped : table.demands) {
    if (kept.contains(mapped.line)) continue;
    added[mapped.line] = spool_->end() + static_cast<std::uint32_t>(wishes.size());
    wishes.emplace_back(as_of_now(mapped.demand));
  }
  tables_.add(table.id, added);
  if (!wishes.empty()) spool_->append(wishes);
  return tables_.lines(table.id);
}

bool OfflineTerminal::deliver(Delivery& delivery) {
  const bool all_were_sent = unsent().empty();  // files of demands delivered now are sent after this, and kept for days
  if (!delivery.deliver(*spool_)) return false;
  const auto welcome = delivery.engine().client().connect();
  if (welcome && all_were_sent) {
    spool_->trim(to_instant((*welcome)->server_time));
    forget_unnamed_copies();
  }
  return true;
}

std::vector<UnsentFile> OfflineTerminal::unsent() const {
  std::vector<UnsentFile> files;
  if (!fs::exists(copies_)) return files;
  for (std::uint32_t sequence = spool_->first_kept(); sequence < spool_->end(); ++sequence) {
    const terminal::Spool::Entry& entry = spool_->entry(sequence);
    const auto* const demand = std::get_if<WrittenDemand>(&entry.wish);
    if (demand == nullptr || !entry.answer || entry.answer->refusal) continue;
    for (const AttachmentRef& named : attachments_named(demand->attachments)) {
      const fs::path copy = copies_ / to_digits(named.hash);
      if (!fs::exists(copy)) continue;
      files.push_back(
          {{copy, named, fs::file_size(copy)}, {DemandId{entry.answer->position.value}, entry.answer->look_up_code}});
    }
  }
  return files;
}

// Forgets copies of demands that are kept no more; a demand that was refused may be handed in again, corrected.
void OfflineTerminal::forget_unnamed_copies() const {
  if (!fs::exists(copies_)) return;
  std::set<std::string> named;
  for (std::uint32_t sequence = spool_->first_kept(); sequence < spool_->end(); ++sequence) {
    const auto* const demand = std::get_if<WrittenDemand>(&spool_->wish(sequence));
    if (demand == nullptr) continue;
    for (const AttachmentRef& one : attachments_named(demand->attachments)) named.insert(to_digits(one.hash));
  }
  std::vector<fs::path> gone;
  for (const auto& copy : fs::directory_iterator(copies_)) {
    if (!named.contains(copy.path().filename().string())) gone.push_back(copy.path());
  }
  for (const fs::path& copy : gone) fs::remove(copy);
}

std::string send_unsent(const std::vector<UnsentFile>& files, const std::string& to, const std::string& token,
                        const Console& console) {
  if (files.empty()) return {};
  std::string left;
  AttachmentSender sender(to, token);
  for (const auto& [copy, claim] : files) {
    Refusal refusal;
    try {
      refusal = sender.send(copy, claim, console);
    } catch (const std::runtime_error& error) {
      return told(error);
    }
    const std::string why = refusal ? copy.reference.name + ": " + refusal_text(refusal) : std::string();
    if (may_pass(refusal.reason)) {
      left = why;
      continue;
    }
    if (refusal) std::cerr << "wangge: " << why << "\n";
    fs::remove(copy.file);
  }
  return left;
}

}  // namespace wangge::tools
