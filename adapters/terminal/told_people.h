#pragma once
// The people whom a terminal was told of by a demand's history: their names are not kept from it.

#include <cstddef>
#include <span>
#include <variant>

#include "engine/base/limits.h"
#include "engine/story/entry.h"
#include "engine/views/people.h"

namespace wangge::terminal {

// Beyond the bound the set begins anew: the people of the last history are always known.
inline void remember_people(std::span<const story::Entry> entries, views::PersonIds& told) {
  if (told.size() >= limits::told_people_max) told.clear();
  for (const story::Entry& entry : entries) {
    std::visit(
        [&](const auto& fact) {
          if constexpr (requires { fact.holder; }) told.insert(fact.holder.value);
          if constexpr (requires { fact.complained_of.is_person(); }) {
            if (fact.complained_of.is_person()) told.insert(fact.complained_of.person().value);
          }
        },
        entry.event);
  }
}

}  // namespace wangge::terminal
