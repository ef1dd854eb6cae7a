#pragma once
// The receipts of a table, as a table: a row for each line that has been answered.

#include <fstream>
#include <string>

#include "tools/console.h"
#include "tools/demand/receipts.h"

namespace wangge::tools {

class ReceiptFile {
 public:
  // Begins the file, before anything is submitted. `has_slips`: with the numbers of a spool's slips. Throws
  // std::runtime_error where the file cannot be written.
  ReceiptFile(const std::string& file, bool has_slips);

  void add(int line, const std::string& slip, const NamedReceipt& receipt);
  // Throws std::runtime_error where not all of the file could be written; the rest is on standard output then.
  void finish(const Console& console);

 private:
  void write(const std::vector<std::string>& cells);

  std::string file_;
  bool has_slips_;
  std::ofstream out_;
  std::string all_;
};

}  // namespace wangge::tools
