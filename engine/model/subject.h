#pragma once
// The subject of a demand beside its place: an asset (部件: a lamp, a manhole cover, a lift) or a door (户).

#include <cstdint>

#include "engine/base/id.h"

namespace wangge {

using AssetId = Id<struct AssetTag>;
using DoorId = Id<struct DoorTag>;

// An asset, a door or neither, in four bytes: the top bit says which. 0 is neither.
class Subject {
 public:
  constexpr Subject() = default;
  constexpr Subject(AssetId asset) : raw_(asset.value) {}
  constexpr Subject(DoorId door) : raw_(door ? door.value | door_bit : 0) {}

  static constexpr Subject from_raw(std::uint32_t raw) {
    Subject subject;
    subject.raw_ = raw;
    return subject;
  }
  constexpr std::uint32_t raw() const { return raw_; }

  constexpr explicit operator bool() const { return raw_ != 0; }
  constexpr bool is_door() const { return (raw_ & door_bit) != 0; }

  constexpr AssetId asset() const { return AssetId{is_door() ? 0 : raw_}; }
  constexpr DoorId door() const { return DoorId{is_door() ? raw_ & ~door_bit : 0}; }

  friend constexpr bool operator==(Subject, Subject) = default;

 private:
  static constexpr std::uint32_t door_bit = 0x8000'0000;

  std::uint32_t raw_ = 0;
};

}  // namespace wangge
