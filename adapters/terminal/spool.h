#pragma once
// The spool (离线箱) of a terminal: wishes kept on disk in order until they are delivered, and for some days after, so
// that it can be sent again should the engine be restored from a backup. One process at a time, one thread.
//
// The folder holds `journal`, a file of records that is only appended to and written anew when it is trimmed, and
// `refused.csv`, in which people find the wishes that the engine refused, with the reason, under the column names of
// config/mappings/refused.toml: corrected, the file can be submitted again. Wishes that an earlier release set aside
// under other columns are in `refused-<bytes>.csv`. A record is 16 bytes of head (length, kind, XXH3 of all the rest)
// and cells as encode_row() writes them. Where a sudden end cut the last record off, or the disk damaged some, those
// bytes are put aside in `cut-off-<offset>` when the spool is opened, and warning() says so; records that can be read
// behind them are kept under their numbers. A number whose wish is gone stays in use, since the wishes behind it could
// not be delivered under theirs otherwise: the engine is sent a note about no demand and declines it, so that the
// number is found among the refused ones.

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

// Thrown where another process has the spool open.
struct SpoolInUse : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Spool : public Outbox {
 public:
  static constexpr Duration kept_by_default = std::chrono::days(7);

  // The engine's answer to a wish.
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
  // SpoolInUse, or std::system_error where the disk fails. Every other call that writes may throw std::system_error
  // too, and then the spool has to be opened anew.
  Spool(std::filesystem::path folder, std::function<std::string(Seconds)> write_time);
  ~Spool() override;
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  // Appends wishes, durably when it returns. Returns the number of the first one.
  std::uint32_t append(std::span<const WrittenCommand> wishes);
  std::uint32_t append(const WrittenCommand& wish) { return append({&wish, 1}); }

  // The entry of a number that is kept.
  const Entry& entry(std::uint32_t sequence) const { return entries_.at(sequence - first_); }
  // Forgets wishes that were answered longer ago than `kept`, from the first number on.
  void trim(Instant now, Duration kept = kept_by_default);

  // The version of the configuration when the engine was last reached; 0: it never was. Wishes that are put in
  // meanwhile answer the questions of that version.
  std::uint16_t version() const { return version_; }

  // What was unfinished or damaged when the spool was opened, Chinese and English; empty where nothing was.
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
  // A descriptor that closes itself.
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
  std::uint64_t journal_bytes_ = 0;  // of whole records
  bool is_broken_ = false;           // a write failed: the contents of the file are not known

  SpoolId spool_{};
  Witness witness_;
  std::uint16_t version_ = 0;
  std::uint32_t first_ = 1;
  std::uint32_t first_unanswered_ = 1;
  std::deque<Entry> entries_;
  std::uint64_t refused_bytes_ = 0;  // of refused.csv after its last line
  std::uint32_t not_set_aside_ = 0;  // the number of a refused wish whose line may not be whole; 0: none
  std::uint64_t lost_bytes_ = 0;     // of the journal, when it was opened
  std::string warning_;
};

}  // namespace wangge::terminal
