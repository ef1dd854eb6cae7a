// One terminal and the engine over TCP, step by step: what is answered, and in what order.

#include <algorithm>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include <capnp/message.h>

#include "adapters/terminal/server.h"
#include "engine/model/blob.h"
#include "engine/wire/terminal.capnp.h"
#include "tests/raw_terminal.h"
#include "tests/served_city.h"

#include <catch2/catch.hpp>

namespace wangge::tests {
namespace {

using namespace terminal;
using terminal::Fault;

std::vector<Submission> demands(const ServedCity& city, std::size_t count) { return {count, a_demand(city)}; }

Introduction introduction_of(const Token& token) {
  Introduction introduction;
  introduction.token = token;
  introduction.spool = {1};
  return introduction;
}

Outgoing hello(const Introduction& introduction) {
  Outgoing out;
  encode(introduction, out);
  return out;
}

// The inbox is full of questions until the engine turns.
void fill_inbox(ServedCity& city, loop::Flow& crowd) {
  for (bool fits = true; fits;) {
    auto question = std::make_unique<loop::Question>();
    question->ask = [](const City&, Instant) {};
    question->released = [] {};
    fits = city.engine().inbox().offer(crowd, question);
  }
}

// -------------------------------------------------------------------------------------------- hello

TEST_CASE("A terminal that says hello is told its grids, its credit and the next number") {
  ServedCity city;
  Rights rights;
  rights.name = "东街站";
  rights.grids = {city.place("G1")};
  const Token token = city.add_account(AccountKind::terminal, rights, 9);
  RawTerminal terminal(city);

  const Welcome welcome = terminal.greet(token);
  CHECK(welcome.expected == 1);
  CHECK(welcome.new_session);
  CHECK(welcome.server_time == to_seconds(ServedCity::morning));
  CHECK(welcome.credit == Credit{});
  CHECK(welcome.station.account_name == "东街站");
  CHECK(welcome.station.log == LogId{1});
  CHECK(welcome.station.configuration_version == 1);
  CHECK_FALSE(welcome.station.every_grid);
  CHECK(welcome.station.grids == std::vector<views::NamedRow>{{city.place("G1").value, "G1", "第一网格", ""}});
}

TEST_CASE("A terminal of another protocol version is told which one the engine speaks") {
  ServedCity city;
  RawTerminal terminal(city);
  Introduction introduction = introduction_of(city.token());
  introduction.version = 3;
  terminal.say(hello(introduction));
  const auto error = terminal.hear_only<ProtocolError>();
  CHECK(error.fault == terminal::Fault::other_version);
  CHECK(error.version == 2);
  CHECK(terminal.is_cut_off());
}

// As version 1 asked who is on duty for a post: the form of that number is retired.
terminal::Outgoing question_of_version_1() {
  capnp::MallocMessageBuilder message;
  auto question = message.initRoot<wire::terminal::ToEngine>().initAsk();
  question.setId(1);
  question.setRetired20();
  const auto words = message.getSegmentsForOutput()[0];
  terminal::Outgoing out;
  const std::span<terminal::Word> place = out.open(words.size());
  std::memcpy(place.data(), words.begin(), words.asBytes().size());
  out.close(words.size());
  return out;
}

TEST_CASE("Software of version 1 submits and asks as ever, and is told of its version where its form is retired") {
  ServedCity city;
  RawTerminal terminal(city);
  Introduction introduction = introduction_of(city.token());
  introduction.version = 1;
  terminal.say(hello(introduction));
  CHECK(terminal.hear_only<Welcome>().expected == 1);
  terminal.submit(1, std::vector{a_demand(city)});
  const DemandId demand{terminal.hear_only<Acknowledged>().receipts.at(0).position.value};
  terminal.ask(2, AskHistory{{demand}});
  CHECK(terminal.hear_story().size() == 1);
  terminal.say(question_of_version_1());
  CHECK(terminal.hear_only<ProtocolError>().fault == terminal::Fault::other_version);
}

TEST_CASE("A token that is not known is turned away with the reason") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.say(hello(introduction_of(Token{0xFF})));
  CHECK(terminal.hear_only<TurnedAway>().refusal.reason == Reason::unknown_token);
  CHECK(terminal.is_cut_off());
}

TEST_CASE("Nothing but a hello is heard before the welcome, and hello only once") {
  ServedCity city;
  RawTerminal early(city);
  early.submit(1, demands(city, 1));
  CHECK(early.hear_only<ProtocolError>().fault == terminal::Fault::hello_first);

  RawTerminal hasty(city);  // does not wait for the welcome
  Outgoing both = hello(introduction_of(city.token()));
  encode(Ping{1}, both);
  hasty.say(both);
  CHECK(hasty.hear_only<ProtocolError>().fault == terminal::Fault::hello_first);

  RawTerminal twice(city);
  twice.greet(city.token());
  twice.say(hello(introduction_of(city.token())));
  CHECK(twice.hear_only<ProtocolError>().fault == terminal::Fault::hello_twice);
  CHECK(city.count().submitted == 0);
}

TEST_CASE("A second connection of the same spool replaces the first, which is told") {
  ServedCity city;
  RawTerminal first(city), other(city), second(city);
  first.greet(city.token(), SpoolId{1});
  other.greet(city.token(), SpoolId{2});
  second.greet(city.token(), SpoolId{1});
  first.hear_only<Replaced>();
  CHECK(first.is_cut_off());
  CHECK(other.hears_nothing());

  second.submit(1, demands(city, 1));
  CHECK(second.hear_only<Acknowledged>().receipts.size() == 1);
  other.submit(1, demands(city, 1));
  CHECK(other.hear_only<Acknowledged>().receipts.size() == 1);
}

TEST_CASE("More connections than are allowed are refused with the reason, and room is made when one ends") {
  ServedCity city({.connections_max = 2});
  RawTerminal first(city), second(city);
  first.greet(city.token());
  second.greet(city.token(3));
  RawTerminal third(city);
  CHECK(third.hear_only<ProtocolError>().fault == terminal::Fault::too_many_connections);
  CHECK(third.is_cut_off());
  second.hang_up();
  city.settle();
  RawTerminal fourth(city);
  fourth.greet(city.token(2));
}

// -------------------------------------------------------------------------------------------- commands

TEST_CASE("Each demand of a frame is acknowledged with its position, lead and deadlines, or with the reason why not") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());
  std::vector<Submission> three = demands(city, 3);
  three[1].place = {};
  terminal.submit(1, three);

  const auto acknowledged = terminal.hear_only<Acknowledged>();
  CHECK(acknowledged.first == 1);
  REQUIRE(acknowledged.receipts.size() == 3);
  const Receipt& taken = acknowledged.receipts[0];
  CHECK_FALSE(taken.refusal);
  CHECK(taken.lead == Party(city.post("PG1")));
  CHECK(taken.dues[Stage::acceptance] == to_seconds(ServedCity::morning + std::chrono::minutes(30)));
  CHECK(taken.look_up_code == LookUpCodes(ServedCity::look_up_key).of(DemandId{taken.position.value}));
  CHECK(acknowledged.receipts[1].refusal.reason == Reason::unknown_place);
  CHECK(acknowledged.receipts[1].look_up_code == 0);
  CHECK(acknowledged.receipts[2].position.value > acknowledged.receipts[1].position.value);
  CHECK(city.count().submitted == 2);
  CHECK(city.count().declined == 1);
}

TEST_CASE("The texts of a frame come to the demands that they belong to", "[threads]") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());
  std::vector<Submission> two = demands(city, 2);
  two[0].contact = "张女士 0436-0000101";
  two[1].text = "路灯不亮";
  two[1].reporter = Reporter::hotline;
  two[1].reference = "12345-77";
  two[1].attachments = "照片1\n照片2";
  terminal.submit(1, two);
  const auto outcomes = terminal.hear_only<Acknowledged>().receipts;
  const auto first = city.log().read(outcomes.at(0).position), second = city.log().read(outcomes.at(1).position);
  CHECK(first->text == "水管破裂");
  CHECK(std::get<Submitted>(first->event).contact_length == two[0].contact.size());
  CHECK(second->text == "路灯不亮");
  CHECK(second->reference == "12345-77");
  CHECK(second->attachments == "照片1\n照片2");
}

TEST_CASE("Photos and papers go with what was done, and come back with the history", "[threads]") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());
  terminal.submit(1, demands(city, 1));
  const DemandId demand{terminal.hear_only<Acknowledged>().receipts.at(0).position.value};
  const Party as = city.post("PG1");
  const std::string too_long(limits::attachments_bytes_max + 1, 'x');
  const auto with = [&](Deed deed, std::string_view note, std::string_view attachments) {
    ReadyAct act{.deed = deed, .demand = demand, .as = as, .note = note};
    act.attachments = attachments;
    return act;
  };
  terminal.act(2, std::vector<ReadyAct>{with(Deed::note, "看过", "照片1\n照片2"), with(Deed::accept, "", "照片3"),
                                        with(Deed::accept, "", ""), with(Deed::finish, "已换灯", "照片4"),
                                        with(Deed::note, "补充", too_long)});
  const auto outcomes = terminal.hear_only<Acknowledged>().receipts;
  const std::vector<Reason> reasons{Reason::none, Reason::attachments_too_long, Reason::none, Reason::none,
                                    Reason::attachments_too_long};
  for (std::size_t i = 0; i < reasons.size(); ++i) CHECK(outcomes.at(i).refusal.reason == reasons[i]);
  CHECK(outcomes.at(4).refusal.limit == limits::attachments_bytes_max);
  terminal.ask(1, AskHistory{{demand, 0}});
  const auto steps = terminal.hear_story();
  REQUIRE(steps.size() == 4);
  CHECK(steps[3].text == "已换灯");
  CHECK(steps[3].attachments == "照片4");
  CHECK(steps[1].text == "看过");
  CHECK(steps[1].attachments == "照片1\n照片2");
}

TEST_CASE("A text that is too long is refused with its length and the limit, however long it is") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());
  std::string one_too_many, very_long;
  for (int i = 0; i < 4'001; ++i) one_too_many += "水";
  for (int i = 0; i < 300'000; ++i) very_long += "水";
  terminal.submit(1, std::vector{a_demand(city, one_too_many), a_demand(city, very_long)});
  const auto outcomes = terminal.hear_only<Acknowledged>().receipts;
  CHECK(outcomes.at(0).refusal == Refusal{Reason::text_too_long, 4'001, 4'000});
  CHECK(outcomes.at(1).refusal.reason == Reason::text_too_long);
}

TEST_CASE("Accept, finish and close are acknowledged, and the history tells them newest first") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());
  terminal.submit(1, demands(city, 1));
  const DemandId demand{terminal.hear_only<Acknowledged>().receipts.at(0).position.value};
  const Party as = city.post("PG1");
  terminal.act(2, std::vector<ReadyAct>{{Deed::accept, demand, as, ""},
                                        {Deed::finish, demand, as, "已换水管"},
                                        {Deed::accept, demand, as, ""},
                                        {Deed::close, demand, as, "居民满意"}});
  const auto outcomes = terminal.hear_only<Acknowledged>().receipts;
  REQUIRE(outcomes.size() == 4);
  CHECK_FALSE(outcomes[0].refusal);
  CHECK_FALSE(outcomes[1].refusal);
  CHECK(outcomes[2].refusal);
  CHECK_FALSE(outcomes[3].refusal);

  terminal.ask(7, AskHistory{{demand}});
  const auto steps = terminal.hear_story();
  REQUIRE(steps.size() == 4);
  CHECK(steps[0].event == "submitted");
  CHECK(steps[0].lead == as);
  CHECK(steps[0].text == "水管破裂");
  CHECK(steps[0].position.value == demand.value);
  CHECK(steps[1].event == "accepted");
  CHECK(steps[1].by == as);
  CHECK(steps[2].event == "finished");
  CHECK(steps[2].recorded);
  CHECK(steps[2].text == "已换水管");
  CHECK(steps[3].event == "closed");
  CHECK(steps[3].by == as);
  CHECK(steps[3].text == "居民满意");
}

TEST_CASE("An ops account makes accounts and ends them; a terminal may not") {
  ServedCity city;
  const Token ops = city.add_account(AccountKind::ops, {}, 9);
  const Token fresh{0x55};
  Rights rights;
  rights.name = "新站";
  rights.every_grid = true;
  Outgoing add;
  encode_add_account(1, AccountKind::terminal, hash_of(fresh), rights, add);

  RawTerminal terminal(city);
  terminal.greet(city.token());
  terminal.say(add);
  CHECK(terminal.hear_only<Acknowledged>().receipts.at(0).refusal.reason == Reason::not_allowed);

  RawTerminal office(city);
  office.greet(ops);
  office.say(add);
  const AccountId account = office.hear_only<Acknowledged>().receipts.at(0).account;
  CHECK(account);
  RawTerminal newcomer(city);
  CHECK(newcomer.greet(fresh).station.account_name == "新站");

  Outgoing end;
  encode_command(2, EndAccount{account}, end);
  office.say(end);
  CHECK_FALSE(office.hear_only<Acknowledged>().receipts.at(0).refusal);
  CHECK(newcomer.hear_only<TurnedAway>().refusal.reason == Reason::account_ended);
  CHECK(newcomer.is_cut_off());
}

// -------------------------------------------------------------------------------------------- exactly once

TEST_CASE("What is sent again is told again as it was the first time, and is not in the log twice") {
  ServedCity city;
  std::vector<Submission> three = demands(city, 3);
  three[1].severity = 9;
  std::vector<Receipt> first;
  {
    RawTerminal terminal(city);
    terminal.greet(city.token());
    terminal.submit(1, three);
    first = terminal.hear_only<Acknowledged>().receipts;
    terminal.hang_up();
  }
  const bool after_restart = GENERATE(false, true);
  if (after_restart) city.restart();

  RawTerminal terminal(city);
  CHECK(terminal.greet(city.token()).expected == 4);
  // Cut into other frames than the first time, and going on with a new one.
  terminal.submit(1, std::span(three).first(1));
  terminal.submit(2, std::vector{three[1], three[2], a_demand(city)});
  std::vector<Receipt> again = terminal.hear_only<Acknowledged>().receipts;
  const auto rest = terminal.hear_only<Acknowledged>().receipts;
  again.insert(again.end(), rest.begin(), rest.end());

  REQUIRE(again.size() == 4);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(again[i].repeat);
    CHECK(again[i].position == first[i].position);
    CHECK(again[i].refusal == first[i].refusal);
    CHECK(again[i].lead == first[i].lead);
    CHECK(again[i].holder == first[i].holder);
    CHECK(again[i].dues == first[i].dues);
    CHECK(again[i].look_up_code == first[i].look_up_code);
  }
  CHECK_FALSE(again[3].repeat);
  const ServedCity::Counted counted = city.count();
  CHECK(counted.submitted == 3);
  CHECK(counted.declined == 1);
  CHECK(counted.repeated_numbers == 0);
}

TEST_CASE("A repeat from beyond the session's window is found in the log") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());
  const std::uint32_t a_frame = limits::commands_per_frame_max;
  std::vector<Position> positions;
  for (std::uint32_t frame = 0; frame < 5; ++frame) {
    terminal.submit(1 + frame * a_frame, demands(city, a_frame));
    for (const Receipt& told : terminal.hear_only<Acknowledged>().receipts) positions.push_back(told.position);
  }
  REQUIRE(positions.size() > limits::session_commands_max);
  for (const std::uint32_t sequence : {1u, 2u, 500u, 1'024u}) {
    terminal.submit(sequence, demands(city, 1));
    const Receipt told = terminal.hear_only<Acknowledged>().receipts.at(0);
    CHECK(told.repeat);
    CHECK(told.position == positions[sequence - 1]);
    CHECK(told.look_up_code != 0);
  }
}

TEST_CASE("A frame that leaves numbers out is not taken, and the terminal is told which one is expected") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());
  terminal.submit(2, demands(city, 2));
  CHECK(terminal.hear_only<Expected>().sequence == 1);
  terminal.submit(1, demands(city, 1));
  CHECK_FALSE(terminal.hear_only<Acknowledged>().receipts.at(0).repeat);
  CHECK(city.count().submitted == 1);
}

TEST_CASE(
    "Where the inbox is full the terminal is told when to come back, and what followed is not taken out of order") {
  loop::Flow crowd;
  ServedCity city({.busy_retry_ms = 0});
  RawTerminal terminal(city);
  terminal.greet(city.token());
  fill_inbox(city, crowd);
  terminal.submit(1, demands(city, limits::inbox_share_commands + 1));
  city.take_in();
  city.settle();
  terminal.submit(2, demands(city, 1));

  CHECK(terminal.hear_only<Busy>().expected == 1);
  CHECK(terminal.hear_only<Expected>().sequence == 1);
  terminal.submit(1, demands(city, 2));
  CHECK(terminal.hear_only<Acknowledged>().receipts.size() == 2);
  CHECK(city.count().submitted == 2);
}

TEST_CASE("A terminal that was told to come back later is not read before") {
  loop::Flow crowd;
  ServedCity city({.busy_retry_ms = 3'600'000});
  RawTerminal terminal(city);
  terminal.greet(city.token());
  fill_inbox(city, crowd);
  terminal.submit(1, demands(city, limits::inbox_share_commands + 1));
  city.take_in();
  CHECK(terminal.hear_only<Busy>().retry_ms == 3'600'000);
  terminal.submit(1, demands(city, 1));
  CHECK(terminal.hears_nothing());
  CHECK(city.count().submitted == 0);
}

TEST_CASE(
    "The time for which a terminal is told to stay away doubles while it is refused, and begins anew after that") {
  loop::Flow crowd;
  ServedCity city({.busy_retry_ms = 1});
  RawTerminal terminal(city);
  terminal.greet(city.token());
  const auto refused_for = [&] {
    fill_inbox(city, crowd);
    city.engine_is_held = true;
    terminal.submit(1, demands(city, limits::inbox_share_commands + 1));
    std::optional<ToTerminal> answered;
    while (!answered) answered = terminal.hear();  // its time is real
    city.engine_is_held = false;
    return std::get<Busy>(*answered).retry_ms;
  };
  for (const std::uint32_t times : {1u, 2u, 4u, 8u, 16u, 32u, 32u}) CHECK(refused_for() == times);
  terminal.submit(1, demands(city, 1));
  std::optional<ToTerminal> taken;
  while (!taken) taken = terminal.hear();
  CHECK(std::holds_alternative<Acknowledged>(*taken));
  CHECK(refused_for() == 1);
}

TEST_CASE("An ops account is told the engine's figures, and another is told nothing") {
  ServedCity city({.costs = [] {
    return Costs{.processor_us = 1, .resident_bytes = 2, .allocations = 3, .allocations_elsewhere = 4};
  }});
  RawTerminal terminal(city), ops(city);
  terminal.greet(city.token());
  terminal.submit(1, demands(city, 3));
  terminal.hear_only<Acknowledged>();
  ops.greet(city.add_account(AccountKind::ops, {}, 9));

  ops.ask(5, AskFigures{});
  const auto figures = ops.hear_rows<Figures>();
  CHECK(figures.known);
  CHECK(figures.position == city.log().durable());
  CHECK(figures.demands_open == 3);
  CHECK(figures.batches == city.log().figures().batches);
  CHECK(figures.syncs == city.log().figures().syncs);
  CHECK(figures.costs.allocations_elsewhere == 4);

  terminal.ask(6, AskFigures{});
  const auto nothing = terminal.hear_rows<Figures>();
  CHECK_FALSE(nothing.known);
  CHECK_FALSE(nothing.position);
  CHECK(nothing.costs.processor_us == 0);
}

TEST_CASE(
    "Where the inbox is full a hello and a question have room, and what is beyond the share is told busy and asked "
    "again") {
  loop::Flow crowd;
  ServedCity city({.busy_retry_ms = 0});
  RawTerminal terminal(city);
  fill_inbox(city, crowd);
  terminal.greet(city.token());

  fill_inbox(city, crowd);
  terminal.submit(1, demands(city, limits::inbox_share_commands));
  terminal.submit(1 + limits::inbox_share_commands, demands(city, 1));
  terminal.ask(77, views::AskIds{views::Noun::place, {"G1"}});
  city.take_in();
  CHECK(terminal.hear_only<Busy>().expected == 1 + limits::inbox_share_commands);
  CHECK(terminal.hear_only<Acknowledged>().receipts.size() == limits::inbox_share_commands);
  CHECK(terminal.hear_only<Answer>().question == 77);
  CHECK(city.count().submitted == limits::inbox_share_commands);
}

TEST_CASE("A question beyond the share is answered busy, and may be asked again") {
  loop::Flow crowd;
  ServedCity city({.busy_retry_ms = 0});
  RawTerminal terminal(city);
  terminal.greet(city.token());
  terminal.submit(1, demands(city, limits::inbox_share_commands + 1));
  city.take_in();
  fill_inbox(city, crowd);
  terminal.ask(77, views::AskIds{views::Noun::place, {"G1"}});
  city.take_in();
  CHECK(terminal.hear_only<Busy>().question == 77);
  CHECK(terminal.hear_only<Acknowledged>().receipts.size() == limits::inbox_share_commands + 1);
  terminal.ask(78, views::AskIds{views::Noun::place, {"G1"}});
  CHECK(terminal.hear_only<Answer>().question == 78);
}

// -------------------------------------------------------------------------------------------- credit

TEST_CASE("The whole credit may be under way, and one more is a protocol error") {
  ServedCity city;
  const auto pings = [](std::size_t count) {
    Outgoing out;
    for (std::uint32_t i = 0; i < count; ++i) encode(Ping{i}, out);
    return out;
  };
  RawTerminal terminal(city);
  terminal.greet(city.token());
  for (int round = 0; round < 3; ++round) {  // it comes back
    terminal.say(pings(limits::session_frames_max));
    for (std::uint32_t i = 0; i < limits::session_frames_max; ++i) CHECK(terminal.hear_only<Pong>().payload == i);
  }
  RawTerminal greedy(city);
  greedy.greet(city.token(2));
  greedy.say(pings(limits::session_frames_max + 1));
  CHECK(greedy.hear_only<ProtocolError>().fault == terminal::Fault::credit_exceeded);
  CHECK(greedy.is_cut_off());
  CHECK(terminal.hears_nothing());
}

TEST_CASE("Commands and bytes count against the credit as frames do") {
  ServedCity city;
  RawTerminal full(city), over(city);
  full.greet(city.token(1));
  over.greet(city.token(2));
  Outgoing all_commands;
  const std::uint32_t a_frame = limits::commands_per_frame_max;
  for (std::uint32_t first = 1; first <= limits::session_commands_max; first += a_frame) {
    encode_submit(first, demands(city, a_frame), all_commands);
  }
  full.say(all_commands);
  encode_submit(limits::session_commands_max + 1, demands(city, 1), all_commands);
  over.say(all_commands);
  std::size_t acknowledged = 0;
  while (const auto heard = full.hear()) acknowledged += std::get<Acknowledged>(*heard).receipts.size();
  CHECK(acknowledged == limits::session_commands_max);
  CHECK(over.hear_only<ProtocolError>().fault == terminal::Fault::credit_exceeded);

  // Texts of 60,000 bytes, refused, but sent: 16 in a frame are 960,000 bytes, and three frames are more than 2 MiB.
  RawTerminal heavy(city);
  heavy.greet(city.token(3));
  const std::string text(60'000, 'a');
  Outgoing bytes;
  for (std::uint32_t frame = 0; frame < 3; ++frame) {
    encode_submit(1 + frame * 16, std::vector<Submission>(16, a_demand(city, text)), bytes);
  }
  heavy.say(bytes);
  CHECK(heavy.hear_only<ProtocolError>().fault == terminal::Fault::credit_exceeded);
}

// -------------------------------------------------------------------------------------------- questions

TEST_CASE("Codes are turned into ids and ids into names, in the order of what was asked") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());
  terminal.ask(1, views::AskIds{views::Noun::place, {"G2", "no such", "G1"}});
  const auto ids = terminal.hear_rows<std::vector<std::uint32_t>>();
  CHECK(ids == std::vector<std::uint32_t>{city.place("G2").value, 0, city.place("G1").value});
  terminal.ask(2, views::AskNames{views::Noun::place, ids});
  const auto names = terminal.hear_rows<std::vector<views::NamedRow>>();
  CHECK(names == std::vector<views::NamedRow>{{ids[0], "G2", "第二网格", ""}, {}, {ids[2], "G1", "第一网格", ""}});
  terminal.ask(3, views::AskIds{views::Noun::category, {"0201"}});
  CHECK(terminal.hear_rows<std::vector<std::uint32_t>>().at(0) == city.category("0201").value);
  terminal.ask(4, views::AskNames{views::Noun::post, {city.post("PG1").value}});
  CHECK(terminal.hear_rows<std::vector<views::NamedRow>>().at(0).name == "网格长一");
}

TEST_CASE("A question has as many rows as are allowed, and one more is malformed") {
  ServedCity city;
  RawTerminal terminal(city);
  terminal.greet(city.token());
  terminal.ask(1, views::AskNames{views::Noun::place, std::vector<std::uint32_t>(limits::question_rows_max, 1)});
  CHECK(terminal.hear_rows<std::vector<views::NamedRow>>().size() == limits::question_rows_max);
  terminal.ask(2, views::AskNames{views::Noun::place, std::vector<std::uint32_t>(limits::question_rows_max + 1, 1)});
  CHECK(terminal.hear_only<ProtocolError>().fault == terminal::Fault::malformed);
}

TEST_CASE("Where a demand stands is told to the terminal of its grid, and to others who have its look-up code") {
  ServedCity city;
  RawTerminal desk(city);
  desk.greet(city.token());
  desk.submit(1, demands(city, 1));
  const Receipt told = desk.hear_only<Acknowledged>().receipts.at(0);
  const DemandId demand{told.position.value};
  Rights elsewhere;
  elsewhere.grids = {city.place("G2")};
  RawTerminal stranger(city);
  stranger.greet(city.add_account(AccountKind::terminal, elsewhere, 9));

  const auto status_for = [&](RawTerminal& terminal, std::uint32_t code) {
    terminal.ask(1, AskStatus{{{demand, code}}});
    return terminal.hear_rows<std::vector<views::Status>>().at(0);
  };
  CHECK(status_for(desk, 0).known);
  CHECK(status_for(desk, 0).lead == told.lead);
  CHECK(status_for(desk, 0).place == city.place("G1"));
  CHECK_FALSE(status_for(stranger, 0).known);
  CHECK_FALSE(status_for(stranger, told.look_up_code % look_up_code_max + 1).known);
  CHECK(status_for(stranger, told.look_up_code).known);

  stranger.ask(2, AskHistory{{demand}});
  CHECK(stranger.hear_story().empty());
  stranger.ask(3, AskHistory{{demand, told.look_up_code}});
  CHECK(stranger.hear_story().size() == 1);
}

// -------------------------------------------------------------------------------------------- patience

// Impatient: a tick is a millisecond.
Options impatient() {
  return {.tick = std::chrono::milliseconds(1), .patience = {.hello = 5, .frame = 5, .write = 5, .leave = 5}};
}

TEST_CASE("Who does not say hello in time is told, and the connection ends") {
  ServedCity city(impatient());
  RawTerminal silent(city);
  while (silent.hears_nothing()) city.wait_for_something();
  CHECK(silent.hear_only<ProtocolError>().fault == terminal::Fault::too_slow);
  while (city.server().connections() > 0) city.wait_for_something();
}

TEST_CASE("A terminal that has said hello may be silent, but not in the middle of a frame") {
  ServedCity city(impatient());
  RawTerminal idle(city), slow(city);
  idle.greet(city.token(1));
  slow.greet(city.token(2));
  Outgoing out;
  encode(Ping{1}, out);
  slow.say(out.bytes().first(out.bytes().size() - 1));
  while (slow.hears_nothing()) city.wait_for_something();
  CHECK(slow.hear_only<ProtocolError>().fault == terminal::Fault::too_slow);
  idle.say(out);
  CHECK(idle.hear_only<Pong>().payload == 1);
}

TEST_CASE("A terminal that does not read what it asked for is dropped, and another goes on") {
  ServedCity city(impatient());
  RawTerminal other(city);
  other.greet(city.token(1));
  RawTerminal deaf(city);
  deaf.greet(city.token(2));
  const std::vector<std::uint32_t> ids(limits::question_rows_max, city.place("G1").value);
  int asked = 0;
  for (; city.server().connections() == 2 && asked < 10'000; ++asked) {
    deaf.ask(1, views::AskNames{views::Noun::place, ids});
    city.wait_for_something();
  }
  CHECK(asked < 10'000);
  Outgoing out;
  encode(Ping{5}, out);
  other.say(out);
  CHECK(other.hear_only<Pong>().payload == 5);
}

}  // namespace
}  // namespace wangge::tests
