#pragma once
// A terminal as a program uses it: connects, says hello, asks, and delivers an outbox exactly once over however many
// connections that takes. Every call waits until it is done, or fails after Options::answer_within without a sign of
// life. One thread.

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "adapters/terminal/client_protocol.h"
#include "adapters/terminal/messages.h"
#include "adapters/terminal/outbox.h"
#include "engine/base/cause.h"
#include "engine/base/result.h"
#include "engine/model/described_bytes.h"
#include "engine/story/step.h"

namespace boost::asio {
class io_context;
}

namespace wangge::terminal {

class Connection;

// Why a call failed, besides the errors of the system (connection refused, reset, …). Client::complaint() says it in
// words.
enum class Trouble {
  turned_away = 1,  // the token or account is not good
  protocol_error,   // the engine could not read us, or speaks another version
  replaced,         // another connection has taken over this spool
  no_answer,        // connected, but nothing came in time
  spool_behind,     // the engine has more of this spool than the spool knows: it was restored from a backup
  spool_trimmed,    // the engine lacks what the spool no longer keeps: the log was restored from an old backup
  other_version,    // the engine does not know the question, or we do not know its answer
};
error_code make_error_code(Trouble trouble);

class Client {
 public:
  struct Options {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8243;
    Introduction who;  // of deliver(): the spool and witness are the outbox's
    std::chrono::milliseconds answer_within = std::chrono::seconds(30);
    // How often deliver() tries in a row without any acknowledgement; the pauses grow from 0.1 to 2 seconds.
    int attempts = 5;
  };

  explicit Client(Options options);
  ~Client();

  // Connects and says hello, where it is not connected. The welcome stays valid until the next hello.
  Result<const Welcome*> connect();
  void disconnect();
  // How often the client has been welcomed: watches that began before the last welcome have ended.
  std::uint64_t connections() const { return connections_; }
  // Why the last call failed: named like the Trouble, by the reason where the client was turned away, or as by
  // cause_of().
  const Cause& complaint() const { return complaint_; }

  // Where the log could not be read for an answer so far, so that the answer lacks something; none.
  Position damaged_at() const { return damaged_at_; }

  // Any question: one that has a kind (engine/views/questions.h, messages.h, those of the registers), or views::AskIds
  // and AskNames.
  template <class Question>
  Result<typename Question::Answer> ask(const Question& question) {
    if constexpr (!requires { Question::kind; }) {
      return ask_for(question);
    } else {
      std::string fields;
      encode_fields(question, fields);
      const Result<DescribedAnswer> told = ask_described(Question::kind, fields);
      if (!told) return told.error();
      std::optional<typename Question::Answer> answer = decode_answer<Question>(*told);
      if (!answer) return of_other_version();
      return std::move(*answer);
    }
  }
  // The statuses in the order of the claims.
  Result<std::vector<views::Status>> statuses(std::vector<Claim> claims);
  Result<std::vector<story::Step>> history(Claim claim);  // the oldest first
  Result<views::Queue> queue(const views::QueueSpec& spec);
  // Watches a queue until the connection ends; returns it as it stands. Board 0: this account may not see the queue, or
  // (known) there are too many boards already. next_change() gives the changes after that: nothing where none comes
  // within that time.
  Result<views::QueueChange> watch(const views::QueueSpec& spec);
  Result<std::optional<views::QueueChange>> next_change(std::chrono::milliseconds within);
  Result<void> unwatch(std::uint32_t board);
  // For an ops account: sends the next command of the session.
  Result<Receipt> add_account(AccountKind kind, const TokenHash& token_hash, const Rights& rights);
  // Sends any other command that has a kind: those of engine/model/command_description.h, and of the registers. `text`:
  // the text beside the fields.
  template <class Command>
  Result<Receipt> send(const Command& command, std::string_view text = {}, DemandId demand = {}) {
    std::string fields;
    encode_fields(command, fields);
    return send_described({.kind = Command::kind, .demand = demand, .fields = fields, .text = text});
  }
  // For an ops account, after BeginConfiguration: sends the first of these rows, as many as a frame takes, one at
  // least; gives how many, and the first refusal among them.
  struct Staged {
    std::size_t rows = 0;
    Refusal refusal;
  };
  Result<Staged> stage(std::span<const EncodedRow> rows);

  // Delivers until everything in the outbox has its answer. A wish that names a code that the city does not have is
  // sent, and the engine refuses it.
  Result<void> deliver(Outbox& outbox);

 private:
  struct Delivery;

  template <class Done>
  error_code wait_until(Done done);
  void pause(std::chrono::milliseconds duration);
  void fail(error_code error, Cause complaint);
  void fail(error_code error);

  void on(Welcome& welcome);
  void on(const TurnedAway& turned_away);
  void on(Acknowledged& acknowledged);
  void on(const Busy& busy);
  void on(const Expected&);
  void on(Answer& answer);
  void on(const Pong&) {}
  void on(const ProtocolError& error);
  void on(const Replaced&);
  void on(Changed& changed) { changes_.push_back(std::move(changed.change)); }

  error_code open_connection();
  error_code say_hello();
  // Asks for rows of a type that Answer has.
  template <class Rows, class Question>
  Result<Rows> ask_for_rows(Question question);
  Result<std::vector<std::uint32_t>> ask_for(const views::AskIds& question);
  Result<std::vector<views::NamedRow>> ask_for(const views::AskNames& question);
  Result<DescribedAnswer> ask_described(QuestionKind kind, std::string_view fields);
  Result<Receipt> send_described(const ReadyDescribed& command);
  error_code of_other_version();
  template <class Encode>
  Result<Receipt> send_one(Encode encode_command);
  // Sends several commands in one frame.
  template <class Encode>
  Result<std::vector<Receipt>> send_commands(std::size_t count, Encode encode_commands);

  Result<void> deliver_once(Outbox& outbox);
  error_code stuck(Trouble trouble);
  error_code send_some(Delivery& delivery);
  template <class Written>
  bool send_frame(Delivery& delivery, std::uint32_t until);
  error_code learn_codes(Delivery& delivery, std::uint32_t until);
  error_code learn(views::Noun noun, const std::vector<std::string>& codes);
  std::uint32_t id_of(views::Noun noun, const std::string& code) const;
  PlaceId road_of(const std::string& code) const;
  Subject subject_of(const WrittenDemand& demand) const;
  Party organisation_or_person(const std::string& code) const;
  Party post_or_organisation(const std::string& code) const;
  Submission ready(const WrittenDemand& demand) const;
  ReadyAct ready(const WrittenAct& act) const;

  Options options_;
  std::unique_ptr<boost::asio::io_context> io_;
  std::shared_ptr<Connection> connection_;
  error_code failed_;  // of the connection
  Position damaged_at_;
  Cause complaint_;
  bool is_open_ = false;
  std::optional<Welcome> welcome_;
  std::uint64_t connections_ = 0;
  std::optional<std::uint32_t> busy_ms_;  // the hello or question asked is to be sent again after this
  std::uint32_t question_ = 0;            // the number of the last one asked
  std::optional<Answer> answer_;
  std::deque<views::QueueChange> changes_;
  std::optional<Acknowledged> account_answer_;
  Delivery* delivery_ = nullptr;
  std::unordered_map<std::string, std::uint32_t> ids_[views::nouns];  // learnt; an id belongs to its code for ever
};

}  // namespace wangge::terminal

template <>
struct boost::system::is_error_code_enum<wangge::terminal::Trouble> : std::true_type {};
