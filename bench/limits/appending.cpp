#include "bench/limits/appending.h"

#include <stdexcept>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include <rocksdb/write_batch.h>

#include "engine/log/store.h"

namespace wangge::bench {

Figure rocksdb_alone(const Bytes& bytes, int batches, const std::filesystem::path& folder, std::chrono::seconds time) {
  std::filesystem::remove_all(folder / "alone");
  std::filesystem::create_directories(folder / "alone");
  const log::Store store(folder / "alone", *rocksdb::Env::Default(), log::Store::Access::write);
  const std::string records = random_bytes(bytes.record * bytes.batch_demands),
                    texts = random_bytes(bytes.text * bytes.batch_demands),
                    contacts = random_bytes(bytes.contact * bytes.batch_demands);
  rocksdb::WriteBatch write;
  rocksdb::WriteOptions synced;
  synced.sync = true;
  Position next{1};
  return measure(time, bytes.batch_demands * static_cast<std::size_t>(batches), [&] {
    write.Clear();
    for (int batch = 0; batch < batches; ++batch, next.value += bytes.batch_demands) {
      const log::Key key(next);
      const bool fits = write.Put(store.batches(), key.slice(), records).ok() &&
                        write.Put(store.texts(), key.slice(), texts).ok() &&
                        write.Put(store.contacts(), key.slice(), contacts).ok();
      if (!fits) throw std::runtime_error("RocksDB took no batch");
    }
    if (!store.db().Write(synced, &write).ok()) throw std::runtime_error("RocksDB did not write");
  });
}

Figure plain_file(const Bytes& bytes, int batches, const std::filesystem::path& folder, std::chrono::seconds time) {
  std::filesystem::create_directories(folder);
  const std::filesystem::path path = folder / "plain";
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_APPEND, 0600);
  if (file < 0) throw std::runtime_error("cannot make " + path.string());
  const std::string batch = random_bytes((bytes.record + bytes.text + bytes.contact) * bytes.batch_demands);
  const Figure figure = measure(time, bytes.batch_demands * static_cast<std::size_t>(batches), [&] {
    for (int i = 0; i < batches; ++i) {
      if (::write(file, batch.data(), batch.size()) != ssize_t(batch.size())) throw std::runtime_error("short write");
    }
    if (::fdatasync(file) != 0) throw std::runtime_error("no sync");
  });
  ::close(file);
  std::filesystem::remove(path);
  return figure;
}

}  // namespace wangge::bench
