#include "tools/day/day_station.h"

#include <algorithm>
#include <utility>

#include "tools/demand/named_spool.h"
#include "tools/no_connection.h"

namespace wangge::tools {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Shares of the demands that come to these ends.
constexpr double never_filed = 0.03;
constexpr double never_accepted = 0.04, accepted_late = 0.08;
constexpr double left_open = 0.15, finished_late = 0.08;
constexpr double not_closed = 0.1;

terminal::Client::Options client_options(const Address& engine, const terminal::Token& token) {
  terminal::Client::Options options{.host = engine.host, .port = engine.port};
  options.who.token = token;
  return options;
}

terminal::Claim claim_of(const terminal::Receipt& receipt) {
  return {DemandId{receipt.position.value}, receipt.look_up_code};
}

}  // namespace

// -------------------------------------------------------------------------------------------- session

DaySession::DaySession(const Address& engine, const terminal::Token& token, std::string_view spool, OnAnswer on_answer)
    : client_(client_options(engine, token)),
      basket_(named_spool(token, {}, spool),
              [this, tell = std::move(on_answer)](std::uint32_t sequence, const terminal::WrittenCommand& wish,
                                                  const terminal::Receipt& answer) {
                latencies_.push_back(std::chrono::steady_clock::now() - delivering_since_);
                tell(sequence, wish, answer);
              }) {
  deliver();
}

void DaySession::deliver() {
  delivering_since_ = std::chrono::steady_clock::now();
  if (!client_.deliver(basket_)) throw NoConnection(client_.complaint());
}

// -------------------------------------------------------------------------------------------- station

DayStation::DayStation(const Address& engine, const terminal::Token& token, std::uint64_t seed, const std::string& day)
    : token_(token),
      dice_(seed),
      submitting_(engine, token, day,
                  [this](std::uint32_t, const terminal::WrittenCommand&, const terminal::Receipt& answer) {
                    if (!answer.refusal) plan_acceptance(answer);
                  }),
      acting_(engine, token, day + ", recorded",
              [](std::uint32_t, const terminal::WrittenCommand&, const terminal::Receipt&) {}) {}

void DayStation::step(Instant now) {
  now_ = now;
  submitting_.deliver();
  std::vector<PlannedDeed> deeds;
  for (; !to_come_.empty() && to_come_.top().at <= now; to_come_.pop()) deeds.push_back(to_come_.top());
  learn_leads(deeds);
  learn_codes(deeds);
  for (const PlannedDeed& deed : deeds) {
    acting_.add(terminal::WrittenAct{.deed = deed.what,
                                     .demand = deed.demand.demand,
                                     .as = codes_[deed.who().raw()],
                                     .look_up_code = deed.demand.look_up_code});
    if (deed.what == Deed::file) plan_acceptance_of_filed(deed);
    if (deed.what == Deed::accept) plan_finish(deed);
    if (deed.what == Deed::finish) plan_close(deed);
  }
  acting_.deliver();
}

void DayStation::plan_filing(const terminal::Receipt& answer) {
  const Instant due = to_instant(answer.dues[Stage::check]);
  if (fraction() < never_filed) return;
  to_come_.push({between(now_, due, 0.1, 0.9), Deed::file, claim_of(answer), {}, answer.follow_up, {}, false});
}

void DayStation::plan_acceptance_of_filed(const PlannedDeed& filed) {
  const double fate = fraction();
  if (fate < never_accepted) return;
  const Instant at =
      filed.at + minutes{5 + static_cast<int>(fraction() * (fate < never_accepted + accepted_late ? 90 : 15))};
  to_come_.push({at, Deed::accept, filed.demand, {}, filed.follow_up, {}, false});
}

void DayStation::plan_acceptance(const terminal::Receipt& answer) {
  if (answer.check_first) return plan_filing(answer);
  const double fate = fraction();
  if (fate < never_accepted) return;
  const Instant due = to_instant(answer.dues[Stage::acceptance]);
  const Instant at = fate < never_accepted + accepted_late ? due + minutes{5 + static_cast<int>(fraction() * 90)}
                                                           : between(now_, due, 0.05, 0.8);
  to_come_.push({at, Deed::accept, claim_of(answer), answer.lead, answer.follow_up, answer.dues, false});
}

// Leads with a limit of hours finish within it; those with days finish within hours, or on another day.
void DayStation::plan_finish(const PlannedDeed& accepted) {
  const Instant now = accepted.at;
  Instant due = to_instant(accepted.dues[Stage::resolution]);
  if (const Seconds contain = accepted.dues[Stage::containment]) due = std::min(due, to_instant(contain));
  const double fate = fraction();
  if (fate < left_open) return;
  Instant at = between(now, std::min(due, now + hours{6}), 0.15, 0.9);
  if (fate < left_open + finished_late) at = due + minutes{10 + static_cast<int>(fraction() * 120)};
  to_come_.push({std::max(at, now), Deed::finish, accepted.demand, accepted.lead, accepted.follow_up, accepted.dues,
                 accepted.is_handed_over});
}

void DayStation::plan_close(const PlannedDeed& finished) {
  if (fraction() < not_closed) return;
  const Instant at = finished.at + minutes{10 + static_cast<int>(fraction() * 80)};
  to_come_.push(
      {at, Deed::close, finished.demand, finished.lead, finished.follow_up, finished.dues, finished.is_handed_over});
}

// Learns the present leads: a demand that was not accepted in time has passed to another lead, and the station does not
// know who verifies that one's work.
void DayStation::learn_leads(std::vector<PlannedDeed>& deeds) {
  std::vector<terminal::Claim> claims;
  for (const PlannedDeed& deed : deeds) claims.push_back(deed.demand);
  if (claims.empty()) return;
  const auto statuses = acting_.client().statuses(claims);
  if (!statuses) throw NoConnection(acting_.client().complaint());
  for (std::size_t i = 0; i < deeds.size(); ++i) {
    const views::Status& status = (*statuses)[i];
    deeds[i].is_handed_over = deeds[i].is_handed_over || (deeds[i].lead && deeds[i].lead != status.lead);
    deeds[i].lead = status.lead;
    deeds[i].dues = status.dues;
  }
  std::erase_if(deeds, [](const PlannedDeed& deed) { return deed.what == Deed::close && deed.is_handed_over; });
}

// Learns the codes of posts and organisations that act for the first time.
void DayStation::learn_codes(const std::vector<PlannedDeed>& deeds) {
  for (const PlannedDeed& deed : deeds) {
    const Party who = deed.who();
    if (codes_.contains(who.raw())) continue;
    const bool is_post = who.is_post();
    const std::uint32_t id = is_post ? who.post().value : who.organisation().value;
    const auto rows =
        acting_.client().ask(views::AskNames{is_post ? views::Noun::post : views::Noun::organisation, {id}});
    if (!rows) throw NoConnection(acting_.client().complaint());
    codes_[who.raw()] = rows->front().code;
  }
}

Instant DayStation::between(Instant from, Instant until, double least, double most) {
  const double share = least + (most - least) * fraction();
  const auto whole = static_cast<double>(std::max((until - from).count(), std::int64_t{0}));
  return from + Duration{static_cast<std::int64_t>(whole * share)};
}

double DayStation::fraction() { return static_cast<double>(dice_() >> 11) * 0x1p-53; }

}  // namespace wangge::tools
