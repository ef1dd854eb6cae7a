#include "tools/bench/station.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <variant>

#include "adapters/terminal/client_protocol.h"
#include "engine/base/cause.h"
#include "engine/base/limits.h"

namespace wangge::tools::bench {
namespace {

constexpr terminal::Credit credit;
constexpr SpoolId spool_of_the_bench{'b', 'e', 'n', 'c', 'h'};

}  // namespace

// -------------------------------------------------------------------------------------------- connection

void Station::open(const boost::asio::ip::tcp::endpoint& engine) {
  connection_ = terminal::Connection::open(
      course_.io, engine,
      {.opened = [this] { say_hello(); },
       .answered = [this](terminal::ToTerminal& answer) { answered(answer); },
       .ended =
           [this](error_code error) { course_.fail("连接断开 / a connection ended: " + cause_of(error).text()); }});
}

void Station::say_hello() {
  terminal::Introduction who;
  who.software = "wangge bench";
  who.token = token_;
  who.spool = spool_of_the_bench;
  encode(who, connection_->out());
  connection_->send();
}

void Station::answered(terminal::ToTerminal& answer) {
  if (const auto* acknowledged = std::get_if<terminal::Acknowledged>(&answer)) {
    on(*acknowledged);
  } else if (const auto* welcome = std::get_if<terminal::Welcome>(&answer)) {
    next_ = welcome->expected;
    acknowledged_ = next_ - 1;
    course_.engine_time = std::max(course_.engine_time, welcome->server_time);
    is_welcome_ = true;
    fill();
  } else if (const auto* busy = std::get_if<terminal::Busy>(&answer)) {
    retry_ms_ = busy->retry_ms;
    put_off(busy->expected);
  } else if (const auto* expected = std::get_if<terminal::Expected>(&answer)) {
    put_off(expected->sequence);
  } else {
    course_.fail("引擎没有接受压测的终端 / the engine turned a terminal of the bench away");
  }
}

// -------------------------------------------------------------------------------------------- answers

void Station::on(const terminal::Acknowledged& answer) {
  if (under_way_.empty() || under_way_.front().first != answer.first) {
    return course_.fail("答复与所发不符 / an answer to something that was not sent");
  }
  const auto now = SteadyClock::now();
  Sending sent = std::move(under_way_.front());
  under_way_.pop_front();
  commands_ -= sent.commands;
  bytes_ -= sent.bytes;
  course_.recorder.count(answer, sent.is_repeat, sent.due, now);
  course_.engine_time = std::max(course_.engine_time, answer.server_time);
  if (!sent.is_repeat) settle(std::move(sent), answer, now);
  if (!put_off_.empty()) return pause_if_all_put_off();
  fill();
}

void Station::settle(Sending sent, const terminal::Acknowledged& answer, SteadyClock::time_point now) {
  acknowledged_ = answer.first + static_cast<std::uint32_t>(answer.receipts.size()) - 1;
  if (sent.ends_bundle) --bundles_;
  if (!sent.deeds.lives.empty()) return lives_.done(std::move(sent.deeds), answer);
  if (course_.load.kind == LoadKind::lives) lives_.submitted(answer);
  if (course_.is_sending && course_.happens(course_.load.repeats)) {
    sent.is_repeat = true;
    sent.ends_bundle = false;
    sent.due = now;
    waiting_.push_front(std::move(sent));
  }
}

// Puts off the frame with that number, or one after it that cannot be taken before it. The answer may come before those
// to earlier frames.
void Station::put_off(std::uint32_t from) {
  if (!is_welcome_) return pause_if_all_put_off();  // only the hello was put off
  auto refused = std::ranges::find(under_way_, from, &Sending::first);
  if (refused == under_way_.end()) {
    refused = std::ranges::find_if(under_way_, [from](const Sending& sending) { return sending.first > from; });
  }
  if (refused == under_way_.end()) return course_.fail("答复与所发不符 / an answer to something that was not sent");
  put_off_.push_back(std::move(*refused));
  under_way_.erase(refused);
  course_.recorder.count_busy();
  pause_if_all_put_off();
}

void Station::pause_if_all_put_off() {
  if (!under_way_.empty()) return;
  pause_.expires_after(std::chrono::milliseconds(retry_ms_));
  pause_.async_wait([this](const error_code& cancelled) {
    if (cancelled) return;
    if (is_welcome_) return send_again();
    say_hello();
  });
}

void Station::send_again() {
  std::ranges::sort(put_off_, {}, &Sending::first);
  under_way_.swap(put_off_);
  for (Sending& sending : under_way_) send(sending);
  connection_->send();
}

void Station::give_up(SteadyClock::time_point now) {
  for (const auto* frames : {&under_way_, &put_off_, &waiting_}) {
    for (const Sending& sending : *frames) course_.recorder.give_up(sending.commands, sending.due, now);
  }
}

// -------------------------------------------------------------------------------------------- sending

void Station::take(const Bundle& bundle, SteadyClock::time_point due) {
  wait_for(bundle, due);
  if (is_welcome_) send_waiting();
}

void Station::fill() {
  const bool is_closed_loop = course_.load.rate == 0;
  if (is_closed_loop && !course_.is_sending) waiting_.clear();
  while (is_closed_loop && course_.is_sending && bundles_ < course_.load.in_flight) fill_one();
  send_waiting();
}

void Station::fill_one() {
  const auto now = SteadyClock::now();
  if (course_.load.kind == LoadKind::lives) {
    Deeds deeds = lives_.next(std::min(course_.load.frame, limits::commands_per_frame_max), course_.engine_time);
    if (const auto count = static_cast<std::uint32_t>(deeds.lives.size()); count > 0) {
      waiting_.push_back({.deeds = std::move(deeds), .due = now, .commands = count, .ends_bundle = true});
      ++bundles_;
      return;
    }
  }
  wait_for(course_.next_bundle(), now);
}

void Station::wait_for(const Bundle& bundle, SteadyClock::time_point due) {
  for (const EncodedFrame& frame : bundle.frames) {
    waiting_.push_back({.frame = &frame, .deeds = {}, .due = due, .commands = frame.commands, .bytes = frame.bytes()});
  }
  waiting_.back().ends_bundle = true;
  ++bundles_;
}

bool Station::fits_credit(const Sending& sending) const {
  return under_way_.size() < credit.frames && commands_ + sending.commands <= credit.commands &&
         bytes_ + sending.bytes <= credit.bytes;
}

void Station::send_waiting() {
  while (put_off_.empty() && !waiting_.empty() && fits_credit(waiting_.front())) {
    Sending& sending = under_way_.emplace_back(std::move(waiting_.front()));
    waiting_.pop_front();
    if (sending.first == 0) {
      sending.first = next_;
      next_ += sending.commands;
    }
    send(sending);
    commands_ += sending.commands;
    bytes_ += sending.bytes;
  }
  connection_->send();
}

void Station::send(Sending& sending) {
  terminal::Outgoing& out = connection_->out();
  const std::size_t begins = out.bytes().size();
  if (sending.frame != nullptr) {
    const terminal::Words words = sending.frame->words;
    const std::size_t head = sending.frame->head;
    out.append(words.first(head));
    terminal::renumber(out.words().last(head), sending.first);
    connection_->lend(words.subspan(head));
  } else {
    encode_act(sending.first, acts_of(sending.deeds), out);
    sending.bytes = out.bytes().size() - begins;
  }
  course_.recorder.count_sent(sending.bytes);
}

}  // namespace wangge::tools::bench
