#include "adapters/terminal/attachment_thread.h"

#include <utility>

#include <boost/asio/post.hpp>

#include "engine/base/limits.h"

namespace wangge::terminal {
namespace asio = boost::asio;

namespace {

constexpr std::size_t bytes_of_any = 1 * limits::kib;  // so that their number is bounded too

}  // namespace

AttachmentThread::AttachmentThread(asio::any_io_executor home, AttachmentStore::Options options)
    : home_(std::move(home)), store_(std::move(options)) {}

AttachmentThread::~AttachmentThread() {
  pool_.stop();
  pool_.join();
}

bool AttachmentThread::post(std::size_t bytes, std::function<void(AttachmentStore&)> work, std::function<void()> done) {
  const std::size_t held = bytes + bytes_of_any;
  if (waiting_bytes_ + held > limits::attachments_waiting_bytes_max) return false;
  waiting_bytes_ += held;
  asio::post(pool_, [this, held, work = std::move(work), done = std::move(done)]() mutable {
    work(store_);
    asio::post(home_, [this, held, done = std::move(done)] {
      waiting_bytes_ -= held;
      done();
    });
  });
  return true;
}

}  // namespace wangge::terminal
