#include "adapters/terminal/spool.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <csv.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/terminal/spool_records.h"
#include "engine/base/check.h"
#include "engine/model/blob.h"
#include "engine/model/number.h"
#include "engine/model/tables.h"
#include "engine/model/words.h"

namespace wangge::terminal {
namespace {

namespace fs = std::filesystem;
using namespace spool_record;

// Stands in for a wish that cannot be read.
WrittenCommand unreadable() {
  return WrittenAct{
      .deed = Deed::note,
      .demand = {},
      .note = "离线箱里的这一件已损坏，读不出内容 / this one was damaged in the spool and cannot be read"};
}

// -------------------------------------------------------------------------------------------- refused.csv

constexpr std::string_view refused_header =
    "\xEF\xBB\xBFsequence,reason,explanation,occurred,place,road,category,condition,kind,reporter,severity,text,"
    "contact,"
    "reference,complained_of,attachments,demand,as,answers,asset,door\n";

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (!line.empty()) line.push_back(',');
    std::string quoted(2 * cell.size() + 2, '\0');
    quoted.resize(csv_write(quoted.data(), quoted.size(), cell.data(), cell.size()));
    line += quoted;
  }
  return line + '\n';
}

std::string number_if_any(std::uint32_t number) { return number == 0 ? std::string() : std::to_string(number); }

// -------------------------------------------------------------------------------------------- the disk

[[noreturn]] void fail(const fs::path& path) { throw std::system_error(errno, std::generic_category(), path.string()); }

void write_all(int descriptor, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void sync(int descriptor, const fs::path& path) {
  if (::fdatasync(descriptor) != 0) fail(path);
}

std::string read_all(int descriptor, const fs::path& path) {
  std::string bytes;
  std::array<char, 65'536> part;
  for (;;) {
    const ssize_t got = ::pread(descriptor, part.data(), part.size(), static_cast<off_t>(bytes.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(path);
    if (got == 0) return bytes;
    bytes.append(part.data(), static_cast<std::size_t>(got));
  }
}

std::uint64_t size_of(int descriptor, const fs::path& path) {
  struct stat status;
  if (::fstat(descriptor, &status) != 0) fail(path);
  return static_cast<std::uint64_t>(status.st_size);
}

void cut(int descriptor, std::uint64_t bytes, const fs::path& path) {
  if (::ftruncate(descriptor, static_cast<off_t>(bytes)) != 0) fail(path);
}

}  // namespace

Spool::File::File(const fs::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) fail(path);
}

Spool::File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Spool::File& Spool::File::operator=(File&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

// Makes the names in the folder durable.
void Spool::sync_folder() const {
  const File opened(folder_, O_RDONLY | O_DIRECTORY);
  sync(opened.descriptor(), folder_);
}

// -------------------------------------------------------------------------------------------- opening

Spool::Spool(fs::path folder, std::function<std::string(Seconds)> write_time)
    : folder_(std::move(folder)), write_time_(std::move(write_time)) {
  fs::create_directories(folder_);
  lock_ = File(folder_ / "lock", O_RDWR | O_CREAT);
  if (::flock(lock_.descriptor(), LOCK_EX | LOCK_NB) != 0) {
    throw SpoolInUse("离线箱正被另一个程序使用：" + folder_.string() + " / another process has the spool open");
  }
  if (fs::exists(folder_ / "journal")) {
    open_journal();
  } else {
    spool_ = random_spool();
    write_anew();
  }
  put_by_other_columns();
  refused_ = File(folder_ / "refused.csv", O_RDWR | O_CREAT | O_APPEND);
  finish_setting_aside();
  if (lost_bytes_ != 0) write_anew();
}

Spool::~Spool() = default;

// Bytes that are no whole, sound record were mostly being written when the end came, and nobody was told that they are
// kept. Since they may be damage instead, they are put aside for people to look at. Once they are, the journal is
// written anew without them.
void Spool::open_journal() {
  const fs::path path = folder_ / "journal";
  journal_ = File(path, O_RDWR | O_APPEND);
  const std::string journal = read_all(journal_.descriptor(), path);
  journal_bytes_ = journal.size();
  for (std::string_view left = journal; !left.empty();) {
    std::size_t bytes = sound_record(left);
    const bool is_taken = bytes != 0 && take_record(left.substr(0, bytes));
    if (spool_ == SpoolId{}) {
      throw std::system_error(
          std::make_error_code(std::errc::illegal_byte_sequence),
          "离线箱的日志从头就已损坏 / the spool's journal is damaged from its beginning: " + path.string());
    }
    if (bytes == 0) bytes = bytes_before_sound(left);
    if (!is_taken) put_aside(left.substr(0, bytes), journal.size() - left.size());
    left.remove_prefix(bytes);
  }
  while (first_unanswered_ < end() && entry(first_unanswered_).answer) ++first_unanswered_;
}

// Marks numbers before this one that are missing as lost. False where so many cannot have been lost.
bool Spool::fill_up_to(std::uint32_t until) {
  if (until > end() && until - end() > lost_bytes_ / sizeof(Head)) return false;
  while (end() < until) entries_.push_back({unreadable(), {}});
  return true;
}

// Returns false where the record does not fit the records before it.
bool Spool::take_record(std::string_view bytes) {
  Head head;
  std::memcpy(&head, bytes.data(), sizeof head);
  std::optional<Row> row = decode_row(bytes.substr(sizeof head));
  if (!row || (head.kind == Kind::begun) != (spool_ == SpoolId{})) return false;
  Cells cells(std::move(*row));
  switch (head.kind) {
    case Kind::begun:
      cells.bytes(spool_);
      first_ = first_unanswered_ = cells.number<std::uint32_t>();
      cells.bytes(witness_.log);
      witness_.position = Position{cells.number<std::uint64_t>()};
      refused_bytes_ = cells.number<std::uint64_t>();
      if (!cells.at_end()) version_ = cells.number<std::uint16_t>();
      return cells.ended_well() && first_ > 0;
    case Kind::demand:
    case Kind::act: {
      const auto sequence = cells.number<std::uint32_t>();
      if (sequence < end()) return false;
      WrittenCommand wish =
          head.kind == Kind::demand ? WrittenCommand(demand_of(cells)) : WrittenCommand(act_of(cells));
      if (!cells.ended_well() || !fill_up_to(sequence)) return false;
      entries_.push_back({std::move(wish), {}});
      return true;
    }
    case Kind::answered: {
      const auto sequence = cells.number<std::uint32_t>();
      const Kept answer = answer_of(cells);
      if (!cells.ended_well() || sequence < first_ || !fill_up_to(sequence + 1)) return false;
      std::optional<Kept>& given = entries_[sequence - first_].answer;
      if (answer.refusal && !(given && given->refusal)) not_set_aside_ = sequence;
      given = answer;
      witness_.position = std::max(witness_.position, answer.position);
      return true;
    }
    case Kind::log:
      cells.bytes(witness_.log);
      if (!cells.at_end()) version_ = cells.number<std::uint16_t>();
      return cells.ended_well();
    case Kind::aside:
      not_set_aside_ = 0;
      refused_bytes_ = cells.number<std::uint64_t>();
      return cells.ended_well();
  }
  return false;
}

void Spool::put_aside(std::string_view bytes, std::uint64_t offset) {
  fs::path aside = folder_ / ("cut-off-" + std::to_string(offset));
  while (fs::exists(aside)) aside += "-again";
  const File file(aside, O_WRONLY | O_CREAT | O_TRUNC);
  write_all(file.descriptor(), bytes, aside);
  sync(file.descriptor(), aside);
  sync_folder();
  lost_bytes_ += bytes.size();
  const std::string lost = std::to_string(lost_bytes_);
  warning_ = "离线箱里有 " + lost + " 字节未写完或已损坏，移到 " + aside.string() + "；其后读得出的都保留 / " + lost +
             " bytes of the spool are unfinished or damaged and were moved to " + aside.string() +
             "; what can be read behind them is kept";
}

// Refused wishes that were set aside under the columns of an earlier release stay in a file of its own.
void Spool::put_by_other_columns() {
  const fs::path path = folder_ / "refused.csv";
  std::ifstream file(path, std::ios::binary);
  std::string header(refused_header.size(), '\0');
  file.read(header.data(), static_cast<std::streamsize>(header.size()));
  if (file.gcount() == 0 || header == refused_header) return;
  fs::rename(path, folder_ / ("refused-" + std::to_string(fs::file_size(path)) + ".csv"));
  refused_bytes_ = 0;
  if (not_set_aside_ == 0) write(record(Kind::aside, {text_of_number(refused_bytes_)}), false);
}

// Completes refused.csv where the end came between a refusal and its line, or within that line.
void Spool::finish_setting_aside() {
  if (not_set_aside_ == 0) return;
  const fs::path path = folder_ / "refused.csv";
  if (size_of(refused_.descriptor(), path) > refused_bytes_) cut(refused_.descriptor(), refused_bytes_, path);
  set_aside(std::exchange(not_set_aside_, 0));
}

// -------------------------------------------------------------------------------------------- writing

std::uint32_t Spool::append(std::span<const WrittenCommand> wishes) {
  const std::uint32_t first = end();
  std::string records;
  for (std::uint32_t i = 0; i < wishes.size(); ++i) records += record_of(first + i, wishes[i]);
  write(records, true);
  for (const WrittenCommand& wish : wishes) entries_.push_back({wish, {}});
  return first;
}

// A failed write leaves whole records only, or a spool that writes no more.
void Spool::write(const std::string& records, bool durably) {
  const fs::path path = folder_ / "journal";
  if (is_broken_) throw std::system_error(std::make_error_code(std::errc::io_error), path.string());
  is_broken_ = true;
  try {
    write_all(journal_.descriptor(), records, path);
  } catch (const std::system_error&) {
    cut(journal_.descriptor(), journal_bytes_, path);
    is_broken_ = false;
    throw;
  }
  if (durably) sync(journal_.descriptor(), path);
  is_broken_ = false;
  journal_bytes_ += records.size();
}

void Spool::welcomed(const Welcome& welcome) {
  const std::uint16_t version = welcome.station.configuration_version;
  if (witness_.log == welcome.station.log && version_ == version) return;
  write(record(Kind::log, {bytes_of(welcome.station.log), text_of_number(version)}), false);
  if (witness_.log != welcome.station.log) witness_ = {.log = welcome.station.log, .position = {}};
  version_ = version;
}

// Not synced: an answer that a loss of power takes away is given again.
void Spool::answered(std::uint32_t sequence, const Receipt& told, Seconds server_time) {
  CHECK(sequence >= first_ && sequence < end());
  std::optional<Kept>& answer = entries_[sequence - first_].answer;
  const bool is_aside = answer && answer->refusal;
  const Kept given{server_time, told.position, told.look_up_code, told.refusal};
  write(record_of(sequence, given), bool{given.refusal});
  answer = given;
  witness_.position = std::max(witness_.position, told.position);
  while (first_unanswered_ < end() && entry(first_unanswered_).answer) ++first_unanswered_;
  if (given.refusal && !is_aside) set_aside(sequence);
}

void Spool::set_aside(std::uint32_t sequence) {
  const fs::path path = folder_ / "refused.csv";
  std::string lines;
  if (size_of(refused_.descriptor(), path) == 0) lines = refused_header;
  lines += refused_line(sequence);
  write_all(refused_.descriptor(), lines, path);
  sync(refused_.descriptor(), path);
  refused_bytes_ = size_of(refused_.descriptor(), path);
  write(record(Kind::aside, {text_of_number(refused_bytes_)}), false);
}

std::string Spool::refused_line(std::uint32_t sequence) const {
  const Refusal& refusal = entry(sequence).answer->refusal;
  std::vector<std::string> cells{std::to_string(sequence), std::string(text_of(refusal.reason).name),
                                 to_sentence(refusal, false) + " / " + to_sentence(refusal, true)};
  if (const auto* demand = std::get_if<WrittenDemand>(&entry(sequence).wish)) {
    const std::string occurred = demand->occurred == 0 ? std::string() : write_time_(demand->occurred);
    cells.insert(cells.end(),
                 {occurred, demand->place, demand->road, demand->category, number_if_any(demand->condition),
                  std::string(words_of(demand->kind).name), std::string(words_of(demand->reporter).name),
                  number_if_any(demand->severity), demand->text, demand->contact, demand->reference,
                  demand->complained_of, demand->attachments, "", "", demand->answers, demand->asset, demand->door});
  } else {
    const auto& act = std::get<WrittenAct>(entry(sequence).wish);
    cells.insert(cells.end(),
                 {"", "", "", "", "", std::string(words_of(act.deed).name), "", "", act.note, "", "", "",
                  act.attachments, act.demand ? format_number(act.demand) : std::string(), act.as, "", "", ""});
  }
  return csv_line(cells);
}

// -------------------------------------------------------------------------------------------- trimming

void Spool::trim(Instant now, Duration kept) {
  std::uint32_t first = first_;
  while (first < first_unanswered_ && to_instant(entry(first).answer->at) + kept <= now) ++first;
  if (first == first_) return;
  entries_.erase(entries_.begin(), entries_.begin() + (first - first_));
  first_ = first;
  write_anew();
}

// Writes a whole new journal in place of the old one, or of none.
void Spool::write_anew() {
  const fs::path path = folder_ / "journal", draft = folder_ / "journal.new";
  std::string records = record(
      Kind::begun, {bytes_of(spool_), text_of_number(first_), bytes_of(witness_.log),
                    text_of_number(witness_.position.value), text_of_number(refused_bytes_), text_of_number(version_)});
  for (std::uint32_t sequence = first_; sequence < end(); ++sequence) {
    records += record_of(sequence, entry(sequence).wish);
    if (entry(sequence).answer) records += record_of(sequence, *entry(sequence).answer);
  }
  records += record(Kind::aside, {text_of_number(refused_bytes_)});
  is_broken_ = true;
  File file(draft, O_RDWR | O_CREAT | O_TRUNC | O_APPEND);
  write_all(file.descriptor(), records, draft);
  sync(file.descriptor(), draft);
  fs::rename(draft, path);
  sync_folder();
  journal_ = std::move(file);
  journal_bytes_ = records.size();
  is_broken_ = false;
}

}  // namespace wangge::terminal
