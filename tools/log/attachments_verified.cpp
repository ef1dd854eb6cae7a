#include "tools/log/attachments_verified.h"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/terminal/attachment_answers.h"
#include "engine/log/event_log.h"
#include "tools/log/data_folder.h"
#include "tools/progress.h"

namespace wangge::tools {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using Hashes = std::vector<AttachmentHash>;

// The hashes that facts name, sorted, each once.
Hashes named_in_log(const fs::path& data, const Console& console) {
  const log::EventLog log({.folder = data, .read_only = true});
  Progress progress(std::string(console.say("查找附件引用", "looking for attachments in the log")), console);
  const std::uint64_t last = log.last().value;
  std::vector<Position> naming;
  log.replay(Position{1}, [&](const Fact& fact) {
    if (terminal::names_any(fact.event)) naming.push_back(fact.position);
    if (fact.position.value % facts_between_updates == 0) progress.update(fact.position.value, last);
  });
  Hashes named;
  for (const Position position : naming) {
    for (const AttachmentRef& one : attachments_named(log.read(position)->attachments)) named.push_back(one.hash);
  }
  std::ranges::sort(named);
  named.erase(std::unique(named.begin(), named.end()), named.end());
  return named;
}

// The hashes of `all` that are not in `these`; both are sorted.
Hashes without(const Hashes& all, const Hashes& these) {
  Hashes left;
  std::set_difference(all.begin(), all.end(), these.begin(), these.end(), std::back_inserter(left));
  return left;
}

json::array names_of(const std::vector<fs::path>& files) {
  json::array names;
  for (const fs::path& file : files) names.push_back(json::string(file.string()));
  return names;
}

json::array names_of(const Hashes& hashes) {
  json::array names;
  for (const AttachmentHash& hash : hashes) names.push_back(json::string(to_digits(hash)));
  return names;
}

}  // namespace

// The store is read before the log: attachments that come meanwhile beside a running engine are named by then.
AttachmentsVerified verify_attachments(const fs::path& data, bool log_is_whole, const Console& console) {
  AttachmentsVerified verified;
  {
    Progress progress(std::string(console.say("核对附件", "verifying attachments")), console);
    verified.store = AttachmentFolder(attachments_of(data)).verify([&](std::uint64_t done, std::uint64_t all) {
      progress.update(done, all);
    });
  }
  if (!log_is_whole) return verified;
  verified.log_is_known = true;
  verified.named = named_in_log(data, console);
  const AttachmentFolder folder(attachments_of(data));
  for (const AttachmentHash& hash : without(
           without(without(verified.named, verified.store.there), verified.store.removed), verified.store.damaged)) {
    switch (folder.find(hash).state) {
      case AttachmentState::missing: verified.missing.push_back(hash); break;
      case AttachmentState::not_sent: verified.not_sent.push_back(hash); break;
      // Its tombstone is gone too; or the attachment has come meanwhile.
      case AttachmentState::removed:
      case AttachmentState::there:
      case AttachmentState::damaged: break;
    }
  }
  verified.unnamed = without(verified.store.there, verified.named);
  return verified;
}

void print(const AttachmentsVerified& verified, const Console& console) {
  const VerifiedAttachments& store = verified.store;
  if (store.there.empty() && store.removed.empty() && verified.named.empty() && verified.is_sound()) return;
  const auto part = [&](std::string_view chinese, std::size_t count, std::string_view english) {
    std::cout << console.say(chinese, english) << count;
  };
  std::cout << (verified.is_sound() ? console.say("附件完好：", "the attachments are whole: ")
                                    : console.say("附件损坏：", "attachments are broken: "));
  part("已存 ", store.there.size(), "there ");
  part("，已移除 ", store.removed.size(), ", removed ");
  if (verified.log_is_known) {
    part("；记录写明 ", verified.named.size(), "; named by facts ");
    part("，其中未到 ", verified.not_sent.size(), ", of these not sent yet ");
    if (!verified.missing.empty()) part("，丢失 ", verified.missing.size(), ", missing ");
    part("；无记录写明 ", verified.unnamed.size(), "; named by none ");
  }
  std::cout << "\n";
  for (const fs::path& file : store.faulty) {
    std::cout << file.string()
              << console.say("：与名称里的哈希不符，请从备份恢复，或重新发送",
                             ": not what the hash in its name says; restore it from a backup, or send it again")
              << "\n";
  }
  for (const AttachmentHash& hash : verified.missing) {
    std::cout << to_digits(hash)
              << console.say("：曾经收到，现已丢失，请从备份恢复，或重新发送",
                             ": taken once, and gone; restore it from a backup, or send it again")
              << "\n";
  }
  for (const fs::path& file : store.not_removed) {
    std::cout << file.string()
              << console.say("：已移除而内容还在，请再移除一次",
                             ": removed, and its bytes are still there; remove it again")
              << "\n";
  }
}

json::object to_json(const AttachmentsVerified& verified) {
  json::object out{{"there", verified.store.there.size()},
                   {"bytes", verified.store.bytes},
                   {"removed", names_of(verified.store.removed)},
                   {"faulty", names_of(verified.store.faulty)},
                   {"not_removed", names_of(verified.store.not_removed)},
                   {"sound", verified.is_sound()}};
  if (verified.log_is_known) {
    out["named"] = verified.named.size();
    out["not_sent"] = names_of(verified.not_sent);
    out["missing"] = names_of(verified.missing);
    out["unnamed"] = names_of(verified.unnamed);
  }
  return out;
}

}  // namespace wangge::tools
