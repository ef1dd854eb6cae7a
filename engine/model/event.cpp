#include "engine/model/event.h"

namespace wangge {

bool carries_number(const Event& event) {
  return see(event, [](const auto& fact) {
    if constexpr (requires { fact.sequence; }) return static_cast<bool>(fact.session);
    return false;
  });
}

}  // namespace wangge
