// Attachments that rotted, were cut or are gone: said as they are, never served, and mended by the right file sent
// again.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "tests/attached.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

// What becomes of the file of a photo that was taken.
const std::vector<std::pair<std::string, std::function<void(const fs::path&, const std::string&)>>>& damages() {
  static const std::vector<std::pair<std::string, std::function<void(const fs::path&, const std::string&)>>> all{
      {"a bit has turned",
       [](const fs::path& file, const std::string& photo) {
         std::string turned = photo;
         turned[photo.size() / 2] = static_cast<char>(turned[photo.size() / 2] ^ 1);
         write_file(file, turned);
       }},
      {"it was cut", [](const fs::path& file, const std::string&) { fs::resize_file(file, 1'000); }},
      {"it is empty", [](const fs::path& file, const std::string&) { fs::resize_file(file, 0); }},
      {"it is longer", [](const fs::path& file, const std::string& photo) { write_file(file, photo + "x"); }},
  };
  return all;
}

TEST_CASE("An attachment that is damaged is listed as such and not served, and the right file sent again mends it",
          "[threads]") {
  Served served;
  const std::string photo = photo_of(chunk + 1'000);
  const AttachmentHash hash = hash_of(photo);
  const DemandId demand = served.submit(line_of(photo));
  Client client(served.client());
  for (const auto& [how, damage] : damages()) {
    INFO(how);
    REQUIRE(send_all(client, demand, photo).is_whole);
    CHECK(told(client.ask(AskAttachments{demand})).at(0).state == AttachmentState::there);
    damage(served.store().file_of(hash), photo);
    CHECK(told(client.ask(AskAttachments{demand})).at(0).state == AttachmentState::damaged);
    CHECK(told(client.ask(AskFetch{{demand}, hash, 0})).refusal.reason == Reason::attachment_damaged);
    CHECK(told(client.ask(AskFetch{{demand}, hash, 500})).refusal.reason == Reason::attachment_damaged);
    CHECK(send_all(client, demand, hash, photo_of(chunk + 1'000, 1)).refusal.reason == Reason::attachment_differs);
    CHECK(send_all(client, demand, photo).is_whole);
    CHECK(read_file(served.store().file_of(hash)) == photo);
    CHECK(fetch_all(client, demand, hash) == photo);
  }
}

TEST_CASE(
    "An attachment that is gone is told from one that was never sent, also where the whole store is gone, and is taken "
    "again",
    "[threads]") {
  Served served;
  const std::string photo = photo_of(chunk + 1'000), other = photo_of(500, 1), removed = photo_of(500, 2);
  const DemandId demand = served.submit(line_of(photo) + "\n" + line_of(other) + "\n" + line_of(removed));
  Client client(served.client()), ops(served.client(Served::ops));
  REQUIRE(send_all(client, demand, photo).is_whole);
  REQUIRE(send_all(client, demand, removed).is_whole);
  REQUIRE_FALSE(told(ops.ask(AskRemove{hash_of(removed)})).refusal);
  const bool is_all_gone = GENERATE(false, true);
  fs::remove_all(is_all_gone ? served.store().path() : served.store().file_of(hash_of(photo)));
  const auto rows = told(client.ask(AskAttachments{demand}));
  CHECK(rows.at(0).state == AttachmentState::missing);
  CHECK(rows.at(1).state == AttachmentState::not_sent);
  CHECK(rows.at(2).state == AttachmentState::removed);
  CHECK(rows.at(2).removed == to_seconds(ServedCity::morning));
  CHECK(told(client.ask(AskFetch{{demand}, hash_of(photo), 0})).refusal.reason == Reason::attachment_missing);
  CHECK(told(client.ask(AskFetch{{demand}, hash_of(other), 0})).refusal.reason == Reason::attachment_not_sent);
  CHECK(told(client.ask(AskOffer{{demand}, hash_of(removed), removed.size()})).refusal.reason ==
        Reason::attachment_removed);
  CHECK(send_all(client, demand, photo).is_whole);
  CHECK(send_all(client, demand, other).is_whole);
  CHECK(fetch_all(client, demand, hash_of(photo)) == photo);
}

TEST_CASE("A file that was touched is read again, whatever time it bears, and so is what is asked for anew",
          "[threads]") {
  const TemporaryFolder folder;
  AttachmentStore store({.folder = folder.path() / "attachments", .free_bytes_min = 0});
  const std::string photo = photo_of(500);
  const AttachmentHash hash = hash_of(photo);
  store.offer(AccountId{1}, hash, photo.size(), 1'000);
  REQUIRE(store.take(AccountId{1}, hash, 0, photo, 1'000).is_whole);
  CHECK(store.look(hash, 1'000).state == AttachmentState::there);
  const fs::path file = store.folder().file_of(hash);
  const auto written = fs::last_write_time(file);
  std::string turned = photo;
  turned[100] = static_cast<char>(turned[100] ^ 1);
  write_file(file, turned);
  fs::last_write_time(file, written);
  CHECK(store.look(hash, 1'001).state == AttachmentState::damaged);
  write_file(file, photo);
  CHECK(store.look(hash, 1'002).state == AttachmentState::there);
  CHECK(store.look(hash, 1'003, true).state == AttachmentState::there);
}

TEST_CASE("A store of before has no ledger: what lies in it counts as taken, and what was removed as removed",
          "[threads]") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "attachments";
  const std::string photo = photo_of(500), removed = photo_of(500, 1);
  {
    AttachmentStore store({.folder = path, .free_bytes_min = 0});
    for (const std::string& one : {photo, removed}) {
      store.offer(AccountId{1}, hash_of(one), one.size(), 1'000);
      REQUIRE(store.take(AccountId{1}, hash_of(one), 0, one, 1'000).is_whole);
    }
    REQUIRE_FALSE(store.remove(hash_of(removed), 2'000));
  }
  fs::remove_all(path.string() + "_taken");
  AttachmentStore store({.folder = path, .free_bytes_min = 0});
  fs::remove_all(path);
  CHECK(store.folder().find(hash_of(photo)).state == AttachmentState::missing);
  CHECK(store.folder().find(hash_of(removed)).state == AttachmentState::removed);
  CHECK(store.folder().find(hash_of(removed)).removed == 2'000);
  CHECK(store.folder().find(hash_of(photo_of(500, 2))).state == AttachmentState::not_sent);
}

TEST_CASE(
    "A record of the ledger that is torn or damaged is as good as not there, and the next is written behind the last "
    "whole one",
    "[threads]") {
  const TemporaryFolder folder;
  const AttachmentLedger ledger(folder.path() / "attachments");
  ledger.begin({});
  AttachmentHash first{}, second{}, third{};
  first[31] = 1;
  second[31] = 2;
  third[31] = 3;
  const fs::path file = folder.path() / "attachments_taken" / "00";
  REQUIRE(ledger.add({.hash = first, .when = 1'000}));
  REQUIRE(ledger.add({.hash = second, .when = 2'000}));
  const std::string whole = read_file(file);
  fs::resize_file(file, whole.size() - 1);
  CHECK(ledger.find(first)->when == 1'000);
  CHECK_FALSE(ledger.find(second));
  REQUIRE(ledger.add({.hash = third, .what = AttachmentLedger::What::removed, .when = 3'000}));
  CHECK(ledger.find(third)->what == AttachmentLedger::What::removed);
  CHECK(read_file(file).size() == whole.size());
  std::string turned = read_file(file);
  turned[40] = static_cast<char>(turned[40] ^ 1);
  write_file(file, turned);
  CHECK_FALSE(ledger.find(first));
  CHECK(ledger.find(third));
}

}  // namespace
}  // namespace wangge::tests
