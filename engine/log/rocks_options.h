#pragma once
// Every option of RocksDB that matters for the log, written out, with the reason where it is not plain. bench/limits
// measures the bare library with the same options.

#include <rocksdb/options.h>

namespace wangge::log {

rocksdb::DBOptions database_options();

// For each of the three column families: batches, texts, contacts.
rocksdb::ColumnFamilyOptions family_options();

}  // namespace wangge::log
