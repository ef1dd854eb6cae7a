#include "tools/bench/plot.h"

#include <cstdio>
#include <memory>
#include <sstream>
#include <stdexcept>

#include <sys/wait.h>

namespace wangge::tools::bench {
namespace {

constexpr int width = 900, height_of_chart = 360;

// Quotes a text for gnuplot, in single quotes.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

void draw(std::ostream& script, const Chart& chart) {
  script << "set title " << quoted(chart.title) << "\nset xlabel " << quoted(chart.x) << "\nset ylabel "
         << quoted(chart.y) << "\n";
  script << "unset logscale\n";
  if (chart.is_x_logarithmic) script << "set logscale x\n";
  if (chart.is_y_logarithmic) script << "set logscale y\n";
  script << (chart.is_y_logarithmic ? "set yrange [*:*]\n" : "set yrange [0:*]\n");
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    script << (i == 0 ? "plot " : ", ") << "'-' with linespoints pointtype 7 pointsize 0.4 title "
           << quoted(chart.series[i].name);
  }
  script << "\n";
  for (const Series& series : chart.series) {
    for (const auto& [x, y] : series.points) script << x << " " << y << "\n";
    script << "e\n";
  }
}

}  // namespace

void require_gnuplot(const Console& console) {
  if (std::system("command -v gnuplot >/dev/null 2>&1") == 0) return;
  throw std::runtime_error(std::string(console.say("--plot 需要 gnuplot：sudo apt-get install gnuplot-nox",
                                                   "--plot takes gnuplot: sudo apt-get install gnuplot-nox")));
}

void plot(const std::string& file, const std::vector<Chart>& charts, const Console& console) {
  std::ostringstream script;
  script << "set terminal svg size " << width << "," << height_of_chart * charts.size()
         << " font 'sans-serif,12' background 'white'\n"
         << "set output " << quoted(file) << "\nset grid\nset key outside right\nset multiplot layout " << charts.size()
         << ",1\n";
  for (const Chart& chart : charts) draw(script, chart);
  script << "unset multiplot\n";
  std::FILE* const gnuplot = popen("gnuplot", "w");
  const bool is_written = gnuplot != nullptr && std::fputs(script.str().c_str(), gnuplot) >= 0;
  if (gnuplot == nullptr || pclose(gnuplot) != 0 || !is_written) {
    throw std::runtime_error(file + std::string(console.say("：gnuplot 没有画成", ": gnuplot could not draw it")));
  }
}

void plot_run(const std::string& file, const Measured& measured, const std::string& title, const Console& console) {
  Series rate{.name = "", .points = {}}, latency{.name = "", .points = {}};
  const auto& slices = measured.acknowledged_by_slice;
  for (std::size_t i = 0; i + 1 < slices.size(); ++i) {  // the last one is not whole
    rate.points.emplace_back(static_cast<double>(i + 1) * measured.slice_seconds,
                             static_cast<double>(slices[i]) / measured.slice_seconds);
  }
  for (double above = 1; above > 0.000'05; above *= 0.8) {  // the share above the percentile
    latency.points.emplace_back(1 / above, measured.latency.percentile_ms(1 - above));
  }
  const auto say = [&](const char* chinese, const char* english) { return std::string(console.say(chinese, english)); };
  plot(
      file,
      {{.title = title, .x = say("秒", "seconds"), .y = say("每秒答复", "acknowledged a second"), .series = {rate}},
       {.title = say("答复时间按百分位：10 即 p90，100 即 p99", "acknowledgement by percentile: 10 is p90, 100 is p99"),
        .x = say("1 ÷ (1 − 百分位)", "1 ÷ (1 − percentile)"),
        .y = say("毫秒", "ms"),
        .series = {latency},
        .is_x_logarithmic = true,
        .is_y_logarithmic = true}},
      console);
}

}  // namespace wangge::tools::bench
