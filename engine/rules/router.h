#pragma once
// Routing (routing.h) on the hot path.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/event.h"
#include "engine/rules/routing.h"
#include "engine/state/city.h"

namespace wangge::rules {

// Gives the answers of route() at the speed of a look-up: chains by post, leads and offers by place and category, dues
// by limits for the present second. A cache outside the city's state, kept by the loop; it fills itself and starts anew
// with each version of the configuration.
class Router {
 public:
  explicit Router(const City& city);
  ~Router();

  struct InternedRoute {
    ChainId chain;  // known to the city, or the next to be interned: then the draft gets ChainInterned
    OffersId offers;
    FirstPostReason first_post_reason;
    LeadReason lead_reason;
    std::uint8_t acting_step;
    std::uint8_t severity;
    bool tell_chain;
    PersonId holder;
    PostId acting_post;  // of the chain, at acting_step
    Party lead;
    Dues dues;
  };
  // Adds ChainInterned and OffersInterned to `events` (their lists to `blob`) where the city does not know them yet.
  InternedRoute route(const RoutingQuestion& question, Instant now, std::vector<Event>& events, std::string& blob);

  // The city's dues of stages that begin now at the place: the same for all that are decided in one second and go by
  // the same calendar.
  const CityDues& city_dues(Instant now, PlaceId place);

  // Fetch into the cache the memory that answer() will read: the rows of places first and, once they have arrived, the
  // rows that those lead to; no effect otherwise. The ids need not exist.
  void prefetch_places(const RoutingQuestion& question) const;
  void prefetch_route(const RoutingQuestion& question) const;

 private:
  struct Tables;

  void start_version();
  bool has_tables_for(const RoutingQuestion& question) const;
  ChainId intern(const Chain& chain, std::vector<Event>& events);
  OffersId intern(std::span<const Offer> offers, std::vector<Event>& events, std::string& blob);

  const City& city_;
  std::unique_ptr<Tables> tables_;
};

}  // namespace wangge::rules
