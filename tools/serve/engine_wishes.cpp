#include "tools/serve/engine_wishes.h"

#include <iostream>
#include <stdexcept>
#include <string>

#include "engine/model/blob.h"
#include "engine/state/digest.h"
#include "tools/progress.h"
#include "tools/account/token.h"

namespace wangge::tools {
namespace {

void require(const loop::Outcome& outcome, const Console& console) {
  if (outcome.refusal) throw std::runtime_error(to_sentence(outcome.refusal, console.language == Language::english));
}

std::uint64_t count_rows(const Tables& tables) {
  std::uint64_t rows = 0;
  for (const std::vector<Row>& table : tables.rows) rows += table.size();
  return rows;
}

void stage(loop::Engine& engine, const Tables& tables, Instant now, const Console& console) {
  Progress progress(std::string(console.say("写入城市配置", "staging the city's tables")), console);
  const std::uint64_t total = count_rows(tables);
  std::uint64_t done = 0;
  std::string cells;
  for (const TableSchema& schema : table_schemas()) {
    for (const Row& row : tables.of(schema.kind)) {
      cells.clear();
      encode_row(row, cells);
      const TextRef all{0, static_cast<std::uint32_t>(cells.size())};
      require(engine.perform(StageRow{.table = schema.kind, .cells = all}, cells, now), console);
      progress.update(++done, total);
    }
  }
}

}  // namespace

bool adopt(loop::Engine& engine, const City& city, const Tables& tables, Instant now, const Console& console) {
  const std::vector<Version>& versions = city.versions;
  if (!versions.empty() && versions.back().digest == digest_of(tables)) return false;
  require(engine.perform(BeginConfiguration{}, {}, now), console);
  stage(engine, tables, now, console);
  require(engine.perform(AdoptConfiguration{.effective = to_seconds(now)}, {}, now), console);
  return true;
}

loop::Outcome add_account(loop::Engine& engine, AccountKind kind, const TokenHash& token_hash, const Rights& rights,
                          Instant now) {
  std::string encoded;
  encode_rights(rights, encoded);
  const AddAccount command{
      .account_kind = kind, .token_hash = token_hash, .rights = {0, static_cast<std::uint32_t>(encoded.size())}};
  return engine.perform(command, encoded, now);
}

// The file comes first: an account whose token nobody has would be of no use.
void ensure_ops_account(loop::Engine& engine, const City& city, const std::filesystem::path& token_file, Instant now,
                        const Console& console) {
  if (!std::filesystem::exists(token_file)) write_token(token_file, random_token());
  const TokenHash hash = terminal::hash_of(read_token(token_file));
  const Accounts& accounts = city.accounts;
  if (const AccountId known = accounts.find(hash)) {
    if (accounts[known].ended) {
      std::cerr << "wangge: " << token_file.string()
                << console.say("：这个令牌的账号已停用；给一个新文件名就会新建",
                               ": the account of this token has ended; give the name of a new file, and one is made")
                << "\n";
    }
    return;
  }
  require(add_account(engine, AccountKind::ops, hash, {.name = token_file.filename().string()}, now), console);
}

}  // namespace wangge::tools
