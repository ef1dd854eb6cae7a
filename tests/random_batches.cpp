#include "tests/random_batches.h"

#include <array>
#include <utility>

namespace wangge::tests {
namespace {

bool same_value(const auto& left, const auto& right) { return left == right; }
bool same_value(TextRef left, TextRef right) { return left.offset == right.offset && left.length == right.length; }

bool same_fact(const auto& left, const auto& right) {
  return flags(left) == flags(right) && std::apply([&](const auto&... l) {
    return std::apply([&](const auto&... r) { return (same_value(l, r) && ...); }, fields(right));
  }, fields(left));
}

// Random values for fields of every type.
class Fill {
 public:
  explicit Fill(RandomBatches& random) : random_(random) {}

  template <std::unsigned_integral Number>
  void operator()(Number& number) const { number = static_cast<Number>(random_.number(~std::uint64_t{0})); }
  void operator()(bool& flag) const { flag = random_.number(2) == 1; }
  template <class Tag, class Number>
  void operator()(Id<Tag, Number>& id) const { (*this)(id.value); }
  void operator()(Party& party) const {
    std::uint32_t raw = 0;
    (*this)(raw);
    party = Party::from_raw(raw);
  }
  void operator()(Subject& subject) const {
    std::uint32_t raw = 0;
    (*this)(raw);
    subject = Subject::from_raw(raw);
  }
  void operator()(Dues& dues) const {
    for (Seconds& due : dues.of) (*this)(due);
  }
  void operator()(Limit& limit) const {
    (*this)(limit.amount);
    limit.unit = static_cast<LimitUnit>(random_.number(limit_units));
  }
  void operator()(Pending& pending) const { pending = static_cast<Pending>(random_.number(pendings)); }
  void operator()(Refusal& refusal) const {
    refusal.reason = static_cast<Reason>(random_.number(65'536));
    (*this)(refusal.what);
    (*this)(refusal.limit);
  }
  template <class Value, std::size_t size>
  void operator()(std::array<Value, size>& values) const {
    for (Value& value : values) (*this)(value);
  }
  void operator()(Bond& bond) const { bond = static_cast<Bond>(random_.number(bonds)); }
  void operator()(Recurrence& what) const { what = static_cast<Recurrence>(random_.number(recurrences)); }
  void operator()(JobKind& kind) const { kind = static_cast<JobKind>(random_.number(job_kinds)); }
  void operator()(Attendance& what) const { what = static_cast<Attendance>(random_.number(attendances)); }
  void operator()(NoticeKind& kind) const { kind = static_cast<NoticeKind>(random_.number(notice_kinds)); }
  void operator()(Urge& urge) const {
    (*this)(urge.due);
    (*this)(urge.step);
    (*this)(urge.round);
    urge.until = static_cast<Until>(random_.number(untils));
  }
  void operator()(Deed& deed) const { deed = static_cast<Deed>(random_.number(deeds)); }
  void operator()(DemandState& state) const { state = static_cast<DemandState>(random_.number(demand_states)); }
  void operator()(Stage& stage) const { stage = static_cast<Stage>(random_.number(stages)); }
  void operator()(AccountKind& kind) const { kind = static_cast<AccountKind>(random_.number(account_kinds)); }
  void operator()(TableKind& kind) const { kind = static_cast<TableKind>(random_.number(table_kinds)); }
  void operator()(ClockKind& kind) const { kind = static_cast<ClockKind>(random_.number(2)); }
  void operator()(TextRef&) const {}  // has to fit the blob: see `fit`

 private:
  RandomBatches& random_;
};

// What a fact may not hold freely, and what it brings into the batch.
class Fit {
 public:
  Fit(RandomBatches& random, log::Batch& batch) : random_(random), batch_(batch) {}

  void operator()(Submitted& fact) const {
    fact.acting_step = static_cast<std::uint8_t>(random_.number(chain_posts_max));
    fact.text_length = text();
    fact.reference_length = rarely_text() & 0xFF;
    fact.attachments_length = rarely_text() & 0xFFF;
    fact.answers_length = rarely_text() & 0xFFF;
    if (random_.number(2) == 0) fact.subject = {};
    fact.contact_length = static_cast<std::uint8_t>(random_.number(3) == 0 ? 0 : random_.number(256));
    batch_.contacts += random_.bytes(fact.contact_length);
  }
  void operator()(Finished& fact) const {
    fact.text_length = text();
    fact.attachments_length = random_.number(4) == 0 ? text() : 0;
  }
  void operator()(Closed& fact) const { fact.text_length = text(); }
  void operator()(Acted& fact) const {
    fact.text_length = text();
    fact.attachments_length = random_.number(4) == 0 ? text() : 0;
    const std::uint64_t bits = random_.number(128);
    fact.recorded = (bits & 1) != 0;
    fact.upward = (bits & 2) != 0;
    fact.is_final = (bits & 4) != 0;
    fact.waits = (bits & 8) != 0;
    fact.keeps_used = (bits & 16) != 0;
    fact.undoes_late = (bits & 32) != 0;
    fact.is_late = (bits & 64) != 0;
    fact.acting_step = static_cast<std::uint8_t>(random_.number(chain_posts_max));
    fact.escalated_step = static_cast<std::uint8_t>(random_.number(chain_posts_max));
  }
  void operator()(Sought& fact) const { fact.text_length = text(); }
  void operator()(Assisted& fact) const { fact.text_length = text(); }
  void operator()(Joined& fact) const { fact.text_length = text(); }
  void operator()(Summoned& fact) const {
    fact.text_length = text();
    fact.who = blob();
  }
  void operator()(Attended& fact) const { fact.text_length = text(); }
  void operator()(NotArrived& fact) const { fact.who = blob(); }
  void operator()(Moved& fact) const {
    fact.text_length = text();
    const std::uint64_t bits = random_.number(8);
    fact.recorded = (bits & 1) != 0;
    fact.waits = (bits & 2) != 0;
    fact.forgets_subject = (bits & 4) != 0;
    fact.acting_step = static_cast<std::uint8_t>(random_.number(chain_posts_max));
  }
  void operator()(Rerouted& fact) const {
    fact.acting_step = static_cast<std::uint8_t>(random_.number(chain_posts_max));
    fact.escalated_step = static_cast<std::uint8_t>(random_.number(chain_posts_max));
  }
  void operator()(Reclassified& fact) const {
    fact.text_length = text();
    const std::uint64_t bits = random_.number(16);
    fact.recorded = (bits & 1) != 0;
    fact.waits = (bits & 2) != 0;
    fact.begins = (bits & 4) != 0;
    fact.is_restricted = (bits & 8) != 0;
    fact.acting_step = static_cast<std::uint8_t>(random_.number(chain_posts_max));
    fact.escalated_step = static_cast<std::uint8_t>(random_.number(chain_posts_max));
  }
  void operator()(Reassigned& fact) const {
    fact.acting_step = static_cast<std::uint8_t>(random_.number(chain_posts_max));
    fact.escalated_step = static_cast<std::uint8_t>(random_.number(chain_posts_max));
  }
  void operator()(Escalated& fact) const {
    fact.to_step = static_cast<std::uint8_t>(random_.number(chain_posts_max));
  }
  void operator()(Urged& fact) const { fact.to_step = static_cast<std::uint8_t>(random_.number(chain_posts_max)); }
  void operator()(ChainInterned& fact) const {
    fact.count = static_cast<std::uint8_t>(random_.number(chain_posts_max + 1));
    for (int step = fact.count; step < chain_posts_max; ++step) fact.posts[step] = {};
  }
  void operator()(OffersInterned& fact) const { fact.list = blob(); }
  void operator()(AccountAdded& fact) const { fact.rights = blob(); }
  void operator()(RowStaged& fact) const { fact.cells = blob(); }
  void operator()(ConfigurationProposed& fact) const { fact.text_length = text(); }
  void operator()(ConfigurationRejected& fact) const { fact.text_length = text(); }
  void operator()(auto&) const {}

 private:
  std::uint32_t rarely_text() const { return random_.number(4) == 0 ? text() : 0u; }
  std::uint16_t text() const {
    const auto length = static_cast<std::uint16_t>(random_.number(200));
    batch_.texts += random_.bytes(length);
    return length;
  }
  TextRef blob() const {
    const TextRef ref{static_cast<std::uint32_t>(batch_.blob.size()), static_cast<std::uint32_t>(random_.number(100))};
    batch_.blob += random_.bytes(ref.length);
    return ref;
  }

  RandomBatches& random_;
  log::Batch& batch_;
};

template <std::size_t... index>
Event default_event(std::size_t wanted, std::index_sequence<index...>) {
  Event event;
  ((index == wanted ? static_cast<void>(event.emplace<index>()) : static_cast<void>(0)), ...);
  return event;
}

}  // namespace

bool same(const Event& left, const Event& right) {
  if (left.index() != right.index()) return false;
  return std::visit([&]<class Fact>(const Fact& fact) { return same_fact(fact, std::get<Fact>(right)); }, left);
}

std::string RandomBatches::bytes(std::size_t count) {
  std::string bytes(count, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random_());
  return bytes;
}

void RandomBatches::add(std::size_t index, log::Batch& batch) {
  Event event = default_event(index, std::make_index_sequence<std::variant_size_v<Event>>());
  std::visit([&](auto& fact) {
    std::apply([&](auto&... field) { (Fill(*this)(field), ...); }, fields(fact));
    Fit (*this, batch)(fact);
  }, event);
  batch.events.push_back(event);
}

// Some second after that of any earlier position.
Seconds RandomBatches::time_of(Position first) { return static_cast<Seconds>(1'000 + 8 * first.value + number(8)); }

log::Batch RandomBatches::make(Position first, std::size_t count) {
  log::Batch batch{.first = first, .at = time_of(first)};
  for (std::size_t i = 0; i < count; ++i) add(number(std::variant_size_v<Event>), batch);
  return batch;
}

log::Batch RandomBatches::submitted(Position first, std::size_t count, std::size_t text, std::size_t contact) {
  log::Batch batch{.first = first, .at = time_of(first)};
  for (std::size_t i = 0; i < count; ++i) {
    Submitted fact;
    std::apply([&](auto&... field) { (Fill(*this)(field), ...); }, fields(fact));
    fact.acting_step = 0;
    fact.text_length = static_cast<std::uint16_t>(text);
    fact.contact_length = static_cast<std::uint8_t>(contact);
    fact.subject = {};
    batch.events.push_back(fact);
  }
  batch.texts = bytes(count * text);
  batch.contacts = bytes(count * contact);
  return batch;
}

}  // namespace wangge::tests
