#pragma once
// Codes and names of what ids stand for, as text and as JSON.

#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "engine/model/configuration.h"

namespace wangge::tools {

// Empty code and name where the id is none.
const Named& named(const Configuration& city, PlaceId place);
const Named& named(const Configuration& city, PostId post);
const Named& named(const Configuration& city, PersonId person);
const Named& named(const Configuration& city, OrganisationId organisation);
const Named& named(const Configuration& city, CategoryId category);
const Named& named(const Configuration& city, Party party);

// "post", "organisation", "person"; empty for nobody.
std::string_view kind_of(Party party);

// "22088100100101 安静社区第1网格"; "-" for none.
std::string text_of(const Named& named);

// {"code", "name"}, with {"kind"} first for a party; null for none.
boost::json::value json_of(const Named& named);
boost::json::value json_of(const Configuration& city, Party party);

}  // namespace wangge::tools
