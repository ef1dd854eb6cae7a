#pragma once
// The store of attachments at work on a thread of its own (adapters/side_thread.h): a disk may keep it waiting, and the
// engine turns meanwhile. Each account's work is done in the order in which it was given.

#include <cstddef>
#include <functional>

#include "adapters/attachment_store.h"
#include "adapters/side_thread.h"

namespace wangge::terminal {

class AttachmentThread {
 public:
  // Throws what AttachmentStore throws. `home` runs the thread that gives work.
  AttachmentThread(boost::asio::any_io_executor home, AttachmentStore::Options options);

  // Runs `work` on the store's thread, then `done` at home. `bytes`: the memory that the work holds meanwhile. False
  // where so much waits that the work is not taken. Work that returns false goes on when others have had their turn.
  bool post(AccountId whose, std::size_t bytes, std::function<bool(AttachmentStore&)> work, std::function<void()> done);
  bool idle() const { return thread_.idle(); }

 private:
  AttachmentStore store_;
  SideThread thread_;  // last member: it ends first
};

}  // namespace wangge::terminal
