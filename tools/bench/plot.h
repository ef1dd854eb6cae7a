#pragma once
// Figures as SVG, drawn by gnuplot.

#include <string>
#include <utility>
#include <vector>

#include "tools/bench/measured.h"
#include "tools/console.h"

namespace wangge::tools::bench {

// Throws std::runtime_error where gnuplot is not installed. Called before a run, so that its figures are not lost.
void require_gnuplot(const Console& console);

// Draws throughput over time, and latency by percentile.
void plot_run(const std::string& file, const Measured& measured, const std::string& title, const Console& console);

struct Series {
  std::string name;
  std::vector<std::pair<double, double>> points;
};
struct Chart {
  std::string title, x, y;
  std::vector<Series> series;
  bool is_x_logarithmic = false, is_y_logarithmic = false;
};
// Draws the charts one below the other.
void plot(const std::string& file, const std::vector<Chart>& charts, const Console& console);

}  // namespace wangge::tools::bench
