#pragma once
// One connection of a terminal, from its hello to its end: reads frames, offers their commands to the engine, and
// writes what the engine lets go. Everything here runs on one thread, the one that turns the engine.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include "adapters/log_reader.h"
#include "adapters/look_up_tries.h"
#include "adapters/source.h"
#include "adapters/terminal/answer_line.h"
#include "adapters/terminal/attachment_thread.h"
#include "adapters/terminal/doorway.h"
#include "adapters/terminal/exchange.h"
#include "adapters/terminal/framing.h"
#include "adapters/terminal/greeting.h"
#include "adapters/terminal/log_questions.h"
#include "adapters/terminal/messages.h"
#include "adapters/terminal/protocol.h"
#include "adapters/terminal/server_options.h"
#include "adapters/terminal/watching.h"
#include "engine/loop/engine.h"
#include "engine/views/people.h"

namespace wangge::terminal {

// What all sessions of a server share.
struct Desk {
  loop::Engine& engine;
  LookUpTries tries;
  Doorway doorway;
  std::function<Instant()> now;
  std::function<LookUpTries::Time()> steady;
  std::function<Costs()> costs;
  Patience patience;
  // The time that a refused terminal is told at first to stay away, during which it is not read; 0: it is read on
  std::uint32_t busy_retry_ms;
  std::function<void(Session&)> ended;  // called when nothing of the session is under way any more

  Watching watching;
  std::unique_ptr<AttachmentThread> attachments;  // null: none are taken
  LogReader reader;
  Exchanges exchanges;
  boost::unordered_flat_map<std::uint32_t, Session*> live;  // by SessionId: the connection that speaks for it
  std::uint64_t strangers_sent_away;                        // connections that made way, or found no room
  Recovered recovered;
  boost::unordered_flat_set<std::uint32_t> alarmed_lost,
      alarmed_taken;              // by SessionId: those with an alarm raised
  ToEngine said;                  // what the frame being read says
  std::vector<Receipt> receipts;  // of the frame being answered
};

class Session {
 public:
  // Begins to read at once. The session must live until Desk::ended was called for it.
  Session(Desk& desk, boost::asio::ip::tcp::socket socket, Source source);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Tells the session that time passes; called at a steady pace.
  void tick();
  // Tells the terminal why, then ends.
  void complain(Fault fault);
  void turn_away(const Refusal& refusal);
  AccountId account() const { return account_; }
  // Ends without telling the terminal anything.
  void drop();
  // Whether the session may end at once, to make room for another connection: nothing of it is at the engine, and it
  // was not welcomed or is ending.
  bool may_make_way() const { return at_engine_ == 0 && (phase_ == Phase::greeting || phase_ == Phase::leaving); }
  // Tells the terminal that there are too many connections, where that is possible at once, and ends.
  void make_room();

  // Whether the terminal has taken all that was sent before this turn, and so may be told of what it watches.
  bool keeps_up() const { return phase_ == Phase::welcomed && !writing_ && line_.empty(); }
  void push(Words frames);

 private:
  // opening: the engine decides who this is. leaving: the last words are being written, the rest is not read.
  enum class Phase { greeting, opening, welcomed, leaving };

  boost::asio::awaitable<void> read_frames();
  void take_frames();
  Fault take(Words body);
  Fault on(const Hello& hello, Exchanges::Lease exchange);
  Fault on(Numbered* numbered, Exchanges::Lease exchange);
  Fault on(const Asked& asked, Exchanges::Lease exchange);
  Fault on(const Ping& ping, Exchanges::Lease exchange);

  // Offers the exchange's frame to the engine. False where its inbox has no room for the frame: "busy" has been
  // gathered then, and nothing is read for as long as the terminal is told to stay away.
  bool offer(Exchanges::Lease exchange);
  // Asks the city between two turns. `then` is called once everything that `ask` may have seen is durable, whatever has
  // become of the session. False where the inbox is full.
  bool consult(std::function<void(const City&)> ask, std::function<void()> then);
  // Asks the city for the answer to question `id`. `then` is called once the question is let go, and has to give the
  // load back when it has the answer. False where the inbox is full: the question has been refused then.
  bool inquire(std::uint32_t id, const Load& load, std::function<void(const City&, Instant)> ask,
               std::function<void()> then);
  // As inquire(), where `answer` gathers the answer and the load is given back after it.
  bool put(std::uint32_t id, const Load& load, std::function<void(const City&, Instant)> ask,
           std::function<void()> answer);
  void refuse(std::uint32_t expected, std::uint32_t question);
  void put(std::uint32_t id, const AskStatus& ask, const Load& load);
  void put(std::uint32_t id, const views::AskIds& ask, const Load& load);
  void put(std::uint32_t id, const views::AskNames& ask, const Load& load);
  void put(std::uint32_t id, const AskHistory& ask, const Load& load);
  void put(std::uint32_t id, const AskFigures& ask, const Load& load);
  void put(std::uint32_t id, const AskQueue& ask, const Load& load);
  void put(std::uint32_t id, const AskWatch& ask, const Load& load);
  void put(std::uint32_t id, const AskUnwatch& ask, const Load& load);
  void put(std::uint32_t id, const views::AskSummonses& ask, const Load& load);
  void put(std::uint32_t id, const loop::AskOutlook& ask, const Load& load);
  void put(std::uint32_t id, const AskDescribed& ask, const Load& load);
  bool proves(const Claim& claim);
  std::vector<views::CheckedClaim> proved(std::span<const Claim> claims);
  void complete(Figures& figures) const;

  // Questions that the log answers, or helps to answer (session_reading.cpp). The engine's thread checks the rights
  // first; then the log's reader reads; and where only the log says who may see a demand, the engine's thread decides
  // once more. Meanwhile the answer keeps its place among the others.
  struct Asking {
    std::uint32_t id = 0;
    Load load;
    bool is_in_order = true;      // false: about attachments, answered as soon as the answer is there
    AnswerLine::Place place = 0;  // kept for the answer; 0: none yet
  };
  struct About {
    views::Status status;
    Position last;
    Position damaged;  // in the log
    // The demand is known only because it was taken from the account that asks: this account may still read about it,
    // but neither sends nor fetches files
    bool is_past = false;
    bool is_its_own() const { return status.known && !is_past; }
  };
  template <class Reading, class Then>
  void read(Asking asking, Reading reading, Then then);
  template <class Then>
  void decide(const Asking& asking, std::function<void(const City&)> ask, Then then);
  template <class Then>
  void complete(Asking asking, std::shared_ptr<std::vector<views::Status>> rows, Then then);
  template <class Rows>
  void tell_rows(const Asking& asking, Rows rows, Position damaged_at = {});
  template <class Question>
  void tell(const Asking& asking, typename Question::Answer found, Position damaged_at = {});
  void finish(const Asking& asking);
  // The buffer where the question's answer is gathered.
  Outgoing& place_of(const Asking& asking) { return asking.place != 0 ? line_.at(asking.place) : gathered_; }
  // Whether the answer can no longer be given: the last words are being written, and the answer has no place before
  // them.
  bool is_over(const Asking& asking) const { return phase_ == Phase::leaving && asking.place == 0; }
  void find_seen(const Hello& hello, Exchanges::Lease exchange);
  void read_seen(const Seen& seen, const Hello& hello, Exchanges::Lease exchange);
  void go_on_from(const Event& seen, const Hello& hello, Exchanges::Lease exchange);
  void greet_later(bool is_taken, Exchanges::Lease exchange);
  Exchanges::Lease back_from_asking(Exchange& kept);
  void open(const OpenSession& wish, Exchanges::Lease exchange);
  void read_repeats(Exchanges::Lease exchange, RepeatsReading repeats);

  // Questions about attachments: they need what the engine knows, then what the log says, then what the store has.
  void put(std::uint32_t id, const AskOffer& ask, const Load& load);
  void put(std::uint32_t id, const AskChunk& ask, const Load& load);
  void put(std::uint32_t id, const AskAttachments& ask, const Load& load);
  void put(std::uint32_t id, const AskFetch& ask, const Load& load);
  void put(std::uint32_t id, const AskRemove& ask, const Load& load);
  // Calls `then` with what is known about the claimed demand: whether the account may see it, and its last event (none:
  // there is no such demand).
  template <class Then>
  void put_about(Asking asking, const Claim& claim, Then then);
  // Has the store's thread do `work`, whose rows are the answer: its go_on() is called again until it returns true. The
  // question's load counts already when this is called.
  template <class Work>
  void work(const Asking& asking, std::size_t bytes, Work work, Position damaged_at = {});
  void tell_refused(const Asking& asking, const Refusal& refusal, Position damaged_at = {});

  // What comes back from the engine.
  void released(Exchange& exchange);
  void decided(Exchanges::Lease exchange);
  void acknowledge(const loop::Frame& frame, const RepeatsReading& repeats, Outgoing& out);
  void opened(const loop::Outcome& outcome);
  void speak_for(SessionId session);
  void welcome(const views::Station& station, std::uint32_t expected);
  void make_way();
  void end_connections(AccountId account);
  void alarm_of_loss(const views::Station& station);
  void alarm_of_taken_number(const loop::Frame& frame);

  bool fits_credit(const Load& load) const;
  void answered(const Load& load);
  void write_soon();
  void write();
  void leave();
  void end_if_done();

  Desk& desk_;
  boost::asio::ip::tcp::socket socket_;
  Source source_;
  Phase phase_ = Phase::greeting;
  std::string account_name_;  // from the welcome on
  bool ended_ = false;

  Witness witness_;
  SessionId session_;
  AccountId account_;
  std::uint32_t hello_ = 0;  // which of the session's hellos this connection said

  Incoming incoming_{limits::hello_bytes_max};
  bool reading_ = true;
  boost::asio::steady_timer pause_;
  std::uint32_t pause_ms_ = 0;  // the wait before anything more is read
  std::uint32_t refused_in_a_row_ = 0;

  loop::Flow flow_;
  std::uint32_t next_offered_ = 0;  // the sequence number after the last one that the inbox took
  int at_engine_ = 0;  // frames and questions that will still be released, or answered by the log's reader or the store
  Load under_way_;     // not answered yet, or answered but not yet written
  Load to_give_back_;  // answered in gathered_
  views::PersonIds told_people_;                 // people whose names it may learn besides
  std::pair<DemandId, AttachmentHash> fetched_;  // the last one: a fact of that demand names it

  AnswerLine line_;  // answers that wait for the log's reader; gathered_ stands behind them
  Outgoing gathered_, written_;
  bool writing_ = false;
  bool write_posted_ = false;

  int ticks_greeting_ = 0, ticks_of_frame_ = 0, ticks_of_write_ = 0, ticks_leaving_ = 0;
};

}  // namespace wangge::terminal
