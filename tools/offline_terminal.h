#pragma once
// The offline terminal: what is handed in is kept in a spool on disk, in order, and delivered when the engine can be
// reached, once.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "adapters/terminal/spool.h"
#include "engine/model/written_demand.h"
#include "tools/delivery.h"
#include "tools/import_report.h"
#include "tools/kept_tables.h"

namespace wangge::tools {

class OfflineTerminal {
 public:
  // Makes the spool where it is not there; waits while another process has it open, for as long as one delivery may
  // take. Throws what Spool throws. `console` must outlive this.
  OfflineTerminal(const std::filesystem::path& spool, const Console& console);

  // Both are durable when they return. The sequence number of a demand.
  std::uint32_t keep(const WrittenDemand& demand);
  // Those lines of the table that the spool does not hold yet; gives where all of them are.
  KeptTables::Lines keep(const MappedTable& table);

  // What waits, in order; false where it could not go on. Forgets what was answered days ago.
  bool deliver(Delivery& delivery);

  std::uint32_t waiting() const { return spool_->end() - spool_->first_unanswered(); }
  const terminal::Spool& spool() const { return *spool_; }

 private:
  // By the questions of the version that the spool knows.
  WrittenDemand asked_now(WrittenDemand demand) const;

  std::unique_ptr<terminal::Spool> spool_;
  KeptTables tables_;
};

}  // namespace wangge::tools
