#include "adapters/terminal/spool.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
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
#include <xxhash.h>

#include "engine/base/check.h"
#include "engine/model/blob.h"
#include "engine/model/number.h"
#include "engine/model/tables.h"
#include "engine/model/words.h"

namespace wangge::terminal {
namespace {

namespace fs = std::filesystem;

// The numbers are written to disk, and so is the order of each kind's cells.
enum class Kind : std::uint32_t {
  begun = 1,     // spool, first number, log, last acknowledged position, bytes of refused.csv, version
  demand = 2,    // number, then the members of WrittenDemand
  act = 3,       // number, then the members of WrittenAct
  answered = 4,  // number, then the members of Answer
  log = 5,       // log, version of the configuration
  aside = 6,     // bytes of refused.csv, which has a line for each refusal before this
};

struct Head {
  std::uint32_t bytes = 0;  // of the cells
  Kind kind = Kind::begun;
  std::uint64_t checksum = 0;
};
static_assert(sizeof(Head) == 16);

std::uint64_t checksum_of(const Head& head, std::string_view cells) {
  const std::uint64_t seed = std::uint64_t{head.bytes} << 32 | static_cast<std::uint32_t>(head.kind);
  return XXH3_64bits_withSeed(cells.data(), cells.size(), seed);
}

std::string record(Kind kind, const std::vector<std::string>& row) {
  std::string cells;
  encode_row(row, cells);
  Head head{static_cast<std::uint32_t>(cells.size()), kind, 0};
  head.checksum = checksum_of(head, cells);
  std::string out(sizeof head, '\0');
  std::memcpy(out.data(), &head, sizeof head);
  return out += cells;
}

// -------------------------------------------------------------------------------------------- cells

template <std::size_t Size>
std::string bytes_of(const std::array<std::uint8_t, Size>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

template <class Number>
std::string text_of_number(Number number) {
  return std::to_string(static_cast<std::uint64_t>(number));
}

// Takes cells off the front of a row; after a failure everything is 0 and empty.
class Cells {
 public:
  explicit Cells(Row row) : row_(std::move(row)) {}

  std::string text() {
    if (next_ >= row_.size()) return failed_ = true, std::string();
    return std::move(row_[next_++]);
  }
  template <class Number>
  Number number() {
    const std::string digits = text();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) failed_ = true;
    return static_cast<Number>(value);
  }
  template <std::size_t Size>
  void bytes(std::array<std::uint8_t, Size>& out) {
    const std::string bytes = text();
    if (bytes.size() != Size) return void(failed_ = true);
    std::memcpy(out.data(), bytes.data(), Size);
  }
  bool at_end() const { return next_ == row_.size(); }
  bool ended_well() const { return !failed_ && next_ == row_.size(); }

 private:
  Row row_;
  std::size_t next_ = 0;
  bool failed_ = false;
};

std::string record_of(std::uint32_t sequence, const WrittenDemand& demand) {
  return record(Kind::demand, {text_of_number(sequence), text_of_number(demand.kind), text_of_number(demand.reporter),
                               demand.category, text_of_number(demand.condition), text_of_number(demand.severity),
                               demand.place, demand.road, demand.complained_of, text_of_number(demand.occurred),
                               demand.text, demand.contact, demand.reference, demand.attachments, demand.answers,
                               text_of_number(demand.asked_version), demand.asset, demand.door});
}
std::string record_of(std::uint32_t sequence, const WrittenAct& act) {
  return record(Kind::act, {text_of_number(sequence), text_of_number(act.deed), text_of_number(act.demand.value),
                            act.as, act.note, act.to, text_of_number(act.verdict.packed()), text_of_number(act.look_up_code),
                            text_of_number(act.choice), text_of_number(act.condition), act.category,
                            text_of_number(act.limit.amount), text_of_number(act.limit.unit), text_of_number(act.until),
                            act.place, act.road, act.attachments, text_of_number(act.bond), text_of_number(act.head.value)});
}
std::string record_of(std::uint32_t sequence, const Wish& wish) {
  return std::visit([&](const auto& written) { return record_of(sequence, written); }, wish);
}
std::string record_of(std::uint32_t sequence, const Spool::Answer& answer) {
  return record(Kind::answered, {text_of_number(sequence), text_of_number(answer.at),
                                 text_of_number(answer.position.value), text_of_number(answer.look_up_code),
                                 text_of_number(answer.refusal.reason), text_of_number(answer.refusal.what),
                                 text_of_number(answer.refusal.limit)});
}

WrittenDemand demand_of(Cells& cells) {
  WrittenDemand demand;
  demand.kind = cells.number<DemandKind>();
  demand.reporter = cells.number<Reporter>();
  demand.category = cells.text();
  demand.condition = cells.number<std::uint8_t>();
  demand.severity = cells.number<std::uint8_t>();
  demand.place = cells.text();
  demand.road = cells.text();
  demand.complained_of = cells.text();
  demand.occurred = cells.number<Seconds>();
  demand.text = cells.text();
  demand.contact = cells.text();
  demand.reference = cells.text();
  demand.attachments = cells.text();
  if (!cells.at_end()) {  // spools of before had none
    demand.answers = cells.text();
    demand.asked_version = cells.number<std::uint16_t>();
  }
  if (!cells.at_end()) {  // spools of before had none of these
    demand.asset = cells.text();
    demand.door = cells.text();
  }
  return demand;
}

WrittenAct act_of(Cells& cells) {
  WrittenAct act;
  act.deed = cells.number<Deed>();
  act.demand = DemandId{cells.number<std::uint64_t>()};
  act.as = cells.text();
  act.note = cells.text();
  if (!cells.at_end()) act.to = cells.text();  // spools of before had none
  if (!cells.at_end()) {                       // nor these
    act.verdict = Verdict::from_packed(cells.number<std::uint16_t>());
    act.look_up_code = cells.number<std::uint32_t>();
    act.choice = cells.number<std::uint8_t>();
    act.condition = cells.number<std::uint8_t>();
    act.category = cells.text();
    act.limit.amount = cells.number<std::uint16_t>();
    act.limit.unit = cells.number<LimitUnit>();
    act.until = cells.number<Seconds>();
    act.place = cells.text();
    act.road = cells.text();
  }
  if (!cells.at_end()) act.attachments = cells.text();
  if (!cells.at_end()) {
    act.bond = cells.number<Bond>();
    act.head = DemandId{cells.number<std::uint64_t>()};
  }
  return act;
}

Spool::Answer answer_of(Cells& cells) {
  Spool::Answer answer;
  answer.at = cells.number<Seconds>();
  answer.position = Position{cells.number<std::uint64_t>()};
  answer.look_up_code = cells.number<std::uint32_t>();
  answer.refusal.reason = cells.number<Reason>();
  answer.refusal.what = cells.number<std::uint32_t>();
  answer.refusal.limit = cells.number<std::uint32_t>();
  return answer;
}

// -------------------------------------------------------------------------------------------- refused.csv

constexpr std::string_view refused_header =
    "\xEF\xBB\xBFsequence,reason,explanation,occurred,place,road,category,condition,kind,reporter,severity,text,contact,"
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
}

Spool::~Spool() = default;

void Spool::open_journal() {
  const fs::path path = folder_ / "journal";
  journal_ = File(path, O_RDWR | O_APPEND);
  const std::string journal = read_all(journal_.descriptor(), path);
  std::string_view left = journal;
  while (left.size() >= sizeof(Head)) {
    Head head;
    std::memcpy(&head, left.data(), sizeof head);
    if (left.size() - sizeof head < head.bytes) break;
    const std::string_view cells = left.substr(sizeof head, head.bytes);
    if (checksum_of(head, cells) != head.checksum) break;
    if (!take_record(left.substr(0, sizeof head + head.bytes))) break;
    left.remove_prefix(sizeof head + head.bytes);
  }
  journal_bytes_ = journal.size() - left.size();
  if (journal_bytes_ == 0) {
    throw std::system_error(std::make_error_code(std::errc::illegal_byte_sequence),
                            "离线箱的日志从头就已损坏 / the spool's journal is damaged from its beginning: " + path.string());
  }
  if (!left.empty()) cut_off(left);
  while (first_unanswered_ < end() && entry(first_unanswered_).answer) ++first_unanswered_;
}

// False where it does not fit what came before.
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
      if (cells.number<std::uint32_t>() != end()) return false;
      Wish wish = head.kind == Kind::demand ? Wish(demand_of(cells)) : Wish(act_of(cells));
      if (!cells.ended_well()) return false;
      entries_.push_back({std::move(wish), {}});
      return true;
    }
    case Kind::answered: {
      const auto sequence = cells.number<std::uint32_t>();
      const Answer answer = answer_of(cells);
      if (!cells.ended_well() || sequence < first_ || sequence >= end()) return false;
      std::optional<Answer>& given = entries_[sequence - first_].answer;
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

// What is no whole, sound record ends the journal: mostly one that was being written when the end came, of which nobody was
// told that it is kept. Since it may be damage instead, it is put aside for people to look at.
void Spool::cut_off(std::string_view left) {
  const fs::path aside = folder_ / ("cut-off-" + std::to_string(journal_bytes_));
  const File file(aside, O_WRONLY | O_CREAT | O_TRUNC);
  write_all(file.descriptor(), left, aside);
  sync(file.descriptor(), aside);
  sync_folder();
  const fs::path path = folder_ / "journal";
  cut(journal_.descriptor(), journal_bytes_, path);
  sync(journal_.descriptor(), path);
  const std::string bytes = std::to_string(left.size());
  warning_ = "离线箱末尾有 " + bytes + " 字节未写完或已损坏，移到 " + aside.string() + " / the last " + bytes +
             " bytes of the spool are unfinished or damaged and were moved to " + aside.string();
}

// What was set aside under the columns of an earlier release stays in a file of its own.
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

// Where the end came between a refusal and the line for it, or within that line.
void Spool::finish_setting_aside() {
  if (not_set_aside_ == 0) return;
  const fs::path path = folder_ / "refused.csv";
  if (size_of(refused_.descriptor(), path) > refused_bytes_) cut(refused_.descriptor(), refused_bytes_, path);
  set_aside(std::exchange(not_set_aside_, 0));
}

// -------------------------------------------------------------------------------------------- writing

std::uint32_t Spool::append(std::span<const Wish> wishes) {
  const std::uint32_t first = end();
  std::string records;
  for (std::uint32_t i = 0; i < wishes.size(); ++i) records += record_of(first + i, wishes[i]);
  write(records, true);
  for (const Wish& wish : wishes) entries_.push_back({wish, {}});
  return first;
}

// A failure leaves whole records only, or a spool that writes no more.
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
void Spool::answered(std::uint32_t sequence, const Acknowledgement& told, Seconds server_time) {
  CHECK(sequence >= first_ && sequence < end());
  std::optional<Answer>& answer = entries_[sequence - first_].answer;
  const bool is_aside = answer && answer->refusal;
  const Answer given{server_time, told.position, told.look_up_code, told.refusal};
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
    cells.insert(cells.end(), {occurred, demand->place, demand->road, demand->category,
                               number_if_any(demand->condition), std::string(words_of(demand->kind).name),
                               std::string(words_of(demand->reporter).name), number_if_any(demand->severity),
                               demand->text, demand->contact, demand->reference, demand->complained_of,
                               demand->attachments, "", "", demand->answers, demand->asset, demand->door});
  } else {
    const auto& act = std::get<WrittenAct>(entry(sequence).wish);
    cells.insert(cells.end(), {"", "", "", "", "", std::string(words_of(act.deed).name), "", "", act.note, "", "", "", act.attachments,
                               format_number(act.demand), act.as, "", "", ""});
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

// A whole new journal in place of the old one, or of none.
void Spool::write_anew() {
  const fs::path path = folder_ / "journal", draft = folder_ / "journal.new";
  std::string records =
      record(Kind::begun, {bytes_of(spool_), text_of_number(first_), bytes_of(witness_.log),
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
