// Measures how a frame's bytes become commands.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>

#include "adapters/terminal/framing.h"
#include "bench/micro/counter_load.h"
#include "engine/base/check.h"

namespace wangge::micro {
namespace {

// Fills the buffer as a socket's reads would. This is outside the timing, yet leaves the bytes in the cache as reads
// do.
void receive(const tools::bench::EncodedFrame& frame, terminal::Incoming& incoming) {
  const auto bytes = std::as_bytes(std::span(frame.words));
  for (std::size_t done = 0; done < bytes.size();) {
    const std::span<std::byte> space = incoming.space();
    const std::size_t count = std::min(space.size(), bytes.size() - done);
    std::memcpy(space.data(), bytes.data() + done, count);
    incoming.received(count);
    done += count;
    terminal::Fault fault = terminal::Fault::none;
    // next() learns from the header how much room the frame wants
    if (done < bytes.size()) CHECK(!incoming.next(fault) && fault == terminal::Fault::none);
  }
}

void read_frame(benchmark::State& state) {
  terminal::Incoming incoming;
  terminal::Numbered numbered;
  terminal::ToEngine said;
  Round round;
  const CounterLoad& load = counter_load();
  for (auto _ : state) {
    state.PauseTiming();
    receive(load.frames[round.next()], incoming);
    state.ResumeTiming();
    terminal::Fault fault = terminal::Fault::none;
    const std::optional<terminal::Words> body = incoming.next(fault);
    CHECK(body && terminal::decode(*body, numbered, said) == terminal::Fault::none);
    benchmark::DoNotOptimize(numbered.commands.data());
  }
  count_demands(state, frame_demands);
}
BENCHMARK(read_frame);

}  // namespace
}  // namespace wangge::micro
