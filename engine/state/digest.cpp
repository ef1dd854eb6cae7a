#include "engine/state/digest.h"

#include <memory>
#include <string>
#include <string_view>

#include <xxhash.h>

#include "engine/model/described_bytes.h"
#include "engine/model/described_whole.h"
#include "engine/state/state_description.h"

namespace wangge {
namespace {

static_assert(is_described_whole<Slot>() && is_described_whole<Aside>() && is_described_whole<LostLead>());
static_assert(is_described_whole<SituationInForce>() && is_described_whole<Job>() &&
              is_described_whole<Recomputation>());
static_assert(is_described_whole<Proposal>() && is_described_whole<Version>() && is_described_whole<Account>());
static_assert(is_described_whole<PendingNotice>() && is_described_whole<NoticeQueue::Unreached>() &&
              is_described_whole<NoticeQueue::Storm>() && is_described_whole<NoticeQueue::Key>());
static_assert(is_described_whole<Summons>() && is_described_whole<Turnout>());
static_assert(is_described_whole<Spot>() && is_described_whole<Surge>());

// XXH3 over values one after the other, as described_bytes.h writes them: each value says where it ends, and a field
// that has the default is left out, so that a new field does not change a digest that was taken before.
class Digest {
 public:
  Digest() { XXH3_64bits_reset(state_.get()); }

  template <class... Values>
  void add(const Values&... values) {
    (put_value(values, bytes_), ...);
    if (bytes_.size() >= bytes_kept) flush();
  }
  void add(std::string_view text) {
    put_bytes(text, bytes_);
    if (bytes_.size() >= bytes_kept) flush();
  }
  std::uint64_t value() {
    flush();
    return XXH3_64bits_digest(state_.get());
  }

 private:
  static constexpr std::size_t bytes_kept = 65'536;  // enough to be worth a call of the library

  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };

  void flush() {
    XXH3_64bits_update(state_.get(), bytes_.data(), bytes_.size());
    bytes_.clear();
  }

  std::unique_ptr<XXH3_state_t, Free> state_{XXH3_createState()};
  std::string bytes_;
};

template <class IdType>
void add(Digest& digest, const CodeBook<IdType>& book) {
  digest.add(book.size());
  for (std::size_t i = 1; i <= book.size(); ++i) {
    digest.add(book.code(IdType{static_cast<decltype(IdType::value)>(i)}));
  }
}

template <class Values>
void add_all(Digest& digest, const Values& values) {
  digest.add(std::uint64_t{values.size()});
  for (const auto& value : values) digest.add(value);
}

void add(Digest& digest, const Codes& codes) {
  add(digest, codes.places);
  add(digest, codes.posts);
  add(digest, codes.people);
  add(digest, codes.organisations);
  add(digest, codes.categories);
  add(digest, codes.situations);
  add(digest, codes.assets);
  add(digest, codes.doors);
}

// Adds the window of a session: what a repeat is answered from, and the contents that it must have.
void add(Digest& digest, const Session& session) {
  digest.add(session.account(), session.spool(), session.opened(), session.expected(), session.used());
  const auto window = static_cast<std::uint32_t>(limits::session_commands_max);
  const std::uint32_t oldest = session.expected() > window ? session.expected() - window : 1;
  for (std::uint32_t sequence = oldest; sequence < session.expected(); ++sequence) {
    digest.add(session.position(sequence), session.content(sequence));
  }
  for (std::uint32_t sequence = 1; sequence < session.expected(); sequence += limits::sequence_mark_every) {
    digest.add(session.search_from(sequence));
  }
}

void add(Digest& digest, const Routes& routes) {
  digest.add(routes.chain_count(), routes.offers_count());
  for (std::uint32_t id = 1; id <= routes.chain_count(); ++id) add_all(digest, routes.chain(ChainId{id}).span());
  for (std::uint32_t id = 1; id <= routes.offers_count(); ++id) add_all(digest, routes.offers(OffersId{id}));
}

// Slot numbers may be hashed: they are the same in every city that has applied the same facts.
void add(Digest& digest, const Demands& demands, const Slot& slot) {
  const SlotIndex index = demands.find_slot(slot.id);
  const auto [grid, road] = demands.listed_by(index);
  digest.add(slot, demands.aside(slot), index, demands.slots().since(index), demands.subject(slot.id), grid, road,
             demands.last_member(slot.id));
  demands.each_escalated_to(slot.id, [&](Party post) { digest.add(post); });
  digest.add(Party());
  demands.each_side(slot.id, [&](Party owner, Side why) { digest.add(owner, static_cast<std::uint8_t>(why)); });
  digest.add(Party());
  demands.each_lost_lead(slot, [&](const LostLead& lost) { digest.add(lost); });
}

void add_queue(Digest& digest, const Demands& demands, Party owner) {
  const OwnerQueue queue = demands.queue(owner);
  digest.add(queue.count);
  for (SlotIndex index = queue.first; index != no_slot; index = demands[index].next_in_queue) digest.add(index);
  add_all(digest, demands.side_queue(owner));
  if (owner.is_post()) add_all(digest, demands.escalation_queue(owner.post()));
}

void add(Digest& digest, const City& city, const Demands& demands) {
  digest.add(demands.size(), demands.open(), demands.finals());
  demands.each([&](const Slot& slot) { add(digest, demands, slot); },
               [&](DemandId demand, Position last) { digest.add(demand, last, demands.is_restricted(demand)); });
  for (std::uint32_t post = 1; post <= city.codes.posts.size(); ++post) add_queue(digest, demands, PostId{post});
  for (std::uint32_t id = 1; id <= city.codes.organisations.size(); ++id)
    add_queue(digest, demands, OrganisationId{id});
}

void add(Digest& digest, const City& city, const NoticeQueue& notices) {
  digest.add(notices.pending().size(), notices.unreached().size(), notices.storms());
  for (const auto& [id, notice] : notices.pending()) digest.add(id, notice);
  for (const auto& [to, unreached] : notices.unreached()) digest.add(to, unreached);
  notices.each_storm([&](const NoticeQueue::Key& key, const NoticeQueue::Storm& storm, Seconds since) {
    digest.add(key, storm, since);
  });
  for (std::uint32_t post = 1; post <= city.codes.posts.size(); ++post) digest.add(notices.last_told(PostId{post}));
}

void add(Digest& digest, const Spots& spots) {
  spots.of_spots().each([&](PlaceId place, std::uint16_t kind, const Spot& spot) { digest.add(place, kind, spot); });
  digest.add(PlaceId{});
  spots.of_surges().each(
      [&](PlaceId place, std::uint16_t kind, const Surge& surge) { digest.add(place, kind, surge); });
  digest.add(PlaceId{});
}

void add(Digest& digest, const Summonses& summonses) {
  digest.add(summonses.all().size());
  for (const auto& [id, summons] : summonses.all()) digest.add(id, summons, summonses.is_awaited(id));
  add_all(digest, summonses.turnouts());
}

}  // namespace

std::uint64_t digest_of(const City& city) {
  Digest digest;
  digest.add(city.log, city.clock, city.last, city.now);
  add(digest, city.codes);
  add_all(digest, city.versions);
  digest.add(city.staging, digest_of(city.staged), city.staged_by, city.proposal, city.migrated);
  digest.add(city.accounts.size(), city.sessions.size());
  for (std::uint32_t id = 1; id <= city.accounts.size(); ++id) digest.add(city.accounts[AccountId{id}]);
  for (std::uint32_t id = 1; id <= city.sessions.size(); ++id) add(digest, city.sessions[SessionId{id}]);
  add(digest, city.routes);
  add(digest, city, city.demands);
  add_all(digest, city.situations);
  add_all(digest, city.jobs);
  add_all(digest, city.recomputed);
  add(digest, city.summonses);
  add(digest, city.spots);
  add(digest, city, city.notices);
  city.registers.each_state([&](std::size_t index, std::string_view state) {
    digest.add(index);
    digest.add(state);
  });
  return digest.value();
}

}  // namespace wangge
