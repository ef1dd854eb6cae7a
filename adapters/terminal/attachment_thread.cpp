#include "adapters/terminal/attachment_thread.h"

#include <utility>

#include "engine/base/limits.h"

namespace wangge::terminal {

AttachmentThread::AttachmentThread(boost::asio::any_io_executor home, AttachmentStore::Options options)
    : store_(std::move(options)), thread_(std::move(home), limits::attachments_waiting_bytes_max) {}

bool AttachmentThread::post(AccountId whose, std::size_t bytes, std::function<bool(AttachmentStore&)> work,
                            std::function<void()> done) {
  return thread_.post(
      whose, bytes, [this, work = std::move(work)] { return work(store_); }, std::move(done));
}

}  // namespace wangge::terminal
