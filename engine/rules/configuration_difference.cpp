// Rows that have an id are compared by id, lists by their elements, and all else as lines of a code and a text. Texts
// are made only of rows that differ. A member of Configuration that is not compared here would be adopted unseen.

#include "engine/rules/configuration_difference.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "engine/rules/routing_parts.h"
#include "engine/state/table_words.h"

namespace wangge::rules {
namespace {

struct Line {
  std::string name, text;
};
using Lines = std::map<std::string, Line>;  // by code

// --- as texts, in the words of the tables

std::string text_of(const Named& named) { return named.code.empty() ? "" : named.code + " " + named.name; }
std::string text_of(const Configuration& city, PlaceId place) { return text_of(city.place_names[place.value]); }
std::string text_of(const Configuration& city, PostId post) { return text_of(city.post_names[post.value]); }
std::string text_of(const Configuration& city, PersonId person) { return text_of(city.person_names[person.value]); }
std::string text_of(const Configuration& city, OrganisationId organisation) {
  return text_of(city.organisation_names[organisation.value]);
}
std::string text_of(const Configuration& city, CategoryId category) {
  return text_of(city.category_names[category.value]);
}
std::string text_of(const Configuration&, const std::optional<GroundPoint>& point) {
  return point ? to_text(*point) : "";
}
std::string text_of(const Configuration&, Limit limit) { return limit ? to_text(limit, false) : ""; }
std::string text_of(const Configuration&, Level level) {
  return level == Level::none ? "" : std::string(words_of(level).chinese);
}
std::string text_of(const Configuration&, Lead lead) { return std::string(word_for(lead, lead_words)); }
std::string text_of(const Configuration&, OwnerKind kind) { return std::string(word_for(kind, owner_words)); }
std::string text_of(const Configuration&, Season season) { return std::string(word_for(season, season_words)); }
std::string text_of(const Configuration&, OrganisationKind kind) {
  return std::string(word_for(kind, organisation_words));
}
std::string text_of(const Configuration&, const std::string& text) { return text; }
std::string text_of(const Configuration&, bool is) { return is ? "是" : "否"; }
std::string text_of(const Configuration&, std::uint8_t number) { return std::to_string(number); }

// The parts that are not empty, with blanks between them.
std::string joined(std::initializer_list<std::string> parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (!part.empty()) text.append(text.empty() ? "" : " ").append(part);
  }
  return text;
}

std::string time_text(const Configuration& city, Instant instant) {
  const Instant local = instant + city.calendars.city.utc_offset;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  return date_text(day) + "T" + time_of_day_text(local - day);
}

std::string text_of(const Timetable& timetable) {
  std::string text;
  for (const Opening& session : timetable.sessions) {
    text.append(text.empty() ? "" : "|")
        .append(time_of_day_text(session.opens))
        .append("-")
        .append(time_of_day_text(session.closes));
  }
  return text;
}

std::string text_of(std::chrono::month_day day) {
  return date_text(std::chrono::sys_days{std::chrono::year{2000} / day.month() / day.day()})
      .substr(std::string_view("2000-").size());
}

std::string hours_text(const Calendar& calendar) {
  std::string text = text_of(calendar.timetable);
  for (const PartOfYear& part : calendar.seasons)
    text += " " + text_of(part.from) + "~" + text_of(part.until) + " " + text_of(part.timetable);
  return text;
}

std::string text_of(const Person& person) {
  return joined({person.age != 0 ? std::to_string(person.age) : "", std::string(word_for(person.degree, degree_words)),
                 person.party_member ? "党员" : "", person.social_worker ? "持证社工" : "", person.contact});
}

std::string chain_text(const Configuration& city, const Chain& chain) {
  std::string text;
  for (const PostId post : chain.span())
    text.append(text.empty() ? "" : " → ").append(city.post_names[post.value].code);
  return text;
}

// --- as lines; a line refers to other rows by code, so that a row with a new name differs only itself

Lines limits_of(const Configuration& city) {
  Lines lines;
  const auto add = [&](const char* key, Limit limit) {
    if (limit) lines[key].text = text_of(city, limit);
  };
  add("limits.check", city.limits.check);
  add("limits.verification", city.limits.verification);
  add("limits.rating", city.limits.rating);
  add("limits.approval", city.limits.approval);
  add("limits.reopening", city.limits.reopening);
  add("limits.appeal", city.limits.appeal);
  add("whistle.arrive_within", city.arrive_within);
  return lines;
}

template <class Unit>
std::string count_of(Duration duration) {
  return std::to_string(std::chrono::floor<Unit>(duration).count());
}

Lines settings_of(const Configuration& city) {
  const Duration offset = city.calendars.city.utc_offset;
  std::string voices, kinds;
  for (const std::uint32_t at : city.more_severe_at)
    voices.append(voices.empty() ? "" : ", ").append(std::to_string(at));
  for (int kind = 0; kind < notice_kinds; ++kind) {
    if (city.notices.kinds[static_cast<std::size_t>(kind)])
      kinds.append(kinds.empty() ? "" : ", ").append(words_of(NoticeKind(kind)).chinese);
  }
  const bool is_quiet = city.notices.quiet_from != city.notices.quiet_until;
  return {
      {"city.code", {{}, city.city_code}},
      {"city.name", {{}, city.city_name}},
      {"time.utc_offset", {{}, (offset < Duration{0} ? "-" : "+") + time_of_day_text(std::chrono::abs(offset))}},
      {"time.start_ahead_days", {{}, count_of<std::chrono::days>(city.start_ahead)}},
      {"demands.tolerated_ahead_hours", {{}, count_of<std::chrono::hours>(city.tolerated_ahead)}},
      {"joined.more_severe_at", {{}, voices}},
      {"hotspots.from", {{}, std::to_string(city.recurrence.hotspot_from)}},
      {"hotspots.to_superior_from", {{}, std::to_string(city.recurrence.raised_from)}},
      {"hotspots.within_days", {{}, count_of<std::chrono::days>(city.recurrence.hotspot_within)}},
      {"storms.from", {{}, std::to_string(city.recurrence.storm_from)}},
      {"storms.within_minutes", {{}, std::to_string(city.recurrence.storm_minutes)}},
      {"similar.within_days", {{}, count_of<std::chrono::days>(city.similar_within)}},
      {"notices.kinds", {{}, kinds}},
      {"notices.quiet",
       {{},
        is_quiet ? time_of_day_text(city.notices.quiet_from) + "-" + time_of_day_text(city.notices.quiet_until) : ""}}};
}

// The policies by class, severity and step; "*" is any.
Lines policies_of(const Configuration& city) {
  Lines lines;
  const auto number = [](std::uint8_t of) { return of == 0 ? "*" : std::to_string(of); };
  for (const Policy& policy : *city.policies) {
    for (std::size_t i = 0; i < policy.steps.size(); ++i) {
      const PolicyStep& step = policy.steps[i];
      std::string told;
      for (const auto& word : tell_words) {
        if (step.tell[static_cast<std::size_t>(word.value)]) told.append(told.empty() ? "" : "|").append(word.text);
      }
      lines[number(policy.class_number) + "/" + number(policy.severity) + "/" + std::to_string(i + 1)].text =
          joined({text_of(city, step.wait), told, std::string(word_for(step.reach, reach_words)),
                  "×" + std::to_string(step.repeats + 1), step.is_quiet ? "夜间不打扰" : "",
                  std::string(word_for(step.until, until_words))});
    }
  }
  return lines;
}

// Visits the places with a calendar of their own, each at the topmost place that has it; the city first.
template <class Each>
void each_office(const Configuration& city, Each each) {
  each(city.city_code, city.city_name, city.calendars.city);
  for (std::uint32_t id = 1; id < city.calendars.of_place.size(); ++id) {
    const std::uint8_t index = city.calendars.index(PlaceId{id});
    if (!city.places[id].present || index == 0 || index == city.calendars.index(city.places[id].parent)) continue;
    each(city.place_names[id].code, city.place_names[id].name, city.calendars.at(index));
  }
}

Lines timetables_of(const Configuration& city) {
  Lines lines;
  each_office(city, [&](const std::string& code, const std::string& name, const Calendar& calendar) {
    lines[code] = {name, hours_text(calendar)};
  });
  return lines;
}

// The city's list of days, and for other places the days that differ from the city's.
Lines days_of(const Configuration& city) {
  Lines lines;
  each_office(city, [&](const std::string& code, const std::string& name, const Calendar& calendar) {
    const bool is_city = &calendar == &city.calendars.city;
    const auto add = [&](const std::vector<std::chrono::sys_days>& days,
                         const std::vector<std::chrono::sys_days>& citys, bool works) {
      for (const std::chrono::sys_days day : days) {
        if (is_city || !std::ranges::binary_search(citys, day))
          lines[date_text(day) + " " + code] = {name, std::string(word_for(works, workday_words))};
      }
    };
    add(calendar.days_off, city.calendars.city.days_off, false);
    add(calendar.workdays, city.calendars.city.workdays, true);
  });
  for (const int year : city.calendars.city.listed_years)
    lines[std::to_string(year)] = {city.city_name, std::string(year_is_listed)};
  return lines;
}

Lines conditions_of(const Configuration& city) {
  Lines lines;
  for (std::size_t id = 1; id < city.categories.size(); ++id) {
    const std::vector<Condition>& conditions = city.categories[id].conditions;
    for (std::size_t number = 1; number < conditions.size(); ++number) {
      const Condition& one = conditions[number];
      if (!one.present) continue;
      lines[city.category_names[id].code + "/" + std::to_string(number)] = {
          one.name, joined({one.name, one.contain ? "先期处置" : "", text_of(city, one.contain),
                            one.resolve ? "处置" : "", text_of(city, one.resolve)})};
    }
  }
  return lines;
}

Lines questions_of(const Configuration& city) {
  Lines lines;
  for (std::size_t id = 1; id < city.categories.size(); ++id) {
    for (const CategoryQuestion& one : city.categories[id].questions) {
      std::string choices;
      for (const std::string& choice : one.choices) choices.append(choices.empty() ? "" : "|").append(choice);
      lines[city.category_names[id].code + "/" + one.code] = {
          one.text, joined({std::to_string(one.order) + ".", one.text, one.text_en,
                            std::string(word_for(one.type, answer_words)), choices, one.required ? "必填" : ""})};
    }
  }
  return lines;
}

// The effects with their order, as the first that holds counts.
Lines effects_of(const Configuration& city) {
  Lines lines;
  for (std::size_t id = 1; id < city.categories.size(); ++id) {
    int number = 0;
    for (const SituationEffect& effect : city.categories[id].effects) {
      const std::string of = effect.condition == 0 ? "" : "/" + std::to_string(effect.condition);
      lines[city.category_names[id].code + of + " " + city.situation_names[effect.situation.value].code + " " +
            std::string(word_for(effect.is_outside, when_words))] = {
          city.category_names[id].name,
          joined({std::to_string(++number) + ".", std::string(word_for(effect.from_its_end, clock_words)),
                  effect.severity != 0 ? std::to_string(effect.severity) + " 级" : "",
                  text_of(city, effect.first_level), effect.lead ? text_of(city, *effect.lead) : ""})};
    }
  }
  return lines;
}

Lines alliances_of(const Configuration& city) {
  Lines lines;
  for (const Alliance& one : city.alliances) {
    std::string members;
    for (const OrganisationId member : one.members) members += " " + city.organisation_names[member.value].code;
    lines[one.code] = {one.name, joined({one.name, city.place_names[one.place.value].code,
                                         city.organisation_names[one.chair.value].code}) +
                                     members};
  }
  return lines;
}

Lines venues_of(const Configuration& city) {
  Lines lines;
  for (const Venue& one : city.venues)
    lines[one.code] = {
        one.name, joined({one.name, city.place_names[one.community.value].code, std::to_string(one.area_m2) + " m²"})};
  return lines;
}

Lines branches_of(const Configuration& city) {
  Lines lines;
  for (const Branch& one : city.branches) {
    lines[one.code] = {one.name, joined({one.name, std::string(word_for(one.group, group_words)),
                                         city.place_names[one.place.value].code})};
  }
  return lines;
}

Lines committees_of(const Configuration& city) {
  Lines lines;
  for (const CommitteeMember& one : city.committees) {
    const Named& person = city.person_names[one.person.value];
    lines[person.code] = {person.name,
                          joined({city.place_names[one.community.value].code,
                                  std::string(word_for(one.office, office_words)), one.chairs ? "一肩挑" : ""})};
  }
  return lines;
}

Lines successions_of(const Configuration& city) {
  Lines lines;
  for (const Succession& one : city.successions)
    lines[city.place_names[one.grid.value].code] = {{}, city.place_names[one.successor.value].code};
  return lines;
}

Lines rotations_of(const Configuration& city) {
  Lines lines;
  for (const Rotation& one : city.rotations) {
    std::string people;
    for (const PersonId person : one.people)
      people.append(people.empty() ? "" : "|").append(city.person_names[person.value].code);
    const Named& post = city.post_names[one.post.value];
    lines[post.code + " " + time_text(city, one.from)] = {
        post.name, joined({count_of<std::chrono::days>(one.length) + " 天", people})};
  }
  return lines;
}

Lines shifts_of(const Configuration& city) {
  Lines lines;
  for (const Shift& one : city.shifts) {
    const Named& post = city.post_names[one.post.value];
    lines[post.code + " " + time_text(city, one.from)] = {
        post.name, joined({"~ " + time_text(city, one.until), city.person_names[one.person.value].code, one.why})};
  }
  return lines;
}

// --- comparing

class Comparison {
 public:
  Comparison(const Configuration& before, const Configuration& after, std::size_t most)
      : before_(before), after_(after), most_(most) {}

  Differences work_out() {
    responsibility();
    territory();
    organisations();
    categories();
    the_city();
    others();
    return std::move(found_);
  }

 private:
  void add(Differs what, const Named& of, std::string before, std::string after) {
    std::uint32_t& count = found_.counts[static_cast<std::size_t>(what)];
    if (count++ < most_) found_.rows.push_back({what, of.code, of.name, std::move(before), std::move(after)});
  }

  // Compares each id that is there before or after: its rows, and the name that it has or had.
  template <class Row, class Compare>
  void each(std::vector<Row> Configuration::*rows, std::vector<Named> Configuration::*names, Compare compare) {
    static const Row none{};
    const auto row_of = [&](const Configuration& city, std::size_t id) -> const Row& {
      return id < (city.*rows).size() ? (city.*rows)[id] : none;
    };
    for (std::size_t id = 1; id < (after_.*rows).size(); ++id) {
      const Row &one = row_of(before_, id), &other = row_of(after_, id);
      if (one.present || other.present) compare(one, other, ((other.present ? after_ : before_).*names)[id], id);
    }
  }

  // Compares whether a row is there, and its name.
  template <class Row>
  void names(Differs what, std::vector<Row> Configuration::*rows, std::vector<Named> Configuration::*names) {
    each(rows, names, [&](const Row& one, const Row& other, const Named& of, std::size_t id) {
      const std::string before = one.present ? (before_.*names)[id].name : "", after = other.present ? of.name : "";
      if (one.present != other.present || before != after) add(what, of, before, after);
    });
  }

  template <class Row, class Member>
  void member(Differs what, std::vector<Row> Configuration::*rows, std::vector<Named> Configuration::*names,
              Member Row::*field) {
    each(rows, names, [&](const Row& one, const Row& other, const Named& of, std::size_t) {
      if (!other.present || (one.present && one.*field == other.*field)) return;
      std::string before = one.present ? text_of(before_, one.*field) : "", after = text_of(after_, other.*field);
      if (before != after) add(what, of, std::move(before), std::move(after));
    });
  }
  template <class Member>
  void of_posts(Differs what, Member Post::*field) {
    member(what, &Configuration::posts, &Configuration::post_names, field);
  }
  template <class Member>
  void of_places(Differs what, Member Place::*field) {
    member(what, &Configuration::places, &Configuration::place_names, field);
  }
  template <class Member>
  void of_organisations(Differs what, Member Organisation::*field) {
    member(what, &Configuration::organisations, &Configuration::organisation_names, field);
  }
  template <class Member>
  void of_assets(Differs what, Member Asset::*field) {
    member(what, &Configuration::assets, &Configuration::asset_names, field);
  }
  template <class Member>
  void of_categories(Differs what, Member Category::*field) {
    member(what, &Configuration::categories, &Configuration::category_names, field);
  }

  // Tells the elements that stand in only one of two lists.
  template <class Row, class Key, class Tell>
  void lists(const std::vector<Row>& before, const std::vector<Row>& after, Key key, Tell tell) {
    const auto sorted = [&](const std::vector<Row>& rows) {
      std::vector<decltype(key(rows.front()))> keys;
      std::ranges::transform(rows, std::back_inserter(keys), key);
      std::ranges::sort(keys);
      return keys;
    };
    const auto was = sorted(before), is = sorted(after);
    decltype(sorted(before)) gone, come;
    std::ranges::set_difference(was, is, std::back_inserter(gone));
    std::ranges::set_difference(is, was, std::back_inserter(come));
    for (const auto& one : gone) tell(one, before_, true);
    for (const auto& one : come) tell(one, after_, false);
  }
  void add_one(Differs what, const Named& of, std::string text, bool is_gone) {
    if (is_gone) {
      add(what, of, std::move(text), "");
    } else {
      add(what, of, "", std::move(text));
    }
  }

  void lines(Differs what, const Lines& before, const Lines& after) {
    const auto text_in = [](const Lines& lines, const std::string& code) {
      const auto found = lines.find(code);
      return found == lines.end() ? std::string() : found->second.text;
    };
    Lines all = after;
    all.insert(before.begin(), before.end());
    for (const auto& [code, line] : all) {
      std::string was = text_in(before, code), is = text_in(after, code);
      if (was != is) add(what, {code, line.name}, std::move(was), std::move(is));
    }
  }

  void responsibility() {
    names(Differs::post, &Configuration::posts, &Configuration::post_names);
    of_posts(Differs::post_level, &Post::level);
    of_posts(Differs::post_place, &Post::place);
    of_posts(Differs::superior, &Post::superior);
    of_posts(Differs::holder, &Post::holder);
    of_posts(Differs::deputy, &Post::deputy);
    each(&Configuration::places, &Configuration::place_names,
         [&](const Place& one, const Place& other, const Named& of, std::size_t) {
           if (!one.present || !other.present || !one.post || !other.post) return;
           const Chain was = chain_from(before_, one.post), is = chain_from(after_, other.post);
           if (!std::ranges::equal(was.span(), is.span()))
             add(Differs::chain, of, chain_text(before_, was), chain_text(after_, is));
         });
    lists(
        before_.leave, after_.leave, [](const Leave& one) { return std::tuple(one.person, one.from, one.until); },
        [&](const auto& one, const Configuration& city, bool is_gone) {
          const auto& [person, from, until] = one;
          add_one(Differs::leave, city.person_names[person.value],
                  time_text(city, from) + " ~ " + time_text(city, until), is_gone);
        });
  }

  void territory() {
    names(Differs::place, &Configuration::places, &Configuration::place_names);
    of_places(Differs::place_within, &Place::parent);
    of_places(Differs::manager, &Place::manager);
    lines(Differs::succession, successions_of(before_), successions_of(after_));
    doors();
  }

  // Codes of doors are no part of a configuration: a door is told by its place and its name.
  void doors() {
    static const Door none;
    const auto row_of = [](const Configuration& city, std::size_t id) -> const Door& {
      return id < city.doors.size() ? city.doors[id] : none;
    };
    for (std::size_t id = 1; id < after_.doors.size(); ++id) {
      const Door &one = row_of(before_, id), &other = row_of(after_, id);
      const std::string before = one.present ? before_.door_names[id] : "",
                        after = other.present ? after_.door_names[id] : "";
      const Named of{(other.present ? after_ : before_).place_names[(other.present ? other : one).place.value].code,
                     other.present ? after : before};
      if (one.present != other.present || before != after) add(Differs::door, of, before, after);
      if (one.present && other.present && one.place != other.place)
        add(Differs::door_within, of, text_of(before_, one.place), text_of(after_, other.place));
    }
  }

  void organisations() {
    names(Differs::organisation, &Configuration::organisations, &Configuration::organisation_names);
    of_organisations(Differs::organisation_kind, &Organisation::kind);
    of_organisations(Differs::seat, &Organisation::seat);
    names(Differs::asset, &Configuration::assets, &Configuration::asset_names);
    of_assets(Differs::asset_place, &Asset::place);
    of_assets(Differs::asset_place, &Asset::at);
    of_assets(Differs::asset_owner, &Asset::owner);
    of_assets(Differs::asset_keeper, &Asset::keeper);
    lists(
        before_.duties, after_.duties,
        [](const Duty& one) { return std::tuple(one.organisation, one.category, one.place); },
        [&](const auto& one, const Configuration& city, bool is_gone) {
          const auto& [organisation, category, place] = one;
          add_one(Differs::duty, city.organisation_names[organisation.value],
                  text_of(city, category) + " @ " + text_of(city, place), is_gone);
        });
  }

  void categories() {
    each(&Configuration::categories, &Configuration::category_names,
         [&](const Category& one, const Category& other, const Named& of, std::size_t id) {
           const auto called = [&](const Configuration& city, const Category& category) {
             return category.present ? joined({city.category_names[id].name, category.name_en}) : "";
           };
           std::string before = called(before_, one), after = called(after_, other);
           if (before != after) add(Differs::category, of, std::move(before), std::move(after));
         });
    of_categories(Differs::category_class, &Category::class_name);
    of_categories(Differs::category_class, &Category::class_name_en);
    of_categories(Differs::accept_limit, &Category::accept);
    of_categories(Differs::contain_limit, &Category::contain);
    of_categories(Differs::resolve_limit, &Category::resolve);
    of_categories(Differs::severity, &Category::severity);
    of_categories(Differs::first_level, &Category::first_level);
    of_categories(Differs::lead, &Category::lead);
    of_categories(Differs::owner_kind, &Category::owner_kind);
    of_categories(Differs::check_first, &Category::check_first);
    of_categories(Differs::verify_by, &Category::verify_by);
    of_categories(Differs::tell_chain, &Category::tell_chain);
    of_categories(Differs::restricted, &Category::restricted);
    of_categories(Differs::above_complained, &Category::above_complained);
    of_categories(Differs::season, &Category::season);
    lines(Differs::condition, conditions_of(before_), conditions_of(after_));
    keywords();
    lines(Differs::question, questions_of(before_), questions_of(after_));
  }

  // The keywords that go, and those that come; of a category, then of its conditions.
  void keywords() {
    const auto missing_in = [](const std::vector<Keyword>& all, const std::vector<Keyword>& one) {
      std::string text;
      for (const Keyword& keyword : one) {
        if (std::ranges::find(all, keyword) != all.end()) continue;
        text.append(text.empty() ? "" : "|").append(keyword.word);
        if (keyword.weight != 1) text.append(":").append(std::to_string(keyword.weight));
      }
      return text;
    };
    const auto compare = [&](const Named& of, const std::vector<Keyword>& before, const std::vector<Keyword>& after) {
      std::string gone = missing_in(after, before), come = missing_in(before, after);
      if (!gone.empty() || !come.empty()) add(Differs::keyword, of, std::move(gone), std::move(come));
    };
    each(&Configuration::categories, &Configuration::category_names,
         [&](const Category& one, const Category& other, const Named& of, std::size_t) {
           if (!other.present) return;
           compare(of, one.keywords, other.keywords);
           static const Condition none;
           const auto condition = [&](const Category& category, std::size_t number) -> const Condition& {
             return number < category.conditions.size() ? category.conditions[number] : none;
           };
           for (std::size_t number = 1; number < std::max(one.conditions.size(), other.conditions.size()); ++number) {
             const Condition &was = condition(one, number), &is = condition(other, number);
             compare({of.code + "/" + std::to_string(number), is.present ? is.name : was.name}, was.keywords,
                     is.keywords);
           }
         });
  }

  void the_city() {
    lines(Differs::city_limit, limits_of(before_), limits_of(after_));
    lines(Differs::setting, settings_of(before_), settings_of(after_));
    lines(Differs::policy, policies_of(before_), policies_of(after_));
    lines(Differs::timetable, timetables_of(before_), timetables_of(after_));
    lines(Differs::day, days_of(before_), days_of(after_));
    each(&Configuration::situations, &Configuration::situation_names,
         [&](const Situation& one, const Situation& other, const Named& of, std::size_t id) {
           const auto text = [&](const Configuration& city, const Situation& situation) {
             return situation.present ? joined({city.situation_names[id].name, text_of(city, situation.declared_by)})
                                      : "";
           };
           std::string before = text(before_, one), after = text(after_, other);
           if (before != after) add(Differs::situation, of, std::move(before), std::move(after));
         });
    lines(Differs::situation_effect, effects_of(before_), effects_of(after_));
  }

  void others() {
    lists(
        before_.resources, after_.resources,
        [](const Resource& one) { return std::tuple(one.who.raw(), one.category, one.place); },
        [&](const auto& one, const Configuration& city, bool is_gone) {
          const auto& [raw, category, place] = one;
          const Party who = Party::from_raw(raw);
          const Named& of = who.is_person() ? city.person_names[who.person().value]
                                            : city.organisation_names[who.organisation().value];
          add_one(Differs::resource, of, text_of(city, category) + " @ " + text_of(city, place), is_gone);
        });
    lines(Differs::alliance, alliances_of(before_), alliances_of(after_));
    lists(
        before_.volunteers, after_.volunteers, [](PersonId person) { return person; },
        [&](PersonId person, const Configuration& city, bool is_gone) {
          const Named& of = city.person_names[person.value];
          add_one(Differs::volunteer, of, of.name, is_gone);
        });
    lines(Differs::committee, committees_of(before_), committees_of(after_));
    lines(Differs::venue, venues_of(before_), venues_of(after_));
    lines(Differs::branch, branches_of(before_), branches_of(after_));
    names(Differs::person, &Configuration::people, &Configuration::person_names);
    each(&Configuration::people, &Configuration::person_names,
         [&](const Person& one, const Person& other, const Named& of, std::size_t) {
           const auto record = [](const Person& person) {
             return std::tuple(person.age, person.degree, person.party_member, person.social_worker, person.contact);
           };
           if (one.present && other.present && record(one) != record(other))
             add(Differs::person_record, of, text_of(one), text_of(other));
         });
    ground(Differs::outline, before_.outlines, after_.outlines, &Outline::grid, [](const Outline& outline) {
      std::vector<std::vector<GroundPoint>> rings = outline.others;
      rings.insert(rings.begin(), outline.ring);
      return rings;
    });
    ground(Differs::point, before_.points, after_.points, &PlacePoints::place,
           [](const PlacePoints& points) { return std::vector<std::vector<GroundPoint>>{points.points}; });
    lines(Differs::rotation, rotations_of(before_), rotations_of(after_));
    lines(Differs::shift, shifts_of(before_), shifts_of(after_));
  }

  // How many points there are, and where the first one lies that differs.
  template <class Row, class RingsOf>
  void ground(Differs what, const std::vector<Row>& before, const std::vector<Row>& after, PlaceId Row::*place,
              RingsOf rings_of) {
    using Points = std::vector<GroundPoint>;
    std::map<PlaceId, std::pair<const Row*, const Row*>> all;
    for (const Row& row : before) all[row.*place].first = &row;
    for (const Row& row : after) all[row.*place].second = &row;
    for (const auto& [of, both] : all) {
      const auto rings = [&](const Row* row) { return row != nullptr ? rings_of(*row) : std::vector<Points>{}; };
      const std::vector<Points> were = rings(both.first), are = rings(both.second);
      if (were == are) continue;
      const auto flat = [](const std::vector<Points>& some) {
        Points points;
        for (const Points& ring : some) points.insert(points.end(), ring.begin(), ring.end());
        return points;
      };
      const Points was = flat(were), is = flat(are);
      const auto same = static_cast<std::size_t>(std::ranges::mismatch(was, is).in1 - was.begin());
      const auto text = [&](const Points& some) {
        return some.empty() ? std::string()
                            : joined({std::to_string(some.size()), same < some.size() ? to_text(some[same]) : ""});
      };
      add(what, after_.place_names[of.value], text(was), text(is));
    }
  }

  const Configuration& before_;
  const Configuration& after_;
  std::size_t most_;
  Differences found_;
};

}  // namespace

// Some kinds are met more than once; the rows of each kind are brought together.
Differences difference(const Configuration& before, const Configuration& after, std::size_t most) {
  Differences found = Comparison(before, after, most).work_out();
  std::ranges::stable_sort(found.rows, {}, &Difference::what);
  return found;
}

}  // namespace wangge::rules
