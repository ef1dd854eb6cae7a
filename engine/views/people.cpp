#include "engine/views/people.h"

#include <algorithm>

#include "engine/state/city.h"

namespace wangge::views {
namespace {

// The reach of an account: the places within its own ones, those that contain one of them, and their roads.
class Reach {
 public:
  Reach(const Configuration& city, const Account& account)
      : city_(city), holds_one_(city.places.size()), is_one_(city.places.size()) {
    for (const PlaceId grid : account.grids) add(grid);
    for (const PostId post : account.rights.posts) add(city.posts[post.value].place);
    add(account.rights.scope);
    const OrganisationId organisation = account.rights.organisation;
    if (!organisation) return;
    add(city.organisations[organisation.value].seat);
    for (const Duty& duty : city.duties) {
      if (duty.organisation == organisation) add(duty.place);
    }
    for (std::uint32_t id = 1; id < city.places.size(); ++id) {
      if (city.places[id].manager == organisation) add(PlaceId{id});
    }
  }

  bool has(PlaceId place) const {
    if (!place) return false;
    if (holds_one_[place.value]) return true;
    const PlaceKind kind = city_.places[place.value].kind;
    const bool is_road = kind == PlaceKind::lane || kind == PlaceKind::street;
    if (is_road && holds_one_[city_.enclosing(place, PlaceKind::subdistrict).value]) return true;
    for (; place; place = city_.places[place.value].parent) {
      if (is_one_[place.value]) return true;
    }
    return false;
  }

 private:
  void add(PlaceId place) {
    if (!place || is_one_[place.value]) return;
    is_one_[place.value] = true;
    for (; place && !holds_one_[place.value]; place = city_.places[place.value].parent) holds_one_[place.value] = true;
  }

  const Configuration& city_;
  std::vector<bool> holds_one_, is_one_;  // by PlaceId; index 0 is false
};

// The people that are asked for, and which of them the account may know.
class Known {
 public:
  Known(const Configuration& city, const Account& account, std::span<const std::uint32_t> people)
      : reach_(city, account), is_asked_(city.people.size()), is_known_(city.people.size()) {
    for (const std::uint32_t id : people) {
      if (id != 0 && id < is_asked_.size()) is_asked_[id] = true;
    }
    for (const Post& post : city.posts) {
      add(post.holder, post.place);
      add(post.deputy, post.place);
    }
    for (const Rotation& rotation : city.rotations) {
      for (const PersonId person : rotation.people) add(person, city.posts[rotation.post.value].place);
    }
    for (const Shift& shift : city.shifts) add(shift.person, city.posts[shift.post.value].place);
    for (const CommitteeMember& member : city.committees) add(member.person, member.community);
    for (const Resource& resource : city.resources) {
      if (resource.who.is_person()) add(resource.who.person(), resource.place);
    }
  }

  bool has(std::uint32_t id) const { return id < is_known_.size() && is_known_[id]; }

 private:
  void add(PersonId person, PlaceId place) {
    if (is_asked_[person.value] && !is_known_[person.value]) is_known_[person.value] = reach_.has(place);
  }

  Reach reach_;
  std::vector<bool> is_asked_, is_known_;  // by PersonId; index 0 is false
};

}  // namespace

std::vector<std::uint32_t> known_people(const City& city, AccountId id, const PersonIds& told,
                                        std::span<const std::uint32_t> people) {
  std::vector<std::uint32_t> out(people.begin(), people.end());
  const Account& account = city.accounts[id];
  const bool knows_all =
      account.kind == AccountKind::ops || (account.kind == AccountKind::terminal && account.rights.every_grid);
  if (knows_all || !city.configuration) return out;
  const Known known(*city.configuration, account, people);
  std::ranges::replace_if(
      out, [&](std::uint32_t person) { return !told.contains(person) && !known.has(person); }, 0u);
  return out;
}

}  // namespace wangge::views
