#include "tools/names.h"

#include "engine/base/check.h"

namespace wangge::tools {
namespace {

const Named& at(const std::vector<Named>& names, std::size_t id) {
  CHECK(id < names.size());
  return names[id];
}

}  // namespace

const Named& named(const Configuration& city, PlaceId place) { return at(city.place_names, place.value); }
const Named& named(const Configuration& city, PostId post) { return at(city.post_names, post.value); }
const Named& named(const Configuration& city, PersonId person) { return at(city.person_names, person.value); }
const Named& named(const Configuration& city, OrganisationId organisation) {
  return at(city.organisation_names, organisation.value);
}
const Named& named(const Configuration& city, CategoryId category) { return at(city.category_names, category.value); }

const Named& named(const Configuration& city, Party party) {
  if (party.is_organisation()) return named(city, party.organisation());
  if (party.is_person()) return named(city, party.person());
  return named(city, party.post());
}

std::string_view kind_of(Party party) {
  if (party.is_post()) return "post";
  if (party.is_organisation()) return "organisation";
  return party.is_person() ? "person" : "";
}

std::string text_of(const Named& named) { return named.code.empty() ? "-" : named.code + " " + named.name; }

boost::json::value json_of(const Named& named) {
  if (named.code.empty()) return nullptr;
  return {{"code", named.code}, {"name", named.name}};
}

boost::json::value json_of(const Configuration& city, Party party) {
  if (!party) return nullptr;
  const Named& who = named(city, party);
  return {{"kind", kind_of(party)}, {"code", who.code}, {"name", who.name}};
}

}  // namespace wangge::tools
