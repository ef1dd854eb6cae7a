#pragma once
// The words of tables for values that have none in engine/model/words.h.

#include <string_view>

#include "engine/model/configuration.h"
#include "engine/state/cells.h"

namespace wangge {

inline constexpr Word<OrganisationKind> organisation_words[]{
    {"property", OrganisationKind::property},
    {"department", OrganisationKind::department},
    {"utility", OrganisationKind::utility},
    {"lift_keeper", OrganisationKind::lift_keeper},
    {"alliance_unit", OrganisationKind::alliance_unit},
    {"voluntary_group", OrganisationKind::voluntary_group},
};
inline constexpr Word<Degree> degree_words[]{
    {"高中", Degree::secondary}, {"中专", Degree::secondary}, {"大专", Degree::college},
    {"本科", Degree::bachelor},  {"硕士", Degree::master},    {"博士", Degree::doctor},
};
inline constexpr Word<Lead> lead_words[]{{"post", Lead::post}, {"organisation", Lead::organisation}};
inline constexpr Word<OwnerKind> owner_words[]{
    {"property", OwnerKind::property}, {"department", OwnerKind::department}, {"utility", OwnerKind::utility},
    {"alliance", OwnerKind::alliance}, {"volunteer", OwnerKind::volunteer},
};
inline constexpr Word<Season> season_words[]{{"heating", Season::heating}};
inline constexpr Word<CommitteeOffice> office_words[]{
    {"书记", CommitteeOffice::secretary}, {"副书记", CommitteeOffice::deputy}, {"委员", CommitteeOffice::member}};
inline constexpr Word<bool> group_words[]{{"党支部", false}, {"党小组", true}};
inline constexpr Word<bool> when_words[]{{"期间", false}, {"之外", true}};
inline constexpr Word<AnswerType> answer_words[]{{"text", AnswerType::text},
                                                 {"number", AnswerType::number},
                                                 {"yesno", AnswerType::yesno},
                                                 {"choice", AnswerType::choice},
                                                 {"date", AnswerType::date}};
inline constexpr Word<bool> clock_words[]{{"照常", false}, {"从结束起", true}};
inline constexpr Word<bool> workday_words[]{{"off", false}, {"work", true}};
inline constexpr Word<Tell> tell_words[]{
    {"主办", Tell::lead}, {"上级", Tell::superior}, {"全链", Tell::chain}, {"指挥中心", Tell::city}};
inline constexpr Word<Reach> reach_words[]{{"一人", Reach::one}, {"全部", Reach::all}, {"轮流", Reach::turn}};
inline constexpr Word<Until> until_words[]{
    {"签收", Until::accepted}, {"办结", Until::finished}, {"结案", Until::closed}};

// The first word for the value; none where there is none.
template <class Words, class T>
std::string_view word_for(T value, const Words& words) {
  for (const auto& word : words)
    if (word.value == value) return word.text;
  return {};
}

}  // namespace wangge
