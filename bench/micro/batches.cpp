// Measures what the log computes for a full batch before it is written: commitments to the contacts, the batch's bytes,
// its hash, and the journal's sum of all that is stored.

#include <string>
#include <vector>

#include <xxhash.h>

#include "bench/micro/counter_load.h"
#include "engine/log/hash.h"

namespace wangge::micro {
namespace {

void commit_to_contacts(benchmark::State& state) {
  std::string salted;
  std::vector<log::Hash> commitments;
  Round round;
  const CounterLoad& load = counter_load();
  for (auto _ : state) {
    log::salt_contacts(load.facts[round.next()], salted, commitments);
    benchmark::DoNotOptimize(commitments.data());
  }
  count_demands(state, frame_demands);
}
BENCHMARK(commit_to_contacts);

void encode_batch(benchmark::State& state) {
  log::BatchEncoder encoder;
  std::string salted;
  log::Ties ties;
  log::salt_contacts(counter_load().facts.front(), salted, ties.commitments);
  Round round;
  const CounterLoad& load = counter_load();
  for (auto _ : state) benchmark::DoNotOptimize(encoder.encode(load.facts[round.next()], ties));
  count_demands(state, frame_demands);
}
BENCHMARK(encode_batch);

struct Stored {
  std::string batch, contacts;
};
std::vector<Stored> stored_batches() {
  log::BatchEncoder encoder;
  log::Ties ties;
  std::vector<Stored> all;
  for (const log::Batch& facts : counter_load().facts) {
    Stored& stored = all.emplace_back();
    log::salt_contacts(facts, stored.contacts, ties.commitments);
    stored.batch = encoder.encode(facts, ties);
  }
  return all;
}

void hash_batch(benchmark::State& state) {
  const std::vector<Stored> stored = stored_batches();
  log::Hasher hasher;
  Round round;
  const CounterLoad& load = counter_load();
  for (auto _ : state) {
    const std::size_t i = round.next();
    benchmark::DoNotOptimize(hasher.hash(stored[i].batch, load.facts[i].texts));
  }
  count_demands(state, frame_demands);
}
BENCHMARK(hash_batch);

void sum_batch(benchmark::State& state) {
  std::vector<std::string> all;
  for (std::size_t i = 0; const Stored& stored : stored_batches()) {
    all.push_back(stored.batch + counter_load().facts[i++].texts + stored.contacts);
  }
  Round round;
  for (auto _ : state) {
    const std::string& bytes = all[round.next()];
    benchmark::DoNotOptimize(XXH3_64bits(bytes.data(), bytes.size()));
  }
  count_demands(state, frame_demands);
}
BENCHMARK(sum_batch);

}  // namespace
}  // namespace wangge::micro
