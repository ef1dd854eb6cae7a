#pragma once
// The files that `--attach` names, and their way into the engine: the facts get the hashes first, the bytes follow.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "adapters/terminal/messages.h"
#include "tools/console.h"
#include "tools/demand/named_spool.h"
#include "tools/running_engine.h"

namespace wangge::tools {

struct AttachedFile {
  std::filesystem::path file;
  AttachmentRef reference;
  std::uint64_t bytes = 0;
};

// Reads and hashes a file. Throws std::runtime_error where it cannot be read, or the engine would not take it.
AttachedFile attached_file(const std::filesystem::path& file, const Console& console);

// The attachments that the options of a command name.
struct AttachmentOptions {
  std::vector<std::string> files;       // --attach
  std::vector<std::string> references;  // --attach-reference: to something kept elsewhere
};

// Adds both options to a command.
void add_attachment_options(cli::App& command, AttachmentOptions& options);

// The attachments of a command: files are named by hash and name, references as they stand.
class Attached {
 public:
  // Throws what attached_file() throws, and std::runtime_error for a file that is not there, or is a folder, a pipe or
  // a device.
  Attached(const AttachmentOptions& named, const Console& console);

  // The attachments as a fact names them: a line each.
  std::string lines() const;
  const std::vector<AttachedFile>& files() const { return files_; }

 private:
  std::vector<std::string> lines_;
  std::vector<AttachedFile> files_;
};

// Sends files that facts name, over a connection of its own, so that other commands need not wait for them.
class AttachmentSender {
 public:
  // `token`: the file of the token.
  AttachmentSender(const std::string& to, const std::string& token);

  // Sends the part of the file that is not there yet; goes on where an earlier attempt was broken off. Returns the
  // refusal where the file is not taken; throws std::runtime_error where the engine cannot be asked.
  Refusal send(const AttachedFile& file, const terminal::Claim& claim, const Console& console);

 private:
  Place place_;
  RunningEngine engine_;
};

// Sends all files, after the fact. False where some could not be sent: stderr says which, and how to send them again.
bool send_all(const std::vector<AttachedFile>& files, const terminal::Claim& claim, const std::string& to,
              const std::string& token, const Console& console);

}  // namespace wangge::tools
