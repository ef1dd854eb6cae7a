#include "adapters/terminal/client.h"

#include <algorithm>
#include <array>
#include <deque>
#include <set>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "adapters/terminal/connection.h"
#include "engine/base/check.h"
#include "engine/story/step_bytes.h"

namespace wangge::terminal {
namespace asio = boost::asio;

namespace {

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"  // Boost's categories are never deleted through their base
class Troubles final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "terminal"; }
  std::string message(int value) const override { return words_of(static_cast<Trouble>(value)).text(); }

  static Cause words_of(Trouble trouble) {
    switch (trouble) {
      case Trouble::turned_away: return {"turned_away", "系统不接受此终端", "the engine turned this terminal away"};
      case Trouble::protocol_error: return {"protocol_error", "协议错误", "protocol error"};
      case Trouble::replaced:
        return {"replaced", "同一离线箱已在别处连接", "another connection has taken over this spool"};
      case Trouble::no_answer: return {"no_answer", "系统没有答复", "the engine does not answer"};
      case Trouble::spool_behind:
        return {
            "spool_behind", "系统收到过的比离线箱记得的多：离线箱像是从备份恢复的，请换新的离线箱",
            "the engine has more of this spool than the spool knows, it was restored from a backup: make a new spool"};
      case Trouble::spool_trimmed:
        return {"spool_trimmed", "系统缺少离线箱已不再保存的件：请联系运维人员",
                "the engine lacks what this spool no longer keeps: call ops"};
      case Trouble::other_version:
        return {"other_version", "引擎与本程序版本不同：请升级",
                "engine and program are of different versions: upgrade"};
    }
    return {"unknown", "未知", "unknown"};
  }
};
#pragma GCC diagnostic pop

bool is_trouble(const error_code& error) { return error.category() == make_error_code(Trouble::no_answer).category(); }

// Whether another connection may mend the error.
bool may_pass(const error_code& error) { return !is_trouble(error) || error == Trouble::no_answer; }

Cause words_of(const error_code& error) {
  return is_trouble(error) ? Troubles::words_of(static_cast<Trouble>(error.value())) : cause_of(error);
}

constexpr auto first_pause = std::chrono::milliseconds(100);
constexpr auto longest_pause = std::chrono::seconds(2);

// How much of the credit stays free for questions while frames are under way.
constexpr std::uint32_t frames_for_questions = 1;
constexpr std::uint32_t bytes_for_questions = 256 * limits::kib;
// An id that no city has: it stands for a code that the city does not know, where the field may also be none, so that
// the engine refuses the command instead of taking the code for none. It fits a Party and a Subject.
constexpr std::uint32_t nobodys_id = 0x3FFF'FFFF;
// A longer code belongs to nothing.
constexpr std::size_t code_bytes_max = limits::reference_bytes_max;

std::size_t bytes_of(const Submission& submission) { return body_bytes(submission); }
std::size_t bytes_of(const ReadyAct& act) { return body_bytes(act); }

void encode_frame(std::uint32_t first, std::span<const Submission> items, Outgoing& out) {
  encode_submit(first, items, out);
}
void encode_frame(std::uint32_t first, std::span<const ReadyAct> items, Outgoing& out) {
  encode_act(first, items, out);
}

}  // namespace

error_code make_error_code(Trouble trouble) {
  static const Troubles category;
  return {static_cast<int>(trouble), category};
}

// The delivery of an outbox over one connection.
struct Client::Delivery {
  struct Sent {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    std::size_t bytes = 0;
  };

  Outbox& outbox;
  std::uint32_t next = 0;      // the next number to send
  std::deque<Sent> under_way;  // in the order of numbers
  std::uint32_t commands = 0;  // how many commands those hold
  std::size_t bytes = 0;
  // How many of those under way were refused as busy or as above the expected number. While there are any nothing is
  // sent; when nothing else is under way, all begins again from the first number without an answer.
  std::size_t refused = 0;
  std::uint32_t busy_ms = 0;

  bool drained() const { return refused == under_way.size(); }
  void forget_under_way() {
    under_way.clear();
    commands = 0;
    bytes = 0;
    refused = 0;
  }
};

Client::Client(Options options) : options_(std::move(options)), io_(std::make_unique<asio::io_context>(1)) {}

Client::~Client() { disconnect(); }

// -------------------------------------------------------------------------------------------- waiting

template <class Done>
error_code Client::wait_until(Done done) {
  while (!done()) {
    if (failed_) return failed_;
    if (io_->stopped()) io_->restart();
    if (io_->run_one_for(options_.answer_within) == 0 && !failed_) fail(Trouble::no_answer);
  }
  return {};
}

void Client::pause(std::chrono::milliseconds duration) {
  bool over = false;
  asio::steady_timer timer(*io_, duration);
  timer.async_wait([&](const error_code&) { over = true; });
  while (!over) {
    if (io_->stopped()) io_->restart();
    io_->run_one();
  }
}

void Client::fail(error_code error, Cause complaint) {
  if (failed_) return;
  failed_ = error;
  complaint_ = std::move(complaint);
}

void Client::fail(error_code error) { fail(error, words_of(error)); }

// -------------------------------------------------------------------------------------------- what the engine says

void Client::on(Welcome& welcome) {
  welcome_ = std::move(welcome);
  ++connections_;
}

void Client::on(const TurnedAway& turned_away) {
  const Refusal& refusal = turned_away.refusal;
  fail(Trouble::turned_away,
       {std::string(text_of(refusal.reason).name), to_sentence(refusal, false), to_sentence(refusal, true)});
}

void Client::on(Acknowledged& acknowledged) {
  if (delivery_ == nullptr) {
    account_answer_ = std::move(acknowledged);
    return;
  }
  std::deque<Delivery::Sent>& under_way = delivery_->under_way;
  const bool fits = !under_way.empty() && under_way.front().first == acknowledged.first &&
                    under_way.front().count == acknowledged.receipts.size();
  if (!fits) return fail(Trouble::protocol_error);
  delivery_->commands -= under_way.front().count;
  delivery_->bytes -= under_way.front().bytes;
  under_way.pop_front();
  const auto count = static_cast<std::uint32_t>(acknowledged.receipts.size());
  welcome_->expected = std::max(welcome_->expected, acknowledged.first + count);
  for (std::uint32_t i = 0; i < count; ++i) {
    delivery_->outbox.answered(acknowledged.first + i, acknowledged.receipts[i], acknowledged.server_time);
  }
}

void Client::on(const Busy& busy) {
  if (!welcome_ || busy.question != 0 || delivery_ == nullptr) {
    busy_ms_ = busy.retry_ms;
    return;
  }
  delivery_->busy_ms = busy.retry_ms;
  ++delivery_->refused;
}

void Client::on(const Expected&) {
  if (delivery_ == nullptr) return fail(Trouble::protocol_error);
  ++delivery_->refused;
}

void Client::on(Answer& answer) {
  if (answer.question == question_) answer_ = std::move(answer);
}

void Client::on(const ProtocolError& error) {
  fail(Trouble::protocol_error, {words_of(Trouble::protocol_error).name, error.chinese, error.english});
}

void Client::on(const Replaced&) { fail(Trouble::replaced); }

// -------------------------------------------------------------------------------------------- connecting

Result<const Welcome*> Client::connect() {
  if (connection_ && !failed_) return &*welcome_;
  disconnect();
  error_code error = open_connection();
  if (!error) error = say_hello();
  if (error) {
    connection_.reset();
    return error;
  }
  for (auto& of_noun : ids_) std::erase_if(of_noun, [](const auto& entry) { return entry.second == 0; });
  return &*welcome_;
}

void Client::disconnect() {
  if (connection_) connection_->close();
  connection_.reset();
  welcome_.reset();
  changes_.clear();
}

error_code Client::open_connection() {
  failed_ = {};
  error_code error;
  asio::ip::tcp::resolver resolver(*io_);
  const auto endpoints = resolver.resolve(options_.host, std::to_string(options_.port), error);
  if (error) fail(error);
  for (const auto& endpoint : endpoints) {
    failed_ = {};
    is_open_ = false;
    connection_ = Connection::open(
        *io_, endpoint,
        {.opened = [this] { is_open_ = true; },
         .answered = [this](ToTerminal& answered) { std::visit([this](auto& message) { on(message); }, answered); },
         .ended = [this](const error_code& why) { fail(why); }});
    error = wait_until([this] { return is_open_; });
    if (!error) return error;
    connection_->close();
  }
  const bool is_v6 = options_.host.find(':') != std::string::npos;
  const std::string where = (is_v6 ? "[" + options_.host + "]" : options_.host) + ":" + std::to_string(options_.port);
  complaint_.chinese = "连不上 " + where + "：" + complaint_.chinese;
  complaint_.english = "cannot connect to " + where + ": " + complaint_.english;
  return error;
}

error_code Client::say_hello() {
  for (int attempt = 0;; ++attempt) {
    busy_ms_.reset();
    encode(options_.who, connection_->out());
    connection_->send();
    const error_code error = wait_until([this] { return welcome_ || busy_ms_; });
    if (error || welcome_) return error;
    if (attempt == options_.attempts) return stuck(Trouble::no_answer);
    pause(std::chrono::milliseconds(*busy_ms_));
  }
}

// -------------------------------------------------------------------------------------------- asking

template <class Rows, class Question>
Result<Rows> Client::ask_for_rows(Question question) {
  if (const auto connected = connect(); !connected) return connected.error();
  const Asked asked{++question_, std::move(question)};
  busy_ms_.reset();
  do {
    if (busy_ms_) pause(std::chrono::milliseconds(*busy_ms_));
    busy_ms_.reset();
    answer_.reset();
    encode(asked, connection_->out());
    connection_->send();
    if (const error_code error = wait_until([this] { return answer_ || busy_ms_; })) return error;
  } while (!answer_);
  if (answer_->damaged_at) damaged_at_ = answer_->damaged_at;
  if (!std::holds_alternative<Rows>(answer_->rows)) return stuck(Trouble::protocol_error);
  return std::get<Rows>(std::move(answer_->rows));
}

Result<std::vector<std::uint32_t>> Client::ask_for(const views::AskIds& question) {
  return ask_for_rows<std::vector<std::uint32_t>>(question);
}
Result<std::vector<views::NamedRow>> Client::ask_for(const views::AskNames& question) {
  return ask_for_rows<std::vector<views::NamedRow>>(question);
}

// Claims that one answer left out are asked again; each question looks some of them up.
Result<std::vector<views::Status>> Client::statuses(std::vector<Claim> claims) {
  auto rows = ask_for_rows<std::vector<views::Status>>(AskStatus{claims});
  while (rows) {
    std::vector<std::size_t> left;
    std::vector<Claim> again;
    for (std::size_t i = 0; i < rows->size() && i < claims.size(); ++i) {
      if ((*rows)[i].is_left_out) left.push_back(i);
    }
    if (left.empty()) break;
    for (const std::size_t i : left) again.push_back(claims[i]);
    auto more = ask_for_rows<std::vector<views::Status>>(AskStatus{std::move(again)});
    if (!more) return more.error();
    if (more->size() != left.size() || more->front().is_left_out) return stuck(Trouble::protocol_error);
    for (std::size_t i = 0; i < left.size(); ++i) (*rows)[left[i]] = std::move((*more)[i]);
  }
  return rows;
}
Result<std::vector<story::Step>> Client::history(Claim claim) {
  const Result<EncodedStory> story = ask_for_rows<EncodedStory>(AskHistory{claim});
  if (!story) return story.error();
  return story::decode(story->steps);
}

Result<views::Queue> Client::queue(const views::QueueSpec& spec) { return ask_for_rows<views::Queue>(AskQueue{spec}); }
Result<views::QueueChange> Client::watch(const views::QueueSpec& spec) {
  return ask_for_rows<views::QueueChange>(AskWatch{spec});
}

Result<std::optional<views::QueueChange>> Client::next_change(std::chrono::milliseconds within) {
  bool is_over = false;
  asio::steady_timer timer(*io_, within);
  timer.async_wait([&](const error_code& error) { is_over = !error; });
  while (changes_.empty() && !failed_ && !is_over) {
    if (io_->stopped()) io_->restart();
    io_->run_one();
  }
  timer.cancel();
  if (io_->stopped()) io_->restart();
  io_->poll();  // handlers that refer to `is_over` have run then
  if (changes_.empty() && failed_) return failed_;
  if (changes_.empty()) return std::optional<views::QueueChange>{};
  std::optional<views::QueueChange> next = std::move(changes_.front());
  changes_.pop_front();
  return next;
}

Result<void> Client::unwatch(std::uint32_t board) {
  if (const auto done = ask_for_rows<views::QueueChange>(AskUnwatch{board}); !done) return done.error();
  std::erase_if(changes_, [&](const views::QueueChange& change) { return change.board == board; });
  return boost::system::in_place_value;
}

Result<Receipt> Client::add_account(AccountKind kind, const TokenHash& token_hash, const Rights& rights) {
  return send_one(
      [&](std::uint32_t sequence, Outgoing& out) { encode_add_account(sequence, kind, token_hash, rights, out); });
}

Result<Receipt> Client::send_described(const ReadyDescribed& command) {
  return send_one([&](std::uint32_t sequence, Outgoing& out) { encode_described(sequence, command, out); });
}

Result<DescribedAnswer> Client::ask_described(QuestionKind kind, std::string_view fields) {
  return ask_for_rows<DescribedAnswer>(AskDescribed{kind, fields});
}

error_code Client::of_other_version() { return stuck(Trouble::other_version); }

Result<Client::Staged> Client::stage(std::span<const EncodedRow> rows) {
  if (const auto connected = connect(); !connected) return connected.error();
  const Credit& credit = welcome_->credit;
  std::size_t count = 0;
  for (std::size_t bytes = body_bytes_fixed; count < std::min<std::size_t>(rows.size(), credit.frame_commands);
       ++count) {
    bytes += body_bytes(rows[count]);
    if (count > 0 && bytes > credit.frame_bytes) break;
  }
  const auto answers =
      send_commands(count, [&](std::uint32_t first, Outgoing& out) { encode_stage(first, rows.first(count), out); });
  if (!answers) return answers.error();
  const auto refused =
      std::ranges::find_if(*answers, [](const Receipt& answer) { return static_cast<bool>(answer.refusal); });
  return Staged{count, refused == answers->end() ? Refusal{} : refused->refusal};
}

template <class Encode>
Result<Receipt> Client::send_one(Encode encode_command) {
  auto answers = send_commands(1, encode_command);
  if (!answers) return answers.error();
  return answers->front();
}

template <class Encode>
Result<std::vector<Receipt>> Client::send_commands(std::size_t count, Encode encode_commands) {
  if (const auto connected = connect(); !connected) return connected.error();
  busy_ms_.reset();
  do {
    if (busy_ms_) pause(std::chrono::milliseconds(*busy_ms_));
    busy_ms_.reset();
    account_answer_.reset();
    encode_commands(welcome_->expected, connection_->out());
    connection_->send();
    if (const error_code error = wait_until([this] { return account_answer_ || busy_ms_; })) return error;
  } while (!account_answer_);
  if (account_answer_->receipts.size() != count) return stuck(Trouble::protocol_error);
  welcome_->expected += static_cast<std::uint32_t>(count);
  return std::move(account_answer_->receipts);
}

// -------------------------------------------------------------------------------------------- delivering

Result<void> Client::deliver(Outbox& outbox) {
  std::chrono::milliseconds pause_now = first_pause;
  for (int failures = 0;;) {
    const std::uint32_t before = outbox.first_unanswered();
    const Result<void> delivered = deliver_once(outbox);
    delivery_ = nullptr;
    if (delivered) return delivered;
    disconnect();
    if (outbox.first_unanswered() != before) {
      failures = 0;
      pause_now = first_pause;
    }
    if (!may_pass(delivered.error()) || ++failures >= options_.attempts) return delivered;
    pause(pause_now);
    pause_now = std::min<std::chrono::milliseconds>(2 * pause_now, longest_pause);
  }
}

Result<void> Client::deliver_once(Outbox& outbox) {
  if (options_.who.spool != outbox.spool()) disconnect();
  options_.who.spool = outbox.spool();
  options_.who.witness = outbox.witness();
  options_.who.first = outbox.first_unanswered();
  const bool is_new = !connection_ || failed_;
  if (const auto connected = connect(); !connected) return connected.error();
  outbox.welcomed(*welcome_);

  Delivery delivery{.outbox = outbox, .next = outbox.first_unanswered(), .under_way = {}};
  if (is_new) {
    // Commands that the engine has forgotten are sent again. So are those that it has and of which we have no answer:
    // they are answered as repeats. Commands that were answered under another token are told to it by our hello.
    if (welcome_->expected > outbox.end()) return stuck(Trouble::spool_behind);
    if (welcome_->expected < outbox.first_kept()) return stuck(Trouble::spool_trimmed);
    delivery.next = std::min(delivery.next, welcome_->expected);
  }
  delivery_ = &delivery;
  while (delivery.next < outbox.end() || !delivery.under_way.empty()) {
    if (delivery.refused > 0 && delivery.drained()) {
      if (delivery.busy_ms > 0) pause(std::chrono::milliseconds(std::exchange(delivery.busy_ms, 0)));
      delivery.next = delivery.under_way.front().first;
      delivery.forget_under_way();
    }
    if (const error_code error = send_some(delivery)) return error;
    const auto seen = std::pair(delivery.under_way.size(), delivery.refused);
    const error_code error = wait_until(
        [&] { return delivery.drained() || seen != std::pair(delivery.under_way.size(), delivery.refused); });
    if (error) return error;
  }
  return {};
}

error_code Client::stuck(Trouble trouble) {
  complaint_ = words_of(trouble);
  return trouble;
}

// Sends as many frames as the credit allows. A frame holds demands only, or acts only.
error_code Client::send_some(Delivery& delivery) {
  const Credit& credit = welcome_->credit;
  while (delivery.refused == 0 && delivery.next < delivery.outbox.end() &&
         delivery.under_way.size() + frames_for_questions < credit.frames && delivery.commands < credit.commands) {
    const std::uint32_t until = std::min({delivery.outbox.end(), delivery.next + credit.frame_commands,
                                          delivery.next + (credit.commands - delivery.commands)});
    if (const error_code error = learn_codes(delivery, until)) return error;
    if (delivery.refused > 0) return {};
    const bool sent = std::holds_alternative<WrittenDemand>(delivery.outbox.wish(delivery.next))
                          ? send_frame<WrittenDemand>(delivery, until)
                          : send_frame<WrittenAct>(delivery, until);
    if (!sent) return {};
  }
  return {};
}

// Returns false where the credit in bytes does not allow the next command yet.
template <class Written>
bool Client::send_frame(Delivery& delivery, std::uint32_t until) {
  const Credit& credit = welcome_->credit;
  const std::size_t room = std::min<std::size_t>(
      credit.frame_bytes, credit.bytes - std::min<std::size_t>(credit.bytes, delivery.bytes + bytes_for_questions));
  std::vector<decltype(ready(std::declval<const Written&>()))> items;
  std::size_t bytes = body_bytes_fixed;
  for (std::uint32_t sequence = delivery.next; sequence < until; ++sequence) {
    const auto* written = std::get_if<Written>(&delivery.outbox.wish(sequence));
    if (written == nullptr) break;
    const auto item = ready(*written);
    if (bytes + bytes_of(item) > room) break;
    bytes += bytes_of(item);
    items.push_back(item);
  }
  if (items.empty()) return false;
  encode_frame(delivery.next, items, connection_->out());
  connection_->send();
  const auto count = static_cast<std::uint32_t>(items.size());
  delivery.under_way.push_back({delivery.next, count, bytes});
  delivery.commands += count;
  delivery.bytes += bytes;
  delivery.next += count;
  return true;
}

// -------------------------------------------------------------------------------------------- codes

Submission Client::ready(const WrittenDemand& demand) const {
  return {.kind = demand.kind,
          .reporter = demand.reporter,
          .condition = demand.condition,
          .severity = demand.severity,
          .category = CategoryId{static_cast<std::uint16_t>(id_of(views::Noun::category, demand.category))},
          .place = PlaceId{id_of(views::Noun::place, demand.place)},
          .road = road_of(demand.road),
          .subject = subject_of(demand),
          .complained_of = organisation_or_person(demand.complained_of),
          .occurred = demand.occurred,
          .text = demand.text,
          .contact = demand.contact,
          .reference = demand.reference,
          .attachments = demand.attachments,
          .answers = demand.answers,
          .asked_version = demand.asked_version};
}

ReadyAct Client::ready(const WrittenAct& act) const {
  return {.deed = act.deed,
          .demand = act.demand,
          .as = post_or_organisation(act.as),
          .note = act.note,
          .to = post_or_organisation(act.to),
          .verdict = act.verdict,
          .look_up_code = act.look_up_code,
          .choice = act.choice,
          .condition = act.condition,
          .category = CategoryId{static_cast<std::uint16_t>(id_of(views::Noun::category, act.category))},
          .limit = act.limit,
          .until = act.until,
          .place = PlaceId{id_of(views::Noun::place, act.place)},
          .road = road_of(act.road),
          .group = act.group,
          .attachments = act.attachments,
          .bond = act.bond,
          .head = act.head};
}

std::uint32_t Client::id_of(views::Noun noun, const std::string& code) const {
  const auto& known = ids_[static_cast<std::size_t>(noun)];
  const auto found = known.find(code);
  return found == known.end() ? 0 : found->second;
}

PlaceId Client::road_of(const std::string& code) const {
  const PlaceId road{id_of(views::Noun::place, code)};
  return road || code.empty() ? road : PlaceId{nobodys_id};
}

Subject Client::subject_of(const WrittenDemand& demand) const {
  const auto known_or = [](std::uint32_t id) { return id != 0 ? id : nobodys_id; };
  if (!demand.asset.empty()) return AssetId{known_or(id_of(views::Noun::asset, demand.asset))};
  if (!demand.door.empty()) return DoorId{known_or(id_of(views::Noun::door, demand.door))};
  return {};
}

Party Client::organisation_or_person(const std::string& code) const {
  if (const OrganisationId organisation{id_of(views::Noun::organisation, code)}) return organisation;
  if (const PersonId person{id_of(views::Noun::person, code)}) return person;
  return code.empty() ? Party{} : Party{OrganisationId{nobodys_id}};
}

Party Client::post_or_organisation(const std::string& code) const {
  if (const PostId post{id_of(views::Noun::post, code)}) return post;
  return OrganisationId{id_of(views::Noun::organisation, code)};
}

// Asks for the ids of codes that the wishes up to a number name and that are not known yet.
error_code Client::learn_codes(Delivery& delivery, std::uint32_t until) {
  std::array<std::set<std::string>, views::nouns> unknown;
  const auto want = [&](views::Noun noun, const std::string& code) {
    const auto index = static_cast<std::size_t>(noun);
    if (!code.empty() && code.size() <= code_bytes_max && !ids_[index].contains(code)) unknown[index].insert(code);
  };
  for (std::uint32_t sequence = delivery.next; sequence < until; ++sequence) {
    const WrittenCommand& wish = delivery.outbox.wish(sequence);
    if (const auto* demand = std::get_if<WrittenDemand>(&wish)) {
      want(views::Noun::category, demand->category);
      want(views::Noun::place, demand->place);
      want(views::Noun::place, demand->road);
      want(views::Noun::asset, demand->asset);
      want(views::Noun::door, demand->door);
      want(views::Noun::organisation, demand->complained_of);
      want(views::Noun::person, demand->complained_of);
    } else {
      const auto& act = std::get<WrittenAct>(wish);
      for (const std::string* code : {&act.as, &act.to}) {
        want(views::Noun::post, *code);
        want(views::Noun::organisation, *code);
      }
      want(views::Noun::category, act.category);
      want(views::Noun::place, act.place);
      want(views::Noun::place, act.road);
    }
  }
  for (std::size_t noun = 0; noun < unknown.size(); ++noun) {
    const std::vector<std::string> codes(unknown[noun].begin(), unknown[noun].end());
    if (const error_code error = learn(static_cast<views::Noun>(noun), codes)) return error;
  }
  return {};
}

error_code Client::learn(views::Noun noun, const std::vector<std::string>& codes) {
  for (std::size_t from = 0; from < codes.size(); from += limits::question_rows_max) {
    const auto begin = codes.begin() + static_cast<std::ptrdiff_t>(from);
    const auto count = std::min(codes.size() - from, limits::question_rows_max);
    const std::vector<std::string> part(begin, begin + static_cast<std::ptrdiff_t>(count));
    const auto ids = ask(views::AskIds{noun, part});
    if (!ids) return ids.error();
    if (ids->size() != part.size()) return stuck(Trouble::protocol_error);
    for (std::size_t i = 0; i < part.size(); ++i) ids_[static_cast<std::size_t>(noun)][part[i]] = (*ids)[i];
  }
  return {};
}

}  // namespace wangge::terminal
