#include "engine/loop/quarantine.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <concepts>
#include <cstddef>
#include <new>
#include <system_error>
#include <type_traits>
#include <variant>

#include <xxhash.h>

namespace wangge::loop {
namespace {

// The format of the page; a page of another format is begun anew. The page tells wishes apart by their index in the
// variant, so the format ends with the number of alternatives; where their order changes, or the fields of one of them,
// the byte before is counted up.
constexpr std::uint32_t format = 0x51'47'06'00 + std::variant_size_v<OwnWish>;
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
  std::optional<Suspect> deciding;
  std::uint32_t is_deciding = 0;
  std::uint32_t has_died = 0;  // 1: the process died of `deciding`
  std::uint64_t sum = 0;       // of all fields before it, in the file

  std::uint64_t right_sum() const { return XXH3_64bits(this, offsetof(Page, sum)); }
  // Calls only functions that a signal handler may call.
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
    if (page_->has_died == 1 && page_->deciding) suspects_.push_back(*page_->deciding);
    if (suspects_.size() > suspects_max) suspects_.erase(suspects_.begin());
  }
  *page_ = Page{.format = format};
  keep();
}

Quarantine::~Quarantine() {
  if (watched_page_.load() == page_.get()) watched_thread = 0;
  ::close(descriptor_);
}

// Writes the page now, so that the file has its room on the disk when it is needed.
void Quarantine::keep() {
  page_->count = static_cast<std::uint32_t>(suspects_.size());
  std::ranges::copy(suspects_, page_->suspects);
  if (!page_->write_to(descriptor_)) fail(file_);
}

std::optional<Suspect> Quarantine::suspect_of(const Sender& sender, const Command& command) {
  if (sender.sequence != 0) return CommandNumber{sender.session, sender.sequence};
  return std::visit(
      [](const auto& wish) -> std::optional<Suspect> {
        if constexpr (std::convertible_to<decltype(wish), OwnWish>) return OwnWish{wish};
        return std::nullopt;
      },
      command);
}

const Suspect* Quarantine::find(const Sender& sender, const Command& command) const {
  if (suspects_.empty()) return nullptr;
  const auto found = std::ranges::find(suspects_, suspect_of(sender, command));
  return found == suspects_.end() ? nullptr : &*found;
}

void Quarantine::settle(const Suspect& suspect) {
  std::erase(suspects_, suspect);
  keep();
}

void Quarantine::begin(const Sender& sender, const Command& command) {
  // The suspect is constructed in its place instead of being copied there.
  new (&page_->deciding) std::optional<Suspect>(suspect_of(sender, command));
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
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // the process dies when the handler returns
  for (const int signal : deadly_signals) {
    if (::sigaction(signal, &action, nullptr) != 0)
      throw std::system_error(errno, std::generic_category(), "sigaction");
  }
}

}  // namespace wangge::loop
