#include "engine/model/blob.h"

#include <cstdint>
#include <limits>

namespace wangge {
namespace {

void put(std::uint32_t number, std::string& out) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(number >> shift & 0xFF));
}

void put(std::string_view text, std::string& out) {
  put(static_cast<std::uint32_t>(text.size()), out);
  out.append(text);
}

// Takes numbers and strings off the front; after a failure all numbers are 0 and all strings empty.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  std::uint32_t number() {
    if (left_.size() < 4) return fail();
    std::uint32_t number = 0;
    for (int i = 0; i < 4; ++i) number |= std::uint32_t{static_cast<unsigned char>(left_[i])} << 8 * i;
    left_.remove_prefix(4);
    return number;
  }

  std::string text() {
    const std::uint32_t length = number();
    if (length > left_.size()) return fail(), std::string();
    std::string text(left_.substr(0, length));
    left_.remove_prefix(length);
    return text;
  }

  // Takes a count of elements that have at least four bytes each, so that a wrong count cannot make us reserve memory.
  std::uint32_t count() {
    const std::uint32_t count = number();
    return count <= left_.size() / 4 ? count : fail();
  }

  bool has_more() const { return !left_.empty(); }
  bool ended_well() const { return !failed_ && left_.empty(); }

 private:
  std::uint32_t fail() {
    failed_ = true;
    left_ = {};
    return 0;
  }

  std::string_view left_;
  bool failed_ = false;
};

template <class Value>
std::optional<Value> checked(const Reader& reader, Value&& value) {
  if (!reader.ended_well()) return std::nullopt;
  return std::forward<Value>(value);
}

}  // namespace

void encode_row(std::span<const std::string> cells, std::string& out) {
  put(static_cast<std::uint32_t>(cells.size()), out);
  for (const std::string& cell : cells) put(cell, out);
}

std::size_t encoded_row_bytes(std::span<const std::string> cells) {
  std::size_t bytes = sizeof(std::uint32_t);
  for (const std::string& cell : cells) bytes += sizeof(std::uint32_t) + cell.size();
  return bytes;
}

std::optional<Row> decode_row(std::string_view bytes) {
  Reader reader(bytes);
  Row row(reader.count());
  for (std::string& cell : row) cell = reader.text();
  return checked(reader, std::move(row));
}

void encode_rights(const Rights& rights, std::string& out) {
  put(rights.name, out);
  put(rights.every_grid ? 1u : 0u, out);
  put(static_cast<std::uint32_t>(rights.grids.size()), out);
  for (const PlaceId grid : rights.grids) put(grid.value, out);
  put(static_cast<std::uint32_t>(rights.posts.size()), out);
  for (const PostId post : rights.posts) put(post.value, out);
  put(rights.organisation.value, out);
  put(rights.scope.value, out);
  if (!rights.every_restricted && rights.restricted.empty() && !rights.person) return;
  put(rights.every_restricted ? 1u : 0u, out);
  put(static_cast<std::uint32_t>(rights.restricted.size()), out);
  for (const CategoryId category : rights.restricted) put(category.value, out);
  if (rights.person) put(rights.person.value, out);
}

std::optional<Rights> decode_rights(std::string_view bytes) {
  Reader reader(bytes);
  Rights rights;
  rights.name = reader.text();
  rights.every_grid = reader.number() != 0;
  rights.grids.resize(reader.count());
  for (PlaceId& grid : rights.grids) grid.value = reader.number();
  rights.posts.resize(reader.count());
  for (PostId& post : rights.posts) post.value = reader.number();
  rights.organisation.value = reader.number();
  rights.scope.value = reader.number();
  // Rights written before there were restricted demands, or named for none, end here
  if (!reader.has_more()) return checked(reader, std::move(rights));
  rights.every_restricted = reader.number() != 0;
  rights.restricted.resize(reader.count());
  for (CategoryId& category : rights.restricted) {
    const std::uint32_t id = reader.number();
    if (id > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
    category.value = static_cast<std::uint16_t>(id);
  }
  if (reader.has_more()) rights.person.value = reader.number();  // absent in older rights, and where no person is named
  return checked(reader, std::move(rights));
}

void encode_offers(std::span<const Offer> offers, std::string& out) {
  put(static_cast<std::uint32_t>(offers.size()), out);
  for (const Offer& offer : offers) {
    put(offer.who.raw(), out);
    put(static_cast<std::uint32_t>(offer.reason), out);
  }
}

std::optional<std::vector<Offer>> decode_offers(std::string_view bytes) {
  Reader reader(bytes);
  std::vector<Offer> offers(reader.count());
  for (Offer& offer : offers) {
    offer.who = Party::from_raw(reader.number());
    offer.reason = static_cast<OfferReason>(reader.number());
  }
  return checked(reader, std::move(offers));
}

void encode_organisations(std::span<const OrganisationId> organisations, std::string& out) {
  put(static_cast<std::uint32_t>(organisations.size()), out);
  for (const OrganisationId organisation : organisations) put(organisation.value, out);
}

std::optional<std::vector<OrganisationId>> decode_organisations(std::string_view bytes) {
  Reader reader(bytes);
  std::vector<OrganisationId> organisations(reader.count());
  for (OrganisationId& organisation : organisations) organisation.value = reader.number();
  return checked(reader, std::move(organisations));
}

}  // namespace wangge
