#include "engine/loop/quarantine.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <new>
#include <system_error>
#include <type_traits>

namespace wangge::loop {
namespace {

constexpr std::uint32_t format = 0x51'47'57'04;  // of the page; another one is begun anew
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
};

namespace {

// What the signal handler may touch.
std::atomic<std::uint32_t*> is_deciding, has_died;
std::atomic<pid_t> watched_thread;

void note_death(int) {
  if (this_thread() == watched_thread.load() && *is_deciding.load() != 0) *has_died.load() = 1;
}

}  // namespace

Quarantine::Quarantine(const std::filesystem::path& file) {
  static_assert(std::is_trivially_copyable_v<Page>);
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) fail(file);
  void* mapped = MAP_FAILED;
  if (::ftruncate(descriptor, sizeof(Page)) == 0) {
    mapped = ::mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  }
  const int error = errno;
  ::close(descriptor);
  errno = error;
  if (mapped == MAP_FAILED) fail(file);
  page_ = static_cast<Page*>(mapped);

  if (page_->format == format) {
    suspects_.assign(page_->suspects, page_->suspects + std::min<std::size_t>(page_->count, suspects_max));
    const Suspect& last = page_->deciding;
    if (page_->has_died == 1 && (last.sequence != 0 || last.demand || last.summons || last.proposal)) suspects_.push_back(last);
    if (suspects_.size() > suspects_max) suspects_.erase(suspects_.begin());
  }
  page_->is_deciding = page_->has_died = 0;
  keep();
}

Quarantine::~Quarantine() {
  if (is_deciding.load() == &page_->is_deciding) watched_thread = 0;
  ::munmap(page_, sizeof(Page));
}

void Quarantine::keep() {
  page_->format = format;
  page_->count = static_cast<std::uint32_t>(suspects_.size());
  std::ranges::copy(suspects_, page_->suspects);
}

Quarantine::Suspect Quarantine::suspect_of(const Sender& sender, const Command& command) {
  if (sender.sequence != 0) return {.session = sender.session, .sequence = sender.sequence};
  const auto of_clock = [](const auto& wish, bool is_warning) {
    return Suspect{.demand = wish.demand, .stage = wish.stage, .is_warning = is_warning, .due = wish.due};
  };
  if (const auto* expire = std::get_if<Expire>(&command)) return of_clock(*expire, false);
  if (const auto* warn = std::get_if<Warn>(&command)) return of_clock(*warn, true);
  if (const auto* urge = std::get_if<UrgeOn>(&command)) return {.demand = urge->demand, .is_urge = true, .due = urge->due};
  if (const auto* expiry = std::get_if<ExpireSummons>(&command)) return {.summons = expiry->summons, .due = expiry->due};
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
  is_deciding = &page_->is_deciding;
  has_died = &page_->has_died;
  watched_thread = this_thread();
  struct sigaction action {};
  action.sa_handler = note_death;
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // it dies when the handler returns
  for (const int signal : deadly_signals) {
    if (::sigaction(signal, &action, nullptr) != 0) throw std::system_error(errno, std::generic_category(), "sigaction");
  }
}

}  // namespace wangge::loop
