#include "adapters/terminal/session.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <spdlog/spdlog.h>

#include "adapters/terminal/receipts.h"
#include "engine/base/check.h"
#include "engine/views/questions.h"

namespace wangge::terminal {
namespace asio = boost::asio;

namespace {

// The number of times that the waiting time told to a refused terminal doubles, once with each refusal in a row: up to
// 1.6 s.
constexpr std::uint32_t retry_doublings_max = 5;

}  // namespace

Session::Session(Desk& desk, asio::ip::tcp::socket socket, Source source)
    : desk_(desk), socket_(std::move(socket)), source_(source), pause_(socket_.get_executor()) {
  desk_.doorway.enter(*this, source_);
  asio::co_spawn(socket_.get_executor(), read_frames(), [](const std::exception_ptr& fault) {
    if (fault) std::rethrow_exception(fault);  // our own fault: it ends the process
  });
}

// -------------------------------------------------------------------------------------------- reading

asio::awaitable<void> Session::read_frames() {
  for (;;) {
    while (pause_ms_ > 0 && phase_ != Phase::leaving) {
      pause_.expires_after(std::chrono::milliseconds(std::exchange(pause_ms_, 0)));
      co_await pause_.async_wait(asio::as_tuple(asio::use_awaitable));
      take_frames();
    }
    const std::span<std::byte> space = incoming_.space();
    const asio::mutable_buffer buffer(space.data(), space.size());
    const auto [error, bytes] = co_await socket_.async_read_some(buffer, asio::as_tuple(asio::use_awaitable));
    if (error) break;
    if (phase_ == Phase::leaving) continue;  // nobody reads what arrives any more
    incoming_.received(bytes);
    take_frames();
  }
  reading_ = false;
  end_if_done();
}

void Session::take_frames() {
  Fault fault = Fault::none;
  while (fault == Fault::none && phase_ != Phase::leaving && pause_ms_ == 0) {
    const std::optional<Words> body = incoming_.next(fault);
    if (!body) break;
    ticks_of_frame_ = 0;
    fault = take(*body);
  }
  if (fault != Fault::none) complain(fault);
}

Fault Session::take(Words body) {
  Exchanges::Lease exchange = desk_.exchanges.take();
  const Fault fault = decode(body, exchange->numbered, desk_.said);
  if (fault != Fault::none) return fault;
  exchange->session = this;
  exchange->load = {.frames = 1, .commands = 0, .bytes = body.size_bytes()};
  return std::visit([&](const auto& said) { return on(said, std::move(exchange)); }, desk_.said);
}

Fault Session::on(const Hello& hello, Exchanges::Lease exchange) {
  if (phase_ != Phase::greeting) return Fault::hello_twice;
  witness_ = hello.witness;
  exchange->numbered.first = 0;
  exchange->numbered.texts.clear();
  hello_ = 0;
  if (has_seen_anything(hello, desk_.engine.log())) {
    find_seen(hello, std::move(exchange));
  } else {
    open({hello.token_hash, hello.spool, 0}, std::move(exchange));
  }
  return Fault::none;
}

void Session::open(const OpenSession& wish, Exchanges::Lease exchange) {
  exchange->numbered.commands.assign(1, wish);
  if (offer(std::move(exchange))) phase_ = Phase::opening;
}

Fault Session::on(Numbered* numbered, Exchanges::Lease exchange) {
  if (phase_ != Phase::welcomed) return Fault::hello_first;
  const auto count = static_cast<std::uint32_t>(numbered->commands.size());
  const std::uint32_t first = numbered->first;
  exchange->load.commands = count;
  if (!fits_credit(exchange->load)) return Fault::credit_exceeded;
  if (first > next_offered_ &&
      refused_in_a_row_ > 0) {  // the engine could not take the frame either: the inbox has no place for it
    encode(Expected{next_offered_}, gathered_);
    write_soon();
    return Fault::none;
  }
  for (const Numbered::Code& code : numbered->codes) {
    Command& command = numbered->commands[code.command];
    const bool is_proved = proves(code.claim);
    if (auto* const act = std::get_if<Act>(&command)) act->is_proved = is_proved;
    if (auto* const join = std::get_if<Join>(&command)) join->is_proved = is_proved;
  }
  if (offer(std::move(exchange))) next_offered_ = std::max(next_offered_, first + count);
  return Fault::none;
}

Fault Session::on(const Asked& asked, Exchanges::Lease exchange) {
  if (phase_ != Phase::welcomed) return Fault::hello_first;
  if (!fits_credit(exchange->load)) return Fault::credit_exceeded;
  std::visit([&](const auto& ask) { put(asked.id, ask, exchange->load); }, asked.what);
  return Fault::none;
}

Fault Session::on(const Ping& ping, Exchanges::Lease exchange) {
  if (phase_ != Phase::welcomed) return Fault::hello_first;
  if (!fits_credit(exchange->load)) return Fault::credit_exceeded;
  put(
      0, exchange->load, [](const City&, Instant) {}, [this, ping] { encode(Pong{ping.payload}, gathered_); });
  return Fault::none;
}

// -------------------------------------------------------------------------------------------- to the engine

bool Session::offer(Exchanges::Lease exchange) {
  loop::Frame& frame = *exchange->frame;
  const std::uint32_t first = exchange->numbered.first;
  frame.sender = {.session = session_, .sequence = first, .account = account_};
  frame.commands.swap(exchange->numbered.commands);
  frame.texts = exchange->numbered.texts;
  frame.hello = hello_;
  frame.gap = frame.replaced = false;
  frame.released = [held = exchange.get()](std::unique_ptr<loop::Frame> back) {
    held->frame = std::move(back);
    held->session->released(*held);
  };
  if (!desk_.engine.inbox().offer(flow_, exchange->frame)) {
    refuse(std::min(first, next_offered_), 0);
    return false;
  }
  refused_in_a_row_ = 0;
  under_way_ += exchange->load;
  ++at_engine_;
  static_cast<void>(exchange.release());  // the exchange comes back with the frame
  return true;
}

bool Session::consult(std::function<void(const City&)> ask, std::function<void()> then) {
  auto question = std::make_unique<loop::Question>();
  question->ask = [ask = std::move(ask)](const City& city, Instant) { ask(city); };
  question->released = [this, then = std::move(then)] {
    --at_engine_;
    then();
  };
  if (!desk_.engine.inbox().offer(flow_, question)) return false;
  ++at_engine_;
  return true;
}

bool Session::inquire(std::uint32_t id, const Load& load, std::function<void(const City&, Instant)> ask,
                      std::function<void()> then) {
  auto question = std::make_unique<loop::Question>();
  question->ask = std::move(ask);
  question->released = [this, load, then = std::move(then)] {
    --at_engine_;
    if (phase_ == Phase::leaving) return answered(load);
    then();
  };
  if (!desk_.engine.inbox().offer(flow_, question)) {
    refuse(next_offered_, id);
    return false;
  }
  under_way_ += load;
  ++at_engine_;
  return true;
}

bool Session::put(std::uint32_t id, const Load& load, std::function<void(const City&, Instant)> ask,
                  std::function<void()> answer) {
  return inquire(id, load, std::move(ask), [this, load, answer = std::move(answer)] {
    answer();
    answered(load);
  });
}

// A refused terminal is not read meanwhile, since reading again what is refused again would cost those who wait for
// their turn.
void Session::refuse(std::uint32_t expected, std::uint32_t question) {
  const std::uint32_t retry_ms = desk_.busy_retry_ms << std::min(refused_in_a_row_++, retry_doublings_max);
  pause_ms_ = retry_ms;
  encode(Busy{retry_ms, expected, question}, gathered_);
  write_soon();
}

bool Session::proves(const Claim& claim) {
  return desk_.tries.proves(claim.demand, claim.look_up_code, {account_, source_}, desk_.steady());
}

std::vector<views::CheckedClaim> Session::proved(std::span<const Claim> claims) {
  std::vector<views::CheckedClaim> out;
  out.reserve(claims.size());
  for (const Claim& claim : claims) {
    const bool is_proof = proves(claim);
    out.push_back({.demand = claim.demand, .proved = is_proof, .disproved = claim.look_up_code != 0 && !is_proof});
  }
  return out;
}

void Session::put(std::uint32_t id, const views::AskIds& ask, const Load& load) {
  auto ids = std::make_shared<std::vector<std::uint32_t>>();
  put(
      id, load, [ids, ask](const City& city, Instant) { *ids = views::ids_of(city, ask.noun, ask.codes); },
      [this, id, ids] {
        encode(Answer{id, std::move(*ids)}, gathered_);
      });
}

void Session::put(std::uint32_t id, const views::AskNames& ask, const Load& load) {
  auto rows = std::make_shared<std::vector<views::NamedRow>>();
  put(
      id, load,
      [this, rows, ask](const City& city, Instant) {
        const bool is_of_people = ask.noun == views::Noun::person;
        *rows = views::names_of(city, ask.noun,
                                is_of_people ? views::known_people(city, account_, told_people_, ask.ids) : ask.ids);
      },
      [this, id, rows] {
        encode(Answer{id, std::move(*rows)}, gathered_);
      });
}

// The figures of the log and the process are taken when the question is answered, so that they are of one moment.
void Session::put(std::uint32_t id, const AskFigures&, const Load& load) {
  auto figures = std::make_shared<Figures>();
  put(
      id, load,
      [this, figures](const City& city, Instant) {
        figures->known = city.accounts[account_].kind == AccountKind::ops;
        if (!figures->known) return;
        figures->demands_open = city.demands.open();
        figures->demands = city.demands.size();
        figures->notices_pending = static_cast<std::uint32_t>(city.notices.pending().size());
        figures->queues_watched = static_cast<std::uint32_t>(desk_.watching.size());
        figures->strangers = static_cast<std::uint32_t>(desk_.doorway.size());
        figures->strangers_sent_away = desk_.strangers_sent_away;
        figures->codes_wrong = desk_.tries.figures().wrong;
        figures->codes_refused = desk_.tries.figures().refused;
      },
      [this, id, figures] {
        if (figures->known) complete(*figures);
        encode_answer<AskFigures>(id, *figures, gathered_);
      });
}

void Session::complete(Figures& figures) const {
  const log::EventLog& log = desk_.engine.log();
  const log::EventLog::Figures written = log.figures();
  figures.position = log.durable();
  figures.batches = written.batches;
  figures.groups = written.groups;
  figures.syncs = written.syncs;
  figures.bytes_encoded = written.bytes_encoded;
  figures.bytes_compacted = written.bytes_compacted;
  if (desk_.costs) figures.costs = desk_.costs();
}

void Session::put(std::uint32_t id, const AskQueue& ask, const Load& load) {
  auto queue = std::make_shared<views::Queue>();
  put(
      id, load, [this, queue, ask](const City& city, Instant) { *queue = views::queue_of(city, account_, ask.spec); },
      [this, id, queue] {
        encode(Answer{id, std::move(*queue)}, gathered_);
      });
}

void Session::put(std::uint32_t id, const AskWatch& ask, const Load& load) {
  struct Found {
    bool is_allowed = false;
    Watching::Handle watched;
    std::optional<views::Queue> apart;
  };
  auto found = std::make_shared<Found>();
  put(
      id, load,
      [this, found, spec = ask.spec](const City& city, Instant) {
        found->is_allowed = views::may_watch(city, account_, spec);
        const bool has_room = desk_.watching.has_room(*this, account_, spec);
        if (found->is_allowed && has_room) found->watched = desk_.watching.find(city, account_, spec);
        if (found->watched) found->apart = desk_.watching.apart(city, found->watched, account_);
      },
      [this, id, found, spec = ask.spec] {
        views::QueueChange answer;
        answer.queue.known = found->is_allowed;
        const bool has_room = found->watched && desk_.watching.has_room(*this, account_, spec);
        if (has_room) answer = desk_.watching.begin(found->watched, *this, account_, std::move(found->apart));
        encode(Answer{id, std::move(answer)}, gathered_);
      });
}

void Session::put(std::uint32_t id, const AskUnwatch& ask, const Load& load) {
  put(
      id, load, [](const City&, Instant) {},
      [this, id, board = ask.board] {
        desk_.watching.end(*this, board);
        encode(Answer{id, views::QueueChange{.board = board, .from = {}, .queue = {}, .gone = {}}}, gathered_);
      });
}

// The city answers every kind of question that it can answer alone; the kinds in Questions are answered by this
// session.
void Session::put(std::uint32_t id, const AskDescribed& ask, const Load& load) {
  const Known known =
      wangge::read(Questions{}, ask.kind, ask.fields, [&](const auto& question) { put(id, question, load); });
  if (known == Known::well) return;
  auto told = std::make_shared<DescribedAnswer>();
  put(
      id, load,
      [this, told, known, kind = ask.kind, fields = std::string(ask.fields)](const City& city, Instant now) {
        if (known != Known::unknown_kind) return;
        std::optional<std::string> found = views::answer({city, account_, now}, kind, fields);
        if (found) *told = {true, std::move(*found)};
      },
      [this, id, told] {
        encode(Answer{id, std::move(*told)}, gathered_);
      });
}

// -------------------------------------------------------------------------------------------- from the engine

void Session::released(Exchange& exchange) {
  Exchanges::Lease held = desk_.exchanges.hold(exchange);
  --at_engine_;
  if (phase_ == Phase::opening) opened(exchange.frame->outcomes.front());
  if (phase_ == Phase::welcomed) return decided(std::move(held));
  answered(exchange.load);
}

void Session::decided(Exchanges::Lease exchange) {
  const loop::Frame& frame = *exchange->frame;
  RepeatsReading repeats(frame);
  if (!repeats.is_empty()) return read_repeats(std::move(exchange), std::move(repeats));
  if (frame.replaced) {
    make_way();
  } else if (frame.gap) {
    encode(Expected{frame.expected}, gathered_);
  } else {
    acknowledge(frame, repeats, gathered_);
  }
  answered(exchange->load);
}

void Session::acknowledge(const loop::Frame& frame, const RepeatsReading& repeats, Outgoing& out) {
  const bool has_taken = write_receipts(frame, desk_.engine, repeats.found, desk_.tries.codes(), desk_.receipts);
  encode_acknowledged(frame.sender.sequence, to_seconds(desk_.now()), desk_.receipts, out);
  if (has_taken) alarm_of_taken_number(frame);
  const auto* const end = std::get_if<EndAccount>(&frame.commands.front());  // this command stands alone in its frame
  if (end != nullptr && !frame.outcomes.front().refusal) end_connections(end->account);
}

void Session::alarm_of_taken_number(const loop::Frame& frame) {
  if (!desk_.alarmed_taken.insert(session_.value).second) return;
  spdlog::error(
      "终端 {} 用已收过的序号（第 {} "
      "号起的一帧）送来内容不同的件，未收下：可能有几处在用同一个离线箱，或离线箱是从备份恢复的 / "
      "terminal {} sent something else under numbers that it has used (in the frame from {}), which was not taken: "
      "several may be "
      "using one spool, or it was restored from a backup",
      account_name_, frame.sender.sequence, account_name_, frame.sender.sequence);
}

// Tells whoever uses the account once more that it is over; the answers to it are in the log.
void Session::end_connections(AccountId account) {
  for (const auto& entry : desk_.live) {
    if (entry.second->account() == account) entry.second->turn_away({Reason::account_ended, account.value});
  }
}

void Session::opened(const loop::Outcome& outcome) {
  if (outcome.refusal) return turn_away(outcome.refusal);
  speak_for(outcome.session);
  account_ = outcome.account;
  hello_ = outcome.hello;
  auto station = std::make_shared<views::Station>();
  const bool asked = put(
      0, {}, [this, station](const City& city, Instant) { *station = views::station(city, account_); },
      [this, station, expected = outcome.expected] { welcome(*station, expected); });
  if (!asked) phase_ = Phase::greeting;  // busy: the terminal says hello again
}

// Makes this connection the speaker for the session, whose former speaker is not heard any more. This connection may
// have said hello before, and been told to come back.
void Session::speak_for(SessionId session) {
  const auto before = desk_.live.find(session_.value);
  if (before != desk_.live.end() && before->second == this) desk_.live.erase(before);
  session_ = session;
  Session*& speaker = desk_.live[session_.value];
  if (speaker != nullptr) speaker->make_way();
  speaker = this;
}

// Any terminal can claim anything, so the alarm is raised once for each session, and only for what can be.
void Session::alarm_of_loss(const views::Station& station) {
  const bool is_ahead = witness_.position > station.last && witness_.log == station.log;
  if (!is_ahead || !could_have_given(desk_.recovered, witness_.position)) return;
  if (!desk_.alarmed_lost.insert(session_.value).second) return;
  spdlog::critical(
      "终端 {} 收到过第 {} 号的回执，而日志只到第 {} 号：日志可能有丢失 / terminal {} was acknowledged {}, and "
      "the log ends at {}: the log may have lost something",
      station.account_name, witness_.position.value, station.last.value, station.account_name, witness_.position.value,
      station.last.value);
}

void Session::welcome(const views::Station& station, std::uint32_t expected) {
  alarm_of_loss(station);
  account_name_ = station.account_name;
  phase_ = Phase::welcomed;
  desk_.doorway.leave(*this);
  incoming_.open_up();
  next_offered_ = expected;
  encode(Welcome{.station = station,
                 .credit = {},
                 .server_time = to_seconds(desk_.now()),
                 .expected = expected,
                 .new_session = expected == 1},
         gathered_);
}

void Session::make_way() {
  if (phase_ == Phase::leaving) return;
  encode(Replaced{}, gathered_);
  leave();
}

// -------------------------------------------------------------------------------------------- writing and ending

bool Session::fits_credit(const Load& load) const {
  constexpr Credit credit;
  return (under_way_ + load).fits({credit.frames, credit.commands, credit.bytes});
}

void Session::push(Words frames) {
  gathered_.append(frames);
  write_soon();
}

// The credit comes back when the answer begins to be written: before that the terminal cannot have the credit, and a
// terminal that does not read runs out of it.
void Session::answered(const Load& load) {
  to_give_back_ += load;
  write_soon();
}

// Writes later and not at once, so that all that one turn lets go is one write.
void Session::write_soon() {
  if (writing_ || write_posted_) return;
  write_posted_ = true;
  asio::post(socket_.get_executor(), [this] {
    write_posted_ = false;
    write();
  });
}

void Session::write() {
  if (line_.empty()) {
    swap(gathered_, written_);
  } else {
    under_way_ -= line_.take(written_);
    if (line_.empty()) written_.append(gathered_.words());
    if (line_.empty()) gathered_.clear();
  }
  if (line_.empty()) under_way_ -= std::exchange(to_give_back_, {});
  if (written_.empty()) {
    error_code ignored;  // the other end may have gone already
    if (phase_ == Phase::leaving && line_.empty()) socket_.shutdown(asio::socket_base::shutdown_send, ignored);
    return end_if_done();
  }
  writing_ = true;
  ticks_of_write_ = 0;
  const std::span<const std::byte> bytes = written_.bytes();
  asio::async_write(socket_, asio::const_buffer(bytes.data(), bytes.size()),
                    [this](const error_code& error, std::size_t) {
                      writing_ = false;
                      written_.clear();
                      if (error) {
                        gathered_.clear();
                        drop();
                      }
                      write();
                    });
}

void Session::complain(Fault fault) {
  if (phase_ == Phase::leaving) return;
  encode(fault, gathered_);
  leave();
}

void Session::turn_away(const Refusal& refusal) {
  if (phase_ == Phase::leaving) return;
  encode(TurnedAway{refusal}, gathered_);
  leave();
}

void Session::leave() {
  if (phase_ == Phase::welcomed) desk_.doorway.enter(*this, source_);
  phase_ = Phase::leaving;
  write_soon();
}

void Session::make_room() {
  if (!writing_) say_at_once(socket_, Fault::too_many_connections);
  drop();
}

void Session::drop() {
  desk_.doorway.leave(*this);
  phase_ = Phase::leaving;
  error_code ignored;  // closed either way
  socket_.close(ignored);
  pause_.cancel();
}

void Session::tick() {
  const Patience& patience = desk_.patience;
  if (phase_ == Phase::greeting && ++ticks_greeting_ > patience.hello) return complain(Fault::too_slow);
  if (phase_ != Phase::leaving && incoming_.holds_part() && ++ticks_of_frame_ > patience.frame) {
    return complain(Fault::too_slow);
  }
  if (writing_ && ++ticks_of_write_ > patience.write) return drop();
  if (phase_ == Phase::leaving && ++ticks_leaving_ > patience.leave) drop();
}

void Session::end_if_done() {
  if (ended_ || reading_ || writing_ || write_posted_ || at_engine_ > 0) return;
  ended_ = true;
  desk_.doorway.leave(*this);
  desk_.watching.end(*this);
  const auto speaker = desk_.live.find(session_.value);
  if (speaker != desk_.live.end() && speaker->second == this) desk_.live.erase(speaker);
  desk_.ended(*this);
}

}  // namespace wangge::terminal
