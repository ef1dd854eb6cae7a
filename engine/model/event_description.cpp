#include "engine/model/event_description.h"

#include "engine/model/command_description.h"
#include "engine/model/described_whole.h"

namespace wangge {
namespace {

template <class... Facts>
constexpr bool are_described_whole(const std::variant<Facts...>*) {
  return (is_described_whole<Facts>() && ...);
}

template <class... Commands>
constexpr bool are_described_whole(Kinds<Commands...>) {
  return (is_described_whole<Commands>() && ...);
}

static_assert(are_described_whole(static_cast<const Event*>(nullptr)));
static_assert(are_described_whole(SingleCommands{}));
static_assert(is_described_whole<Refusal>() && is_described_whole<Limit>() && is_described_whole<Verdict>() &&
              is_described_whole<Offer>() && is_described_whole<Urge>() && is_described_whole<Rights>());

}  // namespace
}  // namespace wangge
