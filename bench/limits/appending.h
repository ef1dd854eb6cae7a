#pragma once
// Measures the disk and the libraries on it by themselves. Each function makes its files in `folder`, and fails with
// std::runtime_error.

#include <chrono>
#include <filesystem>

#include "bench/limits/figure.h"

namespace wangge::bench {

// Writes of `batches` batches, each with a sync, by RocksDB with the engine's own options and its write-ahead log.
Figure rocksdb_alone(const Bytes& bytes, int batches, const std::filesystem::path& folder, std::chrono::seconds time);

// The same bytes appended to a file and synced.
Figure plain_file(const Bytes& bytes, int batches, const std::filesystem::path& folder, std::chrono::seconds time);

}  // namespace wangge::bench
