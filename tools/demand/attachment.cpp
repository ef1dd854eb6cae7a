#include "tools/demand/attachment.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "adapters/sha_256.h"
#include "engine/model/number.h"
#include "tools/demand/attached_files.h"
#include "tools/engine_options.h"
#include "tools/progress.h"
#include "tools/demand/receipts.h"
#include "tools/running_engine.h"
#include "tools/log/stored_attachments.h"
#include "tools/demand/written_number.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;
using terminal::AttachmentRow;

struct Options {
  std::string number, code, hash, out;
  std::vector<std::string> files;
  EngineOptions engine;
};

terminal::Claim claim_of(const Options& options, const Console& console) {
  return {demand_named(options.number, console), options.code.empty() ? 0 : look_up_code_named(options.code, console)};
}

// The rows of the demand's attachments. Throws where the demand does not exist, or may not be seen.
std::vector<AttachmentRow> rows_of(const Options& options, RunningEngine& engine, const Console& console) {
  const terminal::Claim claim = claim_of(options, console);
  if (!engine.require(engine.client().statuses({claim})).at(0).known) {
    throw std::runtime_error(
        options.number +
        std::string(console.say("：没有这件诉求，或无权查看", ": there is no such demand, or it is not yours to see")));
  }
  std::vector<AttachmentRow> rows = engine.ask(terminal::AskAttachments{claim});
  engine.warn_of_damage(console);
  return rows;
}

// Why an attachment in that state cannot be fetched.
Reason why_not(AttachmentState state) {
  switch (state) {
    case AttachmentState::not_sent: return Reason::attachment_not_sent;
    case AttachmentState::there: return Reason::none;
    case AttachmentState::removed: return Reason::attachment_removed;
    case AttachmentState::damaged: return Reason::attachment_damaged;
    case AttachmentState::missing: return Reason::attachment_missing;
  }
  return Reason::attachment_not_sent;
}

// --- list

int list(const Options& options, const Console& console) {
  RunningEngine engine(options.engine.to, options.engine.token);
  const std::vector<AttachmentRow> rows = rows_of(options, engine, console);
  if (options.engine.as_json) {
    std::cout << json::serialize(to_json(rows)) << "\n";
  } else {
    print(rows, console);
  }
  return 0;
}

// --- send

int send(const Options& options, const Console& console) {
  std::vector<AttachedFile> files;
  for (const std::string& file : options.files) files.push_back(attached_file(file, console));
  const bool are_sent = send_all(files, claim_of(options, console), options.engine.to, options.engine.token, console);
  if (options.engine.as_json) std::cout << json::serialize(json::object{{"sent", are_sent}}) << "\n";
  return are_sent ? 0 : 1;
}

// --- get

// The attachment that is meant: by the first digits of its hash, or the only one that is there.
AttachmentRow chosen(const Options& options, const std::vector<AttachmentRow>& rows, const Console& console) {
  std::vector<AttachmentRow> fitting;
  for (const AttachmentRow& row : rows) {
    const bool is_meant = options.hash.empty() ? row.state == AttachmentState::there
                                               : to_digits(row.named.hash).starts_with(options.hash);
    if (is_meant) fitting.push_back(row);
  }
  if (fitting.size() == 1) return fitting.front();
  if (!options.engine.as_json) print(rows, console);
  throw std::runtime_error(std::string(
      fitting.empty()
          ? console.say("没有这样的附件", "there is no such attachment")
          : console.say("不止一个：请写哈希的前几位", "there are several: give the first digits of the hash")));
}

// Fetches into a temporary file beside the final one, so that half of a file is never taken for it.
void fetch(const AttachmentRow& row, const terminal::Claim& claim, const std::string& to, RunningEngine& engine,
           const Console& console) {
  Progress progress(row.named.name, console);
  const std::string beside = to + ".part";
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  Sha256 sha;
  std::uint64_t all = row.bytes;
  for (std::uint64_t from = 0; from < all;) {
    const auto answer = engine.ask(terminal::AskFetch{claim, row.named.hash, from});
    if (answer.refusal) throw std::runtime_error(refusal_text(answer.refusal));
    if (answer.part.empty()) break;
    all = answer.bytes;
    from += answer.part.size();
    sha.add(answer.part);
    out.write(answer.part.data(), static_cast<std::streamsize>(answer.part.size()));
    progress.update(from, all);
  }
  out.close();
  if (!out) throw std::runtime_error(beside + std::string(console.say("：无法写入", ": cannot be written")));
  if (sha.end() != row.named.hash)
    throw std::runtime_error(std::string(console.say("收到的内容与哈希不符", "what came is not what the hash says")));
  std::filesystem::rename(beside, to);
}

int get(const Options& options, const Console& console) {
  RunningEngine engine(options.engine.to, options.engine.token);
  const AttachmentRow row = chosen(options, rows_of(options, engine, console), console);
  if (const Reason why = why_not(row.state); why != Reason::none) throw std::runtime_error(refusal_text({why}));
  const std::string to = options.out.empty() ? to_digits(row.named.hash) : options.out;
  fetch(row, claim_of(options, console), to, engine, console);
  if (options.engine.as_json) {
    std::cout << json::serialize(json::object{{"file", to}, {"hash", to_digits(row.named.hash)}, {"bytes", row.bytes}})
              << "\n";
  } else {
    std::cout << to << "\n";
  }
  return 0;
}

// --- remove

int remove(const Options& options, const Console& console) {
  const auto hash = attachment_hash_of(options.hash);
  if (!hash)
    throw std::runtime_error(
        options.hash + std::string(console.say("：不是 64 位十六进制哈希", ": no hash of 64 hexadecimal digits")));
  RunningEngine engine(options.engine.to, options.engine.token);
  const Refusal refusal = engine.ask(terminal::AskRemove{*hash}).refusal;
  return tell(options.engine.as_json, "done", refusal, {},
              std::string(console.say("已移除，哈希留在记录里", "removed; the hash stays in the facts")));
}

// --- options

cli::App* add(cli::App& attachment, const std::string& name, const std::string& description,
              const std::shared_ptr<Options>& options, int (*run)(const Options&, const Console&), int& exit_code) {
  cli::App* command = attachment.add_subcommand(name, description);
  command->callback([options, command, run, &exit_code] { exit_code = run(*options, console_of(*command)); });
  return command;
}

cli::App* add_of_demand(cli::App& attachment, const std::string& name, const std::string& description,
                        const std::shared_ptr<Options>& options, int (*run)(const Options&, const Console&),
                        int& exit_code) {
  cli::App* command = add(attachment, name, description, options, run, exit_code);
  command->add_option("NUMBER", options->number, "编号 / number")->required();
  command->add_option("--code", options->code, "回执上的六位查询码 / the six digits on the receipt");
  add_engine_options(*command, options->engine);
  return command;
}

}  // namespace

void add_attachment(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* attachment =
      app.add_subcommand("attachment", "附件：列出、补送、取回、移除 / attachments: list, send, get and remove them");
  attachment->require_subcommand(1);
  add_of_demand(*attachment, "list",
                "例 / example: wangge attachment list 2468069 --token station.token\n"
                "一件诉求的附件，到了没有 / those of a demand, and which of them are there",
                options, list, exit_code);
  add_of_demand(*attachment, "send",
                "例 / example: wangge attachment send 2468069 photo.jpg --token station.token\n"
                "补送记录里写明的文件，从断处接着送 / files that its facts name, from where they were broken off",
                options, send, exit_code)
      ->add_option("FILE", options->files, "文件 / files")
      ->required()
      ->check(cli::existing_file());
  cli::App* command =
      add_of_demand(*attachment, "get",
                    "例 / example: wangge attachment get 2468069 9f86d0 --out photo.jpg --token station.token\n"
                    "取回一个附件 / fetch one",
                    options, get, exit_code);
  command->add_option(
      "HASH", options->hash,
      "哈希的前几位；只有一个时可省 / the first digits of its hash; may be left out where there is one");
  command->add_option("--out", options->out, "存到哪个文件，默认以哈希为名 / to which file; default: the hash");
  cli::App* removing =
      add(*attachment, "remove",
          "例 / example: wangge attachment remove 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 "
          "--token ops.token\n"
          "移除内容，哈希留在记录里，不再接收 / the bytes go, the hash stays in the facts, and it is not taken again",
          options, remove, exit_code);
  removing->add_option("HASH", options->hash, "完整的哈希 / the whole hash")->required();
  add_engine_options(*removing, options->engine, "运维令牌文件 / token file of an ops account");
}

}  // namespace wangge::tools
