#pragma once
// Sends frames to an engine one after the other, and measures how long each waits for its answer: the engine and its
// log on a real disk, without the network.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "engine/base/check.h"
#include "engine/loop/engine.h"
#include "engine/views/similar.h"
#include "tools/serve/engine_wishes.h"

namespace wangge::bench {

using Steady = std::chrono::steady_clock;

inline constexpr Instant morning{
    Duration{1'773'104'400}};  // Tuesday 2026-03-10, 9:00 in the city: the offices are open
inline constexpr std::string_view text = "楼道灯不亮，请派人来看";
inline constexpr std::size_t frame_size = 128;

inline double milliseconds(Steady::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

// Sends frames one after the other and waits for each.
class Submitter {
 public:
  // `city` is the engine's; runs on the engine's thread.
  Submitter(loop::Engine& engine, const City& city, Instant& now) : engine_(engine), city_(city), now_(now) {
    const TokenHash token{1};
    Rights rights;
    rights.name = "bench";
    rights.every_grid = true;
    CHECK(!tools::add_account(engine, AccountKind::terminal, token, rights, now).refusal);
    auto frame = std::make_unique<loop::Frame>();
    frame->commands.push_back(OpenSession{token, SpoolId{1}});
    session_ = send(std::move(frame)).front().session;
    for (std::uint32_t place = 1; place < city.configuration->places.size(); ++place) {
      if (city.configuration->places[place].kind == PlaceKind::grid) grids_.push_back(PlaceId{place});
    }
    category_ = city.codes.categories.find("1301");
  }

  // How long it takes to find the demands similar to one in one of the grids.
  Steady::duration find_similar(std::size_t question) const {
    const views::AskSimilar asked{
        .place = grids_[question % grids_.size()], .road = {}, .category = category_, .but = {}};
    const AccountId account = city_.sessions[session_].account();
    const Steady::time_point begin = Steady::now();
    CHECK(!views::similar_to(city_, account, asked, now_).empty());
    return Steady::now() - begin;
  }

  // Submits only at this place from now on; none: in all grids in turn.
  void submit_at(PlaceId place) { only_ = place; }

  // Acts as a terminal of the whole city.
  Refusal act(Act command) {
    auto frame = std::make_unique<loop::Frame>();
    frame->sender = {.session = session_, .sequence = next_++};
    frame->commands.emplace_back(command);
    return send(std::move(frame)).front().refusal;
  }

  // Submits a frame and returns how long it took.
  Steady::duration submit(std::size_t count) {
    auto frame = std::make_unique<loop::Frame>();
    frame->sender = {.session = session_, .sequence = next_};
    frame->texts = text;
    for (std::size_t i = 0; i < count; ++i) {
      Submit command;
      command.place = only_ ? only_ : grids_[(next_ + i) % grids_.size()];
      command.category = category_;
      command.text = {0, static_cast<std::uint32_t>(text.size())};
      frame->commands.emplace_back(command);
    }
    next_ += static_cast<std::uint32_t>(count);
    const Steady::time_point begin = Steady::now();
    for (const loop::Outcome& outcome : send(std::move(frame))) CHECK(!outcome.refusal);
    return Steady::now() - begin;
  }

 private:
  std::vector<loop::Outcome> send(std::unique_ptr<loop::Frame> frame) {
    bool is_back = false;
    std::vector<loop::Outcome> outcomes;
    frame->released = [&](std::unique_ptr<loop::Frame> back) {
      outcomes = back->outcomes;
      is_back = true;
    };
    CHECK(engine_.inbox().offer(flow_, frame));
    while (!is_back) {
      if (!engine_.turn(now_)) std::this_thread::yield();
    }
    return outcomes;
  }

  loop::Engine& engine_;
  const City& city_;
  Instant& now_;
  loop::Flow flow_;
  SessionId session_;
  std::vector<PlaceId> grids_;
  CategoryId category_;
  PlaceId only_;
  std::uint32_t next_ = 1;
};

struct Waits {
  std::vector<double> ms;

  double at(double part) {
    std::ranges::sort(ms);
    return ms.empty() ? 0
                      : ms[std::min(ms.size() - 1, static_cast<std::size_t>(part * static_cast<double>(ms.size())))];
  }
};

}  // namespace wangge::bench
