#pragma once
// The rows of a queue with the names that they need, as text and as JSON.

#include <string>
#include <vector>

#include <boost/json.hpp>

#include "engine/views/queue.h"
#include "tools/running_engine.h"
#include "tools/table.h"

namespace wangge::tools {

// The rows and the names that they need, each learnt once.
class QueueRows {
 public:
  explicit QueueRows(RunningEngine& engine) : engine_(engine) {}

  void learn(const std::vector<views::Status>& rows);

  // The rows as a table, the most urgent in colour, by the engine's time. At most `limit` rows.
  Table table(const std::vector<views::Status>& rows, std::size_t limit, const Console& console) const;
  boost::json::array json(const std::vector<views::Status>& rows) const;
  // A whole queue whose rows were learnt, with its counts.
  boost::json::object json(const views::Queue& queue) const;

  // The category of a row that was learnt; empty where it has no name.
  const std::string& category_of(const views::Status& row, const Console& console) const;
  const std::string& place_of(const views::Status& row) const;
  // The lead of a row; its id is 0 where it has no name.
  const views::NamedRow& lead_of(const views::Status& row) const;

  // How a demand stands, in words: "处置中，主办 GQ04 供热公司，时限：今天 17:30 · 处置"
  std::string standing(const views::Status& row, const Console& console) const;

  // The counts of all demands that match: "共 12 件：逾期 5，将到期 2".
  static std::string summary(const views::QueueCounts& counts, const Console& console);

 private:
  RunningEngine& engine_;
  RunningEngine::Names places_, categories_, posts_, organisations_;
};

}  // namespace wangge::tools
