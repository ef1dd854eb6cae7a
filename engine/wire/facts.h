#pragma once
// The mapping of facts (engine/model/event.h) to and from batch.capnp, the only one.
//
// Column<Fact> says which list of a batch holds a fact and which number stands for it in `kinds`. The numbers are on
// disk: they are never changed nor used again, whatever the order of the variant.

#include <cstdint>

#include "engine/model/event.h"
#include "engine/wire/batch.capnp.h"

namespace wangge::wire {

template <class Fact>
struct Column;

#define WANGGE_COLUMN_IN(number, Name, writer, reader)                                                        \
  template <>                                                                                                 \
  struct Column<Name> {                                                                                       \
    static constexpr std::uint8_t kind = number;                                                              \
    using Reader = batch::Name::Reader;                                                                       \
    using Builder = batch::Name::Builder;                                                                     \
    using List = capnp::List<batch::Name>;                                                                    \
    static List::Builder init(batch::Batch::Builder out, unsigned count) { return writer.init##Name(count); } \
    static List::Reader get(batch::Batch::Reader in) { return reader.get##Name(); }                           \
  }
#define WANGGE_COLUMN(number, Name) WANGGE_COLUMN_IN(number, Name, out, in)
#define WANGGE_RARE_COLUMN(number, Name) WANGGE_COLUMN_IN(number, Name, out.getRare(), in.getRare())

WANGGE_COLUMN(1, Submitted);
WANGGE_COLUMN(2, Accepted);
WANGGE_COLUMN(3, Finished);
WANGGE_COLUMN(4, Closed);
WANGGE_COLUMN(5, Escalated);
WANGGE_COLUMN(6, Declined);
WANGGE_COLUMN(7, ChainInterned);
WANGGE_COLUMN(8, OffersInterned);
WANGGE_COLUMN(9, SessionOpened);
WANGGE_COLUMN(10, AccountAdded);
WANGGE_COLUMN(11, AccountEnded);
WANGGE_COLUMN(12, LogBegun);
WANGGE_COLUMN(13, LossAccepted);
WANGGE_COLUMN(14, ConfigurationBegun);
WANGGE_COLUMN(15, RowStaged);
WANGGE_COLUMN(16, ConfigurationAdopted);
WANGGE_COLUMN(17, Acted);
WANGGE_COLUMN(18, Reassigned);
WANGGE_COLUMN(19, Warned);
WANGGE_COLUMN(20, Lapsed);
WANGGE_COLUMN(21, Sought);
WANGGE_COLUMN(22, Assisted);
WANGGE_COLUMN(23, Moved);
WANGGE_RARE_COLUMN(24, Urged);
WANGGE_RARE_COLUMN(25, Noticed);
WANGGE_RARE_COLUMN(26, Delivered);
WANGGE_RARE_COLUMN(27, PoliciesMigrated);
WANGGE_RARE_COLUMN(28, SituationDeclared);
WANGGE_RARE_COLUMN(29, SituationEnded);
WANGGE_RARE_COLUMN(30, RecomputationBegun);
WANGGE_RARE_COLUMN(31, Rescheduled);
WANGGE_RARE_COLUMN(32, JobEnded);
WANGGE_RARE_COLUMN(33, Joined);
WANGGE_RARE_COLUMN(34, Gathered);
WANGGE_RARE_COLUMN(35, Recurred);
WANGGE_RARE_COLUMN(36, Summoned);
WANGGE_RARE_COLUMN(37, Attended);
WANGGE_RARE_COLUMN(38, NotArrived);
WANGGE_RARE_COLUMN(39, Rerouted);
WANGGE_RARE_COLUMN(40, Reclassified);
WANGGE_RARE_COLUMN(41, ConfigurationProposed);
WANGGE_RARE_COLUMN(42, ConfigurationRejected);
WANGGE_RARE_COLUMN(43, ConfigurationScheduled);
WANGGE_RARE_COLUMN(44, ConfigurationPutOff);
WANGGE_RARE_COLUMN(45, DescribedFact);
#undef WANGGE_COLUMN
#undef WANGGE_RARE_COLUMN
#undef WANGGE_COLUMN_IN

inline constexpr std::uint8_t fact_kind_max = 45;  // the highest number in use
inline constexpr std::uint8_t rare_kinds_after = 23;

// Writes one fact into its place in the list; of a Submitted all but the part that lies aside.
void write(const Submitted& fact, batch::Submitted::Builder out);
void write(const Accepted& fact, batch::Accepted::Builder out);
void write(const Finished& fact, batch::Finished::Builder out);
void write(const Closed& fact, batch::Closed::Builder out);
void write(const Acted& fact, batch::Acted::Builder out);
void write(const Escalated& fact, batch::Escalated::Builder out);
void write(const Sought& fact, batch::Sought::Builder out);
void write(const Assisted& fact, batch::Assisted::Builder out);
void write(const Moved& fact, batch::Moved::Builder out);
void write(const Reclassified& fact, batch::Reclassified::Builder out);
void write(const Joined& fact, batch::Joined::Builder out);
void write(const Gathered& fact, batch::Gathered::Builder out);
void write(const Recurred& fact, batch::Recurred::Builder out);
void write(const Reassigned& fact, batch::Reassigned::Builder out);
void write(const Warned& fact, batch::Warned::Builder out);
void write(const Lapsed& fact, batch::Lapsed::Builder out);
void write(const Urged& fact, batch::Urged::Builder out);
void write(const Noticed& fact, batch::Noticed::Builder out);
void write(const Delivered& fact, batch::Delivered::Builder out);
void write(const PoliciesMigrated& fact, batch::PoliciesMigrated::Builder out);
void write(const SituationDeclared& fact, batch::SituationDeclared::Builder out);
void write(const SituationEnded& fact, batch::SituationEnded::Builder out);
void write(const Summoned& fact, batch::Summoned::Builder out);
void write(const Attended& fact, batch::Attended::Builder out);
void write(const NotArrived& fact, batch::NotArrived::Builder out);
void write(const RecomputationBegun& fact, batch::RecomputationBegun::Builder out);
void write(const Rescheduled& fact, batch::Rescheduled::Builder out);
void write(const Rerouted& fact, batch::Rerouted::Builder out);
void write(const JobEnded& fact, batch::JobEnded::Builder out);
void write(const Declined& fact, batch::Declined::Builder out);
void write(const ChainInterned& fact, batch::ChainInterned::Builder out);
void write(const OffersInterned& fact, batch::OffersInterned::Builder out);
void write(const SessionOpened& fact, batch::SessionOpened::Builder out);
void write(const AccountAdded& fact, batch::AccountAdded::Builder out);
void write(const AccountEnded& fact, batch::AccountEnded::Builder out);
void write(const LogBegun& fact, batch::LogBegun::Builder out);
void write(const LossAccepted& fact, batch::LossAccepted::Builder out);
void write(const ConfigurationBegun& fact, batch::ConfigurationBegun::Builder out);
void write(const RowStaged& fact, batch::RowStaged::Builder out);
void write(const ConfigurationProposed& fact, batch::ConfigurationProposed::Builder out);
void write(const ConfigurationAdopted& fact, batch::ConfigurationAdopted::Builder out);
void write(const ConfigurationRejected& fact, batch::ConfigurationRejected::Builder out);
void write(const ConfigurationScheduled& fact, batch::ConfigurationScheduled::Builder out);
void write(const ConfigurationPutOff& fact, batch::ConfigurationPutOff::Builder out);
void write(const DescribedFact& fact, batch::DescribedFact::Builder out);

// Reads a fact back. Throws kj::Exception where a hash or an id has the wrong length, a chain is too long, or a number
// stands for no value.
Submitted read(batch::Submitted::Reader in);
Accepted read(batch::Accepted::Reader in);
Finished read(batch::Finished::Reader in);
Closed read(batch::Closed::Reader in);
Acted read(batch::Acted::Reader in);
Escalated read(batch::Escalated::Reader in);
Sought read(batch::Sought::Reader in);
Assisted read(batch::Assisted::Reader in);
Moved read(batch::Moved::Reader in);
Reclassified read(batch::Reclassified::Reader in);
Joined read(batch::Joined::Reader in);
Gathered read(batch::Gathered::Reader in);
Recurred read(batch::Recurred::Reader in);
Reassigned read(batch::Reassigned::Reader in);
Warned read(batch::Warned::Reader in);
Lapsed read(batch::Lapsed::Reader in);
Urged read(batch::Urged::Reader in);
Noticed read(batch::Noticed::Reader in);
Delivered read(batch::Delivered::Reader in);
PoliciesMigrated read(batch::PoliciesMigrated::Reader in);
SituationDeclared read(batch::SituationDeclared::Reader in);
SituationEnded read(batch::SituationEnded::Reader in);
Summoned read(batch::Summoned::Reader in);
Attended read(batch::Attended::Reader in);
NotArrived read(batch::NotArrived::Reader in);
RecomputationBegun read(batch::RecomputationBegun::Reader in);
Rescheduled read(batch::Rescheduled::Reader in);
Rerouted read(batch::Rerouted::Reader in);
JobEnded read(batch::JobEnded::Reader in);
Declined read(batch::Declined::Reader in);
ChainInterned read(batch::ChainInterned::Reader in);
OffersInterned read(batch::OffersInterned::Reader in);
SessionOpened read(batch::SessionOpened::Reader in);
AccountAdded read(batch::AccountAdded::Reader in);
AccountEnded read(batch::AccountEnded::Reader in);
LogBegun read(batch::LogBegun::Reader in);
LossAccepted read(batch::LossAccepted::Reader in);
ConfigurationBegun read(batch::ConfigurationBegun::Reader in);
RowStaged read(batch::RowStaged::Reader in);
ConfigurationProposed read(batch::ConfigurationProposed::Reader in);
ConfigurationAdopted read(batch::ConfigurationAdopted::Reader in);
ConfigurationRejected read(batch::ConfigurationRejected::Reader in);
ConfigurationScheduled read(batch::ConfigurationScheduled::Reader in);
ConfigurationPutOff read(batch::ConfigurationPutOff::Reader in);
DescribedFact read(batch::DescribedFact::Reader in);

}  // namespace wangge::wire
