#include "tests/released_digest.h"

#include "engine/state/city.h"
#include "engine/state/digest.h"

#include <memory>
#include <string_view>

#include <xxhash.h>

namespace wangge::tests {
namespace {

// XXH3 over fields in a fixed order, each integer in eight little-endian bytes, each text with its length before it.
class Digest {
 public:
  Digest() { XXH3_64bits_reset(state_.get()); }

  void add(std::uint64_t number) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<unsigned char>(number >> 8 * i);
    XXH3_64bits_update(state_.get(), bytes, sizeof bytes);
  }
  void add(std::string_view text) {
    add(text.size());
    XXH3_64bits_update(state_.get(), text.data(), text.size());
  }
  template <class Tag, class Number>
  void add(Id<Tag, Number> id) {
    add(std::uint64_t{id.value});
  }
  void add(Party party) { add(std::uint64_t{party.raw()}); }
  template <std::size_t size>
  void add(const std::array<std::uint8_t, size>& bytes) {
    add(std::string_view(reinterpret_cast<const char*>(bytes.data()), size));
  }

  std::uint64_t value() const { return XXH3_64bits_digest(state_.get()); }

 private:
  struct Free {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
  };
  std::unique_ptr<XXH3_state_t, Free> state_{XXH3_createState()};
};

template <class IdType>
void add(Digest& digest, const CodeBook<IdType>& book) {
  digest.add(std::uint64_t{book.size()});
  for (std::size_t i = 1; i <= book.size(); ++i) {
    digest.add(book.code(IdType{static_cast<decltype(IdType::value)>(i)}));
  }
}

void add(Digest& digest, const Tables& tables) {
  for (const std::vector<Row>& rows : tables.rows) {
    // A table that came after the first release, and of which there is nothing, is as if there were none.
    if (rows.empty() &&
        static_cast<std::size_t>(&rows - tables.rows.data()) > static_cast<std::size_t>(TableKind::calendar))
      continue;
    digest.add(std::uint64_t{rows.size()});
    for (const Row& row : rows) {
      digest.add(std::uint64_t{row.size()});
      for (const std::string& cell : row) digest.add(std::string_view(cell));
    }
  }
}

void add(Digest& digest, const Account& account) {
  digest.add(static_cast<std::uint64_t>(account.kind));
  digest.add(account.token_hash);
  digest.add(std::string_view(account.rights.name));
  digest.add(std::uint64_t{account.rights.every_grid});
  digest.add(std::uint64_t{account.rights.grids.size()});
  for (const PlaceId grid : account.rights.grids) digest.add(grid);
  digest.add(std::uint64_t{account.rights.posts.size()});
  for (const PostId post : account.rights.posts) digest.add(post);
  digest.add(account.rights.organisation);
  digest.add(account.rights.scope);
  digest.add(std::uint64_t{account.ended});
  digest.add(std::uint64_t{account.spools});
  if (account.rights.person) {
    digest.add(std::string_view("person"));
    digest.add(account.rights.person);
  }
  if (!account.rights.every_restricted && account.rights.restricted.empty()) return;
  digest.add(std::uint64_t{account.rights.every_restricted});
  digest.add(std::uint64_t{account.rights.restricted.size()});
  for (const CategoryId category : account.rights.restricted) digest.add(category);
}

// The window of a session: what a repeat would be answered from, and what it has to say; a digest from before there was
// that stays as it is.
void add(Digest& digest, const Session& session) {
  digest.add(session.account());
  digest.add(session.spool());
  digest.add(std::uint64_t{session.expected()});
  const auto window = static_cast<std::uint32_t>(limits::session_commands_max);
  const std::uint32_t oldest = session.expected() > window ? session.expected() - window : 1;
  for (std::uint32_t sequence = oldest; sequence < session.expected(); ++sequence) {
    digest.add(session.position(sequence));
    if (const std::uint32_t content = session.content(sequence); content != 0) digest.add(std::uint64_t{content});
  }
  for (std::uint32_t sequence = 1; sequence < session.expected(); sequence += limits::sequence_mark_every) {
    digest.add(session.search_from(sequence));
  }
}

// What a demand has had since its submission, in the order in which the formats came: a digest from before there was
// any of it stays as it is. When its stages began is left out, since that only says when to warn, and so is which
// deadlines have passed, which is only shown.
void add_urge(Digest& digest, const Urge& urge) {
  digest.add(std::uint64_t{urge.due});
  for (const std::uint8_t number : {urge.step, urge.round, static_cast<std::uint8_t>(urge.until)})
    digest.add(std::uint64_t{number});
}

void add_handling(Digest& digest, const Aside& aside) {
  digest.add(aside.returned_to);
  for (const Party party : aside.between) digest.add(party);
  for (const std::uint8_t count : {aside.times, aside.hand_overs, aside.returns, aside.reworks, aside.upward}) {
    digest.add(std::uint64_t{count});
  }
  digest.add(std::uint64_t{aside.is_contained});
}

void add_verdicts(Digest& digest, const Aside& aside) {
  for (const std::uint8_t number : {aside.reopened, aside.calls, static_cast<std::uint8_t>(aside.to_deputy)}) {
    digest.add(std::uint64_t{number});
  }
  digest.add(std::uint64_t{aside.verdict});
  digest.add(std::uint64_t{aside.last_call});
}

void add_family(Digest& digest, const Aside& aside) {
  digest.add(aside.head);
  for (const std::uint8_t number :
       {static_cast<std::uint8_t>(aside.bond), static_cast<std::uint8_t>(aside.state_before), aside.warned_before,
        aside.severity_alone}) {
    digest.add(std::uint64_t{number});
  }
  if (aside.head) {
    for (const Seconds due : aside.held.of) digest.add(std::uint64_t{due});
  }
  digest.add(std::uint64_t{aside.members});
  digest.add(std::uint64_t{aside.voices});
}

void add_asking(Digest& digest, const Aside& aside) {
  digest.add(static_cast<std::uint64_t>(aside.pending));
  digest.add(std::uint64_t{aside.extension.amount});
  digest.add(static_cast<std::uint64_t>(aside.extension.unit));
  digest.add(std::uint64_t{aside.suspended_until});
  digest.add(aside.asked_of);
  for (const std::uint8_t count : {aside.extensions, aside.suspensions, aside.refusals})
    digest.add(std::uint64_t{count});
  digest.add(std::uint64_t{aside.suspended_at});
  for (const Seconds due : aside.held.of) digest.add(std::uint64_t{due});
  for (const Party assistant : aside.assistants) digest.add(assistant);
}

bool has_handling(const Aside& aside) {
  return aside.returned_to || aside.between[0] || aside.reworks != 0 || aside.is_contained;
}
bool has_verdicts(const Aside& aside) {
  return aside.reopened != 0 || aside.calls != 0 || aside.to_deputy || aside.verdict != 0;
}

bool has_asking(const Aside& aside) {
  return aside.pending != Pending::none || aside.extensions != 0 || aside.suspensions != 0 || aside.refusals != 0 ||
         aside.assistants[0];
}

void add(Digest& digest, const Slot& slot, const Aside& aside, Subject subject) {
  digest.add(slot.id);
  digest.add(slot.last);
  digest.add(std::uint64_t{slot.received});
  for (const Seconds due : slot.dues.of) digest.add(std::uint64_t{due});
  digest.add(slot.chain);
  digest.add(slot.lead);
  digest.add(slot.place);
  digest.add(slot.road);
  digest.add(slot.category);
  digest.add(std::uint64_t{slot.condition});
  digest.add(std::uint64_t{slot.severity});
  digest.add(static_cast<std::uint64_t>(slot.state));
  digest.add(std::uint64_t{slot.acting_step});
  digest.add(std::uint64_t{slot.escalated_step});
  digest.add(std::uint64_t{slot.origin});
  digest.add(aside.complained_of);
  if (has_handling(aside)) add_handling(digest, aside);
  if (has_verdicts(aside)) add_verdicts(digest, aside);
  if (has_asking(aside)) add_asking(digest, aside);
  if (aside.urge != Urge{}) add_urge(digest, aside.urge);
  if (aside.head || aside.severity_alone != 0) add_family(digest, aside);
  if (slot.warned != 0) digest.add(std::uint64_t{slot.warned});
  if (slot.waits != 0) digest.add(std::string_view("waits"));
  if (aside.is_restricted) digest.add(std::string_view("restricted"));
  if (subject) {
    digest.add(std::string_view("subject"));
    digest.add(std::uint64_t{subject.raw()});
  }
  if (aside.pause) {
    digest.add(std::string_view("pause"));
    for (const Seconds at :
         {aside.pause.began, aside.pause.from, aside.resolution_since, Seconds{aside.pause.has_waited}})
      digest.add(std::uint64_t{at});
  }
  if (aside.extends != 0) {
    digest.add(std::string_view("extends"));
    for (const Seconds number : {aside.extends, Seconds{aside.late_meanwhile}, Seconds{aside.raised_meanwhile}})
      digest.add(std::uint64_t{number});
  }
  if (aside.appeal != Appeal::none) {
    digest.add(static_cast<std::uint64_t>(aside.appeal));
    digest.add(aside.reviewer);
  }
}

void add(Digest& digest, const Demands& demands, OwnerQueue queue) {
  digest.add(std::uint64_t{queue.count});
  for (SlotIndex index = queue.first; index != no_slot; index = demands[index].next_in_queue) {
    digest.add(demands[index].id);
  }
}

void add(Digest& digest, const NoticeQueue& notices) {
  for (const auto& [id, notice] : notices.pending()) {
    digest.add(id);
    digest.add(notice.demand);
    digest.add(notice.to);
    digest.add(notice.holder);
    digest.add(static_cast<std::uint64_t>(notice.kind));
    digest.add(std::uint64_t{notice.not_before});
    digest.add(std::uint64_t{notice.count});
    if (notice.summons) digest.add(notice.summons);
  }
  digest.add(std::uint64_t{notices.storms()});
}

// What was found; the counts follow from the demands. In no order, so a sum.
std::uint64_t found_in(const Spots& spots) {
  std::uint64_t sum = 0;
  const auto add_one = [&](PlaceId place, std::uint16_t kind, Seconds found, Seconds raised) {
    if (found == 0 && raised == 0) return;
    Digest one;
    one.add(place);
    for (const std::uint64_t number : {std::uint64_t{kind}, std::uint64_t{found}, std::uint64_t{raised}})
      one.add(number);
    sum += one.value();
  };
  spots.of_spots().each(
      [&](PlaceId place, std::uint16_t kind, const Spot& spot) { add_one(place, kind, spot.found, spot.raised); });
  spots.of_surges().each(
      [&](PlaceId place, std::uint16_t kind, const Surge& surge) { add_one(place, kind, surge.found, 0); });
  return sum;
}

void add(Digest& digest, const Summonses& summonses) {
  for (const auto& [id, summons] : summonses.all()) {
    digest.add(id);
    digest.add(summons.demand);
    digest.add(summons.place);
    digest.add(summons.by);
    for (const Seconds at : {summons.called, summons.due, summons.ended}) digest.add(std::uint64_t{at});
    digest.add(summons.escalated_to);
    digest.add(std::uint64_t{summonses.is_awaited(id)});
    for (const Attendee& one : summons.who) {
      digest.add(one.who);
      digest.add(std::uint64_t{one.arrived});
      for (const bool is : {one.is_late, one.is_missing, one.has_left}) digest.add(std::uint64_t{is});
      digest.add(std::uint64_t{one.grade});
    }
  }
  for (const Turnout& one : summonses.turnouts()) {
    for (const std::uint32_t number :
         {one.called, one.in_time, one.late, one.never, one.left_early, one.rated, one.grades}) {
      digest.add(std::uint64_t{number});
    }
  }
}

void add(Digest& digest, const City& city, const Demands& demands) {
  digest.add(std::uint64_t{demands.size()});
  digest.add(std::uint64_t{demands.open()});
  demands.each([&](const Slot& slot) { add(digest, slot, demands.aside(slot), demands.subject(slot.id)); },
               [&](DemandId demand, Position last) {
                 digest.add(demand);
                 digest.add(last);
                 if (demands.is_restricted(demand)) digest.add(std::string_view("restricted"));
               });
  for (std::uint32_t post = 1; post <= city.codes.posts.size(); ++post) {
    add(digest, demands, demands.queue(PostId{post}));
    const auto escalated = demands.escalation_queue(PostId{post});
    digest.add(std::uint64_t{escalated.size()});
    for (const DemandId demand : escalated) digest.add(demand);
  }
  for (std::uint32_t organisation = 1; organisation <= city.codes.organisations.size(); ++organisation) {
    add(digest, demands, demands.queue(OrganisationId{organisation}));
  }
}

}  // namespace

std::uint64_t released_digest_of(const City& city) {
  Digest digest;
  digest.add(city.log);
  digest.add(static_cast<std::uint64_t>(city.clock));
  digest.add(city.last);
  digest.add(std::uint64_t{city.now});
  add(digest, city.codes.places);
  add(digest, city.codes.posts);
  add(digest, city.codes.people);
  add(digest, city.codes.organisations);
  add(digest, city.codes.categories);
  if (city.codes.situations.size() != 0) add(digest, city.codes.situations);
  if (city.codes.assets.size() != 0) add(digest, city.codes.assets);
  if (city.codes.doors.size() != 0) add(digest, city.codes.doors);
  digest.add(std::uint64_t{city.versions.size()});
  for (const Version& version : city.versions) {
    digest.add(std::uint64_t{version.number});
    digest.add(version.adopted);
    digest.add(std::uint64_t{version.effective});
    digest.add(version.digest);
    if (version.by) digest.add(version.by);
  }
  digest.add(std::uint64_t{city.staging});
  add(digest, city.staged);
  if (city.staged_by) digest.add(city.staged_by);
  if (city.proposal) {
    digest.add(city.proposal.position);
    digest.add(city.proposal.account);
    for (const std::uint64_t number :
         {std::uint64_t{city.proposal.at}, std::uint64_t{city.proposal.rows}, city.proposal.digest})
      digest.add(number);
    if (city.proposal.effective != 0) {
      digest.add(city.proposal.adopter);
      digest.add(std::uint64_t{city.proposal.effective});
      digest.add(static_cast<std::uint64_t>(city.proposal.why.reason));
    }
  }
  for (std::uint32_t id = 1; id <= city.accounts.size(); ++id) add(digest, city.accounts[AccountId{id}]);
  for (std::uint32_t id = 1; id <= city.sessions.size(); ++id) {
    const Session& session = city.sessions[SessionId{id}];
    add(digest, session);
    // Which one makes way counts only where the account has all its spools.
    if (city.accounts[session.account()].spools >= limits::spools_per_account_max)
      digest.add(std::uint64_t{session.used()});
  }
  for (std::uint32_t id = 1; id <= city.routes.chain_count(); ++id) {
    for (const PostId post : city.routes.chain(ChainId{id}).span()) digest.add(post);
    digest.add(std::uint64_t{0});
  }
  for (std::uint32_t id = 1; id <= city.routes.offers_count(); ++id) {
    for (const Offer& offer : city.routes.offers(OffersId{id})) {
      digest.add(offer.who);
      digest.add(static_cast<std::uint64_t>(offer.reason));
    }
    digest.add(std::uint64_t{0});
  }
  add(digest, city, city.demands);
  if (city.migrated) digest.add(city.migrated);
  for (const SituationInForce& one : city.situations) {
    digest.add(one.situation);
    digest.add(one.place);
    digest.add(one.by);
    digest.add(one.declared);
    digest.add(std::uint64_t{one.since});
  }
  if (!city.summonses.turnouts().empty()) add(digest, city.summonses);
  for (const Job& job : city.jobs) {
    digest.add(job.id);
    digest.add(static_cast<std::uint64_t>(job.kind));
    digest.add(std::uint64_t{job.changed});
    if (job.head) digest.add(job.head);
    if (job.by) digest.add(job.by);
  }
  for (const Recomputation& one : city.recomputed) {
    digest.add(std::uint64_t{one.at});
    digest.add(std::uint64_t{one.version});
  }
  if (const std::uint64_t found = found_in(city.spots); found != 0) digest.add(found);
  if (!city.notices.pending().empty()) add(digest, city.notices);
  return digest.value();
}

}  // namespace wangge::tests
