#include "engine/state/configuration_reader.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <type_traits>

#include "engine/base/limits.h"
#include "engine/state/calendar_reader.h"
#include "engine/state/cells.h"
#include "engine/state/outline_reader.h"
#include "engine/state/policy_reader.h"
#include "engine/state/roster_reader.h"
#include "engine/state/row_reader.h"
#include "engine/state/table_words.h"

// A row is read cell by cell. A code in a cell must have been defined by an earlier row, so that a reference is either
// an id that is present or a fault of that very cell. A row whose own cells are bad still defines its code; otherwise
// every row that refers to it would be a fault too.

namespace wangge {
namespace {

using std::string_view;

class Reader {
 public:
  Reader(const Tables& tables, Codes& codes, std::vector<Fault>& faults, Bounds bounds)
      : tables_(tables), codes_(codes), findings_(faults, bounds) {}

  Configuration read() {
    if (!findings_.are_of_its_time()) check_cells();  // tables that were adopted were readable
    settings();
    territory();
    people();
    contacts();
    organisations();
    houses();
    successions();
    streets();
    posts();
    leave();
    categories();
    conditions();
    duties();
    alliances();
    resources();
    volunteers();
    committees();
    venues();
    branches();
    situations();
    questions();
    assets();
    doors();
    read_calendars(tables_, findings_, codes_, city_);
    city_.policies = read_policies(tables_, findings_);
    read_outlines(tables_, findings_, codes_, city_);
    read_rosters(tables_, findings_, codes_, city_);
    name_absent();
    findings_.note_left_out();
    return std::move(city_);
  }

 private:
  // --- cells and rows ---

  void check_cells() {
    for (const TableSchema& table : table_schemas()) {
      const auto& rows = tables_.of(table.kind);
      for (std::size_t row = 0; row < rows.size(); ++row)
        findings_.check_row(table, static_cast<std::int32_t>(row), rows[row]);
    }
  }

  template <class Read>
  void each(TableKind table, Read read) {
    each_row(tables_, table, findings_, read);
  }

  // --- codes ---

  // The id of the row's code; the row is marked present and named. None where the code is empty or was defined before.
  template <class IdType, class T, class Name>
  IdType define(RowReader& row, CodeBook<IdType>& book, std::vector<T>& rows, std::vector<Name>& names) {
    const string_view name = row.required("name");
    const string_view code = row.required("code");
    if (code.empty()) return {};
    if (!book.find(code) && !row.allow(book.size() < ids_max<IdType>())) {
      row.fault("code", both("代码过多", "too many codes"),
                both("最多 " + std::to_string(ids_max<IdType>()), "remove rows beyond the bound"));
      return {};
    }
    const IdType id = book.find_or_add(code);
    if (rows.size() <= id.value) rows.resize(id.value + 1), names.resize(id.value + 1);
    if (rows[id.value].present) {
      row.fault("code", both("代码重复 " + shown(code), "duplicate code"),
                both("每个代码只用一次", "use each code once; this row is left out"));
      return {};
    }
    rows[id.value].present = true;
    call(names[id.value], code, name);
    return id;
  }

  static void call(Named& named, string_view code, string_view name) { named = {std::string{code}, std::string{name}}; }
  static void call(std::string& named, string_view, string_view name) { named = name; }

  // Codes that were ever used count, since an id belongs to its code for ever. Party keeps two of 32 bits for itself,
  // and lists by place four.
  template <class IdType>
  static constexpr std::size_t ids_max() {
    if (std::is_same_v<IdType, PlaceId>) return (1u << 28) - 1;
    if (std::is_same_v<IdType, AssetId>) return limits::assets_max;
    if (std::is_same_v<IdType, DoorId>) return limits::doors_max;
    return std::min<std::size_t>(std::numeric_limits<decltype(IdType::value)>::max(), (1u << 30) - 1);
  }

  template <class IdType, class T>
  static bool present(IdType id, const std::vector<T>& rows) {
    return id && id.value < rows.size() && rows[id.value].present;
  }

  PlaceId place(RowReader& row, string_view column, std::initializer_list<PlaceKind> kinds, string_view where) {
    const string_view code = row.required(column);
    const PlaceId id = row.reference(column, code, codes_.places, city_.places, where);
    if (!id || kinds.size() == 0) return id;
    if (std::find(kinds.begin(), kinds.end(), city_.places[id.value].kind) != kinds.end()) return id;
    row.fault(column, both("地点类型不符 " + shown(code), "a place of the wrong kind"),
              both("应为 " + std::string{where} + " 中的代码", "give a code of " + std::string{where}));
    return {};
  }
  PlaceId any_place(RowReader& row, string_view column) { return place(row, column, {}, "places"); }

  PersonId person(RowReader& row, string_view column) {
    return row.reference(column, row.text(column), codes_.people, city_.people, "people.csv");
  }
  OrganisationId organisation(RowReader& row, string_view column) {
    return row.reference(column, row.text(column), codes_.organisations, city_.organisations, "organisations.csv");
  }
  CategoryId category(RowReader& row, string_view column, string_view code) {
    return row.reference(column, code, codes_.categories, city_.categories, "categories.csv");
  }

  // True the first time that this key comes in the list.
  template <class Key>
  bool once(std::set<Key>& seen, const Key& key, RowReader& row, string_view column) {
    if (seen.insert(key).second) return true;
    row.fault(column, both("重复的行", "a row for this already stands above"), both("删去一行", "remove one of them"));
    return false;
  }

  // --- settings ---

  void settings() {
    struct Setting {
      string_view key;
      void (Reader::*read)(RowReader&);
      bool required = true;
    };
    static constexpr Setting known[]{{"city.code", &Reader::city_code},
                                     {"city.name", &Reader::city_name},
                                     {"time.utc_offset", &Reader::utc_offset},
                                     {"time.sessions", &Reader::sessions},
                                     {"time.start_ahead_days", &Reader::start_ahead, false},
                                     {"demands.tolerated_ahead_hours", &Reader::tolerated_ahead},
                                     {"limits.check", &Reader::limit<&CityLimits::check>, false},
                                     {"limits.verification", &Reader::limit<&CityLimits::verification>, false},
                                     {"limits.rating", &Reader::limit<&CityLimits::rating>, false},
                                     {"limits.approval", &Reader::limit<&CityLimits::approval>, false},
                                     {"limits.reopening", &Reader::limit<&CityLimits::reopening>, false},
                                     {"limits.appeal", &Reader::limit<&CityLimits::appeal>, false},
                                     {"joined.more_severe_at", &Reader::more_severe_at, false},
                                     {"hotspots.from", &Reader::hotspot_from, false},
                                     {"hotspots.to_superior_from", &Reader::raised_from, false},
                                     {"hotspots.within_days", &Reader::hotspot_within, false},
                                     {"storms.from", &Reader::storm_from, false},
                                     {"storms.within_minutes", &Reader::storm_minutes, false},
                                     {"similar.within_days", &Reader::similar_within, false},
                                     {"whistle.arrive_within", &Reader::arrive_within, false},
                                     {"notices.kinds", &Reader::notice_kinds_told, false},
                                     {"notices.quiet", &Reader::quiet_hours, false}};
    std::set<string_view> seen;
    each(TableKind::settings, [&](RowReader& row) {
      const string_view key = row.required("key");
      const auto setting = std::find_if(std::begin(known), std::end(known), [&](auto& s) { return s.key == key; });
      if (setting == std::end(known)) {
        if (!key.empty())
          row.fault("key", both("未知的设置 " + shown(key), "unknown setting"),
                    both("删去或改正", "remove or correct it"));
      } else if (once(seen, setting->key, row, "key") && !row.required("value").empty()) {
        (this->*setting->read)(row);
      }
    });
    for (const Setting& setting : known)
      if (setting.required && !seen.contains(setting.key))
        findings_.add(TableKind::settings, -1, -1,
                      both("缺少设置 " + std::string{setting.key}, "this setting is missing"),
                      both("在 city.toml 中补上", "add it to city.toml"));
  }

  void city_code(RowReader& row) {
    const PlaceId id = codes_.places.find_or_add(row.text("value"));
    city_.city_code = row.text("value");
    city_.places.resize(id.value + 1);
    city_.place_names.resize(id.value + 1);
    city_.places[id.value].kind = PlaceKind::city;
    city_.places[id.value].present = true;
    city_.place_names[id.value] = {city_.city_code, city_.city_name};
    city_id_ = id;
  }

  void city_name(RowReader& row) {
    city_.city_name = row.text("value");
    if (city_id_) city_.place_names[city_id_.value].name = city_.city_name;
  }

  void utc_offset(RowReader& row) {
    string_view text = row.text("value");
    const bool east = take(text, '+');
    const bool west = !east && take(text, '-');
    const auto offset = take_time_of_day(text);
    if ((east || west) && offset && text.empty() && *offset <= std::chrono::hours{14}) {
      city_.calendars.city.utc_offset = east ? *offset : -*offset;
      return;
    }
    row.fault("value", both("无法识别的时差", "not an offset from UTC"), both("写作 +08:00", "write it as +08:00"));
  }

  void notice_kinds_told(RowReader& row) {
    for (const string_view part : row.list("value")) {
      int kind = 0;
      while (kind < notice_kinds && words_of(NoticeKind(kind)).chinese != part) ++kind;
      if (kind < notice_kinds) {
        city_.notices.kinds.set(static_cast<std::size_t>(kind));
      } else {
        row.fault("value", both("未知的通知 " + shown(part), "unknown kind of notice"),
                  both("可写：待办、将到期、逾期、催办、不予受理、办结告知、热点、吹哨、未报到",
                       "see README.md for the kinds"));
      }
    }
  }

  // Hours such as 21:00-07:00, which go over midnight.
  void quiet_hours(RowReader& row) {
    string_view text = row.text("value");
    const auto from = take_time_of_day(text);
    const bool is_dash = from && take(text, '-');
    const auto until = is_dash ? take_time_of_day(text) : std::nullopt;
    if (until && text.empty() && *from != *until) {
      city_.notices.quiet_from = *from;
      city_.notices.quiet_until = *until;
      return;
    }
    row.fault("value", both("无法识别的时段", "not a part of the day"),
              both("写作 21:00-07:00", "write it as 21:00-07:00"));
  }

  void sessions(RowReader& row) { city_.calendars.city.timetable = read_timetable(row, "value"); }

  template <Limit CityLimits::*member>
  void limit(RowReader& row) {
    city_.limits.*member = row.limit("value");
  }

  void arrive_within(RowReader& row) {
    const Limit limit = row.limit("value");
    if (limit && !is_working(limit.unit)) {
      city_.arrive_within = limit;
    } else if (limit) {
      row.fault("value", both("报到时限按自然时间计", "the time to report counts on the continuous clock"),
                both("写作 30分钟", "write it as 30分钟"));
    }
  }

  void more_severe_at(RowReader& row) {
    for (const string_view part : row.list("value")) {
      std::uint32_t voices = 0;
      const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), voices);
      const std::uint32_t before = city_.more_severe_at.empty() ? 1 : city_.more_severe_at.back();
      if (error == std::errc{} && end == part.data() + part.size() && voices > before &&
          city_.more_severe_at.size() < 3) {
        city_.more_severe_at.push_back(voices);
      } else {
        row.fault("value", both("不是递增的人数 " + shown(part), "not a growing number of people"),
                  both("写作 [3, 10]", "write it as [3, 10]"));
      }
    }
  }

  static std::uint32_t count(RowReader& row, int least, std::size_t most) {
    return static_cast<std::uint32_t>(row.number("value", least, static_cast<int>(most)));
  }
  void hotspot_from(RowReader& row) { city_.recurrence.hotspot_from = count(row, 2, limits::hotspot_demands_max); }
  void raised_from(RowReader& row) { city_.recurrence.raised_from = count(row, 2, limits::hotspot_demands_max); }
  void hotspot_within(RowReader& row) {
    city_.recurrence.hotspot_within = std::chrono::hours{24 * row.number("value", 1, 366)};
  }
  void storm_from(RowReader& row) { city_.recurrence.storm_from = count(row, 10, 60'000); }
  void storm_minutes(RowReader& row) { city_.recurrence.storm_minutes = count(row, 1, limits::storm_minutes_max); }

  void similar_within(RowReader& row) { city_.similar_within = std::chrono::hours{24 * row.number("value", 1, 366)}; }

  void start_ahead(RowReader& row) { city_.start_ahead = std::chrono::hours{24 * row.number("value", 1, 366)}; }

  void tolerated_ahead(RowReader& row) { city_.tolerated_ahead = std::chrono::hours{row.number("value", 0, 24 * 366)}; }

  // --- places ---

  void define_place(RowReader& row, PlaceKind kind, PlaceId parent, OrganisationId manager = {}) {
    const PlaceId id = define(row, codes_.places, city_.places, city_.place_names);
    if (!id) return;
    Place& place = city_.places[id.value];
    place.kind = kind;
    place.parent = parent;
    // A place is read before the places in it
    place.grid = kind == PlaceKind::grid ? id : city_.places[parent.value].grid;
    place.community = kind == PlaceKind::community ? id : city_.places[parent.value].community;
    place.subdistrict = kind == PlaceKind::subdistrict ? id : city_.places[parent.value].subdistrict;
    place.manager = manager;
  }

  void territory() {
    each(TableKind::subdistricts, [&](RowReader& row) { define_place(row, PlaceKind::subdistrict, city_id_); });
    each(TableKind::communities, [&](RowReader& row) {
      define_place(row, PlaceKind::community, place(row, "subdistrict", {PlaceKind::subdistrict}, "subdistricts.csv"));
    });
    each(TableKind::grids, [&](RowReader& row) {
      define_place(row, PlaceKind::grid, place(row, "community", {PlaceKind::community}, "communities.csv"));
    });
  }

  void houses() {
    each(TableKind::compounds, [&](RowReader& row) {
      const PlaceId grid = place(row, "grid", {PlaceKind::grid}, "grids.csv");
      define_place(row, PlaceKind::compound, grid, compound_manager(row, grid));
    });
    each(TableKind::buildings, [&](RowReader& row) {
      define_place(row, PlaceKind::building,
                   place(row, "within", {PlaceKind::compound, PlaceKind::grid}, "compounds.csv, grids.csv"));
    });
    each(TableKind::units, [&](RowReader& row) {
      define_place(row, PlaceKind::unit, place(row, "building", {PlaceKind::building}, "buildings.csv"));
    });
  }

  // A grid that no log has known has nothing to be taken over.
  void successions() {
    std::set<PlaceId> seen;
    each(TableKind::successions, [&](RowReader& row) {
      const PlaceId gone = codes_.places.find(row.required("grid"));
      const PlaceId successor = place(row, "successor", {PlaceKind::grid}, "grids.csv");
      if (present(gone, city_.places)) {
        row.fault("grid", both("这个网格仍在", "this grid is still there"), both("删去这一行", "remove the row"));
      } else if (gone && successor && once(seen, gone, row, "grid")) {
        city_.successions.push_back({gone, successor});
      }
    });
  }

  // A property company, or none where the code is that of the compound's own community.
  OrganisationId compound_manager(RowReader& row, PlaceId grid) {
    const string_view code = row.required("manager");
    if (const PlaceId place = codes_.places.find(code); present(place, city_.places)) {
      if (grid && city_.places[grid.value].parent != place)
        row.fault("manager", both("不是本小区所在的社区 " + shown(code), "not the compound's own community"),
                  both("填写物业公司或本社区的代码", "give a property company or the compound's community"));
      return {};
    }
    const OrganisationId id = organisation(row, "manager");
    if (id && city_.organisations[id.value].kind != OrganisationKind::property &&
        city_.organisations[id.value].kind != OrganisationKind::none) {
      row.fault("manager", both("不是物业公司 " + shown(code), "not a property company"),
                both("填写物业公司或本社区的代码", "give a property company or the compound's community"));
      return {};
    }
    return id;
  }

  void streets() {
    each(TableKind::streets, [&](RowReader& row) {
      define_place(row, PlaceKind::street, place(row, "subdistrict", {PlaceKind::subdistrict}, "subdistricts.csv"));
    });
    each(TableKind::lanes, [&](RowReader& row) {
      define_place(row, PlaceKind::lane, place(row, "street", {PlaceKind::street}, "streets.csv"));
    });
  }

  // --- people, organisations, posts ---

  void people() {
    each(TableKind::people, [&](RowReader& row) {
      const Person read{.present = true,
                        .party_member = row.yes("party_member"),
                        .social_worker = row.yes("social_worker"),
                        .age = static_cast<std::uint8_t>(row.number("age", 16, 120)),
                        .degree = row.word("degree", degree_words),
                        .contact = {}};
      if (const PersonId id = define(row, codes_.people, city_.people, city_.person_names))
        city_.people[id.value] = read;
    });
  }

  void contacts() {
    std::set<PersonId> seen;
    each(TableKind::contacts, [&](RowReader& row) {
      const PersonId whose = row.reference("person", row.required("person"), codes_.people, city_.people, "people.csv");
      const string_view contact = row.required("contact");
      if (whose && once(seen, whose, row, "person")) city_.people[whose.value].contact = contact;
    });
  }

  void organisations() {
    each(TableKind::organisations, [&](RowReader& row) {
      const Organisation read{
          .present = true,
          .kind = row.required_word("kind", organisation_words),
          .seat = place(row, "seat", {PlaceKind::city, PlaceKind::subdistrict, PlaceKind::community},
                        "city.toml, subdistricts.csv, communities.csv")};
      if (const OrganisationId id = define(row, codes_.organisations, city_.organisations, city_.organisation_names))
        city_.organisations[id.value] = read;
    });
  }

  void posts() {
    std::vector<PostId> ids;
    each(TableKind::posts, [&](RowReader& row) {
      const Post read{.level = row.required_word("level", level_words_),
                      .present = true,
                      .place = any_place(row, "place"),
                      .superior = {},
                      .holder = person(row, "holder"),
                      .deputy = person(row, "deputy")};
      ids.push_back(define(row, codes_.posts, city_.posts, city_.post_names));
      if (!ids.back()) return;
      city_.posts[ids.back().value] = read;
      if (read.place) answer_for(read.place, read.level, ids.back());
    });
    std::size_t at = 0;
    each(TableKind::posts, [&](RowReader& row) {
      const PostId superior = row.reference("superior", row.text("superior"), codes_.posts, city_.posts, "posts.csv");
      if (const PostId id = ids[at++]) city_.posts[id.value].superior = superior;
    });
  }

  // A post whose level could not be read is taken for the one that fits its place.
  void answer_for(PlaceId id, Level level, PostId post) {
    Place& place = city_.places[id.value];
    const Level wanted = level_of(place.kind);
    if (!place.post && wanted != Level::none && (level == wanted || level == Level::none)) place.post = post;
  }

  void leave() {
    each(TableKind::leave, [&](RowReader& row) {
      row.required("person");
      const PersonId who = person(row, "person");
      const auto from = row.local_instant("from", city_.calendars.city.utc_offset);
      const auto until = row.local_instant("until", city_.calendars.city.utc_offset);
      if (from && until && *until <= *from) {
        row.fault("until", both("结束不晚于开始", "ends before it begins"),
                  both("改正起止时间", "correct the two times"));
        return;
      }
      if (who && from && until) city_.leave.push_back({who, *from, *until});
    });
    std::stable_sort(city_.leave.begin(), city_.leave.end(), [](const Leave& a, const Leave& b) {
      return std::tie(a.person, a.from) < std::tie(b.person, b.from);
    });
  }

  // --- categories ---

  void categories() {
    each(TableKind::categories, [&](RowReader& row) {
      Category read;  // faults are reported in the order of the columns
      read.present = true;
      read.class_name = row.required("class");
      read.class_name_en = row.text("class_en");
      read.name_en = row.text("name_en");
      read.keywords = row.keywords("keywords");
      read.accept = row.limit("accept_limit");
      read.contain = row.limit("contain_limit");
      read.resolve = row.limit("resolve_limit");
      read.severity = static_cast<std::uint8_t>(row.number("severity", 1, 4));
      read.first_level = row.required_word("first_level", level_words_);
      read.lead = row.required_word("lead", lead_words);
      read.owner_kind = row.word("owner_kind", owner_words);
      read.check_first = row.yes("check_first");
      read.verify_by = row.word("verify_by", level_words_);
      read.tell_chain = row.yes("tell_chain");
      read.restricted = row.yes("restricted");
      read.above_complained = row.yes("above_complained");
      read.season = row.word("season", season_words);
      read.class_number = class_number(row);
      if (row.required("severity").empty() || read.severity == 0) read.severity = Category{}.severity;
      if (const CategoryId id = define(row, codes_.categories, city_.categories, city_.category_names))
        city_.categories[id.value] = std::move(read);
    });
  }

  static std::uint8_t class_number(RowReader& row) {
    string_view code = row.text("code");
    if (code.empty()) return 0;
    const auto number = code.size() == 4 ? take_digits(code, 2) : std::nullopt;
    if (number && take_digits(code, 2)) return static_cast<std::uint8_t>(*number);
    row.fault("code", both("类别代码应为四位数字", "a category's code has four digits"),
              both("如 0304", "for example 0304"));
    return 0;
  }

  void conditions() {
    each(TableKind::conditions, [&](RowReader& row) {
      const CategoryId of = category(row, "category", row.required("category"));
      row.required("condition");
      const auto number = static_cast<std::uint8_t>(row.number("condition", 1, 99));
      Condition read{.present = true,
                     .name = std::string{row.required("name")},
                     .keywords = row.keywords("keywords"),
                     .contain = row.limit("contain_limit"),
                     .resolve = row.limit("resolve_limit")};
      if (!of || number == 0) return;
      std::vector<Condition>& conditions = city_.categories[of.value].conditions;
      if (conditions.size() <= number) conditions.resize(number + 1);
      if (conditions[number].present) {
        row.fault("condition", both("立案条件重复", "duplicate condition"),
                  both("每个序号只用一次", "use each number once"));
        return;
      }
      conditions[number] = std::move(read);
    });
  }

  void duties() {
    std::set<std::tuple<OrganisationId, CategoryId, PlaceId>> seen;
    each(TableKind::duties, [&](RowReader& row) {
      row.required("organisation");
      const Duty read{organisation(row, "organisation"), category(row, "category", row.required("category")),
                      any_place(row, "place")};
      if (!read.organisation || !read.category || !read.place) return;
      if (once(seen, {read.organisation, read.category, read.place}, row, "category")) city_.duties.push_back(read);
    });
    std::ranges::stable_sort(city_.duties, {}, [&](const Duty& duty) {
      return std::tuple(duty.place, duty.category, codes_.organisations.code(duty.organisation));
    });
  }

  // --- alliances, resources, volunteers ---

  void alliances() {
    std::map<string_view, std::size_t> by_code;
    each(TableKind::alliances, [&](RowReader& row) {
      row.required("chair");
      Alliance read{.code = std::string{row.required("code")},
                    .name = std::string{row.required("name")},
                    .place = place(row, "place", {PlaceKind::subdistrict, PlaceKind::community},
                                   "subdistricts.csv, communities.csv"),
                    .chair = organisation(row, "chair"),
                    .members = {}};
      if (read.code.empty() || !listed_once(row, by_code, city_.alliances.size())) return;
      city_.alliances.push_back(std::move(read));
    });
    std::set<std::tuple<string_view, OrganisationId>> seen;
    each(TableKind::alliance_members, [&](RowReader& row) {
      const string_view code = row.required("alliance");
      row.required("organisation");
      const OrganisationId member = organisation(row, "organisation");
      const auto alliance = by_code.find(code);
      if (!code.empty() && alliance == by_code.end()) row.unknown("alliance", code, "alliances.csv");
      if (!member || alliance == by_code.end()) return;
      if (once(seen, {code, member}, row, "organisation")) city_.alliances[alliance->second].members.push_back(member);
    });
  }

  // Counts codes that nothing else refers to by id.
  bool listed_once(RowReader& row, std::map<string_view, std::size_t>& by_code, std::size_t index) {
    if (by_code.emplace(row.text("code"), index).second) return true;
    row.fault("code", both("代码重复 " + shown(row.text("code")), "duplicate code"),
              both("每个代码只用一次", "use each code once; this row is left out"));
    return false;
  }

  void resources() {
    std::set<std::tuple<OrganisationId, CategoryId, PlaceId>> seen;
    each(TableKind::resources, [&](RowReader& row) {
      row.required("organisation");
      const OrganisationId who = organisation(row, "organisation");
      const CategoryId kind = category(row, "category", row.required("category"));
      const PlaceId where = any_place(row, "place");
      if (!who || !kind || !where) return;
      if (once(seen, {who, kind, where}, row, "category")) city_.resources.push_back({who, kind, where});
    });
  }

  void volunteers() {
    std::set<PersonId> seen;
    each(TableKind::volunteers, [&](RowReader& row) {
      row.required("person");
      const PersonId who = person(row, "person");
      const PlaceId where = place(row, "community", {PlaceKind::community}, "communities.csv");
      organisation(row, "organisation");
      std::set<CategoryId> kinds;
      for (const string_view code : row.list("categories"))
        if (const CategoryId kind = category(row, "categories", code)) kinds.insert(kind);
      if (!who || !once(seen, who, row, "person")) return;
      city_.volunteers.push_back(who);
      if (!where) return;
      for (const CategoryId kind : kinds) city_.resources.push_back({who, kind, where});
    });
    std::ranges::stable_sort(city_.resources, {}, [&](const Resource& resource) {
      const Party party = resource.who;
      return std::tuple(
          resource.place, resource.category, party.is_person(),
          party.is_person() ? codes_.people.code(party.person()) : codes_.organisations.code(party.organisation()));
    });
  }

  // --- committees, venues, branches ---

  void committees() {
    std::set<PersonId> seen;
    each(TableKind::committees, [&](RowReader& row) {
      row.required("person");
      const CommitteeMember read{.person = person(row, "person"),
                                 .community = place(row, "community", {PlaceKind::community}, "communities.csv"),
                                 .office = row.required_word("office", office_words),
                                 .chairs = row.yes("chairs")};
      if (read.person && once(seen, read.person, row, "person")) city_.committees.push_back(read);
    });
  }

  void venues() {
    std::map<string_view, std::size_t> by_code;
    each(TableKind::venues, [&](RowReader& row) {
      row.required("area_m2");
      Venue read{.code = std::string{row.required("code")},
                 .name = std::string{row.required("name")},
                 .community = place(row, "community", {PlaceKind::community}, "communities.csv"),
                 .area_m2 = static_cast<std::uint32_t>(row.number("area_m2", 1, 1'000'000))};
      if (!read.code.empty() && listed_once(row, by_code, city_.venues.size())) city_.venues.push_back(std::move(read));
    });
  }

  void branches() {
    std::map<string_view, std::size_t> by_code;
    each(TableKind::branches, [&](RowReader& row) {
      Branch read{.code = std::string{row.required("code")},
                  .name = std::string{row.required("name")},
                  .group = row.required_word("kind", group_words),
                  .place = place(row, "place", {PlaceKind::grid, PlaceKind::community}, "grids.csv, communities.csv")};
      if (!read.code.empty() && listed_once(row, by_code, city_.branches.size()))
        city_.branches.push_back(std::move(read));
    });
  }

  // --- situations ---

  void situations() {
    each(TableKind::situations, [&](RowReader& row) {
      const Level level = row.required_word("declared_by", level_words_);
      const SituationId id = define(row, codes_.situations, city_.situations, city_.situation_names);
      if (id) city_.situations[id.value].declared_by = level;
    });
    std::set<std::tuple<SituationId, bool, CategoryId, std::uint8_t>> seen;
    each(TableKind::situation_effects, [&](RowReader& row) {
      SituationEffect read{.situation = row.reference("situation", row.required("situation"), codes_.situations,
                                                      city_.situations, "situations.csv"),
                           .is_outside = row.required_word("when", when_words),
                           .from_its_end = row.word("clocks", clock_words),
                           .condition = static_cast<std::uint8_t>(row.number("condition", 1, 99)),
                           .severity = static_cast<std::uint8_t>(row.number("severity", 1, 4)),
                           .first_level = row.word("first_level", level_words_),
                           .lead = {}};
      if (!row.text("lead").empty()) read.lead = row.required_word("lead", lead_words);
      const CategoryId of = category(row, "category", row.required("category"));
      if (!of || !read.situation) return;
      Category& rows = city_.categories[of.value];
      const bool has_condition = read.condition < rows.conditions.size() && rows.conditions[read.condition].present;
      if (read.condition != 0 && !has_condition)
        return row.unknown("condition", row.text("condition"), "conditions.csv");
      if (read.from_its_end && read.is_outside) {
        row.fault("clocks", both("状况之外没有结束可言", "outside of a situation there is no end to count from"),
                  both("改为 照常", "write 照常"));
        return;
      }
      if (once(seen, {read.situation, read.is_outside, of, read.condition}, row, "category"))
        rows.effects.push_back(read);
    });
    for (Category& category : city_.categories) {
      std::ranges::stable_sort(category.effects, {},
                               [](const SituationEffect& effect) { return effect.condition == 0; });
    }
  }

  // --- questions ---

  void questions() {
    each(TableKind::questions, [&](RowReader& row) {
      const CategoryId of = category(row, "category", row.required("category"));
      row.required("order");
      CategoryQuestion read{.code = std::string{question_code(row)},
                            .text = std::string{short_text(row, "text", row.required("text"))},
                            .text_en = std::string{short_text(row, "text_en", row.text("text_en"))},
                            .type = row.required_word("type", answer_words),
                            .order = static_cast<std::uint8_t>(row.number("order", 1, limits::questions_max)),
                            .required = row.yes("required"),
                            .choices = choices(row)};
      if (!of || read.code.empty() || read.order == 0) return;
      std::vector<CategoryQuestion>& asked = city_.categories[of.value].questions;
      if (stands_above(row, "code", asked, &CategoryQuestion::code, read.code)) return;
      if (stands_above(row, "order", asked, &CategoryQuestion::order, read.order)) return;
      city_.categories[of.value].asks = true;
      asked.insert(std::ranges::upper_bound(asked, read.order, {}, &CategoryQuestion::order), std::move(read));
    });
  }

  // The code that stands before "=" in an answer.
  string_view question_code(RowReader& row) {
    const string_view code = row.required("code");
    const bool is_fit = row.allow(code.size() <= limits::question_code_bytes_max) &&
                        code.find_first_of("= \t\r\n") == string_view::npos;
    if (is_fit) return code;
    row.fault("code", both("问题的代码过长，或含有等号、空格", "a code with \"=\" or a blank in it, or too long a one"),
              both("不超过 32 字节，如 temperature", "at most 32 bytes, such as temperature"));
    return {};
  }

  string_view short_text(RowReader& row, string_view column, string_view text) {
    const bool is_fit =
        row.allow(text.size() <= limits::question_bytes_max) && text.find_first_of("\r\n") == string_view::npos;
    if (is_fit) return text;
    row.fault(column, both("问题过长，或不止一行", "the question is too long, or has more than one line"),
              both("一行，不超过 240 字节", "one line of at most 240 bytes"));
    return {};
  }

  // No choice is a mere number, since a number stands for a choice by its order.
  std::vector<std::string> choices(RowReader& row) {
    const std::optional<AnswerType> type = find_word(row.text("type"), answer_words);
    const std::vector<string_view> parts = row.list("values");
    if (!type) return {};
    if (*type != AnswerType::choice) {
      if (!parts.empty()) {
        row.fault("values", both("这类问题没有选项", "only a question of choice has choices"),
                  both("清空此格，或把类型改为 choice", "empty the cell, or make the type choice"));
      }
      return {};
    }
    const auto is_fit = [&](const string_view& part) {
      const bool is_number = part.find_first_not_of("0123456789") == string_view::npos;
      return row.allow(part.size() <= limits::choice_bytes_max) && part.find_first_of("\r\n") == string_view::npos &&
             !is_number && std::ranges::count(parts, part) == 1;
    };
    const bool are_fit =
        parts.size() >= 2 && row.allow(parts.size() <= limits::choices_max) && std::ranges::all_of(parts, is_fit);
    if (are_fit) return {parts.begin(), parts.end()};
    row.fault("values", both("选项过少、过多、过长或重复", "too few choices, too many, too long ones, or one twice"),
              both("2 到 16 个不同的选项，以 | 分隔，每个不超过 48 字节，不只是数字",
                   "two to 16 different ones, parted by |, of at most 48 bytes, none a mere number"));
    return {};
  }

  template <class Field, class Value>
  static bool stands_above(RowReader& row, string_view column, const std::vector<CategoryQuestion>& asked, Field field,
                           const Value& value) {
    if (std::ranges::find(asked, value, field) == asked.end()) return false;
    row.fault(column, both("该类别已有这个问题", "the category has a question of that already"),
              both("每个问题一个代码、一个序号", "a code and an order for each question"));
    return true;
  }

  // --- assets and doors ---

  void assets() {
    each(TableKind::assets, [&](RowReader& row) {
      row.required("kind");
      const Asset read{.present = true,
                       .place = place(row, "place",
                                      {PlaceKind::grid, PlaceKind::compound, PlaceKind::building, PlaceKind::unit,
                                       PlaceKind::street, PlaceKind::lane},
                                      "grids.csv, compounds.csv, buildings.csv, units.csv, streets.csv, lanes.csv"),
                       .at = point_of(row),
                       .owner = organisation(row, "owner"),
                       .keeper = organisation(row, "keeper")};
      check_point(row);
      if (const AssetId id = define(row, codes_.assets, city_.assets, city_.asset_names)) city_.assets[id.value] = read;
    });
  }

  static std::optional<GroundPoint> point_of(const RowReader& row) {
    const std::optional<std::int32_t> lon = degrees_of(row.text("lon")), lat = degrees_of(row.text("lat"));
    return lon && lat ? std::optional(GroundPoint{*lon, *lat}) : std::nullopt;
  }

  static void check_point(RowReader& row) {
    if (row.text("lon").empty() != row.text("lat").empty()) {
      row.fault("lat", both("经度和纬度缺一", "a longitude without a latitude, or the other way"),
                both("都写上，或都留空", "give both or neither"));
    }
    check_degrees(row, "lon", 180);
    check_degrees(row, "lat", 90);
  }

  static void check_degrees(RowReader& row, string_view column, double most) {
    const string_view cell = row.text(column);
    double degrees = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), degrees);
    const bool is_number = error == std::errc{} && end == cell.data() + cell.size();
    if (cell.empty() || (is_number && -most <= degrees && degrees <= most)) return;
    row.fault(column, both("不是度数 " + shown(cell), "not a number of degrees"),
              both("写作 122.781234", "write it as 122.781234"));
  }

  void doors() {
    each(TableKind::doors, [&](RowReader& row) {
      const Door read{
          .present = true,
          .place = place(row, "within", {PlaceKind::building, PlaceKind::unit}, "buildings.csv, units.csv")};
      if (const DoorId id = define(row, codes_.doors, city_.doors, city_.door_names)) city_.doors[id.value] = read;
    });
  }

  // --- the end ---

  // Names the codes that this version lacks: their ids keep their code.
  void name_absent() {
    name_absent(codes_.places, city_.places, city_.place_names);
    name_absent(codes_.posts, city_.posts, city_.post_names);
    name_absent(codes_.people, city_.people, city_.person_names);
    name_absent(codes_.organisations, city_.organisations, city_.organisation_names);
    name_absent(codes_.categories, city_.categories, city_.category_names);
    name_absent(codes_.situations, city_.situations, city_.situation_names);
    name_absent(codes_.assets, city_.assets, city_.asset_names);
    city_.doors.resize(codes_.doors.size() + 1);
    city_.door_names.resize(codes_.doors.size() + 1);
  }

  template <class IdType, class T>
  static void name_absent(const CodeBook<IdType>& book, std::vector<T>& rows, std::vector<Named>& names) {
    rows.resize(book.size() + 1);
    names.resize(book.size() + 1);
    for (std::size_t i = 1; i < rows.size(); ++i)
      if (!rows[i].present) names[i].code = book.code(IdType{static_cast<decltype(IdType::value)>(i)});
  }

  const std::array<Word<Level>, levels - 1> level_words_ = chinese_words<Level, levels>();
  const Tables& tables_;
  Codes& codes_;
  Findings findings_;
  Configuration city_;
  PlaceId city_id_;
};

}  // namespace

Configuration read_configuration(const Tables& tables, Codes& codes, std::vector<Fault>& faults) {
  return Reader{tables, codes, faults, Bounds::of_today}.read();
}

Configuration read_adopted(const Tables& tables, Codes& codes) {
  std::vector<Fault> of_later_rules;
  return Reader{tables, codes, of_later_rules, Bounds::of_its_time}.read();
}

}  // namespace wangge
