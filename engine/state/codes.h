#pragma once
// The ids of codes. An id belongs to its code for ever, over all versions of the configuration; ids are dense, from 1,
// in the order in which the codes were first met.

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/model/configuration.h"

namespace wangge {

template <class IdType>
class CodeBook {
 public:
  // The id of a code, none where it was never met.
  IdType find(std::string_view code) const {
    const auto found = ids_.find(code);
    return found == ids_.end() ? IdType{} : found->second;
  }

  IdType find_or_add(std::string_view code) {
    if (const IdType known = find(code)) return known;
    codes_.emplace_back(code);
    const IdType id{static_cast<decltype(IdType::value)>(codes_.size())};
    ids_.emplace(codes_.back(), id);
    return id;
  }

  // How many ids there are; the greatest id's number.
  std::size_t size() const { return codes_.size(); }
  std::string_view code(IdType id) const { return codes_[id.value - 1]; }

 private:
  std::deque<std::string> codes_;  // elements never move, so the map's keys may refer to them
  boost::unordered_flat_map<std::string_view, IdType> ids_;
};

struct Codes {
  CodeBook<PlaceId> places;
  CodeBook<PostId> posts;
  CodeBook<PersonId> people;
  CodeBook<OrganisationId> organisations;
  CodeBook<CategoryId> categories;
  CodeBook<SituationId> situations;
  CodeBook<AssetId> assets;
  CodeBook<DoorId> doors;
};

}  // namespace wangge
