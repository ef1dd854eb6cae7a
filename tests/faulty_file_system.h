#pragma once
// A disk that goes wrong, under the real RocksDB: calls fail, the disk fills up, the process is killed, or the power
// goes and all that was not synced is lost.
//
// Everything is written through to real files, and it is known how much of each has been synced. When the power goes,
// each file is cut back to that, with some part of what followed (a torn write); files whose folder was not synced
// since they were made are gone; of a file that is written in place each sector is the old or the new one, and a new
// one at its end may be missing. Then the process ends. So a test finds on the real disk afterwards what a machine
// would find. A failed sync loses what it should have synced, as on Linux. Renaming and removing count as durable at
// once.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <rocksdb/env.h>

namespace wangge::tests {

struct Fault {
  enum class What {
    none,
    append_fails,        // the nth
    note_fails,          // the nth, to a file of the library's own: CURRENT, its options, its diary
    make_fails,          // the nth making of a file
    rename_fails,        // the nth
    sync_fails,          // the nth
    disk_full,           // after n bytes
    killed_before_sync,  // the nth of the journal; what was written stays in the system's memory
    power_off,           // at the nth call that changes something
  };
  What what = What::none;
  std::uint64_t n = 0;
};

inline constexpr int exit_status_killed = 90;
inline constexpr int exit_status_power_off = 91;

class FaultyDisk {
 public:
  // `seed` decides what is torn where the power goes. The file `memory`, where it exists, says which bytes an earlier
  // process left in the system's memory without syncing them; a process that is killed writes it.
  FaultyDisk(Fault fault, std::uint64_t seed, std::filesystem::path memory);
  ~FaultyDisk();

  rocksdb::Env* env() { return env_.get(); }
  [[noreturn]] void power_off();

 private:
  class FileSystem;
  std::shared_ptr<FileSystem> files_;
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace wangge::tests
