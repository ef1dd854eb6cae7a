#pragma once
// Where the pieces of a log meet: a record of the journal follows on the tables, or on the record before it, where
// positions and the chain of hashes both say so. A record that does not follow is damaged, or another log's.

#include <functional>
#include <optional>
#include <string>

#include <rocksdb/write_batch.h>

#include "engine/log/batch.h"
#include "engine/log/journal.h"

namespace wangge::log {

// The end of what is whole: the position of its last fact and the hash of the batch that ends there; zeros where
// nothing is.
struct End {
  Position position;
  Hash hash{};
};

// The findings while the journal was followed, in words for people, Chinese and English.
struct Followed {
  std::string problem;   // why the log must not go on: a seam does not fit. Empty: none
  std::string behind;    // whole records that follow on nothing any more, by position. Empty: none
  bool is_lost = false;  // so many records that the facts missing before them were durable
};

// Follows the journal on from the end of the tables: `take` is given each record that follows, and stops everything
// with a status that is not good. `in_tables` gives the hash of the batch whose first fact is at a position of the
// tables.
rocksdb::Status follow(const JournalContents& journal, const End& tables,
                       const std::function<std::optional<Hash>(Position)>& in_tables,
                       const std::function<rocksdb::Status(rocksdb::WriteBatch&)>& take, Followed& followed);

}  // namespace wangge::log
