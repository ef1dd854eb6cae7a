#include "tools/demand/attached_files.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <utility>

#include "adapters/attachment_folder.h"
#include "engine/model/number.h"
#include "tools/progress.h"
#include "tools/demand/receipts.h"

namespace wangge::tools {
namespace {

namespace fs = std::filesystem;

// How many times in a row a new connection is tried without any more bytes getting through.
constexpr int attempts = 5;
constexpr std::chrono::milliseconds pause{200};
// How many senders of one token may be at work without taking each other's connection.
constexpr int senders_at_a_time = 8;

std::runtime_error cannot(const fs::path& file, std::string_view why) {
  return std::runtime_error(file.string() + std::string(why));
}

// A file's name on one line, since a line of a fact holds it.
std::string one_line(std::string name) {
  std::ranges::replace_if(
      name, [](char c) { return static_cast<unsigned char>(c) < ' '; }, '_');
  return name;
}

std::string read_part(const fs::path& file, std::uint64_t from) {
  std::ifstream in(file, std::ios::binary);
  std::string part(limits::attachment_chunk_bytes_max, '\0');
  in.seekg(static_cast<std::streamoff>(from));
  in.read(part.data(), static_cast<std::streamsize>(part.size()));
  part.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  return part;
}

// The upload of one file.
class Upload {
 public:
  Upload(const AttachedFile& file, const terminal::Claim& claim, RunningEngine& engine, const Console& console)
      : file_(file), claim_(claim), engine_(engine), progress_(file.reference.name, console) {}

  Refusal run() {
    for (int failures = 0;;) {
      const std::uint64_t before = come_;
      const Result<terminal::AttachmentAnswer> answer = once();
      if (answer && answer->refusal.reason != Reason::attachment_not_offered) return answer->refusal;
      failures = come_ > before ? 0 : failures + 1;
      if (failures == attempts) return engine_.require(answer).refusal;
      std::this_thread::sleep_for(failures * pause);
    }
  }

 private:
  // Offers the file, then sends it chunk by chunk.
  Result<terminal::AttachmentAnswer> once() {
    auto answer = engine_.client().ask(terminal::AskOffer{claim_, file_.reference.hash, file_.bytes});
    while (answer && !answer->refusal && !answer->is_whole) {
      come_ = answer->bytes;
      progress_.update(come_, file_.bytes);
      std::string part = read_part(file_.file, come_);
      if (part.empty()) throw cannot(file_.file, "：已不是原来的文件 / it is not the file that it was");
      answer = engine_.client().ask(terminal::AskChunk{file_.reference.hash, come_, std::move(part)});
    }
    if (answer && answer->is_whole) progress_.update(file_.bytes, file_.bytes);
    return answer;
  }

  const AttachedFile& file_;
  const terminal::Claim& claim_;
  RunningEngine& engine_;
  Progress progress_;
  std::uint64_t come_ = 0;
};

}  // namespace

AttachedFile attached_file(const fs::path& file, const Console& console) {
  std::error_code error;
  const std::uint64_t bytes = fs::file_size(file, error);
  const std::string head = error ? "" : read_part(file, 0).substr(0, media_head_bytes);
  const auto kib = [](std::uint64_t all) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(all / limits::kib, 0xFFFF'FFFF));
  };
  const bool is_english = console.language == Language::english;
  const auto refused = [&](const Refusal& refusal) { return cannot(file, ": " + to_sentence(refusal, is_english)); };
  if (!error && bytes > limits::attachment_bytes_max)
    throw refused({Reason::attachment_too_large, kib(bytes), kib(limits::attachment_bytes_max)});
  if (!error && (bytes < media_head_bytes || media_type_of(head) == MediaType::unknown))
    throw refused({Reason::attachment_type_unknown});
  const std::optional<AttachmentHash> hash = hash_of_file(file);
  if (error || !hash) throw cannot(file, console.say("：读不出", ": cannot be read"));
  return {file, {*hash, one_line(file.filename().string())}, bytes};
}

void add_attachment_options(cli::App& command, AttachmentOptions& options) {
  command.add_option(
      "--attach,--attachment", options.files,
      "附件文件，可多次：先记哈希，随后发送 / a file, whose hash goes first and whose bytes follow; may be repeated");
  command.add_option("--attach-reference", options.references,
                     "别处所存附件的引用，可多次 / a reference to what is kept elsewhere; may be repeated");
}

Attached::Attached(const AttachmentOptions& named, const Console& console) {
  for (const std::string& one : named.files) {
    std::error_code ignored;
    if (!fs::is_regular_file(one, ignored)) {
      throw cannot(one,
                   console.say("：没有这个文件，或不是普通文件；别处所存的用 --attach-reference",
                               ": no such file, or no regular one; --attach-reference is for what is kept elsewhere"));
    }
    files_.push_back(attached_file(one, console));
    lines_.push_back(to_line(files_.back().reference));
  }
  for (const std::string& reference : named.references) lines_.push_back(one_line(reference));
}

std::string Attached::lines() const {
  std::string all;
  for (const std::string& line : lines_) all += (all.empty() ? "" : "\n") + line;
  return all;
}

AttachmentSender::AttachmentSender(const std::string& to, const std::string& token)
    : place_(token, senders_at_a_time), engine_(to, token, "attach " + std::to_string(place_.number())) {}

Refusal AttachmentSender::send(const AttachedFile& file, const terminal::Claim& claim, const Console& console) {
  return Upload(file, claim, engine_, console).run();
}

bool send_all(const std::vector<AttachedFile>& files, const terminal::Claim& claim, const std::string& to,
              const std::string& token, const Console& console) {
  if (files.empty()) return true;
  AttachmentSender sender(to, token);
  bool is_sent = true;
  for (const AttachedFile& file : files) {
    std::string why;
    try {
      const Refusal refusal = sender.send(file, claim, console);
      if (refusal) why = refusal_text(refusal);
    } catch (const std::runtime_error& error) {
      why = told(error);
    }
    if (why.empty()) continue;
    is_sent = false;
    std::cerr << "wangge: " << file.file.string() << ": " << why << "\n"
              << console.say("再发一次：", "send it again: ") << "wangge attachment send "
              << format_number(claim.demand) << " " << file.file.string() << "\n";
  }
  return is_sent;
}

}  // namespace wangge::tools
