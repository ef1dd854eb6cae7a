// A spool on a disk that damages it: what can be read is kept under its number, and what cannot be is told.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "adapters/terminal/client.h"
#include "adapters/terminal/spool.h"
#include "tests/served_city.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

namespace fs = std::filesystem;
using namespace terminal;

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary) << bytes; }

std::unique_ptr<Spool> open(const fs::path& folder) {
  return std::make_unique<Spool>(folder, [](Seconds) { return std::string(); });
}

// A spool of four demands, with where each record of its journal begins.
class FourKept {
 public:
  FourKept() {
    const auto spool = open(path());
    begins.push_back(fs::file_size(journal()));
    for (const char* text : {"one", "two", "three", "four"}) {
      WrittenDemand demand;
      demand.category = "0201";
      demand.place = "G1";
      demand.text = text;
      spool->append(WrittenCommand{demand});
      begins.push_back(fs::file_size(journal()));
    }
  }

  fs::path path() const { return folder.path() / "spool"; }
  fs::path journal() const { return path() / "journal"; }
  void flip(std::uint64_t at) const {
    std::string bytes = bytes_of(journal());
    bytes.at(at) = static_cast<char>(bytes.at(at) ^ 4);
    write(journal(), bytes);
  }
  std::vector<std::string> cut_off() const {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(path())) {
      if (entry.path().filename().string().starts_with("cut-off-")) files.push_back(bytes_of(entry.path()));
    }
    return files;
  }

  std::vector<std::uint64_t> begins;  // begins[i]: of the record of number i + 1
  TemporaryFolder folder;
};

std::string text_at(const Spool& spool, std::uint32_t sequence) {
  const auto* const demand = std::get_if<WrittenDemand>(&spool.wish(sequence));
  return demand == nullptr ? std::string("unreadable") : demand->text;
}

TEST_CASE("a record that the disk damaged is put aside, and those behind it stay under their numbers", "[threads]") {
  const FourKept kept;
  const auto lost = GENERATE(std::uint32_t{1}, std::uint32_t{2}, std::uint32_t{3});
  const auto where = GENERATE(0, 1, 2, 3);  // length, kind, checksum, cells
  const std::uint64_t begin = kept.begins[lost - 1];
  const std::string record = bytes_of(kept.journal()).substr(begin, kept.begins[lost] - begin);
  kept.flip(begin + (where == 0 ? 0u : where == 1 ? 4u : where == 2 ? 8u : 30u));

  std::vector<std::string> texts{"one", "two", "three", "four"};
  texts[lost - 1] = "unreadable";
  for (const bool is_first : {true, false}) {
    const auto spool = open(kept.path());
    CHECK(spool->warning().empty() != is_first);
    REQUIRE(spool->end() == 5);
    for (std::uint32_t i = 1; i <= 4; ++i) CHECK(text_at(*spool, i) == texts[i - 1]);
  }
  REQUIRE(kept.cut_off().size() == 1);
  CHECK(kept.cut_off()[0].size() == record.size());

  ServedCity city;
  city.run();
  {
    const auto spool = open(kept.path());
    Client::Options options{.port = city.port()};
    options.who.token = city.token();
    Client client(options);
    REQUIRE(client.deliver(*spool));
    CHECK(spool->entry(lost).answer->refusal.reason == Reason::unknown_demand);
  }
  city.stop();
  CHECK(city.count().submitted == 3);
  CHECK(city.count().declined == 1);
  CHECK_FALSE(bytes_of(kept.path() / "refused.csv").empty());
}

TEST_CASE("the end of a journal that was being written is put aside, wherever it was cut") {
  const FourKept kept;
  const std::string journal = bytes_of(kept.journal());
  for (std::uint64_t bytes = kept.begins[3] + 1; bytes < kept.begins[4]; bytes += 7) {
    write(kept.journal(), journal.substr(0, bytes));
    const auto spool = open(kept.path());
    CHECK_FALSE(spool->warning().empty());
    CHECK(spool->end() == 4);
    CHECK(text_at(*spool, 3) == "three");
  }
}

TEST_CASE("an answer that was damaged is asked for again, and a wish whose answer is there stays answered",
          "[threads]") {
  ServedCity city;
  city.run();
  const FourKept kept;
  const auto deliver = [&] {
    const auto spool = open(kept.path());
    Client::Options options{.port = city.port()};
    options.who.token = city.token();
    Client client(options);
    REQUIRE(client.deliver(*spool));
    CHECK(spool->first_unanswered() == 5);
  };
  deliver();
  const std::string journal = bytes_of(kept.journal());
  const auto damaged = GENERATE(true, false);
  kept.flip(damaged ? journal.size() - 3 : kept.begins[1] + 20);
  CHECK(open(kept.path())->first_unanswered() == (damaged ? 4u : 5u));
  deliver();
  city.stop();
  CHECK(city.count().submitted == 4);
  CHECK(city.count().declined == 0);
}

TEST_CASE("a journal whose first record is damaged is left as it is, and said to be") {
  const FourKept kept;
  kept.flip(20);
  const std::string journal = bytes_of(kept.journal());
  CHECK_THROWS_WITH(open(kept.path()), Catch::Contains("damaged from its beginning"));
  CHECK(bytes_of(kept.journal()) == journal);
}

}  // namespace
}  // namespace wangge::tests
