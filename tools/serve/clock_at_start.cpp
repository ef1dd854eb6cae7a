#include "tools/serve/clock_at_start.h"

#include <fmt/format.h>

#include "engine/loop/steady_time.h"
#include "tools/time_text.h"

namespace wangge::tools {
namespace {

// Both texts have {0} for the clock's time, {1} for the last fact's, {2} for the bound in days.
std::string_view text_of(loop::ClockAtStart clock, const Console& console) {
  switch (clock) {
    case loop::ClockAtStart::plausible: return {};
    case loop::ClockAtStart::behind:
      return console.say(
          "时钟是 {0}，早于日志最后一条记录的 {1}。时钟慢了，请校正后重新启动；若时钟无误，是那条记录的时间错了："
          "请恢复此前的备份，或加 --clock-is-right 启动，则引擎的时间停在 {1}，到那时才再走，期间没有到期",
          "the clock says {0}, and the log's last fact is of {1}. If the clock is slow, set it right and start again. "
          "If it is "
          "right, that fact was dated by a wrong one: restore a backup of before, or start with --clock-is-right; then "
          "the "
          "engine's time stands still at {1} until the clock gets there, and nothing falls due meanwhile");
    case loop::ClockAtStart::ahead:
      return console.say(
          "时钟是 {0}，晚于日志最后一条记录的 {1}，超过了界限（city.toml 的 [time] start_ahead_days = "
          "{2}）。时钟快了，请校正后重新启动；"
          "若确实停机这么久，请加 --clock-is-right 启动，其间到期的一并处理",
          "the clock says {0}, which is ahead of the log's last fact of {1} by more than the bound (city.toml, [time] "
          "start_ahead_days = {2}). If the clock is fast, set it right and start again. If the engine really stood "
          "still for so "
          "long, start with --clock-is-right: all that fell due meanwhile takes effect then");
  }
  return {};
}

}  // namespace

std::string clock_problem(const City& city, Instant now, const Console& console) {
  const Configuration defaults;
  const Configuration& settings = city.configuration ? *city.configuration : defaults;
  const Instant last = to_instant(city.now);
  const std::string_view text = text_of(loop::judge(now, last, settings.start_ahead), console);
  if (text.empty()) return {};
  const Duration offset = settings.calendars.city.utc_offset;
  return fmt::format(fmt::runtime(text), format_instant(now, offset), format_instant(last, offset),
                     std::chrono::floor<std::chrono::days>(settings.start_ahead).count());
}

cli::Option* add_clock_is_right(cli::App& command, bool& clock_is_right) {
  return command.add_flag("--clock-is-right", clock_is_right,
                          "本机时钟无误，虽与最后一条记录相差很多：停机很久以后 / the machine's clock is right though "
                          "it is far from the last fact: "
                          "after a long time off");
}

}  // namespace wangge::tools
