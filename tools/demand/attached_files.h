#pragma once
// What `--attach` names, and how it comes into the engine: the facts get the hashes first, the bytes follow.

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

// Reads and hashes it. Throws std::runtime_error where it cannot be read, or the engine would not take it.
AttachedFile attached_file(const std::filesystem::path& file, const Console& console);

// What the options of a command name.
struct AttachmentOptions {
  std::vector<std::string> files;       // --attach
  std::vector<std::string> references;  // --attach-reference: to what is kept elsewhere
};

// Adds both to a command.
void add_attachment_options(cli::App& command, AttachmentOptions& options);

// Files are named by hash and name, references as they stand.
class Attached {
 public:
  // Throws what attached_file() throws, and std::runtime_error for a file that is not there, or is a folder, a pipe or
  // a device.
  Attached(const AttachmentOptions& named, const Console& console);

  // As a fact names them: a line each.
  std::string lines() const;
  const std::vector<AttachedFile>& files() const { return files_; }

 private:
  std::vector<std::string> lines_;
  std::vector<AttachedFile> files_;
};

// Sends files that facts name, over a connection of its own, so that nobody waits for them.
class AttachmentSender {
 public:
  // `token` is a file.
  AttachmentSender(const std::string& to, const std::string& token);

  // What is not there yet of it; goes on where it was broken off. The refusal where it is not taken; throws
  // std::runtime_error where the engine cannot be asked.
  Refusal send(const AttachedFile& file, const terminal::Claim& claim, const Console& console);

 private:
  Place place_;
  RunningEngine engine_;
};

// All of them, after the fact. What could not be sent is said on stderr, and how to send it again; false then.
bool send_all(const std::vector<AttachedFile>& files, const terminal::Claim& claim, const std::string& to,
              const std::string& token, const Console& console);

}  // namespace wangge::tools
