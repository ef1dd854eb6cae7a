// Measures how the outcomes of a frame's commands are told: receipts with their look-up codes, and the bytes of the
// acknowledgement.

#include <variant>
#include <vector>

#include "adapters/lookup_code.h"
#include "adapters/terminal/receipts.h"
#include "bench/micro/counter_load.h"
#include "engine/log/event_log.h"
#include "tests/temporary_folder.h"

namespace wangge::micro {
namespace {

// A frame as the engine releases it.
loop::Frame answered_frame(std::size_t i) {
  loop::Frame frame;
  frame.commands = counter_load().wishes[i].commands;
  const log::Batch& facts = counter_load().facts[i];
  for (std::size_t n = 0; n < facts.events.size(); ++n) {
    const auto& submitted = std::get<Submitted>(facts.events[n]);
    if (n == 0)
      frame.sender = {.session = submitted.session, .sequence = submitted.sequence, .account = terminal_account};
    loop::Outcome& outcome = frame.outcomes.emplace_back();
    outcome.position = Position{facts.first.value + n};
    outcome.lead = submitted.lead;
    outcome.holder = submitted.holder;
    outcome.dues = submitted.dues;
  }
  return frame;
}

void acknowledge(benchmark::State& state) {
  std::vector<loop::Frame> frames;
  for (std::size_t i = 0; i < counter_load().facts.size(); ++i) frames.push_back(answered_frame(i));
  const tests::TemporaryFolder folder;
  const log::EventLog log(
      {.folder = folder.path() / "log", .new_log_id = log_id, .now = to_seconds(morning)});  // not read
  LookUpCodes codes({1});
  const City city;  // not read
  std::vector<terminal::Receipt> receipts;
  terminal::Outgoing out;
  Round round;
  for (auto _ : state) {
    const loop::Frame& frame = frames[round.next()];
    out.clear();
    terminal::write_receipts(frame, city, {}, codes, receipts);
    terminal::encode_acknowledged(frame.sender.sequence, to_seconds(morning), receipts, out);
    benchmark::DoNotOptimize(out.words().data());
  }
  count_demands(state, frame_demands);
}
BENCHMARK(acknowledge);

}  // namespace
}  // namespace wangge::micro
