#pragma once
// Facts that are about no demand, grouped by their subject. Code that has nothing to do for some facts names them or
// these groups: a new fact that nobody has thought of does not compile.

#include <concepts>

#include "engine/model/event.h"

namespace wangge {

template <class Fact, class... Facts>
concept IsOneOf = (std::same_as<Fact, Facts> || ...);

template <class Fact>
concept IsOfConfiguration =
    IsOneOf<Fact, ConfigurationBegun, RowStaged, ConfigurationProposed, ConfigurationAdopted, ConfigurationRejected,
            ConfigurationScheduled, ConfigurationPutOff, PoliciesMigrated>;
template <class Fact>
concept IsOfAccounts = IsOneOf<Fact, AccountAdded, AccountEnded, SessionOpened, Declined>;
template <class Fact>
concept IsOfLog = IsOneOf<Fact, LogBegun, LossAccepted, ChainInterned, OffersInterned>;
template <class Fact>
concept IsOfJobs = IsOneOf<Fact, SituationDeclared, SituationEnded, RecomputationBegun, JobEnded>;

template <class Fact>
concept IsOfNoDemand = IsOfConfiguration<Fact> || IsOfAccounts<Fact> || IsOfLog<Fact> || IsOfJobs<Fact>;

}  // namespace wangge
