#include "tools/demand/receipt_file.h"

#include <iostream>
#include <stdexcept>
#include <vector>

#include "config/csv.h"
#include "tools/demand/submission.h"

namespace wangge::tools {
namespace {

std::runtime_error cannot_write(const std::string& file) {
  return std::runtime_error(file + ": 无法写入 / cannot be written");
}

}  // namespace

ReceiptFile::ReceiptFile(const std::string& file, bool has_slips)
    : file_(file), has_slips_(has_slips), out_(file, std::ios::binary) {
  std::vector<std::string> cells = receipt_columns();
  if (has_slips_) cells.insert(cells.begin(), "slip");
  cells.insert(cells.begin(), "line");
  write(cells);
  if (!out_.flush()) throw cannot_write(file_);
}

void ReceiptFile::add(int line, const std::string& slip, const NamedReceipt& receipt) {
  std::vector<std::string> cells = receipt_cells(receipt, local_offset);
  if (has_slips_) cells.insert(cells.begin(), slip);
  cells.insert(cells.begin(), std::to_string(line));
  write(cells);
}

void ReceiptFile::write(const std::vector<std::string>& cells) {
  const std::string row = config::to_csv(cells);
  out_ << row;
  all_ += row;
}

void ReceiptFile::finish(const Console& console) {
  if (out_.flush()) return;
  std::cerr << "wangge: " << file_
            << console.say("：回执写不进去，改为显示如下",
                           ": the receipts cannot be written there, so they are shown here")
            << "\n";
  std::cout << all_ << std::flush;
  throw cannot_write(file_);
}

}  // namespace wangge::tools
