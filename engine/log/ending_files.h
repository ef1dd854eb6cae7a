#pragma once
// The files that RocksDB writes: what fails there ends the process at once, before the library sees it (promise 3). It
// has paths of its own for failures, some of which end in an assertion, and some in silence: CURRENT, its options and
// its identity tell no listener.

#include <memory>

#include <rocksdb/env.h>

namespace wangge::log {

// The same files as those of `env`, which must live longer. The library's diary (LOG) may fail: nothing hangs on it.
std::unique_ptr<rocksdb::Env> ending_files(rocksdb::Env& env);

}  // namespace wangge::log
