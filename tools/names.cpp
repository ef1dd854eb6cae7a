#include "tools/names.h"

#include <stdexcept>

#include "engine/base/check.h"
#include "engine/base/utf8.h"
#include "tools/nearest.h"

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

Named named(const views::NamedRow& row) { return {row.code, row.name}; }

std::string_view kind_of(Party party) {
  if (party.is_post()) return "post";
  if (party.is_organisation()) return "organisation";
  return party.is_person() ? "person" : "";
}

std::string text_of(const Named& named) {
  if (named.code.empty()) return "-";
  return spelled_out(named.code == named.name ? named.name : named.code + " " + named.name, Lines::one);
}

boost::json::value json_of(const Named& named) {
  if (named.code.empty()) return nullptr;
  return {{"code", named.code}, {"name", named.name}};
}

boost::json::value json_of(const Configuration& city, Party party) {
  if (!party) return nullptr;
  const Named& who = named(city, party);
  return {{"kind", kind_of(party)}, {"code", who.code}, {"name", who.name}};
}

std::uint32_t find_code(std::string_view option, const std::string& code, const std::vector<Named>& names,
                        const Console& console, const std::function<bool(std::uint32_t)>& may_be_named) {
  std::vector<std::string_view> known;
  for (std::uint32_t id = 1; id < names.size(); ++id) {
    if (!may_be_named(id)) continue;
    if (names[id].code == code) return id;
    known.push_back(names[id].code);
  }
  std::string text = std::string(console.say("没有这个代码：", "no such code: ")) + std::string(option) + " " + code;
  std::string meant;
  for (const std::string_view near : nearest(code, known, 3)) meant += (meant.empty() ? "" : ", ") + std::string(near);
  if (!meant.empty()) text += std::string(console.say("。是不是：", "; perhaps ")) + meant;
  throw std::runtime_error(text);
}

}  // namespace wangge::tools
