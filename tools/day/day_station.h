#pragma once
// A grid station of the sample day: its terminal submits what residents bring, and another session of the same account
// records the deeds of the leads (代录).

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <queue>
#include <random>
#include <string>
#include <vector>

#include "adapters/terminal/client.h"
#include "adapters/terminal/outbox.h"
#include "engine/base/time.h"
#include "engine/model/written_demand.h"
#include "tools/address.h"

namespace wangge::tools {

// One session: a spool of an account, and how long each of its commands took.
class DaySession {
 public:
  using OnAnswer = terminal::Basket::OnAnswer;

  // Connects, to know the session's next number. This and deliver() throw std::runtime_error where the engine cannot be
  // reached.
  DaySession(const Address& engine, const terminal::Token& token, std::string_view spool, OnAnswer on_answer);

  void add(terminal::WrittenCommand wish) { basket_.add(std::move(wish)); }
  // Delivers all that was added.
  void deliver();

  const SpoolId& spool() const { return basket_.spool(); }
  // How many commands the session has sent in all, in earlier processes too.
  std::uint32_t sent() const { return basket_.end() - 1; }
  // The times from deliver() to the answer, including the look-up of new codes.
  const std::vector<std::chrono::nanoseconds>& latencies() const { return latencies_; }
  terminal::Client& client() { return client_; }

 private:
  terminal::Client client_;
  std::vector<std::chrono::nanoseconds> latencies_;
  std::chrono::steady_clock::time_point delivering_since_;
  terminal::Basket basket_;
};

class DayStation {
 public:
  // Connects; throws std::runtime_error where it cannot. `day` names the sessions, which continue where they were.
  DayStation(const Address& engine, const terminal::Token& token, std::uint64_t seed, const std::string& day);

  // Adds a demand to be submitted at the next step.
  void take(const WrittenDemand& demand) { submitting_.add(demand); }
  // Submits the demands that were taken, and records the leads' deeds up to `now`.
  void step(Instant now);

  const terminal::Token& token() const { return token_; }
  const DaySession& submitting() const { return submitting_; }
  const DaySession& acting() const { return acting_; }

 private:
  struct PlannedDeed {
    Instant at;
    Deed what = Deed::accept;
    terminal::Claim demand;  // with the code of its receipt
    Party lead;              // none: not known before the demand is filed
    PostId follow_up;        // the post that files and closes it
    Dues dues;
    bool is_handed_over = false;  // whether it has changed hands since it was submitted

    Party who() const { return what == Deed::close || what == Deed::file ? Party(follow_up) : lead; }
    friend bool operator>(const PlannedDeed& a, const PlannedDeed& b) { return a.at > b.at; }
  };

  void plan_filing(const terminal::Receipt& answer);
  void plan_acceptance_of_filed(const PlannedDeed& filed);
  void plan_acceptance(const terminal::Receipt& answer);
  void plan_finish(const PlannedDeed& accepted);
  void plan_close(const PlannedDeed& finished);
  void learn_leads(std::vector<PlannedDeed>& deeds);
  void learn_codes(const std::vector<PlannedDeed>& deeds);

  // An instant at a random share of the time from `from` to `until`.
  Instant between(Instant from, Instant until, double least, double most);
  double fraction();

  terminal::Token token_;
  std::mt19937_64 dice_;
  Instant now_;
  DaySession submitting_, acting_;
  std::priority_queue<PlannedDeed, std::vector<PlannedDeed>, std::greater<>> to_come_;
  std::map<std::uint32_t, std::string> codes_;  // of the actors, by Party::raw()
};

}  // namespace wangge::tools
