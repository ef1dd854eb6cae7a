#pragma once
// The offline terminal: what is handed in is kept in a spool on disk, in order, and delivered when the engine can be
// reached, once.

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

// A copy that is kept of a file, and the demand that names it.
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

  // All are durable when they return. A demand for which no time was said has that of now, to the minute: when it is
  // delivered is another time. The sequence number of a demand; of the files that it names copies are kept beside the
  // spool.
  std::uint32_t keep(const WrittenDemand& demand, const std::vector<AttachedFile>& files = {});
  // What is recorded on behalf of who leads a demand.
  std::uint32_t keep(const terminal::WrittenAct& act) { return spool_->append(terminal::WrittenCommand{act}); }
  // Those lines of the table that the spool does not hold yet; gives where all of them are.
  KeptTables::Lines keep(const MappedTable& table);

  // What waits, in order; false where it could not go on. Forgets what was answered days ago.
  bool deliver(Delivery& delivery);
  // Of demands that have been taken, what is still to be sent.
  std::vector<UnsentFile> unsent() const;

  // Some of it was unfinished or damaged when it was opened, which was said on stderr.
  bool was_damaged() const { return !spool_->warning().empty(); }
  std::uint32_t waiting() const { return spool_->end() - spool_->first_unanswered(); }
  const terminal::Spool& spool() const { return *spool_; }

 private:
  // By the questions of the version that the spool knows, and with a time.
  WrittenDemand as_of_now(WrittenDemand demand) const;

  void forget_unnamed_copies() const;

  std::filesystem::path copies_;
  std::unique_ptr<terminal::Spool> spool_;
  KeptTables tables_;
};

// The spool need not be open meanwhile. A copy goes when its file has come through, or is not taken, which is said on
// stderr. Gives why some are left; empty where none are.
std::string send_unsent(const std::vector<UnsentFile>& files, const std::string& to, const std::string& token,
                        const Console& console);

}  // namespace wangge::tools
