#pragma once
// Attachments for tests: photos, the folder of their store, and the small city served with such a store.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/attachment_store.h"
#include "adapters/terminal/client.h"
#include "tests/served_city.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {

namespace fs = std::filesystem;
using terminal::AskAttachments;
using terminal::AskChunk;
using terminal::AskFetch;
using terminal::AskOffer;
using terminal::AskRemove;
using terminal::AttachmentAnswer;
using terminal::AttachmentRow;
using terminal::Client;

constexpr std::size_t chunk = limits::attachment_chunk_bytes_max;

// The bytes of a photo, as many as asked for, beginning as a JPEG does; another number gives another photo.
inline std::string photo_of(std::size_t bytes, unsigned number = 0) {
  std::string photo = "\xFF\xD8\xFF\xE0";
  for (std::size_t i = photo.size(); i < bytes; ++i)
    photo.push_back(static_cast<char>((i * 7 + i / 251 + number) & 0xFF));
  return photo;
}

inline AttachmentHash hash_of(std::string_view bytes) {
  Sha256 sha;
  sha.add(bytes);
  return sha.end();
}

inline std::string line_of(std::string_view bytes, std::string name = "photo.jpg") {
  return to_line({hash_of(bytes), std::move(name)});
}

inline std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>{in}, {}};
}

inline void write_file(const fs::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

inline std::size_t files_in(const fs::path& folder) {
  const auto is_file = [](const auto& entry) { return entry.is_regular_file(); };
  return static_cast<std::size_t>(std::ranges::count_if(fs::recursive_directory_iterator(folder), is_file));
}

template <class T>
T told(Result<T> result) {
  REQUIRE(result.has_value());
  return std::move(*result);
}

// The small city with a store, served in the background. Accounts 1 to 4 are terminals with every grid.
class Served {
 public:
  static constexpr std::uint8_t elsewhere = 9, ops = 10, centre = 11;  // a terminal of G2, ops, 环卫中心

  Served() : city_({.attachments = {.folder = store().path(), .free_bytes_min = 0}}) {
    Rights rights;
    rights.grids = {city_.place("G2")};
    city_.add_account(AccountKind::terminal, rights, elsewhere);
    city_.add_account(AccountKind::ops, {}, ops);
    Rights of_centre;
    of_centre.organisation = city_.city().codes.organisations.find("BM1");
    city_.add_account(AccountKind::person, of_centre, centre);
    city_.run();
  }

  ServedCity& city() { return city_; }
  AttachmentFolder store() const { return AttachmentFolder(attachments_of(folder_.path())); }
  fs::path file(const std::string& name) const { return folder_.path() / name; }
  fs::path coming() const { return store().coming(); }

  Client::Options client(std::uint8_t number = 1, std::uint8_t spool = 1) const {
    Client::Options options;
    options.port = city_.port();
    options.who.token = city_.token(number);
    options.who.spool = {number, spool};
    return options;
  }

  terminal::Receipt deliver(std::uint8_t number, terminal::WrittenCommand wish) {
    terminal::Receipt answer;
    terminal::Basket basket(
        [&](std::uint32_t, const terminal::WrittenCommand&, const terminal::Receipt& one) { answer = one; });
    basket.add(std::move(wish));
    Client client_of(client(number));
    REQUIRE(client_of.deliver(basket).has_value());
    REQUIRE_FALSE(answer.refusal);
    return answer;
  }
  DemandId submit(std::string attachments, std::string category = "1301") {
    WrittenDemand demand{
        .category = std::move(category), .place = "G1", .text = "楼道灯不亮", .attachments = std::move(attachments)};
    return DemandId{deliver(1, std::move(demand)).position.value};
  }

 private:
  TemporaryFolder folder_;
  ServedCity city_;
};

// Sends an attachment from where the answers say until it is whole or refused.
inline AttachmentAnswer send_all(Client& client, DemandId demand, const AttachmentHash& hash, std::string_view bytes,
                                 std::size_t chunk_bytes = chunk) {
  AttachmentAnswer answer = told(client.ask(AskOffer{{demand}, hash, bytes.size()}));
  while (!answer.refusal && !answer.is_whole)
    answer = told(client.ask(AskChunk{hash, answer.bytes, std::string(bytes.substr(answer.bytes, chunk_bytes))}));
  return answer;
}
inline AttachmentAnswer send_all(Client& client, DemandId demand, std::string_view bytes) {
  return send_all(client, demand, hash_of(bytes), bytes);
}

inline std::string fetch_all(Client& client, DemandId demand, const AttachmentHash& hash) {
  std::string all;
  for (;;) {
    const AttachmentAnswer part = told(client.ask(AskFetch{{demand}, hash, all.size()}));
    REQUIRE_FALSE(part.refusal);
    all += part.part;
    if (all.size() >= part.bytes || part.part.empty()) return all;
  }
}

}  // namespace wangge::tests
