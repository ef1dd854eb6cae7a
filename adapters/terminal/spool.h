#pragma once
// The spool (离线箱) of a terminal: what it has to deliver, kept on disk in order until it is, and for some days after,
// so that it can be sent again should the engine be restored from a backup. One process at a time, one thread.
//
// The folder holds `journal`, a file of records that is only appended to and written anew when it is trimmed, and
// `refused.csv`, in which people find what the engine refused, with the reason, under the column names of
// config/mappings/refused.toml: corrected, it can be submitted again. What an earlier release set aside under other
// columns is in `refused-<bytes>.csv`. A record is 16 bytes of head (length, kind, XXH3 of all the rest) and cells as
// encode_row() writes them. Where a sudden end cut the last one off, or the disk damaged some, those are put aside in
// `cut-off-<offset>` when the spool is opened, and warning() says so; what can be read behind them is kept under its
// number. A number whose wish is gone stays, or those behind it could not be delivered under theirs: the engine is sent
// a note about no demand, declines it, and so it is found among what was refused.

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "adapters/terminal/outbox.h"
#include "engine/base/time.h"

namespace wangge::terminal {

// Another process has the spool open.
struct SpoolInUse : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Spool : public Outbox {
 public:
  static constexpr Duration kept_by_default = std::chrono::days(7);

  // What the engine answered.
  struct Kept {
    Seconds at = 0;  // by the engine's clock
    Position position;
    std::uint32_t look_up_code = 0;
    Refusal refusal;
  };
  struct Entry {
    WrittenCommand wish;
    std::optional<Kept> answer;
  };

  // Opens the spool in this folder, or makes both. `write_time` gives the occurred time as refused.csv shows it. Throws
  // SpoolInUse, or std::system_error where the disk fails; that may be thrown by every other call that writes, and then
  // the spool has to be opened anew.
  Spool(std::filesystem::path folder, std::function<std::string(Seconds)> write_time);
  ~Spool() override;
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // Durable when it returns. The number of the first.
  std::uint32_t append(std::span<const WrittenCommand> wishes);
  std::uint32_t append(const WrittenCommand& wish) { return append({&wish, 1}); }

  // Of a number that is kept.
  const Entry& entry(std::uint32_t sequence) const { return entries_.at(sequence - first_); }
  // Forgets what was answered longer ago than this, from the first number on.
  void trim(Instant now, Duration kept = kept_by_default);

  // Of the configuration that the engine had when it was last spoken to; 0: it never was. What is put in meanwhile was
  // asked by its questions.
  std::uint16_t version() const { return version_; }

  // What was unfinished or damaged when it was opened, Chinese and English; empty where nothing was.
  const std::string& warning() const { return warning_; }

  const SpoolId& spool() const override { return spool_; }
  Witness witness() const override { return witness_; }
  std::uint32_t first_kept() const override { return first_; }
  std::uint32_t first_unanswered() const override { return first_unanswered_; }
  std::uint32_t end() const override { return first_ + static_cast<std::uint32_t>(entries_.size()); }
  const WrittenCommand& wish(std::uint32_t sequence) const override { return entry(sequence).wish; }
  void welcomed(const Welcome& welcome) override;
  void answered(std::uint32_t sequence, const Receipt& answer, Seconds server_time) override;

 private:
  // Closes itself.
  class File {
   public:
    File() = default;
    File(const std::filesystem::path& path, int flags);
    ~File();
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    File& operator=(File&& other) noexcept;
    int descriptor() const { return descriptor_; }

   private:
    int descriptor_ = -1;
  };

  void open_journal();
  bool take_record(std::string_view record);
  bool fill_up_to(std::uint32_t end);
  void put_aside(std::string_view bytes, std::uint64_t offset);
  void put_by_other_columns();
  void finish_setting_aside();
  void write(const std::string& records, bool durably);
  void write_anew();
  void sync_folder() const;
  void set_aside(std::uint32_t sequence);
  std::string refused_line(std::uint32_t sequence) const;

  std::filesystem::path folder_;
  std::function<std::string(Seconds)> write_time_;
  File lock_, journal_, refused_;
  std::uint64_t journal_bytes_ = 0;  // whole records
  bool is_broken_ = false;           // a write failed: what the file holds is not known

  SpoolId spool_{};
  Witness witness_;
  std::uint16_t version_ = 0;
  std::uint32_t first_ = 1;
  std::uint32_t first_unanswered_ = 1;
  std::deque<Entry> entries_;
  std::uint64_t refused_bytes_ = 0;  // of refused.csv after its last line
  std::uint32_t not_set_aside_ = 0;  // refused, and the line may not have been written whole; 0: none
  std::uint64_t lost_bytes_ = 0;     // of the journal, as it was when it was opened
  std::string warning_;
};

}  // namespace wangge::terminal
