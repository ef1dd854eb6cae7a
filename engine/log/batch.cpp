#include "engine/log/batch.h"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>
#include <variant>

#include <boost/system/errc.hpp>
#include <capnp/message.h>
#include <kj/debug.h>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/model/described.h"
#include "engine/model/event_description.h"
#include "engine/model/register_words.h"
#include "engine/wire/facts.h"

namespace wangge::log {
namespace {

namespace schema = wire::batch;

constexpr std::uint8_t sha_256 = 1;  // Batch.hashAlgorithm

// Room for a batch in one segment: the root with its pointers and the tag of each list, and at most ten words for a
// fact, including the SubmittedAside of a Submitted and the bytes of hashes and ids.
constexpr std::size_t root_words = 128;
constexpr std::size_t fact_words_max = 10;

constexpr std::size_t words_for(std::size_t bytes) { return (bytes + 7) / 8; }

template <class Struct>
constexpr std::size_t struct_words = Struct::_capnpPrivate::dataWordSize + Struct::_capnpPrivate::pointerCount;

template <class Value>
constexpr std::size_t words_outside = 0;
template <class Value, std::size_t size>
constexpr std::size_t words_outside<std::array<Value, size>> = words_for(sizeof(std::array<Value, size>));

// The words of a fact's struct, and of the arrays that lie outside the struct.
template <class Fact>
constexpr std::size_t words_of_fact() {
  std::size_t words = struct_words<typename wire::Column<Fact>::Builder::Builds>;
  each_field<Fact>(
      [&](const auto& field) { words += words_outside<std::remove_cvref_t<decltype(field.get(Fact()))>>; });
  return words;
}
template <class... Facts>
constexpr bool have_room(const std::variant<Facts...>*) {
  return ((words_of_fact<Facts>() <= fact_words_max) && ...);
}
static_assert(have_room(static_cast<const Event*>(nullptr)));
static_assert(words_of_fact<Submitted>() + struct_words<schema::SubmittedAside> <= fact_words_max);

// The struct of rare lists is fetched once for each of its lists, and each fetch counts its pointers again.
constexpr std::size_t rare_lists = wire::fact_kind_max - wire::rare_kinds_after;
constexpr std::size_t rare_words = rare_lists * rare_lists;

// A message in one segment over memory that is made large enough, is zero, and outlives it.
class OneSegment final : public capnp::MessageBuilder {
 public:
  explicit OneSegment(std::vector<std::uint64_t>& words) : words_(words) {}

  kj::ArrayPtr<capnp::word> allocateSegment(unsigned words) override {
    CHECK(!allocated_ && words <= words_.size());
    allocated_ = true;
    return kj::arrayPtr(reinterpret_cast<capnp::word*>(words_.data()), words_.size());
  }

 private:
  std::vector<std::uint64_t>& words_;
  bool allocated_ = false;
};

// kind_by_index[event.index()] is the number that stands for the event on disk.
template <std::size_t... index>
constexpr auto make_kinds(std::index_sequence<index...>) {
  return std::array{wire::Column<std::variant_alternative_t<index, Event>>::kind...};
}
constexpr auto kind_by_index = make_kinds(std::make_index_sequence<std::variant_size_v<Event>>());

// One `Each` for each kind of fact, in the order of the variant.
template <template <class> class Each, class Variant>
struct PerFact;
template <template <class> class Each, class... Facts>
struct PerFact<Each, std::variant<Facts...>> {
  using Tuple = std::tuple<Each<Facts>...>;
};

using Counts = std::array<unsigned, std::variant_size_v<Event>>;

template <class Fact>
struct Written {
  typename wire::Column<Fact>::List::Builder list;
  unsigned next = 0;

  void init(schema::Batch::Builder out, unsigned count) {
    if (count > 0) list = wire::Column<Fact>::init(out, count);
  }
  void write(const Fact& fact) { wire::write(fact, list[next++]); }
};

template <class Fact>
struct Read {
  static constexpr std::uint8_t kind = wire::Column<Fact>::kind;
  typename wire::Column<Fact>::List::Reader list;
  unsigned next = 0;

  explicit Read(schema::Batch::Reader in) : list(wire::Column<Fact>::get(in)) {}
  Fact read() {
    KJ_REQUIRE(next < list.size(), "a fact is missing");
    return wire::read(list[next++]);
  }
  bool ended() const { return next == list.size(); }
};

Counts count_facts(const Batch& batch, std::string& kinds) {
  Counts counts{};
  kinds.resize(batch.events.size());
  for (std::size_t i = 0; i < batch.events.size(); ++i) {
    const std::size_t index = batch.events[i].index();
    ++counts[index];
    kinds[i] = static_cast<char>(kind_by_index[index]);
  }
  return counts;
}

void write_facts(const Batch& batch, const Counts& counts, schema::Batch::Builder out) {
  PerFact<Written, Event>::Tuple columns;
  std::apply(
      [&](auto&... column) {
        std::size_t index = 0;
        (column.init(out, counts[index++]), ...);
      },
      columns);
  for (const Event& event : batch.events) {
    std::visit([&]<class Fact>(const Fact& fact) { std::get<Written<Fact>>(columns).write(fact); }, event);
  }
}

bool lies_aside(const Submitted& fact) {
  return fact.reference_length > 0 || fact.attachments_length > 0 || fact.answers_length > 0 || fact.subject;
}

void write_asides(const Batch& batch, schema::Batch::Builder out) {
  const auto aside = [](const Event& event) {
    const auto* fact = std::get_if<Submitted>(&event);
    return fact != nullptr && lies_aside(*fact);
  };
  const auto count = std::count_if(batch.events.begin(), batch.events.end(), aside);
  if (count == 0) return;
  auto list = out.initSubmittedAsides(static_cast<unsigned>(count));
  unsigned next = 0, index = 0;
  for (const Event& event : batch.events) {
    const auto* fact = std::get_if<Submitted>(&event);
    if (fact == nullptr) continue;
    if (lies_aside(*fact)) {
      auto place = list[next++];
      place.setIndex(index);
      place.setReferenceLength(static_cast<std::uint16_t>(fact->reference_length));
      place.setAttachmentsLength(static_cast<std::uint16_t>(fact->attachments_length));
      place.setAnswersLength(static_cast<std::uint16_t>(fact->answers_length));
      place.setSubject(fact->subject.raw());
    }
    ++index;
  }
}

// No contents are written where none are known: a batch whose facts come from no session keeps the bytes that it had
// before contents existed.
void write_contents(const Batch& batch, schema::Batch::Builder out) {
  if (std::ranges::all_of(batch.contents, [](std::uint32_t content) { return content == 0; })) return;
  auto list = out.initContents(static_cast<unsigned>(std::ranges::count_if(batch.events, carries_number)));
  unsigned next = 0;
  for (std::size_t i = 0; i < batch.events.size(); ++i) {
    if (carries_number(batch.events[i])) list.set(next++, batch.contents[i]);
  }
}

void read_contents(schema::Batch::Reader in, Batch& batch) {
  const auto list = in.getContents();
  if (list.size() == 0) return;
  unsigned next = 0;
  for (const Event& event : batch.events) {
    const bool has_one = carries_number(event);
    KJ_REQUIRE(!has_one || next < list.size(), "a fact has no content");
    batch.contents.push_back(has_one ? list[next++] : 0);
  }
  KJ_REQUIRE(next == list.size(), "a content belongs to no fact");
}

void check_lengths(const Batch& batch, const Ties& ties) {
  std::size_t texts = 0, contact_bytes = 0, contacts = 0;
  for (const Event& event : batch.events) {
    const Lengths lengths = lengths_of(event);
    texts += lengths.texts();
    contact_bytes += lengths.contact;
    contacts += lengths.contact > 0;
  }
  CHECK(texts == batch.texts.size());
  CHECK(contact_bytes == batch.contacts.size());
  CHECK(contacts == ties.commitments.size());
}

capnp::Data::Reader as_data(const void* bytes, std::size_t size) { return {static_cast<const kj::byte*>(bytes), size}; }

// Thrown where a batch says something that only a newer engine understands.
struct Newer {};

// The readers of a batch's lists side by side, asked for by the number in `kinds`.
class FactReader {
 public:
  explicit FactReader(schema::Batch::Reader in) : columns_(make(in, static_cast<Event*>(nullptr))) {}

  Event read(std::uint8_t kind) {
    if (kind == Read<Submitted>::kind) return std::get<Read<Submitted>>(columns_).read();
    Event event;
    const bool known = std::apply(
        [&](auto&... column) { return ((column.kind == kind && (event = column.read(), true)) || ...); }, columns_);
    if (!known) throw Newer();
    return event;
  }
  bool ended() const {
    return std::apply([](const auto&... column) { return (column.ended() && ...); }, columns_);
  }

 private:
  using Columns = PerFact<Read, Event>::Tuple;

  template <class... Facts>
  static Columns make(schema::Batch::Reader in, std::variant<Facts...>*) {
    return Columns(Read<Facts>(in)...);
  }

  Columns columns_;
};

// Reads the lengths that lie in SubmittedAside; the fact must have room for them.
void read_aside(schema::SubmittedAside::Reader in, Submitted& fact) {
  fact.reference_length = in.getReferenceLength() & 0xFF;
  fact.attachments_length = in.getAttachmentsLength() & 0xFFF;
  fact.answers_length = in.getAnswersLength() & 0xFFF;
  const bool has_room = fact.reference_length == in.getReferenceLength() &&
                        fact.attachments_length == in.getAttachmentsLength() &&
                        fact.answers_length == in.getAnswersLength();
  KJ_REQUIRE(has_room, "a length is beyond its bound");
}

void read_asides(schema::Batch::Reader in, std::vector<Event>& events) {
  const auto asides = in.getSubmittedAsides();
  if (asides.size() == 0) return;
  unsigned next = 0, index = 0;
  for (Event& event : events) {
    auto* fact = std::get_if<Submitted>(&event);
    if (fact == nullptr) continue;
    if (next < asides.size() && asides[next].getIndex() == index) {
      read_aside(asides[next], *fact);
      fact->subject = Subject::from_raw(asides[next].getSubject());
      ++next;
    }
    ++index;
  }
  KJ_REQUIRE(next == asides.size(), "an aside belongs to no fact");
}

void read_commitments(schema::Batch::Reader in, Ties& ties) {
  const auto bytes = in.getCommitments();
  KJ_REQUIRE(bytes.size() % sizeof(Hash) == 0, "a commitment is cut off");
  ties.commitments.resize(bytes.size() / sizeof(Hash));
  if (bytes.size() > 0) std::memcpy(ties.commitments.data(), bytes.begin(), bytes.size());
}

void require_known(const DescribedFact& fact, std::string_view blob) {
  const Known known = registers::look_at(fact.kind, blob.substr(fact.fields.offset, fact.fields.length));
  if (known == Known::unknown_kind) throw Newer();
  KJ_REQUIRE(known == Known::well, "a register's fact has not its fields");
}

// Fails unless the lengths that the events tell agree with the rest of the batch.
void require_fit(const Batch& batch, const Ties& ties) {
  std::size_t contacts = 0;
  for (const Event& event : batch.events) {
    contacts += lengths_of(event).contact > 0;
    const bool is_within =
        see(event, [&](const auto& fact) { return is_within_bounds<FieldKind::as_typed>(fact, batch.blob.size()); });
    KJ_REQUIRE(is_within, "a number stands for nothing, or a fact points outside the blob");
    if (const auto* fact = std::get_if<DescribedFact>(&event)) require_known(*fact, batch.blob);
  }
  KJ_REQUIRE(contacts == ties.commitments.size(), "a contact has no commitment");
}

void read_previous(schema::Batch::Reader in, Hash& previous) {
  const auto bytes = in.getPreviousHash();
  KJ_REQUIRE(bytes.size() == previous.size());
  std::copy(bytes.begin(), bytes.end(), previous.begin());
}

void read_batch(schema::Batch::Reader in, Batch& batch, Ties& ties) {
  KJ_REQUIRE(in.getHashAlgorithm() == sha_256, "an unknown hash algorithm");
  batch.first.value = in.getFirstPosition();
  batch.at = in.getAt();
  KJ_REQUIRE(batch.first.value > 0);

  read_previous(in, ties.previous);
  read_commitments(in, ties);
  const auto blob = in.getBlob();
  batch.blob.assign(reinterpret_cast<const char*>(blob.begin()), blob.size());

  const auto kinds = in.getKinds();
  KJ_REQUIRE(kinds.size() > 0 && kinds.size() <= limits::batch_events_max, "too few or too many facts");
  FactReader facts(in);
  for (const kj::byte kind : kinds) batch.events.push_back(facts.read(kind));
  KJ_REQUIRE(facts.ended(), "a list holds more facts than the batch");
  read_asides(in, batch.events);
  read_contents(in, batch);
  require_fit(batch, ties);
}

error_code malformed() { return make_error_code(boost::system::errc::bad_message); }

// Fails where the words are no message, or where `read` finds that they are no batch, or a batch of a newer engine.
template <class Read>
error_code with_root(const std::vector<std::uint64_t>& words, Read read) {
  const auto segment = kj::arrayPtr(reinterpret_cast<const capnp::word*>(words.data()), words.size());
  // Each list is fetched once, so no other part is traversed twice; the root and its tags are the little on top.
  const capnp::ReaderOptions bounds{.traversalLimitInWords = words.size() + root_words + rare_words, .nestingLimit = 4};
  try {
    capnp::SegmentArrayMessageReader message(kj::arrayPtr(&segment, 1), bounds);
    read(message.getRoot<schema::Batch>());
  } catch (const kj::Exception&) {
    return malformed();
  } catch (const Newer&) {
    return make_error_code(boost::system::errc::not_supported);
  }
  return {};
}

}  // namespace

void Batch::clear() {
  first = {};
  at = 0;
  events.clear();
  contents.clear();
  blob.clear();
  texts.clear();
  contacts.clear();
}

bool BatchTime::follows(const Batch& batch) {
  const bool is_undated =
      batch.at == 0 && batch.events.size() == 1 && std::holds_alternative<LossAccepted>(batch.events[0]);
  if (batch.at < at_ && !is_undated) return false;
  at_ = std::max(at_, batch.at);
  return true;
}

Lengths lengths_of(const Event& event) {
  return see(event, [](const auto& fact) {
    Lengths lengths;
    each_stored(fact, [&]<class Field>(const Field&, const auto& length) {
      if constexpr (Field::kind == FieldKind::text) lengths.text = length;
      if constexpr (Field::kind == FieldKind::reference) lengths.reference = length;
      if constexpr (Field::kind == FieldKind::attachments) lengths.attachments = length;
      if constexpr (Field::kind == FieldKind::answers) lengths.answers = length;
      if constexpr (Field::kind == FieldKind::contact) lengths.contact = length;
    });
    return lengths;
  });
}

std::string_view BatchEncoder::encode(const Batch& batch, const Ties& ties) {
  CHECK(!batch.events.empty() && batch.events.size() <= limits::batch_events_max);
  CHECK(batch.contents.empty() || batch.contents.size() == batch.events.size());
  check_lengths(batch, ties);

  const std::size_t commitment_bytes = ties.commitments.size() * sizeof(Hash);
  const std::size_t words = root_words + fact_words_max * batch.events.size() + words_for(batch.events.size()) +
                            words_for(batch.blob.size()) + words_for(commitment_bytes) +
                            words_for(batch.contents.size() * 4);
  words_.assign(words, 0);
  OneSegment message(words_);
  auto out = message.initRoot<schema::Batch>();
  out.setFirstPosition(batch.first.value);
  out.setAt(batch.at);
  out.setHashAlgorithm(sha_256);
  out.setPreviousHash(as_data(ties.previous.data(), ties.previous.size()));
  const Counts counts = count_facts(batch, kinds_);
  out.setKinds(as_data(kinds_.data(), kinds_.size()));
  if (!batch.blob.empty()) out.setBlob(as_data(batch.blob.data(), batch.blob.size()));
  if (commitment_bytes > 0) out.setCommitments(as_data(ties.commitments.data(), commitment_bytes));
  write_facts(batch, counts, out);
  write_asides(batch, out);
  write_contents(batch, out);

  const auto bytes = message.getSegmentsForOutput()[0].asBytes();
  return {reinterpret_cast<const char*>(bytes.begin()), bytes.size()};
}

// Copies the bytes into `words_`, where they are aligned; false where they are not whole words.
bool BatchDecoder::take(std::string_view bytes) {
  if (bytes.empty() || bytes.size() % sizeof(std::uint64_t) != 0) return false;
  words_.resize(bytes.size() / sizeof(std::uint64_t));
  std::memcpy(words_.data(), bytes.data(), bytes.size());
  return true;
}

error_code BatchDecoder::decode(std::string_view bytes, Batch& batch, Ties& ties) {
  batch.clear();
  if (!take(bytes)) return malformed();
  return with_root(words_, [&](schema::Batch::Reader root) { read_batch(root, batch, ties); });
}

std::optional<Hash> BatchDecoder::previous_of(std::string_view bytes) {
  Hash previous;
  const bool is_batch =
      take(bytes) && !with_root(words_, [&](schema::Batch::Reader root) { read_previous(root, previous); });
  return is_batch ? std::optional(previous) : std::nullopt;
}

}  // namespace wangge::log
