#pragma once
// Compares the store of attachments with the log that it belongs to.

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
  std::vector<AttachmentHash> not_sent;  // named, but neither there nor removed, and never taken
  std::vector<AttachmentHash> missing;   // named and taken once, but not there
  std::vector<AttachmentHash> unnamed;   // there, and no fact names them

  bool is_sound() const { return store.faulty.empty() && store.not_removed.empty() && missing.empty(); }
};

// Reads every file, with progress, and the attachments that the log names; a log that is broken is left out.
AttachmentsVerified verify_attachments(const std::filesystem::path& data, bool log_is_whole, const Console& console);

// Prints the result; nothing where there are no attachments.
void print(const AttachmentsVerified& verified, const Console& console);
boost::json::object to_json(const AttachmentsVerified& verified);

}  // namespace wangge::tools
