#include "tools/bench/large_city.h"

#include <algorithm>

namespace wangge::tools::bench {
namespace {

// The ids of one copy of the tile within the large city. A row that the city has only once keeps the id of the first
// copy.
class Copy {
 public:
  Copy(const Configuration& tile, std::size_t number)
      : tile_(tile),
        places_(shift(tile.places.size(), number)),
        posts_(shift(tile.posts.size(), number)),
        people_(shift(tile.people.size(), number)),
        organisations_(shift(tile.organisations.size(), number)) {}

  PlaceId operator()(PlaceId id) const { return !id || is_city(id) ? id : PlaceId{id.value + places_}; }
  PostId operator()(PostId id) const {
    return !id || is_city(tile_.posts[id.value].place) ? id : PostId{id.value + posts_};
  }
  PersonId operator()(PersonId id) const { return id ? PersonId{id.value + people_} : id; }
  OrganisationId operator()(OrganisationId id) const { return id ? OrganisationId{id.value + organisations_} : id; }
  Party operator()(Party party) const {
    if (party.is_post()) return (*this)(party.post());
    if (party.is_organisation()) return (*this)(party.organisation());
    return party ? Party((*this)(party.person())) : party;
  }

  bool is_city(PlaceId id) const { return tile_.places[id.value].kind == PlaceKind::city; }

 private:
  static std::uint32_t shift(std::size_t rows, std::size_t number) {
    return static_cast<std::uint32_t>((rows - 1) * number);  // row 0 is "none"
  }

  const Configuration& tile_;
  std::uint32_t places_, posts_, people_, organisations_;
};

Place copied(Place place, const Copy& copy) {
  place.parent = copy(place.parent);
  place.post = copy(place.post);
  place.manager = copy(place.manager);
  return place;
}
Post copied(Post post, const Copy& copy) {
  post.place = copy(post.place);
  post.superior = copy(post.superior);
  post.holder = copy(post.holder);
  post.deputy = copy(post.deputy);
  return post;
}
Person copied(Person person, const Copy&) { return person; }
Organisation copied(Organisation organisation, const Copy& copy) {
  organisation.seat = copy(organisation.seat);
  return organisation;
}
Leave copied(Leave leave, const Copy& copy) {
  leave.person = copy(leave.person);
  return leave;
}
Duty copied(Duty duty, const Copy& copy) {
  duty.organisation = copy(duty.organisation);
  duty.place = copy(duty.place);
  return duty;
}
Resource copied(Resource resource, const Copy& copy) {
  resource.who = copy(resource.who);
  resource.place = copy(resource.place);
  return resource;
}

template <class Row>
void append(std::vector<Row>& to, const std::vector<Row>& tile, const Copy& copy) {
  for (std::size_t i = 1; i < tile.size(); ++i) to.push_back(copied(tile[i], copy));
}

// The city's own rows stand in the first copy.
template <class Row>
void append_local(std::vector<Row>& to, const std::vector<Row>& tile, const Copy& copy) {
  for (const Row& row : tile) {
    if (!copy.is_city(row.place)) to.push_back(copied(row, copy));
  }
}

void append(Configuration& city, const Configuration& tile, std::size_t number) {
  const Copy copy(tile, number);
  append(city.places, tile.places, copy);
  append(city.posts, tile.posts, copy);
  append(city.people, tile.people, copy);
  append(city.organisations, tile.organisations, copy);
  for (const Leave& leave : tile.leave) city.leave.push_back(copied(leave, copy));
  append_local(city.duties, tile.duties, copy);
  append_local(city.resources, tile.resources, copy);
}

template <class Row>
void reserve(std::vector<Row>& rows, std::size_t tiles) {
  rows.reserve(rows.size() * tiles);
}

}  // namespace

std::size_t count_grids(const Configuration& city) {
  return static_cast<std::size_t>(std::ranges::count_if(
      city.places, [](const Place& place) { return place.present && place.kind == PlaceKind::grid; }));
}

Configuration enlarge(const Configuration& tile, std::size_t grids) {
  const std::size_t each = count_grids(tile);
  const std::size_t tiles = std::max<std::size_t>(1, (grids + each - 1) / each);
  Configuration city = tile;
  city.place_names = city.post_names = city.person_names = city.organisation_names = {};
  reserve(city.places, tiles);
  reserve(city.posts, tiles);
  reserve(city.people, tiles);
  reserve(city.organisations, tiles);
  for (std::size_t number = 1; number < tiles; ++number) append(city, tile, number);
  return city;
}

}  // namespace wangge::tools::bench
