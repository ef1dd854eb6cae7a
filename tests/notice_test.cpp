// Who is told of what: as facts, in storms once, by the steps of a policy, not at night; and on their way out over
// HTTP.

#include <algorithm>
#include <functional>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include "adapters/notice/notice_sender.h"
#include "adapters/terminal/receipts.h"
#include "engine/model/number.h"
#include "engine/rules/policies.h"
#include "engine/state/digest.h"
#include "tests/http_server.h"
#include "tests/running_city.h"
#include "tests/sample_city.h"
#include "tools/time_text.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge {
namespace {

using namespace std::chrono_literals;
using tests::RunningCity;

constexpr const char* every_kind = "待办|将到期|逾期|催办|不予受理|办结告知";
// class, severity, step, wait, tell, reach, repeats, quiet, until
const std::vector<Row> two_steps{{"", "", "1", "", "主办|上级", "一人", "0", "否", "办结"},
                                 {"", "", "2", "1工作时", "上级", "全部", "1", "否", "办结"}};

Tables city_with(const std::vector<Row>& policies, const std::string& kinds = every_kind) {
  Tables tables = tests::sample_city().tables;
  if (!kinds.empty()) tables.of(TableKind::settings).push_back({"notices.kinds", kinds});
  tables.of(TableKind::settings).push_back({"notices.quiet", "21:00-07:00"});
  tables.of(TableKind::policies) = policies;
  return tables;
}

struct Told {
  Party to;
  PersonId person;
  NoticeKind kind;
  std::uint32_t count;
  friend bool operator==(const Told&, const Told&) = default;
};

std::vector<Told> pending(const RunningCity& running) {
  std::vector<Told> told;
  for (const auto& [id, notice] : running.city().notices.pending())
    told.push_back({notice.to, notice.holder, notice.kind, notice.count});
  return told;
}

void deliver_all(RunningCity& running) {
  while (!running.city().notices.pending().empty()) {
    const auto& [id, notice] = *running.city().notices.pending().begin();
    REQUIRE_FALSE(
        running.engine()
            .perform(Deliver{.notice = id, .count = notice.count, .attempts = 1, .status = 200}, {}, running.now)
            .refusal);
  }
  running.settle();
}

DemandId submit(RunningCity& running, PlaceId place, std::string_view category = "1301", std::uint8_t severity = 0) {
  Submit command = RunningCity::plain(place, running.category(category));
  command.severity = severity;
  const loop::Outcome outcome = running.send(command, RunningCity::plain_text);
  REQUIRE_FALSE(outcome.refusal);
  const DemandId demand{outcome.position.value};
  REQUIRE(running.city().demands.find(demand) != nullptr);  // the answer names the demand, not what is told of it
  return demand;
}

void act(RunningCity& running, DemandId demand, Deed deed, Party as, Party to = {}) {
  const TextRef note{0, deed == Deed::accept ? 0u : 12u};
  REQUIRE_FALSE(running
                    .send(Act{.demand = demand, .as = as, .to = to, .note = note, .deed = deed, .choice = 1},
                          RunningCity::plain_text)
                    .refusal);
}

template <class Fact>
std::vector<Fact> facts_of(RunningCity& running, DemandId demand) {
  const Slot* const slot = running.city().demands.find(demand);
  std::vector<Fact> facts;
  for (const story::Entry& entry : terminal::history(
           running.log(), demand, slot != nullptr ? slot->last : running.city().demands.last_of_final(demand))) {
    if (const auto* fact = std::get_if<Fact>(&entry.event)) facts.push_back(*fact);
  }
  return facts;
}

TEST_CASE("Whoever is to act is told by a fact, which stands in the history until it is delivered, and after") {
  RunningCity running;
  running.adopt(city_with({}));
  const PostId chief = running.post("P22088100100101"), other = running.post("P22088100100102");
  const PersonId person = running.city().configuration->posts[chief.value].holder;
  const DemandId demand = submit(running, running.grid());
  CHECK(pending(running) == std::vector<Told>{{chief, person, NoticeKind::assigned, 1}});
  const Position id = running.city().notices.pending().begin()->first;
  CHECK(id == running.city().demands.find(demand)->last);
  CHECK(running.replayed_digest() == digest_of(running.city()));

  deliver_all(running);
  CHECK(running.engine().perform(Deliver{.notice = id, .count = 1}, {}, running.now).refusal.reason ==
        Reason::nothing_due);
  const auto delivered = facts_of<Delivered>(running, demand);
  REQUIRE(delivered.size() == 1);
  CHECK(delivered[0].notice == id);
  CHECK(delivered[0].status == 200);

  act(running, demand, Deed::transfer, chief, other);
  CHECK(pending(running).at(0).to == Party(other));
  deliver_all(running);
  act(running, demand, Deed::accept, other);
  act(running, demand, Deed::finish, other);
  CHECK(pending(running).empty());
  act(running, demand, Deed::close, other);
  CHECK(pending(running) == std::vector<Told>{{{}, {}, NoticeKind::ended, 1}});
  CHECK(running.replayed_digest() == digest_of(running.city()));
}

TEST_CASE("A city that names no kinds tells nobody") {
  RunningCity running;
  running.adopt(city_with(two_steps, ""));
  const DemandId demand = submit(running, running.grid());
  for (int half_hour = 1; half_hour <= 4; ++half_hour) running.move_to(RunningCity::morning + half_hour * 30min);
  CHECK(pending(running).empty());
  CHECK(facts_of<Noticed>(running, demand).empty());
  CHECK(facts_of<Urged>(running, demand).size() >= 1);  // what is late is urged on all the same
}

TEST_CASE("The whole chain is told, also by the demand that is the first to have it") {
  RunningCity running;
  running.adopt(city_with({}));
  const DemandId demand = submit(running, running.grid(), "0311");
  const Slot& slot = *running.city().demands.find(demand);
  std::vector<Party> expected{slot.lead}, told;
  for (const PostId post : running.city().routes.chain(slot.chain).span()) {
    if (Party(post) != slot.lead) expected.push_back(post);
  }
  for (const Told& one : pending(running)) told.push_back(one.to);
  CHECK(told == expected);
}

TEST_CASE("A dismissal is told to the superior and to the resident") {
  RunningCity running;
  running.adopt(city_with({}));
  const PostId chief = running.post("P22088100100101"), secretary = running.post("P220881001001");
  Submit command = RunningCity::plain(running.grid(), running.category("0701"));
  const loop::Outcome outcome = running.send(command, RunningCity::plain_text);
  REQUIRE_FALSE(outcome.refusal);
  REQUIRE(outcome.check_first);
  const Party looks = outcome.lead;
  deliver_all(running);
  act(running, DemandId{outcome.position.value}, Deed::dismiss, looks);
  const std::vector<Told> told = pending(running);
  REQUIRE(told.size() == 2);
  CHECK(told[0].kind == NoticeKind::dismissed);
  CHECK(told[0].to == (looks == Party(chief) ? Party(secretary) : told[0].to));
  CHECK(told[0].to != looks);
  CHECK(told[1].kind == NoticeKind::ended);
  CHECK_FALSE(told[1].to);
}

TEST_CASE("A storm, one class in one compound within ten minutes, is told once, with a count that grows") {
  RunningCity running;
  running.adopt(city_with({}));
  const PlaceId compound = running.place("22088100100101X01");
  const DemandId first = submit(running, compound, "1301");
  running.move_to(RunningCity::morning + 5min);
  submit(running, compound, "1301");
  const DemandId third = submit(running, compound, "1301");
  REQUIRE(pending(running).size() == 1);
  CHECK(pending(running)[0].count == 3);
  CHECK(facts_of<Noticed>(running, third).at(0).grows == running.city().notices.pending().begin()->first);

  // What has grown since it was sent is not done with.
  const auto [id, notice] = *running.city().notices.pending().begin();
  submit(running, compound, "1301");
  REQUIRE_FALSE(
      running.engine()
          .perform(Deliver{.notice = id, .count = notice.count, .attempts = 1, .status = 200}, {}, running.now)
          .refusal);
  REQUIRE(pending(running).size() == 1);
  CHECK(pending(running)[0].count == 4);
  deliver_all(running);
  running.move_to(RunningCity::morning + 9min + 59s);
  submit(running, compound, "1301");
  CHECK(running.city().notices.pending().begin()->first == id);  // again, since it grew
  CHECK(pending(running)[0].count == 5);
  CHECK(facts_of<Delivered>(running, first).size() == 2);

  const std::size_t before = pending(running).size();
  submit(running, running.grid(), "1301");  // in no compound
  CHECK(pending(running).size() == before + 1);
  running.move_to(RunningCity::morning + 10min);
  submit(running, compound, "1301");
  CHECK(pending(running).size() == before + 2);
  CHECK(running.replayed_digest() == digest_of(running.city()));
}

TEST_CASE("What becomes late together is told together too, to each person, and the next to lead as well") {
  RunningCity running;
  running.adopt(city_with({{"", "", "1", "", "主办|上级", "一人", "0", "否", "签收"}}, "待办|逾期"));
  const PlaceId compound = running.place("22088100100101X01");
  const DemandId first = submit(running, compound);
  for (int more = 0; more < 29; ++more) submit(running, compound);
  deliver_all(running);
  const PostId chief = running.post("P22088100100101");
  const Post& post = running.city().configuration->posts[chief.value];
  REQUIRE(running.city().demands.find(first)->lead == Party(chief));
  running.move_to(to_instant(running.city().demands.find(first)->dues[Stage::acceptance]));
  // All thirty go to the chief's deputy: one notice that they are to be acted on, and one that they are late.
  const auto told = pending(running);
  REQUIRE(told.size() == 2);
  for (const Told& one : told) {
    CHECK(one.to == Party(chief));
    CHECK(one.count == 30);
  }
  CHECK(told[0].kind == NoticeKind::assigned);
  CHECK(told[0].person == post.deputy);
  CHECK(told[1].kind == NoticeKind::late);
  CHECK(running.replayed_digest() == digest_of(running.city()));
}

TEST_CASE("Who has to do it again is told") {
  RunningCity running;
  running.adopt(city_with({}, "待办"));
  const DemandId demand = submit(running, running.grid(), "0304");
  const Slot& slot = *running.city().demands.find(demand);
  const Party lead = slot.lead;
  act(running, demand, Deed::accept, lead);
  act(running, demand, Deed::finish, lead);
  deliver_all(running);
  act(running, demand, Deed::rework, running.city().routes.chain(slot.chain).posts[slot.acting_step]);
  REQUIRE(pending(running).size() == 1);
  CHECK(pending(running)[0].to == lead);
}

TEST_CASE("At night the lesser is told in the morning, the severe at once") {
  RunningCity running;
  running.adopt(city_with({}));
  running.move_to(RunningCity::morning + 13h);  // 22:00
  const auto not_before = [&](DemandId demand) { return facts_of<Noticed>(running, demand).at(0).not_before; };
  CHECK(not_before(submit(running, running.grid(1), "1301", 3)) == to_seconds(RunningCity::morning + 22h));  // 7:00
  CHECK(not_before(submit(running, running.grid(2), "1301", 2)) == 0);
  running.move_to(RunningCity::morning + 22h);
  CHECK(not_before(submit(running, running.grid(3), "1301", 3)) == 0);
}

TEST_CASE("What is late is urged on by the steps of its policy, upward past vacant posts, at the top again and again") {
  RunningCity running;
  running.adopt(city_with(two_steps));
  const PostId chief = running.post("P22088100100101");
  // Contained within 24 hours, on the continuous clock
  const DemandId demand = submit(running, running.grid(), "0304");
  const Party lead = running.city().demands.find(demand)->lead;
  act(running, demand, Deed::accept, lead);
  running.move_to(RunningCity::morning + 24h);  // Wednesday 9:00
  const auto escalated = facts_of<Escalated>(running, demand);
  REQUIRE(escalated.size() == 1);
  CHECK(escalated[0].urge ==
        Urge{.due = to_seconds(RunningCity::morning + 25h), .step = 1, .round = 0, .until = Until::finished});
  const std::vector<Told> told = pending(running);
  const auto was_told = [](const std::vector<Told>& all, NoticeKind kind, Party to) {
    return std::ranges::any_of(all, [&](const Told& one) { return one.kind == kind && one.to == to; });
  };
  CHECK(was_told(told, NoticeKind::late, lead));
  CHECK(was_told(told, NoticeKind::late, escalated[0].to));
  CHECK_FALSE(was_told(told, NoticeKind::late, chief));
  deliver_all(running);

  running.move_to(RunningCity::morning + 25h);
  auto urged = facts_of<Urged>(running, demand);
  REQUIRE(urged.size() == 1);
  CHECK(urged[0].to != escalated[0].to);
  CHECK(urged[0].to_step == escalated[0].to_step + 1);
  CHECK(urged[0].urge ==
        Urge{.due = to_seconds(RunningCity::morning + 26h), .step = 1, .round = 1, .until = Until::finished});
  const Post& post = running.city().configuration->posts[urged[0].to.value];
  for (const Told& one : pending(running)) {
    CHECK(one.kind == NoticeKind::urged);
    CHECK(one.to == Party(urged[0].to));
    CHECK((one.person == post.holder || one.person == post.deputy));
  }
  CHECK(pending(running).size() == 2);  // 全部

  running.move_to(RunningCity::morning + 26h);
  urged = facts_of<Urged>(running, demand);
  REQUIRE(urged.size() == 2);
  CHECK(urged[1].to == urged[0].to);  // it comes again, no further up
  for (int hour = 27; hour <= 72; ++hour) running.move_to(RunningCity::morning + hour * 1h);
  // Wednesday at 10, 11, 12, 15, 16, 17, 18; Thursday at 9, 10, 11, 12, 15, 16, 17, 18; Friday at 9.
  CHECK(facts_of<Urged>(running, demand).size() == 16);
  CHECK(facts_of<Urged>(running, demand).back().urge.due != 0);
  CHECK(running.replayed_digest() == digest_of(running.city()));

  act(running, demand, Deed::contain, lead);
  CHECK(running.city().demands.aside(demand).urge.due != 0);  // only what the policy says ends it
  act(running, demand, Deed::finish, lead);
  CHECK(running.city().demands.aside(demand).urge == Urge{});
  const std::size_t so_far = facts_of<Urged>(running, demand).size();
  running.move_to(RunningCity::morning + 24h * 4);
  CHECK(facts_of<Urged>(running, demand).size() == so_far);
}

TEST_CASE("Of those on duty at a post one is told, all are, or each in turn") {
  const auto [reach, chief, deputy] =
      GENERATE(table<std::string, std::size_t, std::size_t>({{"一人", 4, 0}, {"全部", 4, 4}, {"轮流", 2, 2}}));
  RunningCity running;
  running.adopt(city_with({{"", "", "1", "", "上级", reach, "0", "否", "办结"}}));
  const Post& post = running.city().configuration->posts[running.post("P220881001001").value];
  for (int i = 0; i < 4; ++i) {
    const DemandId demand = submit(running, running.grid(), "0304");
    act(running, demand, Deed::accept, running.city().demands.find(demand)->lead);
    deliver_all(running);
  }
  running.move_to(RunningCity::morning + 24h);  // all four are late
  std::vector<PersonId> told;
  for (const Told& one : pending(running)) {
    if (one.kind == NoticeKind::late) told.push_back(one.person);
  }
  CAPTURE(reach);
  CHECK(std::ranges::count(told, post.holder) == static_cast<std::ptrdiff_t>(chief));
  CHECK(std::ranges::count(told, post.deputy) == static_cast<std::ptrdiff_t>(deputy));
  CHECK(told.size() == chief + deputy);
  CHECK(running.replayed_digest() == digest_of(running.city()));
}

TEST_CASE("Who takes a turn on duty at a post is told as one of those there, and before them where one is") {
  const auto [reach, told_each, told_in_all] =
      GENERATE(table<std::string, std::ptrdiff_t, std::size_t>({{"一人", 0, 4}, {"全部", 4, 12}, {"轮流", 1, 4}}));
  RunningCity running;
  Tables tables = city_with({{"", "", "1", "", "上级", reach, "0", "否", "办结"}});
  tables.of(TableKind::leave).clear();
  tables.of(TableKind::rotations) = {{"P220881001001", "2026-03-09", "08:00", "31", "R00001"}};
  running.adopt(tables);
  for (int i = 0; i < 4; ++i) {
    const DemandId demand = submit(running, running.grid(), "0304");
    act(running, demand, Deed::accept, running.city().demands.find(demand)->lead);
    deliver_all(running);
  }
  running.move_to(RunningCity::morning + 24h);  // all four are late
  std::vector<PersonId> told;
  for (const Told& one : pending(running)) {
    if (one.kind == NoticeKind::late) told.push_back(one.person);
  }
  CAPTURE(reach);
  const Post& post = running.city().configuration->posts[running.post("P220881001001").value];
  const PersonId on_duty = running.city().codes.people.find("R00001");
  CHECK(told.size() == told_in_all);
  CHECK(std::ranges::count(told, on_duty) >= std::max<std::ptrdiff_t>(told_each, 1));
  CHECK(std::ranges::count(told, post.holder) >= told_each);
  CHECK(std::ranges::count(told, post.deputy) >= told_each);
  if (reach == "一人") CHECK(std::ranges::count(told, on_duty) == 4);
}

TEST_CASE("The policy that says most about a demand applies to it") {
  const auto named = [](std::uint8_t class_number, std::uint8_t severity) {
    return Policy{class_number, severity, {PolicyStep{}}};
  };
  const Policies policies{named(0, 0), named(0, 1), named(3, 0), named(3, 2)};
  const auto best = [&](std::uint8_t class_number, std::uint8_t severity) {
    return rules::policy_for(policies, class_number, severity) - policies.data();
  };
  CHECK(best(5, 3) == 0);
  CHECK(best(5, 1) == 1);
  CHECK(best(3, 1) == 2);
  CHECK(best(3, 2) == 3);
  CHECK(rules::policy_for(Policies{named(3, 0)}, 4, 1) == nullptr);
}

TEST_CASE("A demand keeps the policies under which it was routed, until the running ones are moved") {
  RunningCity running;
  running.adopt(city_with(two_steps));
  const DemandId demand = submit(running, running.grid());
  std::vector<Row> slower = two_steps;
  slower[1][3] = "3工作时";
  running.adopt(city_with(slower));
  const auto wait = [&] {
    return rules::policy_for(running.city(), *running.city().demands.find(demand))->steps.at(1).wait;
  };
  CHECK(wait() == Limit{1, LimitUnit::working_hour});
  REQUIRE_FALSE(running.engine().perform(MigratePolicies{}, {}, running.now).refusal);
  CHECK(wait() == Limit{3, LimitUnit::working_hour});
  CHECK(running.engine().perform(MigratePolicies{}, {}, running.now).refusal.reason == Reason::configuration_unchanged);
  CHECK(running.send(MigratePolicies{}).refusal.reason == Reason::not_allowed);
  CHECK(running.replayed_digest() == digest_of(running.city()));
}

TEST_CASE("A policy whose only step is the deadline itself urges nobody, and replays the same") {
  RunningCity running;
  running.adopt(city_with({two_steps[0]}));
  Submit command = RunningCity::plain(running.grid(), running.category("1301"));
  command.complained_of = running.city().configuration->posts[running.post("P22088100100102").value].holder;
  const loop::Outcome outcome = running.send(command, RunningCity::plain_text);
  REQUIRE_FALSE(outcome.refusal);
  running.move_to(RunningCity::morning + 30min);
  CHECK(running.city().demands.aside(DemandId{outcome.position.value}).urge == Urge{});
  CHECK(running.replayed_digest() == digest_of(running.city()));
}

TEST_CASE("Nobody is urged on about what is suspended; when it goes on, so does the urging", "[threads]") {
  RunningCity running;
  running.adopt(city_with(two_steps));
  const DemandId demand = submit(running, running.grid(), "0304");
  const Party lead = running.city().demands.find(demand)->lead;
  const PostId chief = running.post("P22088100100101"), secretary = running.post("P220881001001");
  act(running, demand, Deed::accept, lead);
  running.move_to(RunningCity::morning + 24h);  // containment has passed
  const Act wish{.demand = demand,
                 .as = lead,
                 .note = {0, 12},
                 .deed = Deed::suspend,
                 .until = to_seconds(RunningCity::morning + 24h * 7)};
  REQUIRE_FALSE(running.send(wish, RunningCity::plain_text).refusal);
  const bool is_chiefs =
      !running.send(Act{.demand = demand, .as = chief, .deed = Deed::approve}, RunningCity::plain_text).refusal;
  if (!is_chiefs) act(running, demand, Deed::approve, secretary);
  REQUIRE(running.city().demands.find(demand)->state == DemandState::suspended);
  for (int hour = 25; hour <= 48; ++hour) running.move_to(RunningCity::morning + hour * 1h);
  CHECK(facts_of<Urged>(running, demand).empty());
  act(running, demand, Deed::resume, lead);
  running.settle();
  CHECK(facts_of<Urged>(running, demand).size() == 1);
  CHECK(running.replayed_digest() == digest_of(running.city()));
}

// -------------------------------------------------------------------------------------------- on the way out

// The engine and the sender on the test's own thread.
class Outward {
 public:
  explicit Outward(std::chrono::milliseconds timeout = 5s) {
    running.adopt(city_with({}));
    notice::SenderOptions options;
    options.webhook.target = notice::parse_url("http://127.0.0.1:" + std::to_string(server.port()) + "/notices");
    options.webhook.secret = std::string(32, 'k');
    options.webhook.timeout = timeout;
    options.period = 2ms;
    options.first_retry = 4ms;
    options.longest_retry = 8ms;
    options.attempts_max = 5;
    options.text_of = tools::format_instant;
    sender.emplace(io, running.engine(), options, [] { return std::int64_t{1'773'104'400}; });
  }
  ~Outward() { sender->stop(); }

  void run_until(const std::function<bool()>& done) {
    while (!done()) {
      io.run_one();
      io.poll();
      running.settle();
    }
  }
  std::vector<boost::json::value> bodies() const {
    std::vector<boost::json::value> out;
    for (const tests::Request& request : server.requests()) out.push_back(boost::json::parse(request.body));
    return out;
  }
  bool is_done() const { return running.city().notices.pending().empty(); }

  tests::HttpServer server;
  RunningCity running;
  boost::asio::io_context io;
  std::optional<notice::NoticeSender> sender;
};

TEST_CASE("A notice is posted with who is told of what, and its delivery becomes a fact", "[threads]") {
  Outward out;
  const DemandId demand = submit(out.running, out.running.grid());
  out.run_until([&] { return out.is_done(); });
  const auto bodies = out.bodies();
  REQUIRE(bodies.size() == 1);
  CHECK(bodies[0].at("kind") == "assigned");
  CHECK(bodies[0].at("count") == 1);
  CHECK(bodies[0].at("to").at("code") == "P22088100100101");
  CHECK(bodies[0].at("person").at("code") == "R00145");
  CHECK(bodies[0].at("demand").at("category").at("name") == "其他诉求");
  CHECK(bodies[0].as_object().contains("contact") == false);  // that is for nobody but who calls the resident
  const auto noticed = facts_of<Noticed>(out.running, demand);
  const tests::Request request = out.server.requests().at(0);
  CHECK(request.headers.at("webhook-id") == std::to_string(bodies[0].at("notice").to_number<std::uint64_t>()) + ".1");
  CHECK(facts_of<Delivered>(out.running, demand).at(0).attempts == 1);
  CHECK(noticed.size() == 1);
}

TEST_CASE("A notice has the fields that a messenger reads, of whom it is to and of the demand as it stands",
          "[threads]") {
  using boost::json::value;
  Outward out;
  const DemandId demand = submit(out.running, out.running.grid());
  out.run_until([&] { return out.is_done(); });
  const std::uint64_t id = facts_of<Delivered>(out.running, demand).at(0).notice.value;
  const value told{{"notice", id},
                   {"count", 1},
                   {"kind", "assigned"},
                   {"title", "待办"},
                   {"at", "2026-03-10T09:00:00+08:00"},
                   {"to", {{"kind", "post"}, {"code", "P22088100100101"}, {"name", "安静社区第1网格网格长"}}},
                   {"person", {{"code", "R00145"}, {"name", "谢军强"}}},
                   {"demand",
                    {{"number", format_number(demand)},
                     {"state", "submitted"},
                     {"severity", 3},
                     {"category", {{"code", "1301"}, {"name", "其他诉求"}}},
                     {"place", {{"code", "22088100100101"}, {"name", "安静社区第1网格"}}},
                     {"received", "2026-03-10T09:00:00+08:00"},
                     {"late", false},
                     {"due", "2026-03-10T09:30:00+08:00"},  // to be accepted within 30工作分钟
                     {"stage", "acceptance"}}}};
  CHECK(out.bodies().at(0) == told);
}

TEST_CASE("A notice of a whistle names who called and who is missing, and has its words", "[threads]") {
  using boost::json::value;
  Outward out;
  out.running.adopt(city_with({}, "吹哨"));
  const RunningCity& running = out.running;
  Summon command{.place = running.place("22088100100101"), .as = running.post("P220881001001"), .note = {0, 12}};
  command.who[0] = running.city().codes.organisations.find("GQ04");
  const loop::Outcome outcome = out.running.send(command, RunningCity::plain_text);
  REQUIRE_FALSE(outcome.refusal);
  const Seconds due = running.city().summonses.find(SummonsId{outcome.position.value})->due;
  out.run_until([&] { return out.is_done(); });
  const value company{{"code", "GQ04"}, {"name", "洮南市第一热力公司"}};
  const value body = out.bodies().at(0);
  CHECK(body.at("kind") == "summoned");
  CHECK(body.at("to") == value{{"kind", "organisation"}, {"code", "GQ04"}, {"name", "洮南市第一热力公司"}});
  CHECK(body.at("person").is_null());
  CHECK_FALSE(body.as_object().contains("demand"));
  CHECK(body.at("summons") == value{{"number", format_number(DemandId{outcome.position.value})},
                                    {"by", {{"code", "P220881001001"}, {"name", "安静社区党组织书记"}}},
                                    {"place", {{"code", "22088100100101"}, {"name", "安静社区第1网格"}}},
                                    {"called", "2026-03-10T09:00:00+08:00"},
                                    {"due", tools::format_instant(to_instant(due), std::chrono::hours{8})},
                                    {"missing", boost::json::array{company}},
                                    {"text", RunningCity::plain_text}});
}

TEST_CASE("A notice of a restricted demand says what it is about to those alone who have a part in it", "[threads]") {
  Outward out;
  const DemandId demand = submit(out.running, out.running.grid(), "0902");
  const Slot& slot = *out.running.city().demands.find(demand);
  const PostId secretary = out.running.city().routes.chain(slot.chain).posts[slot.acting_step];
  out.run_until([&] { return out.is_done(); });
  act(out.running, demand, Deed::dismiss, secretary);
  out.run_until([&] { return out.is_done(); });
  int to_lead = 0, to_superior = 0;
  for (const boost::json::value& body : out.bodies()) {
    const bool is_superior = body.at("kind") == "dismissed";
    (is_superior ? to_superior : to_lead) += body.at("to").at("kind") != "resident";
    const boost::json::object& told = body.at("demand").as_object();
    CHECK(told.at("number") == boost::json::string(format_number(demand)));
    CHECK(told.contains("category") == !is_superior);
    if (is_superior) CHECK(told.size() == 1);
  }
  CHECK(to_lead == 1);
  CHECK(to_superior == 1);
}

TEST_CASE("What is no longer so when it could leave is not sent, and a group names those of whom it is", "[threads]") {
  Outward out;
  const PlaceId compound = out.running.place("22088100100101X01");
  out.server.reply({{.status = 503}});
  const DemandId other = submit(out.running, out.running.grid(1));
  const DemandId first = submit(out.running, compound), second = submit(out.running, compound),
                 third = submit(out.running, compound);
  act(out.running, other, Deed::withdraw, {});
  act(out.running, first, Deed::withdraw, {});
  out.run_until([&] { return out.is_done(); });
  CHECK(facts_of<Delivered>(out.running, second).empty());  // the group's stands with its first one
  std::vector<boost::json::value> groups;
  for (const boost::json::value& body : out.bodies()) {
    CHECK(body.at("demand").at("number") != boost::json::string(format_number(other)));
    if (body.at("count") != 1) groups.push_back(body);
  }
  REQUIRE_FALSE(groups.empty());
  CHECK(groups.back().at("count") == 2);
  CHECK(groups.back().at("demand").at("number") == boost::json::string(format_number(second)));
  CHECK(groups.back().at("demands") ==
        boost::json::array{boost::json::string(format_number(second)), boost::json::string(format_number(third))});
}

TEST_CASE(
    "A server that fails is tried again, in order for each recipient, and what is never taken is given up for all to "
    "see",
    "[threads]") {
  Outward out;
  out.server.reply({{.status = 503}, {.status = 503}, {.status = 200}});
  const DemandId first = submit(out.running, out.running.grid());
  out.run_until([&] { return out.server.requests().size() >= 1; });
  const DemandId second = submit(out.running, out.running.grid());
  out.run_until([&] { return out.is_done(); });
  CHECK(facts_of<Delivered>(out.running, first).at(0).attempts == 3);
  CHECK_FALSE(facts_of<Delivered>(out.running, first).at(0).is_given_up);
  CHECK(facts_of<Delivered>(out.running, second).at(0).attempts == 1);
  const auto bodies = out.bodies();
  REQUIRE(bodies.size() == 4);
  for (int attempt = 0; attempt < 3; ++attempt) CHECK(bodies[attempt].at("notice") == bodies[0].at("notice"));
  CHECK(bodies[3].at("notice") != bodies[0].at("notice"));

  out.server.reply({{.status = 422}});
  const DemandId refused = submit(out.running, out.running.grid());
  out.run_until([&] { return out.is_done(); });
  CHECK(facts_of<Delivered>(out.running, refused).at(0).is_given_up);
  CHECK(facts_of<Delivered>(out.running, refused).at(0).status == 422);
  CHECK(facts_of<Delivered>(out.running, refused).at(0).attempts == 1);

  out.server.reply(std::vector<tests::Reply>(20, {.cuts = true}));
  const DemandId lost = submit(out.running, out.running.grid());
  out.run_until([&] { return out.is_done(); });
  CHECK(facts_of<Delivered>(out.running, lost).at(0).is_given_up);
  CHECK(facts_of<Delivered>(out.running, lost).at(0).attempts == 5);
  CHECK(facts_of<Delivered>(out.running, lost).at(0).status == 0);
}

TEST_CASE("Whom the last notices did not reach is known, with how many in a row, until one does", "[threads]") {
  Outward out;
  out.server.reply({{.status = 422}, {.status = 422}});
  for (int i = 0; i < 2; ++i) {
    submit(out.running, out.running.grid());
    out.run_until([&] { return out.is_done(); });
  }
  const auto unreached = [&] { return out.running.city().notices.unreached(); };
  const Party chief = out.running.post("P22088100100101");
  REQUIRE(unreached().size() == 1);
  CHECK(unreached().begin()->first == chief.raw());
  CHECK(unreached().begin()->second.notices == 2);
  CHECK(unreached().begin()->second.holder == out.running.city().codes.people.find("R00145"));
  submit(out.running, out.running.grid());
  out.run_until([&] { return out.is_done(); });
  CHECK(unreached().empty());
}

TEST_CASE("A server that hangs for one recipient keeps no other waiting", "[threads]") {
  Outward out(60s);
  out.server.reply({{.hangs = true}});
  submit(out.running, out.running.grid());
  out.run_until([&] { return out.server.requests().size() >= 1; });
  const DemandId other = submit(out.running, out.running.grid(7));
  out.run_until([&] { return !facts_of<Delivered>(out.running, other).empty(); });
  CHECK(pending(out.running).size() == 1);  // the first still waits
}

TEST_CASE("What waits for the morning keeps nothing urgent waiting", "[threads]") {
  Outward out;
  out.running.move_to(RunningCity::morning + 14h);  // 23:00
  const DemandId mild = submit(out.running, out.running.grid(), "1301", 3);
  const DemandId severe = submit(out.running, out.running.grid(), "1301", 1);
  out.run_until([&] { return !facts_of<Delivered>(out.running, severe).empty(); });
  CHECK(facts_of<Delivered>(out.running, mild).empty());
}

TEST_CASE("A resident is told with the contact that was left; without one the notice is given up", "[threads]") {
  Outward out;
  Submit command = RunningCity::plain(out.running.grid(), out.running.category("1301"));
  const std::string texts = std::string(RunningCity::plain_text) + "13800000000";
  command.contact = {12, 11};
  const DemandId with{out.running.send(command, texts).position.value},
      without = submit(out.running, out.running.grid());
  const PostId chief = out.running.post("P22088100100101");
  for (const DemandId demand : {with, without}) {
    act(out.running, demand, Deed::accept, chief);
    act(out.running, demand, Deed::finish, chief);
    act(out.running, demand, Deed::close, chief);
  }
  out.run_until([&] { return out.is_done(); });
  int told = 0;
  for (const boost::json::value& body : out.bodies()) {
    if (body.at("kind") != "ended") continue;
    ++told;
    CHECK(body.at("contact") == "13800000000");
    CHECK(body.at("to").at("kind") == "resident");
  }
  CHECK(told == 1);
  const auto is_given_up = [&](DemandId demand) {
    return std::ranges::any_of(facts_of<Delivered>(out.running, demand), &Delivered::is_given_up);
  };
  CHECK(is_given_up(without));
  CHECK_FALSE(is_given_up(with));
}

TEST_CASE("What was not delivered when the engine stopped is sent when it is back") {
  RunningCity running;
  running.adopt(city_with({}));
  submit(running, running.grid());
  running.restart();
  CHECK(pending(running).size() == 1);
}

}  // namespace
}  // namespace wangge
