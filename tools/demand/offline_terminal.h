#pragma once
// The offline terminal: demands that are handed in are kept in a spool on disk, in order, and delivered exactly once
// when the engine can be reached.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/terminal/spool.h"
#include "engine/model/written_demand.h"
#include "tools/demand/attached_files.h"
#include "tools/demand/delivery.h"
#include "tools/demand/import_report.h"
#include "tools/demand/kept_tables.h"

namespace wangge::tools {

// The copy of a file, and the demand that names it.
struct UnsentFile {
  AttachedFile copy;
  terminal::Claim claim;
};

// The exit status where not everything that had been kept could be read: whatever else was done, somebody has to look.
inline constexpr int spool_damaged = 5;

class OfflineTerminal {
 public:
  // Makes the spool where it is not there; waits while another process has it open, for as long as one delivery may
  // take. Throws what Spool throws. `console` must outlive this.
  OfflineTerminal(const std::filesystem::path& spool, const Console& console);

  // Keeps a demand, durably when it returns, as all keep() are; returns its sequence number. A demand without a time
  // gets that of now, to the minute, since it is delivered later. Files that it names are copied and kept beside the
  // spool.
  std::uint32_t keep(const WrittenDemand& demand, const std::vector<AttachedFile>& files = {});
  // Keeps an act that is recorded on behalf of a demand's lead.
  std::uint32_t keep(const terminal::WrittenAct& act) { return spool_->append(terminal::WrittenCommand{act}); }
  // Keeps the lines of the table that the spool does not hold yet; returns the numbers of all its lines.
  KeptTables::Lines keep(const MappedTable& table);

  // Delivers what waits, in order; false where it could not go on. Forgets wishes that were answered days ago.
  bool deliver(Delivery& delivery);
  // Files of demands that have been taken which are still to be sent.
  std::vector<UnsentFile> unsent() const;

  // Whether some of the spool was unfinished or damaged when it was opened; stderr has said so.
  bool was_damaged() const { return !spool_->warning().empty(); }
  std::uint32_t waiting() const { return spool_->end() - spool_->first_unanswered(); }
  const terminal::Spool& spool() const { return *spool_; }

 private:
  // The demand with the version of questions that the spool knows, and with a time.
  WrittenDemand as_of_now(WrittenDemand demand) const;

  void forget_unnamed_copies() const;

  std::filesystem::path copies_;
  std::unique_ptr<terminal::Spool> spool_;
  KeptTables tables_;
};

// Sends files; the spool need not be open meanwhile. A copy is removed when its file has come through, or is refused,
// which is said on stderr. Returns why some are left; empty where none are.
std::string send_unsent(const std::vector<UnsentFile>& files, const std::string& to, const std::string& token,
                        const Console& console);

}  // namespace wangge::tools
