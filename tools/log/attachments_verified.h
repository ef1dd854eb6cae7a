#pragma once
// The store of attachments and the log that it belongs to, looked at together.

#include <filesystem>
#include <vector>

#include <boost/json.hpp>

#include "adapters/attachment_folder.h"
#include "tools/console.h"

namespace wangge::tools {

struct AttachmentsVerified {
  VerifiedAttachments store;
  bool log_is_known = false;             // the log was read; without it all below is empty
  std::vector<AttachmentHash> named;     // by facts
  std::vector<AttachmentHash> not_sent;  // of those: neither there nor removed, and never taken
  std::vector<AttachmentHash> missing;   // of those: taken once, and not there
  std::vector<AttachmentHash> unnamed;   // there, and no fact names them

  bool is_sound() const { return store.faulty.empty() && store.not_removed.empty() && missing.empty(); }
};

// Reads every file, with progress, and of the log what names them; a log that is broken is left out.
AttachmentsVerified verify_attachments(const std::filesystem::path& data, bool log_is_whole, const Console& console);

// Nothing where there are none.
void print(const AttachmentsVerified& verified, const Console& console);
boost::json::object to_json(const AttachmentsVerified& verified);

}  // namespace wangge::tools
