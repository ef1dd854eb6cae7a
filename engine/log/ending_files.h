#pragma once
// The files that RocksDB writes: a failure there ends the process at once, before the library sees it (promise 3). The
// library has paths of its own for failures; some of them end in an assertion, and some in silence: no listener is told
// of CURRENT, of its options and of its identity.

#include <memory>

#include <rocksdb/env.h>

namespace wangge::log {

// The same files as those of `env`, which must live longer. The library's diary (LOG) may fail: nothing depends on it.
std::unique_ptr<rocksdb::Env> ending_files(rocksdb::Env& env);

}  // namespace wangge::log
