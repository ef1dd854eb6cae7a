#include "engine/loop/quarantine.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <new>
#include <system_error>
#include <type_traits>

#include <xxhash.h>

namespace wangge::loop {
namespace {

constexpr std::uint32_t format = 0x51'47'57'05;  // of the page; another one is begun anew
constexpr std::size_t suspects_max = 16;
constexpr int deadly_signals[]{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw std::system_error(errno, std::generic_category(), file.string());
}

pid_t this_thread() { return static_cast<pid_t>(syscall(SYS_gettid)); }

}  // namespace

struct Quarantine::Page {
  std::uint32_t format = 0;
  std::uint32_t count = 0;
  Suspect suspects[suspects_max];
  Suspect deciding;
  std::uint32_t is_deciding = 0;
  std::uint32_t has_died = 0;  // of `deciding`
  std::uint64_t sum = 0;       // of all before, in the file

  std::uint64_t right_sum() const { return XXH3_64bits(this, offsetof(Page, sum)); }
  // Calls what a signal handler may call, and nothing else.
  bool write_to(int descriptor) {
    sum = right_sum();
    return ::pwrite(descriptor, this, sizeof *this, 0) == static_cast<ssize_t>(sizeof *this);
  }
  bool read_from(int descriptor) {
    return ::pread(descriptor, this, sizeof *this, 0) == static_cast<ssize_t>(sizeof *this) && format == loop::format &&
           sum == right_sum() && count <= suspects_max;
  }
};

std::atomic<Quarantine::Page*> Quarantine::watched_page_;
std::atomic<int> Quarantine::watched_descriptor_;

namespace {

std::atomic<pid_t> watched_thread;

}  // namespace

void Quarantine::note_death(int) {
  Page* const page = watched_page_.load();
  if (this_thread() != watched_thread.load() || page->is_deciding == 0) return;
  page->has_died = 1;
  page->write_to(watched_descriptor_.load());
}

Quarantine::Quarantine(const std::filesystem::path& file) : file_(file), page_(std::make_unique<Page>()) {
  static_assert(std::is_trivially_copyable_v<Page>);
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) fail(file);
  if (page_->read_from(descriptor_)) {
    suspects_.assign(page_->suspects, page_->suspects + page_->count);
    const Suspect& last = page_->deciding;
    if (page_->has_died == 1 && (last.sequence != 0 || last.demand || last.summons || last.proposal))
      suspects_.push_back(last);
    if (suspects_.size() > suspects_max) suspects_.erase(suspects_.begin());
  }
  *page_ = Page{.format = format};
  keep();
}

Quarantine::~Quarantine() {
  if (watched_page_.load() == page_.get()) watched_thread = 0;
  ::close(descriptor_);
}

// Written now, so that the file has its room on the disk when it is needed.
void Quarantine::keep() {
  page_->count = static_cast<std::uint32_t>(suspects_.size());
  std::ranges::copy(suspects_, page_->suspects);
  if (!page_->write_to(descriptor_)) fail(file_);
}

Quarantine::Suspect Quarantine::suspect_of(const Sender& sender, const Command& command) {
  if (sender.sequence != 0) return {.session = sender.session, .sequence = sender.sequence};
  const auto of_clock = [](const auto& wish, bool is_warning) {
    return Suspect{.demand = wish.demand, .stage = wish.stage, .is_warning = is_warning, .due = wish.due};
  };
  if (const auto* expire = std::get_if<Expire>(&command)) return of_clock(*expire, false);
  if (const auto* warn = std::get_if<Warn>(&command)) return of_clock(*warn, true);
  if (const auto* urge = std::get_if<UrgeOn>(&command))
    return {.demand = urge->demand, .is_urge = true, .due = urge->due};
  if (const auto* expiry = std::get_if<ExpireSummons>(&command))
    return {.summons = expiry->summons, .due = expiry->due};
  if (const auto* effect = std::get_if<TakeEffect>(&command)) return {.proposal = effect->proposal, .due = effect->due};
  if (const auto* step = std::get_if<Reschedule>(&command)) return {.demand = step->demand, .job = step->job};
  if (const auto* step = std::get_if<CloseMember>(&command)) return {.demand = step->demand, .job = step->job};
  if (const auto* step = std::get_if<Reroute>(&command)) return {.demand = step->demand, .job = step->job};
  if (const auto* step = std::get_if<JoinMember>(&command)) return {.demand = step->demand, .job = step->job};
  return {};
}

bool Quarantine::holds(const Sender& sender, const Command& command) const {
  return !suspects_.empty() && std::ranges::find(suspects_, suspect_of(sender, command)) != suspects_.end();
}

void Quarantine::settle(const Suspect& suspect) {
  std::erase(suspects_, suspect);
  keep();
}

void Quarantine::begin(const Sender& sender, const Command& command) {
  new (&page_->deciding) Suspect(suspect_of(sender, command));  // made where it belongs instead of copied there
  std::atomic_signal_fence(std::memory_order_release);
  page_->is_deciding = 1;
}

void Quarantine::end() {
  std::atomic_signal_fence(std::memory_order_release);
  page_->is_deciding = 0;
}

void Quarantine::watch() {
  watched_page_ = page_.get();
  watched_descriptor_ = descriptor_;
  watched_thread = this_thread();
  struct sigaction action {};
  action.sa_handler = note_death;
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // it dies when the handler returns
  for (const int signal : deadly_signals) {
    if (::sigaction(signal, &action, nullptr) != 0)
      throw std::system_error(errno, std::generic_category(), "sigaction");
  }
}

}  // namespace wangge::loop
