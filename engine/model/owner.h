#pragma once
// Who must act on a demand (当前责任人): a post or an organisation, never both, never a person.

#include <cstdint>

#include "engine/base/check.h"
#include "engine/base/id.h"

namespace wangge {

using PostId = Id<struct PostTag>;
using PersonId = Id<struct PersonTag>;
using OrganisationId = Id<struct OrganisationTag>;

// A post, an organisation or a person in four bytes: the top two bits say which. 0 is nobody. A demand's owner is a
// post or an organisation; whoever a demand complains of, or offers something, is a person or an organisation.
class Party {
 public:
  constexpr Party() = default;
  constexpr Party(PostId post) : raw_(post ? post.value | post_bits : 0) {}
  constexpr Party(OrganisationId organisation) : raw_(organisation ? organisation.value | organisation_bits : 0) {}
  constexpr Party(PersonId person) : raw_(person ? person.value | person_bits : 0) {}

  static constexpr Party from_raw(std::uint32_t raw) {
    Party party;
    party.raw_ = raw;
    return party;
  }
  constexpr std::uint32_t raw() const { return raw_; }

  constexpr explicit operator bool() const { return raw_ != 0; }
  // True where the bits name nobody or exactly one kind; callers ask this first of bits from outside.
  constexpr bool well_formed() const { return raw_ == 0 || (raw_ & kind_mask) != 0; }
  constexpr bool is_post() const { return (raw_ & kind_mask) == post_bits; }
  constexpr bool is_organisation() const { return (raw_ & kind_mask) == organisation_bits; }
  constexpr bool is_person() const { return (raw_ & kind_mask) == person_bits; }

  constexpr PostId post() const { return PostId{is_post() ? raw_ & ~kind_mask : 0}; }
  constexpr OrganisationId organisation() const { return OrganisationId{is_organisation() ? raw_ & ~kind_mask : 0}; }
  constexpr PersonId person() const { return PersonId{is_person() ? raw_ & ~kind_mask : 0}; }

  friend constexpr bool operator==(Party, Party) = default;

 private:
  static constexpr std::uint32_t kind_mask = 0xC000'0000;
  static constexpr std::uint32_t post_bits = 0x4000'0000;
  static constexpr std::uint32_t organisation_bits = 0x8000'0000;
  static constexpr std::uint32_t person_bits = 0xC000'0000;

  std::uint32_t raw_ = 0;
};

}  // namespace wangge
