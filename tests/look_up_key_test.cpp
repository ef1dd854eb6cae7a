// The file of the look-up codes' key: tied to its log, checked when it is read, and what is wrong with it is said by
// its name.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/temporary_folder.h"
#include "tools/serve/look_up_key_file.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>{in}, {}};
}
void write_file(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

// A data folder with a log of its own.
class Data {
 public:
  explicit Data(std::uint8_t id, bool waits = false)
      : id_{id}, log_({.folder = folder_.path(), .new_log_id = id_, .now = 1'000, .waits = waits}) {}

  LookUpKey key() { return tools::look_up_key(folder_.path(), log_, id_, tools::Console{}); }
  log::EventLog& log() { return log_; }
  fs::path file() const { return folder_.path() / "look_up_key"; }
  void go_on() {
    log::Batch batch{.first = Position{log_.last().value + 1}, .at = 1'000};
    batch.events.push_back(ConfigurationBegun{});
    std::vector<log::Batch> group{batch};
    log_.append(group);
    log_.flush();
  }

 private:
  TemporaryFolder folder_;
  LogId id_;
  log::EventLog log_;
};

TEST_CASE("The key of the look-up codes is made with its log and stays the same") {
  Data data(1);
  const LookUpKey key = data.key();
  data.go_on();
  CHECK(data.key() == key);
  CHECK(read_file(data.file()).size() == 64);
  Data another(2);
  CHECK(another.key() != key);
}

TEST_CASE("A key that is missing, cut, changed or another log's is refused by the name of its file") {
  Data data(1), another(2);
  data.key();
  another.key();
  data.go_on();
  const std::string whole = read_file(data.file());
  const auto refused_for = [&](const std::string& why) {
    CHECK_THROWS_WITH(data.key(), Catch::Contains(data.file().string()) && Catch::Contains(why));
  };
  SECTION("missing") {
    fs::remove(data.file());
    refused_for("丢失");
  }
  SECTION("cut") {
    for (const std::size_t bytes : {0, 1, 31, 32, 33, 63}) {
      write_file(data.file(), whole.substr(0, bytes));
      refused_for("残缺或损坏");
    }
  }
  SECTION("longer") {
    write_file(data.file(), whole + "x");
    refused_for("残缺或损坏");
  }
  SECTION("a bit of any byte has turned") {
    for (std::size_t at = 0; at < whole.size(); ++at) {
      std::string turned = whole;
      turned[at] = static_cast<char>(turned[at] ^ 1);
      write_file(data.file(), turned);
      refused_for("残缺或损坏");
    }
  }
  SECTION("another log's") {
    fs::copy_file(another.file(), data.file(), fs::copy_options::overwrite_existing);
    refused_for("另一个日志");
  }
  SECTION("and nothing of it is written over") {
    write_file(data.file(), whole.substr(0, 20));
    CHECK_THROWS(data.key());
    CHECK(read_file(data.file()) == whole.substr(0, 20));
  }
}

TEST_CASE("A key of before, 32 bytes and no more, goes on working and is written anew, tied to its log") {
  Data data(1);
  data.go_on();
  const std::string before(32, '\x07');
  write_file(data.file(), before);
  write_file(data.file().string() + ".new", "what a machine that stopped has left");
  LookUpKey expected;
  expected.fill(7);
  CHECK(data.key() == expected);
  CHECK(read_file(data.file()).size() == 64);
  CHECK(data.key() == expected);
  CHECK(fs::status(data.file()).permissions() == (fs::perms::owner_read | fs::perms::owner_write));

  Data another(2);
  another.go_on();
  fs::copy_file(data.file(), another.file());
  CHECK_THROWS(another.key());
}

TEST_CASE("A key that was made for a log that did not come to be is the key of the one that does") {
  Data before(1, true), after(2, true);
  const LookUpKey key = before.key();
  fs::copy_file(before.file(), after.file());
  CHECK(after.key() == key);
  after.log().go_on();
  CHECK(after.key() == key);
  before.log().go_on();
  fs::copy_file(after.file(), before.file(), fs::copy_options::overwrite_existing);
  CHECK_THROWS(before.key());
}

}  // namespace
}  // namespace wangge::tests
