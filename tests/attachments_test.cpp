// Attachments (附件): sent in chunks after the fact that names them, kept under their hash, seen by who may see the
// demand, removable while the hash stays, and verified with the log.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <sys/stat.h>

#include <boost/json.hpp>

#include "engine/model/number.h"
#include "tests/attached.h"
#include "tests/caught.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tests/temporary_folder.h"
#include "tools/demand/act.h"
#include "tools/demand/attachment.h"
#include "tools/log/log.h"
#include "tools/demand/show.h"
#include "tools/demand/submit.h"
#include "tools/account/token.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

namespace json = boost::json;

// -------------------------------------------------------------------------------------------- the model

TEST_CASE("A hash is that of SHA-256, whatever the pieces are in which the bytes come") {
  Sha256 sha;
  sha.add("a");
  sha.add("bc");
  CHECK(to_digits(sha.end()) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("A line of a fact names an attachment by hash and name, and any other line is another reference") {
  const std::string digits = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  const auto named = attachment_of("sha256:" + digits + " 楼道 灯.jpg");
  REQUIRE(named);
  CHECK(named->hash == hash_of("abc"));
  CHECK(named->name == "楼道 灯.jpg");
  CHECK(to_line(*named) == "sha256:" + digits + " 楼道 灯.jpg");
  CHECK(attachment_of("sha256:" + digits)->name.empty());
  for (const std::string& other : {std::string("照片1"), digits, "sha256:" + digits + "0", "sha256:" + digits.substr(1),
                                   "sha256:" + digits.substr(1) + "g"}) {
    CHECK_FALSE(attachment_of(other));
  }
  const auto all = attachments_named("照片1\nsha256:" + digits + "\n\nsha256:" + digits + " b");
  REQUIRE(all.size() == 2);
  CHECK(all[1].name == "b");
}

TEST_CASE("The type of an attachment is told by its first bytes") {
  const auto type = [](std::string_view head) { return media_type_of(head); };
  CHECK(type("\xFF\xD8\xFF\xE1 1234567") == MediaType::jpeg);
  CHECK(type("\x89PNG\r\n\x1A\n1234") == MediaType::png);
  CHECK(type("%PDF-1.7\n123") == MediaType::pdf);
  CHECK(type("RIFF1234WEBP") == MediaType::webp);
  CHECK(type("1234ftypheic") == MediaType::heic);
  CHECK(type("1234ftypisom") == MediaType::mp4);
  for (const std::string_view brand : {"isom", "iso2", "iso3", "iso9", "isoa", "mp42", "avc1", "M4V ", "dash"})
    CHECK(type("1234ftyp" + std::string(brand)) == MediaType::mp4);
  CHECK(type("1234ftypqt  ") == MediaType::quicktime);
  for (const std::string_view brand : {"3gp4", "3gp5", "3gp6", "3gr6", "3g2a"})
    CHECK((type("1234ftyp" + std::string(brand)) == MediaType::gpp) == (brand != "3gr6"));
  CHECK(name_of(MediaType::quicktime) == "video/quicktime");
  CHECK(name_of(MediaType::gpp) == "video/3gpp");
  for (const std::string_view other : {"RIFF1234WAVE", "1234ftypjunk", "1234ftyp3xyz", "1234ftypdas ", "GIF89a123456",
                                       "MZ1234567890", "RIFF1234", ""}) {
    CHECK(type(other) == MediaType::unknown);
  }
}

// -------------------------------------------------------------------------------------------- sending

TEST_CASE(
    "An attachment comes in chunks after the demand that names it, over a second connection from where the first was "
    "broken off",
    "[threads]") {
  Served served;
  const std::string photo = photo_of(3 * chunk + 1'000);
  const AttachmentHash hash = hash_of(photo);
  const DemandId demand = served.submit("照片1\n" + line_of(photo));
  {
    Client first(served.client());
    CHECK(told(first.ask(AskAttachments{demand})).at(0).state == AttachmentState::not_sent);
    const AttachmentAnswer offered = told(first.ask(AskOffer{{demand}, hash, photo.size()}));
    CHECK_FALSE(offered.refusal);
    CHECK(offered.bytes == 0);
    CHECK(told(first.ask(AskChunk{hash, 0, photo.substr(0, chunk)})).bytes == chunk);
    // One that begins elsewhere is left out, and so is one that came before.
    CHECK(told(first.ask(AskChunk{hash, 2 * chunk, photo.substr(2 * chunk, 10)})).bytes == chunk);
    CHECK(told(first.ask(AskChunk{hash, 0, photo.substr(0, chunk)})).bytes == chunk);
  }
  Client second(served.client(1, 2));
  const AttachmentAnswer offered = told(second.ask(AskOffer{{demand}, hash, photo.size()}));
  CHECK(offered.bytes == chunk);
  CHECK_FALSE(offered.is_whole);
  CHECK_FALSE(fs::exists(served.store().file_of(hash)));
  CHECK(send_all(second, demand, photo).is_whole);
  CHECK(read_file(served.store().file_of(hash)) == photo);
  CHECK(files_in(served.coming()) == 0);
  const auto rows = told(second.ask(AskAttachments{demand}));
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].named == AttachmentRef{hash, "photo.jpg"});
  CHECK(rows[0].state == AttachmentState::there);
  CHECK(rows[0].type == MediaType::jpeg);
  CHECK(rows[0].bytes == photo.size());
}

TEST_CASE("What another account has sent of an attachment does not come into it", "[threads]") {
  Served served;
  const std::string photo = photo_of(2 * chunk);
  const AttachmentHash hash = hash_of(photo);
  const DemandId demand = served.submit(line_of(photo));
  Client one(served.client(1)), other(served.client(2));
  CHECK(told(one.ask(AskOffer{{demand}, hash, photo.size()})).bytes == 0);
  CHECK(told(one.ask(AskChunk{hash, 0, photo_of(chunk, 5)})).bytes == chunk);
  CHECK(told(other.ask(AskChunk{hash, 0, photo.substr(0, chunk)})).refusal.reason == Reason::attachment_not_offered);
  CHECK(told(other.ask(AskOffer{{demand}, hash, photo.size()})).bytes == 0);
  CHECK(send_all(other, demand, photo).is_whole);
  CHECK(read_file(served.store().file_of(hash)) == photo);
}

TEST_CASE("Other bytes than those of the hash are refused, and the right ones are taken afterwards", "[threads]") {
  Served served;
  const std::string photo = photo_of(chunk + 77);
  const AttachmentHash hash = hash_of(photo);
  const DemandId demand = served.submit(line_of(photo));
  Client client(served.client());
  CHECK(send_all(client, demand, hash, photo_of(chunk + 77, 1)).refusal.reason == Reason::attachment_differs);
  CHECK(files_in(served.store().path()) == 0);
  SECTION("more than was offered is refused too") {
    CHECK(told(client.ask(AskOffer{{demand}, hash, 100})).bytes == 0);
    CHECK(told(client.ask(AskChunk{hash, 0, photo.substr(0, 101)})).refusal.reason == Reason::attachment_differs);
  }
  CHECK(send_all(client, demand, photo).is_whole);
  CHECK(read_file(served.store().file_of(hash)) == photo);
}

TEST_CASE("What is no photo, paper or film is refused with its first bytes, whatever its name says", "[threads]") {
  Served served;
  const std::string program = "MZ" + std::string(2 * chunk, 'x');
  const DemandId demand = served.submit(line_of(program, "photo.jpg"));
  Client client(served.client());
  const AttachmentHash hash = hash_of(program);
  CHECK_FALSE(told(client.ask(AskOffer{{demand}, hash, program.size()})).refusal);
  CHECK_FALSE(told(client.ask(AskChunk{hash, 0, program.substr(0, 4)})).refusal);  // not told yet
  CHECK(told(client.ask(AskChunk{hash, 4, program.substr(4, 8)})).refusal.reason == Reason::attachment_type_unknown);
  CHECK(files_in(served.store().path()) == 0);
  CHECK(told(client.ask(AskOffer{{demand}, hash, 3})).refusal.reason == Reason::attachment_type_unknown);
}

TEST_CASE("An attachment that is too large is refused when it is offered", "[threads]") {
  Served served;
  const std::string photo = photo_of(100);
  const DemandId demand = served.submit(line_of(photo));
  Client client(served.client());
  const Refusal refusal = told(client.ask(AskOffer{{demand}, hash_of(photo), 20u * 1'024 * 1'024 + 1'024})).refusal;
  CHECK(refusal == Refusal{Reason::attachment_too_large, 20'481, 20'480});
  CHECK_FALSE(told(client.ask(AskOffer{{demand}, hash_of(photo), 20u * 1'024 * 1'024})).refusal);
}

TEST_CASE("What no fact of the demand names is not taken", "[threads]") {
  Served served;
  const std::string photo = photo_of(100), other = photo_of(100, 1);
  const DemandId demand = served.submit(line_of(photo)), other_demand = served.submit(line_of(other));
  Client client(served.client());
  CHECK(told(client.ask(AskOffer{{demand}, hash_of(other), other.size()})).refusal.reason ==
        Reason::attachment_not_named);
  CHECK(told(client.ask(AskOffer{{DemandId{999'999}}, hash_of(other), other.size()})).refusal.reason ==
        Reason::attachment_not_named);
  CHECK(told(client.ask(AskChunk{hash_of(other), 0, other})).refusal.reason == Reason::attachment_not_offered);
  CHECK(send_all(client, other_demand, other).is_whole);
}

TEST_CASE("The same photo of two demands is sent and stored once", "[threads]") {
  Served served;
  const std::string photo = photo_of(5'000);
  const DemandId one = served.submit(line_of(photo)), other = served.submit(line_of(photo, "again.jpg"));
  Client client(served.client());
  CHECK(send_all(client, one, photo).is_whole);
  const AttachmentAnswer again = told(client.ask(AskOffer{{other}, hash_of(photo), photo.size()}));
  CHECK(again.is_whole);
  CHECK(again.bytes == photo.size());
  // The answer to the last chunk was lost, and it is sent again.
  CHECK(told(client.ask(AskChunk{hash_of(photo), 0, photo})).is_whole);
  CHECK(files_in(served.store().path()) == 1);
}

TEST_CASE("A demand has a number of attachments that is bounded, those named first", "[threads]") {
  Served served;
  std::vector<std::string> photos;
  for (unsigned i = 0; i <= limits::demand_attachments_max; ++i) photos.push_back(photo_of(20, i) + std::to_string(i));
  const DemandId demand = served.submit(line_of(photos[0]));
  for (std::size_t next = 1; next < photos.size(); next += 16) {
    std::string lines;
    for (std::size_t i = next; i < std::min(next + 16, photos.size()); ++i) lines += line_of(photos[i], "") + "\n";
    served.deliver(1,
                   terminal::WrittenAct{.deed = Deed::note, .demand = demand, .note = "补照片", .attachments = lines});
  }
  Client client(served.client());
  CHECK(send_all(client, demand, photos[limits::demand_attachments_max - 1]).is_whole);
  CHECK(told(client.ask(AskOffer{{demand}, hash_of(photos.back()), photos.back().size()})).refusal.reason ==
        Reason::attachments_full);
  CHECK(told(client.ask(AskAttachments{demand})).size() == photos.size());
}

TEST_CASE("A restart between two chunks leaves nothing under the attachment's name, and it is sent again",
          "[threads]") {
  Served served;
  const std::string photo = photo_of(2 * chunk);
  const AttachmentHash hash = hash_of(photo);
  const DemandId demand = served.submit(line_of(photo));
  {
    Client client(served.client());
    CHECK(told(client.ask(AskOffer{{demand}, hash, photo.size()})).bytes == 0);
    CHECK(told(client.ask(AskChunk{hash, 0, photo.substr(0, chunk)})).bytes == chunk);
    CHECK(files_in(served.coming()) == 1);
  }
  served.city().stop();
  // As a process that was killed leaves it.
  write_file(served.coming() / (to_digits(hash) + ".2"), photo.substr(0, chunk));
  served.city().restart();
  served.city().run();
  CHECK(files_in(served.store().path()) == 0);
  Client client(served.client());
  CHECK(told(client.ask(AskChunk{hash, chunk, photo.substr(chunk)})).refusal.reason == Reason::attachment_not_offered);
  CHECK(send_all(client, demand, photo).is_whole);
  CHECK(read_file(served.store().file_of(hash)) == photo);
}

// -------------------------------------------------------------------------------------------- the store's bounds

TEST_CASE("So many attachments are under way at most, of one account and of all, and what nothing comes of makes way") {
  const TemporaryFolder folder;
  AttachmentStore store({.folder = folder.path() / "attachments", .free_bytes_min = 0});
  const auto offer = [&](std::uint32_t account, unsigned number, Seconds now) {
    return store.offer(AccountId{account}, hash_of(photo_of(50, number)), 50, now).refusal.reason;
  };
  for (unsigned i = 0; i < limits::account_attachments_under_way_max; ++i) CHECK(offer(1, i, 1'000) == Reason::none);
  CHECK(offer(1, 200, 1'000) == Reason::attachments_under_way);
  CHECK(offer(1, 0, 1'100) == Reason::none);  // it is under way already
  unsigned all = limits::account_attachments_under_way_max;
  for (std::uint32_t account = 2; all < limits::attachments_under_way_max; ++account) {
    for (unsigned i = 0; i < limits::account_attachments_under_way_max; ++i, ++all)
      CHECK(offer(account, i, 1'000) == Reason::none);
  }
  CHECK(offer(99, 0, 1'000 + limits::attachment_idle_seconds - 1) == Reason::attachments_under_way);
  CHECK(offer(99, 0, 1'000 + limits::attachment_idle_seconds) == Reason::none);
  CHECK(files_in(store.folder().coming()) == 2);  // that one, and the one that was offered again
}

TEST_CASE("No attachment is begun where the disk would have less left than the log may need") {
  const TemporaryFolder folder;
  const std::uint64_t more_than_any_disk = std::uint64_t{1} << 60;
  AttachmentStore store({.folder = folder.path() / "attachments", .free_bytes_min = more_than_any_disk});
  const Refusal refusal = store.offer(AccountId{1}, hash_of(photo_of(50)), 50, 1'000).refusal;
  CHECK(refusal.reason == Reason::attachments_no_room);
  CHECK(files_in(store.folder().path()) == 0);
}

TEST_CASE("Bytes that cannot be removed are not said to be removed, though their tombstone is there") {
  const TemporaryFolder folder;
  AttachmentStore store({.folder = folder.path() / "attachments", .free_bytes_min = 0});
  const AttachmentHash hash = hash_of(photo_of(50));
  fs::create_directories(store.folder().file_of(hash));  // no file, so that no unlink takes it
  write_file(store.folder().tombstone_of(hash), "1000\n");
  CHECK(store.remove(hash, 2'000).reason == Reason::attachment_not_written);
  fs::remove(store.folder().file_of(hash));
  CHECK_FALSE(store.remove(hash, 2'000));
}

// -------------------------------------------------------------------------------------------- seeing

TEST_CASE("An attachment is fetched whole by who may see the demand, and by nobody else", "[threads]") {
  Served served;
  const std::string photo = photo_of(2 * chunk + 5);
  const AttachmentHash hash = hash_of(photo);
  const DemandId demand = served.submit(line_of(photo));
  Client client(served.client()), elsewhere(served.client(Served::elsewhere));
  CHECK(told(client.ask(AskFetch{{demand}, hash, 0})).refusal.reason == Reason::attachment_not_sent);
  CHECK(told(elsewhere.ask(AskOffer{{demand}, hash, photo.size()})).refusal.reason == Reason::attachment_not_named);
  REQUIRE(send_all(client, demand, photo).is_whole);
  CHECK(fetch_all(client, demand, hash) == photo);

  CHECK(told(elsewhere.ask(AskFetch{{demand}, hash, 0})).refusal.reason == Reason::attachment_not_named);
  CHECK(told(elsewhere.ask(AskAttachments{demand})).empty());
  const std::uint32_t code = LookUpCodes(ServedCity::look_up_key).of(demand);
  CHECK(told(elsewhere.ask(AskFetch{{demand, code}, hash, 0})).part == photo.substr(0, chunk));
  CHECK(told(elsewhere.ask(AskAttachments{demand, code})).size() == 1);
  // A wrong code shows nothing, not even to who sees it without one.
  const std::uint32_t wrong = code % look_up_code_max + 1;
  CHECK(told(client.ask(AskFetch{{demand, wrong}, hash, 0})).refusal.reason == Reason::attachment_not_named);
  CHECK(told(client.ask(AskAttachments{demand, wrong})).empty());
  CHECK(told(client.statuses({{demand, wrong}})).at(0) == views::Status{.demand = demand});
  CHECK(told(client.history({demand, wrong})).empty());
  // Of a demand that does not name it.
  const DemandId other = served.submit(line_of(photo_of(50)));
  CHECK(told(client.ask(AskFetch{{other}, hash, 0})).refusal.reason == Reason::attachment_not_named);
}

TEST_CASE("Who wrote the fact sends what it names, though the demand has passed on", "[threads]") {
  Served served;
  const std::string photo = photo_of(500);
  const DemandId demand = served.submit("", "0201");
  served.deliver(
      Served::centre,
      terminal::WrittenAct{
          .deed = Deed::send_back, .demand = demand, .as = "BM1", .note = "不是井盖", .attachments = line_of(photo)});
  Client centre(served.client(Served::centre));
  REQUIRE_FALSE(told(centre.statuses({{demand}})).at(0).known);
  CHECK(send_all(centre, demand, photo).is_whole);
  CHECK(told(centre.ask(AskFetch{{demand}, hash_of(photo), 0})).refusal.reason == Reason::attachment_not_named);
  Client station(served.client());
  CHECK(fetch_all(station, demand, hash_of(photo)) == photo);
}

TEST_CASE("Ops remove the bytes, which leave a tombstone and are not taken again, while the fact keeps the hash",
          "[threads]") {
  Served served;
  const std::string photo = photo_of(5'000);
  const AttachmentHash hash = hash_of(photo);
  const DemandId demand = served.submit(line_of(photo));
  Client client(served.client()), ops(served.client(Served::ops));
  CHECK(told(ops.ask(AskRemove{hash})).refusal.reason == Reason::attachment_not_sent);
  REQUIRE(send_all(client, demand, photo).is_whole);
  CHECK(told(client.ask(AskRemove{hash})).refusal.reason == Reason::not_allowed);
  CHECK(fs::exists(served.store().file_of(hash)));

  CHECK_FALSE(told(ops.ask(AskRemove{hash})).refusal);
  CHECK_FALSE(fs::exists(served.store().file_of(hash)));
  CHECK(read_file(served.store().tombstone_of(hash)) == std::to_string(to_seconds(ServedCity::morning)) + "\n");
  const AttachmentRow row = told(client.ask(AskAttachments{demand})).at(0);
  CHECK(row.named.hash == hash);
  CHECK(row.state == AttachmentState::removed);
  CHECK(row.removed == to_seconds(ServedCity::morning));
  CHECK(told(client.ask(AskFetch{{demand}, hash, 0})).refusal.reason == Reason::attachment_removed);
  CHECK(told(client.ask(AskOffer{{demand}, hash, photo.size()})).refusal.reason == Reason::attachment_removed);
  CHECK_FALSE(told(ops.ask(AskRemove{hash})).refusal);  // twice does no harm
}

TEST_CASE("Whatever is answered about attachments, its credit comes back", "[threads]") {
  Served served;
  const std::string photo = photo_of(50);
  const AttachmentHash hash = hash_of(photo), another = hash_of("another");
  const DemandId demand = served.submit(line_of(photo));
  Client client(served.client());
  for (std::size_t i = 0; i <= limits::session_frames_max; ++i) {
    CHECK(told(client.ask(AskOffer{{demand}, another, photo.size()})).refusal.reason == Reason::attachment_not_named);
    CHECK(told(client.ask(AskChunk{hash, 0, photo})).refusal.reason == Reason::attachment_not_offered);
    CHECK(told(client.ask(AskAttachments{demand})).size() == 1);
    CHECK(told(client.ask(AskFetch{{demand}, hash, 0})).refusal.reason == Reason::attachment_not_sent);
    CHECK(told(client.ask(AskRemove{hash})).refusal.reason == Reason::not_allowed);
  }
}

TEST_CASE("Where there is no store attachments are refused, and demands are taken all the same", "[threads]") {
  ServedCity city;
  city.run();
  Client::Options options;
  options.port = city.port();
  options.who.token = city.token();
  Client client(options);
  const std::string photo = photo_of(50);
  terminal::Receipt answer;
  terminal::Basket basket(
      [&](std::uint32_t, const terminal::WrittenCommand&, const terminal::Receipt& one) { answer = one; });
  basket.add(WrittenDemand{.category = "1301", .place = "G1", .text = "楼道灯不亮", .attachments = line_of(photo)});
  REQUIRE(client.deliver(basket).has_value());
  const DemandId demand{answer.position.value};
  CHECK(told(client.ask(AskOffer{{demand}, hash_of(photo), photo.size()})).refusal.reason ==
        Reason::attachments_no_room);
  CHECK(told(client.ask(AskFetch{{demand}, hash_of(photo), 0})).refusal.reason == Reason::attachment_not_sent);
}

// -------------------------------------------------------------------------------------------- as people do it

// Commands on the served city.
class Desk {
 public:
  Desk() {
    write_token("station", 1);
    write_token("elsewhere", Served::elsewhere);
    write_token("ops", Served::ops);
  }

  Served served;

  fs::path file(const std::string& name) const { return served.file(name); }
  // Its exit code; what it prints is in `out` and `complaint`.
  int run(std::vector<std::string> arguments, const std::string& token = "station") {
    arguments.insert(arguments.begin(), {"--lang", "zh"});
    arguments.insert(arguments.end(),
                     {"--to", "127.0.0.1:" + std::to_string(served.city().port()), "--token", file(token)});
    cli::App app;
    int exit_code = -1;
    tools::add_language_option(app);
    tools::add_submit(app, exit_code);
    tools::add_act(app, exit_code);
    tools::add_show(app, exit_code);
    tools::add_attachment(app, exit_code);
    const Caught caught_out(std::cout), caught_err(std::cerr);
    app.parse(arguments);
    out = caught_out.text();
    complaint = caught_err.text();
    return exit_code;
  }
  json::object said() const { return json::parse(out).as_object(); }
  json::array listed() const { return json::parse(out).as_array(); }

  std::string out, complaint;

 private:
  void write_token(const std::string& name, std::uint8_t number) {
    tools::write_token(file(name), served.city().token(number));
  }
};

TEST_CASE(
    "A file that is attached goes by its hash into the fact, its bytes follow, and show says of each that it is there",
    "[threads]") {
  Desk desk;
  const std::string photo = photo_of(chunk + 9), paper = "%PDF-1.7 整改通知书";
  write_file(desk.file("灯.jpg"), photo);
  write_file(desk.file("notice.pdf"), paper);
  REQUIRE(desk.run({"submit", "--grid", "G1", "--category", "1301", "--text", "楼道灯不亮", "--attach",
                    desk.file("灯.jpg"), "--attach-reference", "照片2", "--json"}) == 0);
  const std::string number(desk.said().at("number").as_string());
  CHECK(read_file(desk.served.store().file_of(hash_of(photo))) == photo);

  REQUIRE(desk.run({"accept", number, "--as", "PG1"}) == 0);
  REQUIRE(desk.run({"finish", number, "--as", "PG1", "--note", "已换", "--attach", desk.file("notice.pdf")}) == 0);
  REQUIRE(desk.run({"attachment", "list", number, "--json"}) == 0);
  const json::array listed = desk.listed();
  REQUIRE(listed.size() == 2);
  CHECK(listed[0].at("hash").as_string() == to_digits(hash_of(photo)));
  CHECK(listed[0].at("name").as_string() == "灯.jpg");
  CHECK(listed[0].at("state").as_string() == "there");
  CHECK(listed[1].at("type").as_string() == "application/pdf");
  CHECK(listed[1].at("bytes").to_number<std::uint64_t>() == paper.size());

  REQUIRE(desk.run({"show", number}) == 0);
  CHECK_THAT(desk.out, Catch::Contains("（附件 灯.jpg " + to_digits(hash_of(photo)).substr(0, 8) + "[已存] 照片2）"));

  REQUIRE(desk.run({"attachment", "get", number, to_digits(hash_of(photo)).substr(0, 6), "--out",
                    desk.file("again.jpg")}) == 0);
  CHECK(read_file(desk.file("again.jpg")) == photo);
  CHECK_THROWS_WITH(desk.run({"attachment", "get", number, "--out", desk.file("which")}), Catch::Contains("不止一个"));
  CHECK_THROWS_WITH(desk.run({"attachment", "get", number}, "elsewhere"), Catch::Contains("无权查看"));

  CHECK(desk.run({"attachment", "remove", to_digits(hash_of(paper))}) == 1);  // no ops account
  CHECK(desk.run({"attachment", "remove", to_digits(hash_of(paper))}, "ops") == 0);
  REQUIRE(desk.run({"show", number}) == 0);
  CHECK_THAT(desk.out, Catch::Contains("[已移除 2026-03-10T09:00:00+08:00]"));
}

TEST_CASE("What the engine would not take is not attached, and a file that was not named cannot be sent", "[threads]") {
  Desk desk;
  write_file(desk.file("words.jpg"), "just words, no photo");
  CHECK_THROWS_WITH(
      desk.run({"submit", "--grid", "G1", "--category", "1301", "--text", "灯", "--attach", desk.file("words.jpg")}),
      Catch::Contains("JPEG"));
  REQUIRE(desk.run({"submit", "--grid", "G1", "--category", "1301", "--text", "灯", "--attach-reference", "照片1",
                    "--json"}) == 0);
  const std::string number(desk.said().at("number").as_string());
  write_file(desk.file("photo.jpg"), photo_of(50));
  CHECK(desk.run({"attachment", "send", number, desk.file("photo.jpg")}) == 1);
  CHECK_THAT(desk.complaint, Catch::Contains("没有这个附件"));
}

TEST_CASE("What is not there, a folder and a pipe are not attached, and nothing is submitted or done", "[threads]") {
  Desk desk;
  REQUIRE(desk.run({"submit", "--grid", "G1", "--category", "1301", "--text", "灯", "--json"}) == 0);
  const std::string number(desk.said().at("number").as_string());
  const std::string pipe = desk.file("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  std::filesystem::create_directory(desk.file("folder"));
  for (const std::string& wrong :
       std::vector<std::string>{desk.file("phto.jpg"), desk.file("folder"), pipe, "/dev/null"}) {
    CHECK_THROWS_WITH(desk.run({"submit", "--grid", "G1", "--category", "1301", "--text", "灯", "--attach", wrong}),
                      Catch::Contains(wrong) && Catch::Contains("--attach-reference"));
    CHECK_THROWS_WITH(desk.run({"finish", number, "--as", "PG1", "--note", "x", "--attach", wrong}),
                      Catch::Contains(wrong));
    CHECK_THROWS_WITH(desk.run({"submit", "--spool", desk.file("spool"), "--grid", "G1", "--category", "1301", "--text",
                                "灯", "--attach", wrong}),
                      Catch::Contains(wrong));
  }
  REQUIRE(desk.run({"show", number, "--json"}) == 0);
  CHECK(desk.said().at("state") == "submitted");
  REQUIRE(desk.run({"submit", "--grid", "G1", "--category", "1301", "--text", "灯", "--json"}) == 0);
  CHECK_FALSE(std::filesystem::exists(desk.file("spool")));
}

TEST_CASE("A file that a fact named before it was sent is sent later", "[threads]") {
  Desk desk;
  const std::string photo = photo_of(2 * chunk);
  write_file(desk.file("photo.jpg"), photo);
  const std::string number = format_number(desk.served.submit(line_of(photo)));
  REQUIRE(desk.run({"attachment", "list", number, "--json"}) == 0);
  CHECK(desk.listed().at(0).at("state").as_string() == "not_sent");
  CHECK(desk.run({"attachment", "send", number, desk.file("photo.jpg")}) == 0);
  CHECK(read_file(desk.served.store().file_of(hash_of(photo))) == photo);
}

TEST_CASE("An offline terminal keeps a copy of what is attached, and sends it when the demand has been delivered",
          "[threads]") {
  Desk desk;
  const std::string photo = photo_of(chunk + 1);
  write_file(desk.file("photo.jpg"), photo);
  const fs::path spool = desk.file("spool");
  const auto alone = [&](std::vector<std::string> arguments) {
    cli::App app;
    int exit_code = -1;
    tools::add_submit(app, exit_code);
    const Caught out(std::cout), err(std::cerr);
    app.parse(arguments);
    return exit_code;
  };
  REQUIRE(alone({"submit", "--spool", spool, "--grid", "G1", "--category", "1301", "--text", "灯", "--attach",
                 desk.file("photo.jpg")}) == 0);
  CHECK(read_file(spool / "attachments" / to_digits(hash_of(photo))) == photo);
  fs::remove(desk.file("photo.jpg"));

  CHECK(desk.run({"submit", "--spool", spool, "--deliver", "--json"}) == 0);
  CHECK(desk.said().at("delivered").to_number<int>() == 1);
  CHECK(read_file(desk.served.store().file_of(hash_of(photo))) == photo);
  CHECK(files_in(spool / "attachments") == 0);
}

// -------------------------------------------------------------------------------------------- verifying

// The data folder of a city that has stopped, with a demand that names two photos, of which one has come.
class Stopped {
 public:
  Stopped() {
    RunningCity running(sample_city().tables, data());
    Submit demand = RunningCity::plain(running.grid(), running.category("0101"));
    const std::string lines = line_of(there) + "\n" + line_of(missing) + "\n照片3";
    const std::string texts = std::string(RunningCity::plain_text) + lines;
    demand.attachments = {demand.text.length, static_cast<std::uint32_t>(lines.size())};
    REQUIRE_FALSE(running.send(demand, texts).refusal);
    running.settle();
    store_photo(there);
  }

  const std::string there = photo_of(300'000), missing = photo_of(100, 1);

  fs::path data() const { return folder_.path() / "data"; }
  AttachmentFolder store() const { return AttachmentFolder(attachments_of(data())); }
  void store_photo(const std::string& photo) {
    AttachmentStore open({.folder = store().path(), .free_bytes_min = 0});
    AttachmentCome come = open.offer(AccountId{1}, hash_of(photo), photo.size(), 1);
    while (!come.is_whole)
      come = open.take(AccountId{1}, hash_of(photo), come.bytes, photo.substr(come.bytes, chunk), 1);
  }
  int verify(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"--lang", "zh", "log", "verify", "--data", data()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    cli::App app;
    int exit_code = -1;
    tools::add_language_option(app);
    tools::add_log(app, exit_code);
    const Caught caught_out(std::cout), caught_err(std::cerr);
    app.parse(arguments);
    out = caught_out.text();
    return exit_code;
  }
  json::object found() {
    verify({"--json"});
    return json::parse(out).as_object().at("attachments").as_object();
  }

  std::string out;

 private:
  TemporaryFolder folder_;
};

TEST_CASE(
    "log verify reads the attachments too, and says which have not been sent, which were removed and which nobody "
    "names",
    "[threads]") {
  Stopped stopped;
  CHECK(stopped.verify() == 0);
  CHECK_THAT(stopped.out, Catch::Contains("附件完好：已存 1，已移除 0；记录写明 2，其中未到 1；无记录写明 0"));
  CHECK(stopped.found().at("not_sent").as_array().at(0).as_string() == to_digits(hash_of(stopped.missing)));

  const std::string stray = photo_of(80, 9);
  stopped.store_photo(stray);
  {
    AttachmentStore open({.folder = stopped.store().path(), .free_bytes_min = 0});
    CHECK_FALSE(open.remove(hash_of(stopped.there), 1'000));
  }
  const json::object found = stopped.found();
  CHECK(found.at("unnamed").as_array().at(0).as_string() == to_digits(hash_of(stray)));
  CHECK(found.at("removed").as_array().at(0).as_string() == to_digits(hash_of(stopped.there)));
  CHECK(found.at("not_sent").as_array().size() == 1);
  CHECK(found.at("sound").as_bool());
  CHECK(stopped.verify() == 0);
}

TEST_CASE("log verify tells an attachment that is missing from one that was never sent", "[threads]") {
  Stopped stopped;
  fs::remove(stopped.store().file_of(hash_of(stopped.there)));
  CHECK(stopped.verify() == 1);
  CHECK_THAT(stopped.out, Catch::Contains("其中未到 1，丢失 1") &&
                              Catch::Contains(to_digits(hash_of(stopped.there)) + "：曾经收到，现已丢失"));
  CHECK(stopped.found().at("missing").as_array().at(0).as_string() == to_digits(hash_of(stopped.there)));
  CHECK(stopped.found().at("not_sent").as_array().at(0).as_string() == to_digits(hash_of(stopped.missing)));
}

TEST_CASE(
    "log verify finds a flipped byte of an attachment, a file under another name, and bytes that outlived their "
    "removal",
    "[threads]") {
  Stopped stopped;
  const fs::path file = stopped.store().file_of(hash_of(stopped.there));
  SECTION("a flipped byte") {
    std::string bytes = stopped.there;
    bytes[200'000] = static_cast<char>(bytes[200'000] ^ 1);
    write_file(file, bytes);
    CHECK(stopped.verify() == 1);
    CHECK_THAT(stopped.out,
               Catch::Contains("日志完好") && Catch::Contains("附件损坏") && Catch::Contains(file.string()));
    CHECK(stopped.found().at("faulty").as_array().size() == 1);
  }
  SECTION("cut short") {
    fs::resize_file(file, 299'999);
    CHECK(stopped.verify() == 1);
  }
  SECTION("another name") {
    write_file(file.parent_path() / "photo.jpg", stopped.there);
    CHECK(stopped.verify() == 1);
    CHECK_THAT(stopped.out, Catch::Contains("photo.jpg"));
  }
  SECTION("in another folder than the one of its first digits") {
    fs::create_directory(stopped.store().path() / "zz");
    fs::copy_file(file, stopped.store().path() / "zz" / file.filename());
    CHECK(stopped.verify() == 1);
  }
  SECTION("the machine stopped between the tombstone and the bytes") {
    write_file(stopped.store().tombstone_of(hash_of(stopped.there)), "1000\n");
    CHECK(stopped.verify() == 1);
    CHECK_THAT(stopped.out, Catch::Contains("请再移除一次"));
    AttachmentStore open({.folder = stopped.store().path(), .free_bytes_min = 0});
    CHECK_FALSE(open.remove(hash_of(stopped.there), 2'000));
    CHECK(stopped.verify() == 0);
  }
  SECTION("what is on its way is none of its business") {
    write_file(stopped.store().coming() / "half", "half");
    CHECK(stopped.verify() == 0);
  }
}

}  // namespace
}  // namespace wangge::tests
