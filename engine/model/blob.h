#pragma once
// The wide and rare parts of commands and facts, as bytes: rows of tables, rights of accounts, lists of offers and of
// organisations. Little-endian 32-bit numbers and length-prefixed strings. Reading never goes outside the bytes; bytes
// from outside that do not parse give nothing.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/account.h"
#include "engine/model/event.h"
#include "engine/model/tables.h"

namespace wangge {

void encode_row(std::span<const std::string> cells, std::string& out);
std::size_t encoded_row_bytes(std::span<const std::string> cells);  // how many bytes encode_row() makes
std::optional<Row> decode_row(std::string_view bytes);

void encode_rights(const Rights& rights, std::string& out);
std::optional<Rights> decode_rights(std::string_view bytes);

void encode_offers(std::span<const Offer> offers, std::string& out);
std::optional<std::vector<Offer>> decode_offers(std::string_view bytes);

void encode_organisations(std::span<const OrganisationId> organisations, std::string& out);
std::optional<std::vector<OrganisationId>> decode_organisations(std::string_view bytes);

}  // namespace wangge
