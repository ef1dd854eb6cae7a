// A session's questions that memory alone does not answer: how demands stood that left memory, histories, texts,
// attachments, and what repeats were told the first time. The engine's thread says what the account may see and where
// that stands in the log; the log's reader reads it.

#include <algorithm>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "adapters/terminal/attachment_answers.h"
#include "adapters/terminal/receipts.h"
#include "adapters/terminal/session.h"
#include "adapters/terminal/told_people.h"

namespace wangge::terminal {

// ---------------------------------------------------------------------- to the log's reader and back

// Lets the log's reader read, and then calls `then(asking, reading)`, which has the rest to say. Answers "busy" where
// too much waits for the reader already.
template <class Reading, class Then>
void Session::read(Asking asking, Reading reading, Then then) {
  auto found = std::make_shared<Reading>(std::move(reading));
  auto kept = std::make_shared<Asking>(asking);
  const bool is_taken = desk_.reader.post(
      account_, [found](LogTurn& turn) { return found->go_on(turn); },
      [this, found, kept, then = std::move(then)] {
        --at_engine_;
        if (is_over(*kept)) return answered(kept->load);
        then(*kept, *found);
      });
  if (!is_taken) {
    refuse(next_offered_, asking.id);
    return finish(asking);
  }
  ++at_engine_;
  if (kept->is_in_order && kept->place == 0) kept->place = line_.open(gathered_, to_give_back_);
}

// Asks on the engine's thread once more, and lets the answer go only then: what it says is as durable as any answer.
template <class Then>
void Session::decide(const Asking& asking, std::function<void(const City&)> ask, Then then) {
  const bool is_taken = consult(std::move(ask), [this, asking, then = std::move(then)] {
    if (is_over(asking)) return answered(asking.load);
    then();
  });
  if (is_taken) return;
  refuse(next_offered_, asking.id);
  finish(asking);
}

// Fills in the rows of demands that left memory, and then calls `then(asking, damaged)`.
template <class Then>
void Session::complete(Asking asking, std::shared_ptr<std::vector<views::Status>> rows, Then then) {
  FinalsReading wanted(*rows);
  if (wanted.is_empty()) return then(asking, Position{});
  read(asking, std::move(wanted), [this, rows, then = std::move(then)](const Asking& kept, FinalsReading& reading) {
    auto finals = std::make_shared<std::vector<FinalsReading::Found>>(std::move(reading.found));
    auto damaged = std::make_shared<Position>();
    decide(
        kept,
        [this, rows, finals, damaged](const City& city) {
          for (const FinalsReading::Found& one : *finals) {
            views::Status& row = (*rows)[one.row];
            const bool was_proved = row.known;
            const views::Status unknown{.demand = row.demand};
            const bool is_known_whole = !one.damaged && !one.is_left_out;
            const bool may = is_known_whole
                                 ? may_see(city, account_, one.standing.demand) &&
                                       !is_kept_out(city, account_, one.standing.demand, one.standing.complained_of)
                                 : sees_all(city, account_);
            row = (was_proved || may) && !one.is_left_out ? final_demand(city, one).status : unknown;
            row.is_left_out = one.is_left_out;
            row.is_damaged = row.known && one.damaged;
            if (row.is_damaged && !*damaged) *damaged = one.damaged;
          }
        },
        [kept, damaged, then] { then(kept, *damaged); });
  });
}

// Answers with rows of a kind that Answer has.
template <class Rows>
void Session::tell_rows(const Asking& asking, Rows rows, Position damaged_at) {
  encode(Answer{asking.id, std::move(rows), damaged_at}, place_of(asking));
  finish(asking);
}

template <class Question>
void Session::tell(const Asking& asking, typename Question::Answer found, Position damaged_at) {
  encode_answer<Question>(asking.id, found, place_of(asking), damaged_at);
  finish(asking);
}

void Session::finish(const Asking& asking) {
  if (asking.place == 0) return answered(asking.load);
  line_.close(asking.place, asking.load);
  write_soon();
}

// -------------------------------------------------------------------------------------------- repeats

// The answers are owed, since the commands have been decided: the reader takes them even where it is busy.
void Session::read_repeats(Exchanges::Lease exchange, RepeatsReading repeats) {
  auto found = std::make_shared<RepeatsReading>(std::move(repeats));
  const AnswerLine::Place place = line_.open(gathered_, to_give_back_);
  ++at_engine_;
  desk_.reader.post_owed(
      account_, [found](LogTurn& turn) { return found->go_on(turn); },
      [this, found, place, kept = exchange.release()] {
        const Exchanges::Lease held = desk_.exchanges.hold(*kept);
        --at_engine_;
        acknowledge(*held->frame, *found, line_.at(place));
        finish({.load = held->load, .place = place});
      });
}

// -------------------------------------------------------------------------------------------- a hello

// Finds out what the terminal's spool has seen acknowledged, where the engine has less of it, and then opens the
// session with the engine. The exchange is the hello's, and comes back with each answer.
void Session::find_seen(const Hello& hello, Exchanges::Lease exchange) {
  auto seen = std::make_shared<Seen>();
  const bool is_taken = consult([seen, hello](const City& city) { *seen = seen_by(hello, city); },
                                [this, seen, hello, kept = exchange.get()] {
                                  Exchanges::Lease held = back_from_asking(*kept);
                                  if (!held) return write_soon();
                                  if (seen->at) return read_seen(*seen, hello, std::move(held));
                                  open({hello.token_hash, hello.spool, 0}, std::move(held));
                                });
  greet_later(is_taken, std::move(exchange));
}

void Session::read_seen(const Seen& seen, const Hello& hello, Exchanges::Lease exchange) {
  auto found = std::make_shared<FactReading>(seen.at);
  const bool is_taken = desk_.reader.post(
      seen.whose, [found](LogTurn& turn) { return found->go_on(turn); },
      [this, found, hello, kept = exchange.get()] {
        --at_engine_;
        Exchanges::Lease held = back_from_asking(*kept);
        if (!held) return write_soon();
        if (found->event) return go_on_from(*found->event, hello, std::move(held));
        open({hello.token_hash, hello.spool, 0}, std::move(held));
      });
  if (is_taken) ++at_engine_;
  greet_later(is_taken, std::move(exchange));
}

void Session::go_on_from(const Event& seen, const Hello& hello, Exchanges::Lease exchange) {
  auto first = std::make_shared<std::uint32_t>(0);
  const bool is_taken = consult([first, seen, hello](const City& city) { *first = first_number(hello, city, seen); },
                                [this, first, hello, kept = exchange.get()] {
                                  Exchanges::Lease held = back_from_asking(*kept);
                                  if (!held) return write_soon();
                                  open({hello.token_hash, hello.spool, *first}, std::move(held));
                                });
  greet_later(is_taken, std::move(exchange));
}

// Lets the hello wait for what was asked, or tells the terminal to come back.
void Session::greet_later(bool is_taken, Exchanges::Lease exchange) {
  if (!is_taken) return refuse(0, 0);
  static_cast<void>(exchange.release());
  phase_ = Phase::opening;
}

// The hello's exchange, back from a question; null where the session is leaving, and nobody is greeted any more.
Exchanges::Lease Session::back_from_asking(Exchange& kept) {
  Exchanges::Lease held = desk_.exchanges.hold(kept);
  if (phase_ == Phase::leaving) return {};
  phase_ = Phase::greeting;
  return held;
}

// -------------------------------------------------------------------------------------------- questions

void Session::put(std::uint32_t id, const AskStatus& ask, const Load& load) {
  auto rows = std::make_shared<std::vector<views::Status>>();
  inquire(
      id, load,
      [this, rows, claims = proved(ask.claims)](const City& city, Instant) {
        *rows = views::statuses(city, account_, claims);
      },
      [this, id, load, rows] {
        complete({.id = id, .load = load}, rows, [this, rows](const Asking& asking, Position damaged) {
          tell_rows(asking, std::move(*rows), damaged);
        });
      });
}

// A demand that is in memory, or that its code proves to be known, is told at once; for any other the log says who may
// see it.
template <class Then>
void Session::put_about(Asking asking, const Claim& claim, Then then) {
  auto about = std::make_shared<About>();
  inquire(
      asking.id, asking.load,
      [this, about, claims = proved({&claim, 1})](const City& city, Instant) {
        about->status = views::statuses(city, account_, claims).front();
        about->last = city.demands.last_of(claims.front().demand);
        const Slot* const demand = city.demands.find(claims.front().demand);
        about->is_past = demand != nullptr && !claims.front().proved && !may_see(city, account_, *demand);
      },
      [this, asking, about, then = std::move(then)] {
        if (about->status.known) return then(asking, *about);
        auto row = std::make_shared<std::vector<views::Status>>(1, about->status);
        complete(asking, row, [about, row, then](const Asking& kept, Position damaged) {
          about->status = row->front();
          about->damaged = damaged;
          then(kept, *about);
        });
      });
}

void Session::put(std::uint32_t id, const AskHistory& ask, const Load& load) {
  put_about({.id = id, .load = load}, ask.claim, [this](const Asking& asking, const About& about) {
    if (!about.status.known) return tell_rows(asking, EncodedStory{}, about.damaged);
    read(asking, StoryReading(about.status.demand, about.status.last_event),
         [this](const Asking& kept, StoryReading& found) {
           remember_people(found.facts.entries, told_people_);
           tell_rows(kept, std::move(found.story), found.facts.damaged());
         });
  });
}

void Session::put(std::uint32_t id, const views::AskSummonses& ask, const Load& load) {
  auto found = std::make_shared<views::Summonses>();
  inquire(
      id, load,
      [this, found, ask](const City& city, Instant now) { *found = views::summonses_of(city, account_, ask, now); },
      [this, id, load, found] {
        std::vector<Position> positions;
        for (const views::SummonsRow& row : found->rows) positions.push_back(position_of(row.id));
        if (positions.empty()) return tell<views::AskSummonses>({.id = id, .load = load}, std::move(*found));
        read({.id = id, .load = load}, TextsReading(std::move(positions)),
             [this, found](const Asking& asking, TextsReading& reading) {
               for (std::size_t i = 0; i < found->rows.size(); ++i) found->rows[i].text = std::move(reading.texts[i]);
               tell<views::AskSummonses>(asking, std::move(*found), reading.damaged);
             });
      });
}

void Session::put(std::uint32_t id, const loop::AskOutlook&, const Load& load) {
  auto found = std::make_shared<loop::Outlook>();
  inquire(
      id, load, [this, found](const City& city, Instant now) { *found = loop::outlook(city, account_, now); },
      [this, id, load, found] {
        if (!found->proposal) return tell<loop::AskOutlook>({.id = id, .load = load}, std::move(*found));
        read({.id = id, .load = load}, TextsReading({found->proposal.position}),
             [this, found](const Asking& asking, TextsReading& reading) {
               found->note = std::move(reading.texts.front());
               tell<loop::AskOutlook>(asking, std::move(*found), reading.damaged);
             });
      });
}

// -------------------------------------------------------------------------------------------- attachments

// The question's load counts against the credit until the store has answered.
template <class Work>
void Session::work(const Asking& asking, std::size_t bytes, Work work, Position damaged_at) {
  auto kept = std::make_shared<Work>(std::move(work));
  const bool is_taken = desk_.attachments->post(
      account_, bytes, [kept](AttachmentStore& store) { return kept->go_on(store); },
      [this, asking, kept, damaged_at] {
        --at_engine_;
        if (phase_ == Phase::leaving) return answered(asking.load);
        tell<typename Work::Question>(asking, std::move(kept->rows), damaged_at);
      });
  if (is_taken) {
    ++at_engine_;
  } else {
    refuse(next_offered_, asking.id);
    answered(asking.load);
  }
}

void Session::tell_refused(const Asking& asking, const Refusal& refusal, Position damaged_at) {
  tell<AskOffer>(asking, AttachmentAnswer{.refusal = refusal, .part = {}}, damaged_at);
}

void Session::put(std::uint32_t id, const AskOffer& ask, const Load& load) {
  put_about({.id = id, .load = load, .is_in_order = false}, ask.claim,
            [this, ask](const Asking& asking, const About& about) {
              if (!desk_.attachments) return tell_refused(asking, {Reason::attachments_no_room});
              if (!about.last) return tell_refused(asking, {Reason::attachment_not_named});
              const bool is_seen = about.is_its_own();
              read(asking, NamedReading(ask.claim.demand, about.last),
                   [this, ask, is_seen](const Asking& kept, NamedReading& found) {
                     auto refusal = std::make_shared<Refusal>();
                     decide(
                         kept,
                         [this, refusal, ask, is_seen, named = found.named()](const City& city) {
                           *refusal = check_offer(city, account_, is_seen, named, ask.hash);
                         },
                         [this, kept, refusal, ask, damaged = is_seen ? found.damaged() : Position{}] {
                           const bool is_lacking = refusal->reason == Reason::attachment_not_named && damaged;
                           if (is_lacking) return tell_refused(kept, {Reason::log_damaged}, damaged);
                           if (*refusal) return tell_refused(kept, *refusal, damaged);
                           work(kept, 0,
                                StoreWork{[who = account_, ask, now = to_seconds(desk_.now())](AttachmentStore& store) {
                                  return answer_of(store.offer(who, ask.hash, ask.bytes, now));
                                }});
                         });
                   });
            });
}

// A chunk does not need the city: the store takes no chunk of a file that was not offered.
void Session::put(std::uint32_t id, const AskChunk& ask, const Load& load) {
  const Asking asking{.id = id, .load = load, .is_in_order = false};
  under_way_ += load;
  if (!desk_.attachments) return tell_refused(asking, {Reason::attachment_not_offered});
  work(asking, ask.bytes.size(),
       StoreWork{[who = account_, hash = ask.hash, from = ask.from, bytes = ask.bytes, now = to_seconds(desk_.now())](
                     AttachmentStore& store) { return answer_of(store.take(who, hash, from, bytes, now)); }});
}

void Session::put(std::uint32_t id, const AskAttachments& ask, const Load& load) {
  put_about({.id = id, .load = load, .is_in_order = false}, ask.claim,
            [this, ask](const Asking& asking, const About& about) {
              if (!about.status.known || !desk_.attachments) return tell<AskAttachments>(asking, {}, about.damaged);
              read(asking, NamedReading(ask.claim.demand, about.last), [this](const Asking& kept, NamedReading& found) {
                std::vector<AttachmentRef> named;
                for (NamedAttachment& one : found.named()) {
                  if (named.size() < limits::question_rows_max) named.push_back(std::move(one.attachment));
                }
                work(kept, 0, ListWork(std::move(named), to_seconds(desk_.now())), found.damaged());
              });
            });
}

// A fact that names an attachment names it once and for all, and is not looked up for each part; whether the demand may
// be seen is looked up each time.
void Session::put(std::uint32_t id, const AskFetch& ask, const Load& load) {
  put_about(
      {.id = id, .load = load, .is_in_order = false}, ask.claim, [this, ask](const Asking& asking, const About& about) {
        if (!about.is_its_own()) return tell_refused(asking, {Reason::attachment_not_named}, about.damaged);
        const auto fetch = [this, ask](const Asking& kept) {
          if (!desk_.attachments) return tell_refused(kept, {Reason::attachment_not_sent});
          work(kept, limits::attachment_chunk_bytes_max,
               StoreWork{
                   [ask, now = to_seconds(desk_.now())](AttachmentStore& store) { return part_of(store, ask, now); }});
        };
        const std::pair wanted(ask.claim.demand, ask.hash);
        if (fetched_ == wanted) return fetch(asking);
        read(asking, NamedReading(ask.claim.demand, about.last),
             [this, ask, wanted, fetch](const Asking& kept, NamedReading& found) {
               const auto named = found.named();
               if (find_named(named, ask.hash) == nullptr) {
                 return tell_refused(kept, {found.damaged() ? Reason::log_damaged : Reason::attachment_not_named},
                                     found.damaged());
               }
               fetched_ = wanted;
               fetch(kept);
             });
      });
}

void Session::put(std::uint32_t id, const AskRemove& ask, const Load& load) {
  const Asking asking{.id = id, .load = load, .is_in_order = false};
  auto is_ops = std::make_shared<bool>();
  inquire(
      id, load,
      [this, is_ops](const City& city, Instant) {
        const Account& account = city.accounts[account_];
        *is_ops = account.kind == AccountKind::ops && !account.ended;
      },
      [this, asking, ask, is_ops] {
        if (!*is_ops) return tell_refused(asking, {Reason::not_allowed});
        if (!desk_.attachments) return tell_refused(asking, {Reason::attachment_not_sent});
        work(asking, 0, StoreWork{[ask, now = to_seconds(desk_.now())](AttachmentStore& store) {
               return AttachmentAnswer{.refusal = store.remove(ask.hash, now), .part = {}};
             }});
      });
}

}  // namespace wangge::terminal
