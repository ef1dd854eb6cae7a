#include "engine/model/event_description.h"

#include <boost/pfr/tuple_size.hpp>

namespace wangge {
namespace {

template <class Struct>
constexpr bool is_described_whole() {
  static_assert(is_complete<Struct>(boost::pfr::tuple_size_v<Struct>),
                "a field has no description, or not one of its own");
  return true;
}

template <class... Facts>
constexpr bool are_described_whole(const std::variant<Facts...>*) {
  return (is_described_whole<Facts>() && ...);
}

static_assert(are_described_whole(static_cast<const Event*>(nullptr)));
static_assert(is_described_whole<Refusal>() && is_described_whole<Limit>() && is_described_whole<Verdict>() &&
              is_described_whole<Offer>() && is_described_whole<Urge>() && is_described_whole<Rights>());

}  // namespace
}  // namespace wangge
