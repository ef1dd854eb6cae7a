#include "adapters/notice/notice_sender.h"

#include <algorithm>
#include <memory>

#include <boost/json.hpp>
#include <spdlog/spdlog.h>

#include "engine/base/cause.h"
#include "engine/base/limits.h"
#include "engine/model/number.h"
#include "engine/model/words.h"
#include "engine/views/outgoing.h"
#include "engine/views/station.h"

namespace wangge::notice {
namespace {

namespace json = boost::json;

constexpr std::uint64_t resident_bit = std::uint64_t{1} << 63;

// The recipient that a notice is for: a post, an organisation, or the resident of one demand. The notices of each
// recipient are sent in order.
std::uint64_t recipient_of(const PendingNotice& notice) {
  return notice.to ? notice.to.raw() : resident_bit | notice.demand.value;
}

bool is_final_answer(unsigned status) {
  return status == 400 || status == 410 || status == 413 || status == 415 || status == 422;
}

json::value named(const City& city, views::Noun noun, std::uint32_t id) {
  const views::NamedRow row = views::names_of(city, noun, {&id, 1}).front();
  if (row.id == 0) return nullptr;
  return {{"code", row.code}, {"name", row.name}};
}

// The demand as it stands now. A recipient that has no part in a restricted demand is told its number alone.
json::object demand_of(const City& city, DemandId id, Party to, const auto& at) {
  json::object demand{{"number", format_number(id)}};
  const Slot* const slot = city.demands.find(id);
  const bool is_told = slot != nullptr && (!to || !is_restricted(city, *slot) || has_part(city, *slot, to));
  if (!is_told) return demand;
  const views::Status status = views::status_of(city, *slot);
  demand["state"] = words_of(status.state).name;
  demand["severity"] = unsigned{status.severity};
  demand["category"] = named(city, views::Noun::category, status.category.value);
  demand["place"] = named(city, views::Noun::place, status.place.value);
  demand["received"] = at(status.received);
  demand["late"] = status.is_late;
  if (const Due due = soonest(status.dues, status.state); due.at != 0) {
    demand["due"] = at(due.at);
    demand["stage"] = words_of(due.stage).name;
  }
  return demand;
}

// A summons is told to the organisations summoned, and to the post in whose list it stands that somebody has not come.
// They see it in their lists as well (views/summonses.h), whatever is hidden of the demand.
json::object summons_of(const City& city, SummonsId id, const auto& at) {
  json::object out{{"number", format_number(DemandId{id.value})}};
  const Summons* const summons = city.summonses.find(id);
  if (summons == nullptr) return out;
  json::array missing;
  for (const Attendee& one : summons->who) {
    if (one.arrived == 0) missing.push_back(named(city, views::Noun::organisation, one.who.value));
  }
  out["by"] = named(city, views::Noun::post, summons->by.post().value);
  out["place"] = named(city, views::Noun::place, summons->place.value);
  out["called"] = at(summons->called);
  out["due"] = at(summons->due);
  out["missing"] = std::move(missing);
  return out;
}

// The JSON body of a notice. Of a group it names each demand for which the notice still holds.
json::object body_of(const City& city, Position id, const PendingNotice& notice, const views::Outgoing& leaving,
                     Instant now, const InstantText& text_of) {
  const Configuration& configuration = *city.configuration;
  const auto at = [&](Seconds seconds) {
    return text_of(to_instant(seconds), configuration.calendars.city.utc_offset);
  };
  json::object to{{"kind", notice.to.is_post() ? "post" : notice.to.is_organisation() ? "organisation" : "resident"}};
  json::value name = notice.to.is_post() ? named(city, views::Noun::post, notice.to.post().value)
                     : notice.to.is_organisation()
                         ? named(city, views::Noun::organisation, notice.to.organisation().value)
                         : json::value(nullptr);
  if (auto* const fields = name.if_object()) {
    for (auto& field : *fields) to[field.key()] = std::move(field.value());
  }
  json::object body{{"notice", id.value},
                    {"count", leaving.count},
                    {"kind", words_of(notice.kind).name},
                    {"title", words_of(notice.kind).chinese},
                    {"at", at(to_seconds(now))},
                    {"to", std::move(to)},
                    {"person", named(city, views::Noun::person, notice.holder.value)}};
  const std::string& contact = configuration.people[notice.holder.value].contact;
  if (!contact.empty()) body["person"].as_object()["contact"] = contact;
  if (!leaving.still.demands.empty()) body["demand"] = demand_of(city, leaving.still.demands.front(), notice.to, at);
  if (notice.count > 1) {
    json::array members;
    for (const DemandId member : leaving.still.demands) members.push_back(json::string(format_number(member)));
    body["demands"] = std::move(members);
  }
  if (notice.summons) body["summons"] = summons_of(city, notice.summons, at);
  return body;
}

}  // namespace

NoticeSender::NoticeSender(boost::asio::io_context& io, loop::Engine& engine, SenderOptions options,
                           std::function<std::int64_t()> unix_now)
    : engine_(engine),
      options_(std::move(options)),
      unix_now_(std::move(unix_now)),
      caller_(io, options_.webhook),
      timer_(io),
      reader_(io.get_executor(), engine.log()) {
  look_later();
}

void NoticeSender::stop() {
  is_stopped_ = true;
  timer_.cancel();
  caller_.stop();
}

void NoticeSender::look_later() {
  timer_.expires_after(options_.period);
  timer_.async_wait([this](const error_code& cancelled) {
    if (!cancelled && !is_stopped_) look();
  });
}

void NoticeSender::look() {
  ++looks_;
  hand_over();
  ask();
  look_later();
}

void NoticeSender::ask() {
  if (is_asked_ || is_stopped_ || !caller_.has_room()) return;
  auto question = std::make_unique<loop::Question>();
  question->ask = [this](const City& city, Instant now) { gather(city, now); };
  question->released = [this] {
    is_asked_ = false;
    if (!is_stopped_) read();
  };
  is_asked_ = engine_.inbox().offer(flow_, question);
}

// Complains at most once a minute that no more notices are made: the demands stand in their queues, but nobody is told
// of them.
void NoticeSender::complain_if_full(std::size_t pending) {
  const auto looks_a_minute = static_cast<std::uint64_t>(std::chrono::minutes{1} / options_.period) + 1;
  if (pending < limits::notices_pending_max || (full_told_ != 0 && looks_ < full_told_ + looks_a_minute)) return;
  full_told_ = looks_;
  spdlog::error(
      "待送通知已满 {} 条，新的不再生成：请检查 --notices-url 的通讯平台 / {} notices are pending, and no more are "
      "made: look at "
      "the messenger behind --notices-url",
      pending, pending);
}

// Gathers the first notice of each recipient, if it may be sent now; the others of that recipient wait for it.
void NoticeSender::gather(const City& city, Instant now) {
  gathered_.clear();
  complain_if_full(city.notices.pending().size());
  std::set<std::uint64_t> waiting;
  for (const auto& [id, notice] : city.notices.pending()) {
    if (gathered_.size() == options_.webhook.connections) break;
    if (to_instant(notice.not_before) > now) continue;  // waiting for the morning, it holds up no other
    const std::uint64_t recipient = recipient_of(notice);
    if (busy_.contains(recipient) || !waiting.insert(recipient).second) continue;
    const auto tried = tried_.find(id);
    if (tried != tried_.end() && tried->second.next > looks_) continue;
    const bool is_resident = !notice.to;
    const views::Outgoing leaving = views::outgoing(city, notice);
    if (leaving.is_dropped()) {
      gathered_.push_back({.notice = id, .count = notice.count, .recipient = recipient, .is_dropped = true});
      continue;
    }
    gathered_.push_back({.notice = id,
                         .count = notice.count,
                         .id = std::to_string(id.value) + "." + std::to_string(notice.count),
                         .body = json::serialize(body_of(city, id, notice, leaving, now, options_.text_of)),
                         .recipient = recipient,
                         .submitted = is_resident ? Position{notice.demand.value} : Position{},
                         .summoned = position_of(notice.summons)});
  }
}

// Sends at once where none of the gathered notices needs anything from the log, and otherwise after the log was read.
void NoticeSender::read() {
  const bool reads_any =
      std::ranges::any_of(gathered_, [](const Outgoing& one) { return one.submitted || one.summoned; });
  if (!reads_any) return send();
  auto kept = std::make_shared<std::vector<Outgoing>>(std::move(gathered_));
  gathered_.clear();
  is_asked_ = true;
  auto next = std::make_shared<std::size_t>(0);
  reader_.post_owed(
      AccountId{},
      [kept, next](LogTurn& log) {
        for (; *next < kept->size(); ++*next) {
          if (!log.has_more()) return false;
          read((*kept)[*next], log);
        }
        return true;
      },
      [this, kept] {
        is_asked_ = false;
        if (is_stopped_) return;
        gathered_ = std::move(*kept);
        send();
      });
}

// Runs on the reader's thread. Where a part is damaged, the rest is told all the same.
void NoticeSender::read(Outgoing& next, LogTurn& log) {
  if (next.submitted) {
    const Result<std::string> contact = log.contact(next.submitted);
    if (contact) next.contact = *contact;
    next.is_unreachable = next.contact.empty();
    const Result<log::Texts> texts = log.texts(next.submitted);
    next.is_damaged = !texts;
    if (texts) next.text = texts->text;
  }
  if (next.summoned) {
    const Result<log::Texts> texts = log.texts(next.summoned);
    next.is_damaged |= !texts;
    if (texts) next.words = texts->text;
  }
}

void NoticeSender::send() {
  for (Outgoing& next : gathered_) {
    if (!caller_.has_room()) break;
    busy_.insert(next.recipient);
    if (next.is_dropped) {
      settle(next, 0, false);
      continue;
    }
    if (next.is_unreachable) {
      settle(next, 0, true);
      continue;
    }
    if (next.submitted || next.summoned) {
      json::object body = json::parse(next.body).as_object();
      if (next.submitted) body["contact"] = next.contact;
      if (next.submitted) body["text"] = next.text;
      if (next.summoned) body["summons"].as_object()["text"] = next.words;
      if (next.is_damaged) body["text_damaged"] = true;
      next.body = json::serialize(body);
    }
    caller_.post(next.id, next.body, unix_now_(),
                 [this, sent = next](const Response& answer) { answered(sent, answer); });
  }
  gathered_.clear();
}

void NoticeSender::answered(const Outgoing& sent, const Response& answer) {
  Tried& tried = tried_[sent.notice];
  ++tried.attempts;
  if (answer.status >= 200 && answer.status < 300)
    return settle(sent, static_cast<std::uint16_t>(answer.status), false);
  const bool is_given_up = is_final_answer(answer.status) || tried.attempts >= options_.attempts_max;
  const std::string why = answer.status != 0 ? "HTTP " + std::to_string(answer.status) : cause_of(answer.error).text();
  if (is_given_up) {
    spdlog::error("通知 {} 第 {} 次未送达（{}），不再发送 / notice {} was not taken at attempt {} ({}) and is given up",
                  sent.id, tried.attempts, why, sent.id, tried.attempts, why);
    return settle(sent, static_cast<std::uint16_t>(answer.status), true);
  }
  if (tried.attempts == 1) {
    spdlog::warn("通知 {} 未送达（{}），稍后重发 / notice {} was not taken ({}) and will be sent again", sent.id, why,
                 sent.id, why);
  }
  const int doublings = std::min<int>(tried.attempts - 1, 20);
  const auto wait = std::min<std::chrono::milliseconds>(options_.first_retry * (std::int64_t{1} << doublings),
                                                        options_.longest_retry);
  const auto longer = std::max<std::chrono::milliseconds>(wait, answer.retry_after);
  tried.next = looks_ + static_cast<std::uint64_t>(longer / options_.period) + 1;
  busy_.erase(sent.recipient);
}

void NoticeSender::settle(const Outgoing& sent, std::uint16_t status, bool is_given_up) {
  settled_.emplace_back(Deliver{.notice = sent.notice,
                                .count = sent.count,
                                .attempts = tried_[sent.notice].attempts,
                                .status = status,
                                .is_given_up = is_given_up,
                                .is_dropped = sent.is_dropped});
  settled_recipients_.emplace_back(sent.notice, sent.recipient);
  hand_over();
}

// Hands over one frame at a time. The next notices of its recipients wait until the frame is decided.
void NoticeSender::hand_over() {
  if (settled_.empty() || is_handing_over_) return;
  auto frame = std::make_unique<loop::Frame>();
  frame->commands = settled_;
  frame->released = [this, recipients = settled_recipients_](std::unique_ptr<loop::Frame>) {
    is_handing_over_ = false;
    for (const auto& [notice, recipient] : recipients) {
      tried_.erase(notice);
      busy_.erase(recipient);
    }
    ask();  // the next notices need not wait for the next look
  };
  if (!engine_.inbox().offer(flow_, frame)) return;
  is_handing_over_ = true;
  settled_.clear();
  settled_recipients_.clear();
}

}  // namespace wangge::notice
