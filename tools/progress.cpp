#include "tools/progress.h"

#include <algorithm>
#include <iostream>

#include <fmt/format.h>

namespace wangge::tools {
namespace {

constexpr std::chrono::milliseconds between_moves{100};
constexpr std::chrono::seconds between_lines{5};
constexpr std::uint64_t bar_columns = 30;

std::string bar(std::uint64_t done, std::uint64_t total) {
  const std::uint64_t filled = total == 0 ? 0 : std::min(done, total) * bar_columns / total;
  std::string text;
  for (std::uint64_t column = 0; column < bar_columns; ++column) text += column < filled ? "█" : "░";
  return text;
}

}  // namespace

Progress::Progress(std::string what, const Console& console)
    : what_(std::move(what)), moves_(console.shows_progress), next_print_(Clock::now() + between_moves) {}

Progress::~Progress() {
  if (printed_any_ && printed_ != done_) print();
  if (printed_any_ && moves_) std::cerr << "\n";
}

void Progress::update(std::uint64_t done, std::uint64_t total) {
  done_ = done;
  total_ = total;
  const Clock::time_point now = Clock::now();
  if (now < next_print_) return;
  next_print_ = now + (moves_ ? Clock::duration(between_moves) : Clock::duration(between_lines));
  print();
}

void Progress::print() {
  const std::uint64_t percent = total_ == 0 ? 0 : done_ * 100 / total_;
  if (moves_) {
    std::cerr << fmt::format("\r{} {} {:3}%  {}/{} ", what_, bar(done_, total_), percent, done_, total_) << std::flush;
  } else {
    std::cerr << fmt::format("{} {}% {}/{}\n", what_, percent, done_, total_);
  }
  printed_ = done_;
  printed_any_ = true;
}

}  // namespace wangge::tools
