#pragma once
// Codes and names of ids, as text and as JSON.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "engine/model/configuration.h"
#include "engine/views/station.h"
#include "tools/console.h"

namespace wangge::tools {

// Code and name of an id; both are empty where the id is none.
const Named& named(const Configuration& city, PlaceId place);
const Named& named(const Configuration& city, PostId post);
const Named& named(const Configuration& city, PersonId person);
const Named& named(const Configuration& city, OrganisationId organisation);
const Named& named(const Configuration& city, CategoryId category);
const Named& named(const Configuration& city, Party party);
// Code and name as the engine tells them.
Named named(const views::NamedRow& row);

// The kind of a party: "post", "organisation", "person"; empty for nobody.
std::string_view kind_of(Party party);

// Code and name as text: "22088100100101 安静社区第1网格"; "寒潮" where the code is the name; "-" for none.
std::string text_of(const Named& named);

// Code and name as {"code", "name"}, with {"kind"} first for a party; null for none.
boost::json::value json_of(const Named& named);
boost::json::value json_of(const Configuration& city, Party party);

// The id of a code that an option gives, among those that are allowed there. Throws std::runtime_error, with the
// nearest codes, where it is none of them.
std::uint32_t find_code(std::string_view option, const std::string& code, const std::vector<Named>& names,
                        const Console& console, const std::function<bool(std::uint32_t)>& may_be_named);

}  // namespace wangge::tools
