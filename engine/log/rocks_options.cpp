#include "engine/log/rocks_options.h"

#include <rocksdb/cache.h>
#include <rocksdb/table.h>

#include "engine/base/limits.h"

namespace wangge::log {

using limits::kib;
using limits::mib;

rocksdb::DBOptions database_options() {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.paranoid_checks = true;

  // The journal takes the place of the library's write-ahead log, so a flush must be of all families as one. A log from
  // before there was a journal is recovered from the write-ahead log once. The stricter recovery modes do not open
  // after a torn batch that nobody was told about. This mode opens, and would also drop what follows rot within synced
  // batches: the durable mark finds such a loss.
  options.atomic_flush = true;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  // With `true`, recovered facts would stay in a write-ahead log that may not have been synced.
  options.avoid_flush_during_recovery = false;
  options.best_efforts_recovery = false;
  // A failed write ends the process; the library must not go on by itself.
  options.max_bgerror_resume_count = 0;
  options.track_and_verify_wals_in_manifest = false;  // faults in 7.8

  // There is one writer, which forms groups itself.
  options.allow_concurrent_memtable_write = false;
  options.enable_write_thread_adaptive_yield = false;
  options.enable_pipelined_write = false;
  options.unordered_write = false;
  options.two_write_queues = false;
  options.manual_wal_flush = false;  // faults in 7.8
  options.wal_compression = rocksdb::kNoCompression;
  options.recycle_log_file_num = 0;
  options.use_fsync = false;  // fdatasync
  options.bytes_per_sync = 0;
  options.wal_bytes_per_sync = 0;

  options.use_direct_reads = false;
  options.use_direct_io_for_flush_and_compaction = true;  // flushed tables are not read again soon
  options.allow_mmap_reads = false;
  options.allow_mmap_writes = false;
  options.max_open_files = -1;
  options.skip_stats_update_on_db_open = true;
  options.max_background_jobs = 2;
  options.max_subcompactions = 1;

  // Nothing runs by itself in an idle engine.
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.max_log_file_size = 4 * mib;
  options.keep_log_file_num = 4;
  return options;
}

rocksdb::ColumnFamilyOptions family_options() {
  rocksdb::ColumnFamilyOptions options;
  // Keys only rise and all levels are alike, so compaction moves files and rewrites nothing, ever.
  options.compaction_style = rocksdb::kCompactionStyleLevel;
  options.compression = rocksdb::kNoCompression;
  options.compression_per_level.clear();
  options.bottommost_compression = rocksdb::kDisableCompressionOption;
  options.ttl = 0;
  options.periodic_compaction_seconds = 0;
  options.level_compaction_dynamic_level_bytes = false;
  options.num_levels = 7;
  options.target_file_size_base = 256 * mib;
  options.max_bytes_for_level_base = 1024 * mib;
  // Moving is instant, so files that wait to be moved are no reason to slow a writer down.
  options.soft_pending_compaction_bytes_limit = 0;
  options.hard_pending_compaction_bytes_limit = 0;

  // The journal's segments decide what is flushed, and when (store.cpp); at most one segment is in a buffer.
  options.write_buffer_size = 2 * limits::journal_segment_bytes;
  options.max_write_buffer_number = limits::journal_segments + 2;
  options.min_write_buffer_number_to_merge = 1;
  options.max_write_buffer_size_to_maintain = 0;

  rocksdb::BlockBasedTableOptions table;
  table.block_size = 16 * kib;  // a batch of demands fills blocks of its own; small ones share
  table.format_version = 5;
  table.checksum = rocksdb::kXXH3;  // Debian's build has no hardware CRC
  table.filter_policy = nullptr;    // nobody looks for a key that is not there
  table.cache_index_and_filter_blocks = false;
  table.block_cache = rocksdb::NewLRUCache(32 * mib);
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

}  // namespace wangge::log
