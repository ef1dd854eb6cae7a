#include "tests/random_batches.h"

#include <array>
#include <type_traits>
#include <utility>

#include "engine/model/described.h"
#include "engine/model/event_description.h"
#include "engine/registers/kinds.h"

namespace wangge::tests {
namespace {

// Random values for fields of every type and kind. What a fact brings along is added to the batch.
class Fill {
 public:
  Fill(RandomBatches& random, log::Batch& batch) : random_(random), batch_(batch) {}

  // One that could be read: bits that are packed may stand for nothing, and then others are drawn.
  template <class Fact>
  void all(Fact& fact) const {
    const std::size_t texts = batch_.texts.size(), contacts = batch_.contacts.size(), blob = batch_.blob.size();
    do {
      batch_.texts.resize(texts);
      batch_.contacts.resize(contacts);
      batch_.blob.resize(blob);
      each_field<Fact>([&](const auto& field) { draw(fact, field); });
      narrow(fact);
    } while (!is_within_bounds<FieldKind::as_typed>(fact, batch_.blob.size()));
  }

 private:
  template <class Fact, class Field>
  void draw(Fact& fact, const Field& field) const {
    if constexpr (Field::is_stored) {
      auto value = std::remove_cvref_t<decltype(field.get(fact))>();
      if constexpr (is_in_blob(Field::kind)) {
        value = in_blob();
      } else if constexpr (Field::kind == FieldKind::contact) {
        value = static_cast<std::uint8_t>(random_.number(3) == 0 ? 0 : random_.number(256));
        batch_.contacts += random_.bytes(value);
      } else if constexpr (is_length(Field::kind)) {
        value = static_cast<decltype(value)>(
            Field::kind == FieldKind::text || random_.number(4) == 0 ? random_.number(200) : 0);
        batch_.texts += random_.bytes(value);
      } else if constexpr (Field::kind == FieldKind::chain_step) {
        value = static_cast<decltype(value)>(random_.number(chain_posts_max));
      } else {
        random_.fill(value);
      }
      field.put(fact, value);
    }
  }

  // A chain has no posts behind its last.
  void narrow(ChainInterned& fact) const {
    fact.count = static_cast<std::uint8_t>(random_.number(chain_posts_max + 1));
    for (int step = fact.count; step < chain_posts_max; ++step) fact.posts[step] = {};
  }
  // Of a kind that there is, with its fields.
  void narrow(DescribedFact& fact) const {
    const auto make = [&]<class... Facts>(Kinds<Facts...>) {
      const std::uint64_t wanted = random_.number(sizeof...(Facts));
      std::uint64_t next = 0;
      static_cast<void>(((next++ == wanted && (describe<Facts>(fact), true)) || ...));
    };
    make(registers::Facts{});
  }
  template <class Described>
  void describe(DescribedFact& fact) const {
    Described one;
    each_field<Described>([&](const auto& field) { draw(one, field); });
    fact.kind = Described::kind;
    fact.fields.offset = static_cast<std::uint32_t>(batch_.blob.size());
    encode_fields(one, batch_.blob);
    fact.fields.length = static_cast<std::uint32_t>(batch_.blob.size()) - fact.fields.offset;
  }
  void narrow(auto&) const {}

  TextRef in_blob() const {
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
  return std::visit([&]<class Fact>(const Fact& fact) { return wangge::same(fact, std::get<Fact>(right)); }, left);
}

void RandomBatches::add(std::size_t index, log::Batch& batch) {
  Event event = default_event(index, std::make_index_sequence<std::variant_size_v<Event>>());
  std::visit([&](auto& fact) { Fill(*this, batch).all(fact); }, event);
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
    log::Batch aside;
    Fill(*this, aside).all(fact);
    fact.reference_length = 0;
    fact.attachments_length = 0;
    fact.answers_length = 0;
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
