#pragma once
// The store of attachments at work on a thread of its own: a disk may keep it waiting, and the engine turns meanwhile. One piece of
// work after the other, in the order in which they were given.

#include <cstddef>
#include <functional>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>

#include "adapters/attachment_store.h"

namespace wangge::terminal {

class AttachmentThread {
 public:
  // Throws what AttachmentStore throws. `home` runs the thread that gives work.
  AttachmentThread(boost::asio::any_io_executor home, AttachmentStore::Options options);
  // Waits for the work under way; what has not begun is left out.
  ~AttachmentThread();
  AttachmentThread(const AttachmentThread&) = delete;
  AttachmentThread& operator=(const AttachmentThread&) = delete;

  // `work` there, then `done` at home. `bytes`: what it holds meanwhile. False where so much waits that it is not taken.
  bool post(std::size_t bytes, std::function<void(AttachmentStore&)> work, std::function<void()> done);

 private:
  boost::asio::any_io_executor home_;
  AttachmentStore store_;
  std::size_t waiting_bytes_ = 0;  // at home
  boost::asio::thread_pool pool_{1};
};

}  // namespace wangge::terminal
