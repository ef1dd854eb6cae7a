#include "tests/rot.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/log/store.h"

namespace wangge::tests {
namespace {

void require(const rocksdb::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

struct Table {
  std::string name, bytes;
};

std::vector<Table> tables_with(rocksdb::Env& env, const std::filesystem::path& log, std::string_view bytes) {
  const std::string folder = log::tables_of(log).string();
  std::vector<std::string> names;
  require(env.GetChildren(folder, &names));
  std::vector<Table> tables;
  for (const std::string& name : names) {
    if (!name.ends_with(".sst")) continue;
    Table table{.name = folder + "/" + name};
    require(rocksdb::ReadFileToString(&env, table.name, &table.bytes));
    if (table.bytes.find(bytes) != std::string::npos) tables.push_back(std::move(table));
  }
  return tables;
}

void flip(rocksdb::Env& env, const Table& table, std::size_t at) {
  std::unique_ptr<rocksdb::RandomRWFile> file;
  require(env.NewRandomRWFile(table.name, &file, rocksdb::EnvOptions()));
  const char turned = static_cast<char>(table.bytes[at] ^ 1);
  require(file->Write(at, rocksdb::Slice(&turned, 1)));
  require(file->Close());
}

}  // namespace

std::size_t rot_bytes(rocksdb::Env& env, const std::filesystem::path& log, std::string_view bytes) {
  std::size_t places = 0;
  for (const Table& table : tables_with(env, log, bytes)) {
    for (std::size_t at = table.bytes.find(bytes); at != std::string::npos;
         at = table.bytes.find(bytes, at + bytes.size())) {
      flip(env, table, at + bytes.size() / 2);
      ++places;
    }
  }
  return places;
}

std::size_t rot_tables_with(rocksdb::Env& env, const std::filesystem::path& log, std::string_view bytes) {
  std::size_t places = 0;
  for (const Table& table : tables_with(env, log, bytes)) {
    for (std::size_t at = 1'000; at < table.bytes.size() / 8 * 7; at += 4'096, ++places) flip(env, table, at);
  }
  return places;
}

}  // namespace wangge::tests
