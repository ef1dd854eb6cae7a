#pragma once
// The whistle (吹哨), where the time to report has passed.

#include <span>
#include <string>

#include "engine/model/event.h"
#include "engine/state/city.h"

namespace wangge::rules {

// That these have not come to a summons that is there; they are written to the blob. Who acts for the city's post is
// left out.
NotArrived not_arrived(const City& city, SummonsId id, std::span<const OrganisationId> missing, std::string& blob);

}  // namespace wangge::rules
