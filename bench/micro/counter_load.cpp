#include "bench/micro/counter_load.h"

#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

#include "config/tables.h"
#include "engine/base/check.h"
#include "engine/model/blob.h"
#include "engine/rules/decide.h"
#include "engine/state/apply.h"
#include "engine/state/configuration_reader.h"
#include "tools/bench/ground.h"

namespace wangge::micro {
namespace {

std::shared_ptr<const Configuration> read_sample_city() {
  const auto folder = std::filesystem::path{WANGGE_SOURCE_ROOT} / "config/taonan";
  Codes codes;
  std::vector<Fault> faults;
  Configuration city = read_configuration(config::read_city(folder).tables, codes, faults);
  if (!faults.empty() || city.places.empty())
    throw std::runtime_error(folder.string() + " is not a city without mistakes");
  return std::make_shared<const Configuration>(std::move(city));
}

std::vector<tools::bench::EncodedFrame> encode_frames(const Configuration& city) {
  tools::bench::Ground ground{.places = tools::bench::places_in_grids(city)};
  for (std::uint16_t id = 1; id < city.categories.size(); ++id) ground.categories.push_back(CategoryId{id});
  std::vector<tools::bench::EncodedFrame> frames;
  for (tools::bench::Bundle& bundle : tools::bench::encode_bundles({.frame = frame_demands}, ground)) {
    CHECK(bundle.frames.size() == 1);
    frames.push_back(std::move(bundle.frames.front()));
  }
  return frames;
}

terminal::Numbered read_frame(const tools::bench::EncodedFrame& frame) {
  terminal::Numbered numbered;
  terminal::ToEngine said;
  CHECK(terminal::decode(std::span(frame.words).subspan(1), numbered, said) == terminal::Fault::none);
  return numbered;
}

// Facts that come before the demands, in batches as a log takes them, applied to a city.
class Beginnings {
 public:
  Beginnings(City& city, std::vector<log::Batch>& batches) : city_(city), batches_(batches) {
    const Event begun = LogBegun{log_id};
    apply(city_, {Position{1}, to_seconds(morning), begun, {}});
  }

  // Adds `event` with the reference that it has into the blob.
  template <class Fact>
  void add(Fact event, TextRef Fact::*reference, std::string_view bytes) {
    log::Batch& batch = batch_with_room(bytes.size());
    event.*reference = {static_cast<std::uint32_t>(batch.blob.size()), static_cast<std::uint32_t>(bytes.size())};
    batch.blob += bytes;
    append(batch, event);
  }
  void add(const Event& event) { append(batch_with_room(0), event); }

 private:
  log::Batch& batch_with_room(std::size_t blob_bytes) {
    const bool has_room = !batches_.empty() && batches_.back().events.size() < limits::batch_events_max &&
                          batches_.back().blob.size() + blob_bytes <= limits::batch_blob_bytes_max;
    if (has_room) return batches_.back();
    return batches_.emplace_back(log::Batch{.first = Position{city_.last.value + 1}, .at = to_seconds(morning)});
  }
  void append(log::Batch& batch, const Event& event) {
    batch.events.push_back(event);
    apply(city_, {Position{city_.last.value + 1}, batch.at, event, batch.blob});
  }

  City& city_;
  std::vector<log::Batch>& batches_;
};

void open_terminal(Beginnings& beginnings) {
  Rights every_grid;
  every_grid.every_grid = true;
  std::string rights;
  encode_rights(every_grid, rights);
  beginnings.add(AccountAdded{.account = terminal_account, .kind = AccountKind::terminal}, &AccountAdded::rights,
                 rights);
  beginnings.add(SessionOpened{.session = terminal_session, .account = terminal_account});
}

// Keeps a decision's facts: the chains and offers that it needs become beginnings; the demand itself is gathered.
void keep(const rules::Draft& draft, Beginnings& beginnings, log::Batch& facts) {
  for (const Event& event : draft.events) {
    if (const auto* offers = std::get_if<OffersInterned>(&event)) {
      const std::string_view list = std::string_view(draft.blob).substr(offers->list.offset, offers->list.length);
      beginnings.add(*offers, &OffersInterned::list, list);
    } else if (std::holds_alternative<ChainInterned>(event)) {
      beginnings.add(event);
    } else {
      CHECK(std::holds_alternative<Submitted>(event));
      facts.events.push_back(event);
    }
  }
  facts.texts += draft.text;
  facts.contacts += draft.contact;
}

void decide_all(CounterLoad& load) {
  City city;
  city.configuration = load.configuration;
  rules::Router router(city);
  rules::Draft draft;
  Beginnings beginnings(city, load.beginnings);
  open_terminal(beginnings);
  Sender sender{.session = terminal_session, .sequence = 1, .account = terminal_account};
  for (const terminal::Numbered& wishes : load.wishes) {
    log::Batch& facts = load.facts.emplace_back(log::Batch{.at = to_seconds(morning)});
    for (const Command& command : wishes.commands) {
      CHECK(!rules::decide(city, router, {sender, command, wishes.texts}, morning, draft));
      keep(draft, beginnings, facts);
      ++sender.sequence;
    }
  }
  Position next{city.last.value + 1};
  for (log::Batch& facts : load.facts) {
    facts.first = next;
    next.value += facts.events.size();
  }
}

CounterLoad make_counter_load() {
  CounterLoad load{.configuration = read_sample_city()};
  load.frames = encode_frames(*load.configuration);
  for (const tools::bench::EncodedFrame& frame : load.frames) load.wishes.push_back(read_frame(frame));
  decide_all(load);
  return load;
}

}  // namespace

const CounterLoad& counter_load() {
  static const CounterLoad load = make_counter_load();
  return load;
}

std::unique_ptr<City> new_city() {
  auto city = std::make_unique<City>();
  city->configuration = counter_load().configuration;
  const Event begun = LogBegun{log_id};
  apply(*city, {Position{1}, to_seconds(morning), begun, {}});
  for (const log::Batch& batch : counter_load().beginnings) {
    for (const Event& event : batch.events) apply(*city, {Position{city->last.value + 1}, batch.at, event, batch.blob});
  }
  return city;
}

void fill(rules::Router& router) {
  std::vector<Event> events;
  std::string blob;
  for (const terminal::Numbered& wishes : counter_load().wishes) {
    for (const Command& command : wishes.commands) {
      const auto& submit = std::get<Submit>(command);
      router.route({.place = submit.place, .category = submit.category}, morning, events, blob);
    }
  }
  CHECK(events.empty());
}

const log::Batch& Facts::next() {
  log::Batch& batch = batches_[next_++ % batches_.size()];
  batch.first = position_;
  for (Event& event : batch.events) std::get<Submitted>(event).sequence = sequence_++;
  position_.value += batch.events.size();
  return batch;
}

}  // namespace wangge::micro
