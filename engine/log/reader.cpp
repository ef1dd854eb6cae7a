#include "engine/log/reader.h"

#include <optional>
#include <vector>

#include <boost/system/errc.hpp>

#include "engine/base/check.h"
#include "engine/log/event_log.h"
#include "engine/log/hash.h"
#include "engine/log/store.h"

namespace wangge::log {
namespace {

error_code damaged() { return make_error_code(boost::system::errc::bad_message); }

}  // namespace

// A decoded batch, with the places where the texts of each fact begin once they have been asked for.
struct Reader::Page {
  LoadedBatch loaded;
  bool is_whole = false;                                                // false: there is none
  enum class Taken { not_yet, whole, damaged } taken = Taken::not_yet;  // its texts
  std::string texts, bytes, salted;
  std::vector<std::uint32_t> starts;
  Hasher hasher;
  std::uint64_t bytes_read = 0;

  bool holds(Position position) const {
    const Batch& batch = loaded.batch;
    return is_whole && !batch.events.empty() && batch.first <= position && position <= batch.last();
  }
  std::size_t index_of(Position position) const { return position.value - loaded.batch.first.value; }
};

Reader::Reader(const EventLog& log) : log_(log), page_(std::make_unique<Page>()) {}
Reader::~Reader() = default;

std::uint64_t Reader::bytes_read() const { return page_->bytes_read; }

bool Reader::turn_to(Position position) {
  CHECK(position && position <= log_.durable());
  Page& page = *page_;
  if (page.holds(position)) return true;
  page.taken = Page::Taken::not_yet;
  page.is_whole = log_.store().load(position, page.loaded).ok();
  page.bytes_read += page.loaded.batch.events.size() * sizeof(Event) + page.loaded.batch.blob.size();
  return page.holds(position);
}

bool Reader::take_texts() {
  Page& page = *page_;
  if (page.taken != Page::Taken::not_yet) return page.taken == Page::Taken::whole;
  page.taken = Page::Taken::damaged;
  const Store& store = log_.store();
  const Batch& batch = page.loaded.batch;
  if (!store.value(store.texts(), batch.first, page.texts).ok() ||
      !store.value(store.batches(), batch.first, page.bytes).ok())
    return false;
  page.bytes_read += page.texts.size();
  const std::optional<StoredBatch> stored = StoredBatch::parse(page.bytes);
  if (!stored || page.hasher.hash(stored->bytes, page.texts) != stored->hash) return false;
  page.starts.clear();
  std::uint32_t start = 0;
  for (const Event& event : batch.events) {
    page.starts.push_back(start);
    start += lengths_of(event).texts();
  }
  if (start != page.texts.size()) return false;
  page.taken = Page::Taken::whole;
  return true;
}

Result<Fact> Reader::fact(Position position) {
  if (!turn_to(position)) return damaged();
  const Batch& batch = page_->loaded.batch;
  return Fact{
      .position = position, .at = batch.at, .event = batch.events[page_->index_of(position)], .blob = batch.blob};
}

Result<Texts> Reader::texts(Position position) {
  if (!turn_to(position)) return damaged();
  const std::size_t index = page_->index_of(position);
  const Lengths lengths = lengths_of(page_->loaded.batch.events[index]);
  if (lengths.texts() == 0) return Texts{};
  if (!take_texts()) return damaged();
  std::string_view rest = std::string_view(page_->texts).substr(page_->starts[index]);
  const auto next = [&](std::uint32_t length) {
    const std::string_view part = rest.substr(0, length);
    rest.remove_prefix(length);
    return part;
  };
  Texts texts;
  texts.text = next(lengths.text);
  texts.reference = next(lengths.reference);
  texts.attachments = next(lengths.attachments);
  texts.answers = next(lengths.answers);
  return texts;
}

Result<std::string> Reader::contact(Position position) {
  if (!turn_to(position)) return damaged();
  Page& page = *page_;
  const Batch& batch = page.loaded.batch;
  const std::size_t index = page.index_of(position);
  const std::uint32_t length = lengths_of(batch.events[index]).contact;
  if (length == 0) return std::string();
  const Store& store = log_.store();
  if (!store.value(store.contacts(), batch.first, page.salted).ok()) return damaged();
  page.bytes_read += page.salted.size();
  if (page.salted.empty()) return std::string();  // destroyed, with all the others
  std::size_t start = 0, commitment = 0;
  for (std::size_t i = 0; i < index; ++i) {
    const std::uint32_t before = lengths_of(batch.events[i]).contact;
    start += before > 0 ? salt_bytes + before : 0;
    commitment += before > 0;
  }
  if (page.salted.size() < start + salt_bytes + length) return damaged();
  const std::string_view salted = std::string_view(page.salted).substr(start, salt_bytes + length);
  if (salted.find_first_not_of('\0') == std::string_view::npos) return std::string();  // destroyed
  if (Hasher::hash_short(salted) != page.loaded.ties.commitments[commitment]) return damaged();
  return std::string(salted.substr(salt_bytes));
}

}  // namespace wangge::log
