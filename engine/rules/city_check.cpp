#include "engine/rules/city_check.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "engine/base/limits.h"
#include "engine/rules/outline_check.h"
#include "engine/state/cells.h"
#include "engine/state/configuration_reader.h"

// Reading the tables finds the faults of single cells; this file finds those between cells. A check whose cells could
// not be read says nothing: that fault is in the list already.

namespace wangge::rules {
namespace {

using std::string;
using std::string_view;

struct SoleCategory {
  string_view code, purpose;
};
constexpr SoleCategory needed_categories[]{{"1301", "兜底类别 / the fallback"},
                                           {"1302", "不属受理范围 / what is outside the remit"}};

bool continuous(Limit limit) { return limit && !is_working(limit.unit); }

class Check {
 public:
  explicit Check(const Tables& tables) : tables_(tables) {}

  std::vector<Fault> run() {
    if (too_many_rows()) return std::move(faults_);
    city_ = read_configuration(tables_, codes_, faults_);
    for (const Fault& fault : faults_) unreadable_.insert({fault.table, fault.row, fault.column});
    posts();
    ways_up();
    places();
    categories();
    conditions();
    keywords(TableKind::categories);
    keywords(TableKind::conditions);
    alliances();
    outlines();
    std::stable_sort(faults_.begin(), faults_.end(), [](const Fault& a, const Fault& b) {
      return std::tie(a.table, a.row, a.column) < std::tie(b.table, b.row, b.column);
    });
    return std::move(faults_);
  }

 private:
  bool too_many_rows() {
    const std::size_t rows = tables_.row_count();
    const TableSchema* largest = &table_schemas().front();
    for (const TableSchema& table : table_schemas()) {
      if (tables_.of(table.kind).size() > tables_.of(largest->kind).size()) largest = &table;
    }
    if (rows <= limits::configuration_rows_max) return false;
    faults_.push_back({largest->kind, -1, -1, "行数过多：" + std::to_string(rows) + " / too many rows in all tables",
                       "不超过 " + std::to_string(limits::configuration_rows_max) + " 行 / keep them to that number"});
    return true;
  }

  // --- rows and cells ---

  static std::int16_t column(TableKind table, string_view name) {
    const auto columns = schema(table).columns;
    return static_cast<std::int16_t>(std::find(columns.begin(), columns.end(), name) - columns.begin());
  }

  bool sound(TableKind table, std::int32_t row, std::initializer_list<string_view> columns) const {
    return std::none_of(columns.begin(), columns.end(), [&](string_view name) {
      return unreadable_.contains({table, row, column(table, name)});
    });
  }

  string_view cell(TableKind table, std::int32_t row, string_view name) const {
    const Row& cells = tables_.of(table)[static_cast<std::size_t>(row)];
    const auto at = static_cast<std::size_t>(column(table, name));
    return at < cells.size() ? string_view{cells[at]} : string_view{};
  }

  void fault(TableKind table, std::int32_t row, string_view name, string problem, string mend) {
    faults_.push_back(
        {table, row, name.empty() ? std::int16_t{-1} : column(table, name), std::move(problem), std::move(mend)});
  }

  // Calls on(row, id) for each row that defines its code.
  template <class Book, class On>
  void each(TableKind table, const Book& book, On on) {
    for (std::int32_t row = 0; row < static_cast<std::int32_t>(tables_.of(table).size()); ++row)
      if (sound(table, row, {"code"}))
        if (const auto id = book.find(cell(table, row, "code"))) on(row, id);
  }

  const Post& post(PostId id) const { return city_.posts[id.value]; }
  const Place& place(PlaceId id) const { return city_.places[id.value]; }
  const string& name(PlaceId id) const { return city_.place_names[id.value].name; }
  const string& name(PostId id) const { return city_.post_names[id.value].name; }

  // --- posts ---

  void posts() {
    each(TableKind::posts, codes_.posts, [&](std::int32_t row, PostId id) {
      level_fits(row, id);
      alone_at_its_place(row, id);
      has_superior(row, id);
      if (post(id).deputy && post(id).deputy == post(id).holder)
        fault(TableKind::posts, row, "deputy", "副职与任职人是同一人 / the deputy is the holder",
              "换一人，或留空 / name somebody else, or leave it empty");
    });
  }

  void level_fits(std::int32_t row, PostId id) {
    const Post& post = this->post(id);
    if (!post.place || post.level == Level::none || level_of(place(post.place).kind) == post.level) return;
    fault(TableKind::posts, row, "level", "岗位层级与地点不符 / the level does not fit the place " + name(post.place),
          "改正层级或地点 / correct the level or the place");
  }

  void alone_at_its_place(std::int32_t row, PostId id) {
    const Post& post = this->post(id);
    if (!post.place || level_of(place(post.place).kind) != post.level || post.level == Level::none) return;
    const PostId first = place(post.place).post;
    if (first == id) return;
    fault(TableKind::posts, row, "place", "此地点已有岗位 / the place has a post already: " + name(first),
          "每个地点只设一个岗位 / keep one post for each place");
  }

  void has_superior(std::int32_t row, PostId id) {
    if (post(id).level == Level::none || !sound(TableKind::posts, row, {"superior"})) return;
    const bool top = post(id).level == Level::city;
    if (top == !post(id).superior) return;
    if (top)
      fault(TableKind::posts, row, "superior", "市级岗位不应有上一级 / the city's post has nobody above it",
            "留空 / leave it empty");
    else
      fault(TableKind::posts, row, "superior", "没有上一级，到不了市级岗位 / no way up to the city's post",
            "填写上一级岗位的代码 / name the post above it");
  }

  // The city's post is the end of every way up, whatever its row says.
  PostId above(PostId id) const { return post(id).level == Level::city ? PostId{} : post(id).superior; }

  // Each cycle of superiors is named once. A post below a cycle, or below one that has no superior, is not at fault
  // itself.
  void ways_up() {
    enum class Mark : char { unseen, under_way, done };
    std::vector<Mark> marks(city_.posts.size(), Mark::unseen);
    each(TableKind::posts, codes_.posts, [&](std::int32_t row, PostId start) {
      std::vector<PostId> way;
      PostId at = start;
      for (; at && marks[at.value] == Mark::unseen; at = above(at)) {
        marks[at.value] = Mark::under_way;
        way.push_back(at);
      }
      if (at && marks[at.value] == Mark::under_way) report_cycle(row, at);
      for (const PostId passed : way) marks[passed.value] = Mark::done;
    });
  }

  void report_cycle(std::int32_t found_from, PostId on_cycle) {
    string posts = name(on_cycle);
    for (PostId at = above(on_cycle); at != on_cycle && posts.size() < 300; at = above(at)) posts += " → " + name(at);
    std::int32_t row = found_from;
    each(TableKind::posts, codes_.posts, [&](std::int32_t candidate, PostId id) {
      if (id == on_cycle) row = candidate;
    });
    fault(TableKind::posts, row, "superior", "上一级形成循环 / a cycle of superiors: " + posts + " → " + name(on_cycle),
          "改正其中一个上一级，使其通向市级岗位 / let one of them lead up to the city's post");
  }

  // --- places ---

  void places() {
    std::set<PlaceId> claimed;  // named by a post's row, whatever else is wrong with that row
    std::size_t astray = 0;     // rows whose place could not be read
    const auto rows = static_cast<std::int32_t>(tables_.of(TableKind::posts).size());
    for (std::int32_t row = 0; row < rows; ++row) {
      const PlaceId at = codes_.places.find(cell(TableKind::posts, row, "place"));
      at&& sound(TableKind::posts, row, {"place"}) ? void(claimed.insert(at)) : void(++astray);
    }

    std::vector<Fault> without;
    const auto look = [&](TableKind table, std::int32_t row, PlaceId id) {
      if (place(id).post || claimed.contains(id)) return;
      const bool grid = place(id).kind == PlaceKind::grid;
      without.push_back(
          {table, row, row < 0 ? std::int16_t{-1} : column(table, "code"),
           (grid ? "没有网格长 / a grid without a chief: " : "没有岗位负责 / nobody answers for ") + name(id),
           "在 posts.csv 中为其增设一个岗位 / add a post for it in posts.csv"});
    };
    if (const PlaceId city = codes_.places.find(city_.city_code)) look(TableKind::posts, -1, city);
    for (const TableKind table : {TableKind::subdistricts, TableKind::communities, TableKind::grids,
                                  TableKind::buildings, TableKind::units, TableKind::streets, TableKind::lanes})
      each(table, codes_.places, [&](std::int32_t row, PlaceId id) { look(table, row, id); });
    if (without.size() > astray) std::move(without.begin(), without.end(), std::back_inserter(faults_));
  }

  // --- categories ---

  void categories() {
    constexpr TableKind table = TableKind::categories;
    each(table, codes_.categories, [&](std::int32_t row, CategoryId id) {
      const Category& category = city_.categories[id.value];
      if (!category.accept && sound(table, row, {"accept_limit"}))
        fault(table, row, "accept_limit", "没有签收时限 / no limit for acceptance",
              "如 30工作分钟 / for example 30工作分钟");
      if (!category.resolve && sound(table, row, {"resolve_limit"}))
        fault(table, row, "resolve_limit", "没有处置时限 / no limit for resolution",
              "如 2工作日 / for example 2工作日");
      if (category.owner_kind == OwnerKind::none && sound(table, row, {"owner_kind"}))
        fault(table, row, "owner_kind", "没有资源方类型 / no kind of owner",
              "填写 property、department、utility、alliance 或 volunteer / give one of these");
      urgent_has_continuous_limit(row, category);
    });
    for (const SoleCategory& needed : needed_categories)
      if (!codes_.categories.find(needed.code))
        fault(table, -1, "", "缺少类别 " + string{needed.code} + "，" + string{needed.purpose},
              "在 categories.csv 中补上 / add it to categories.csv");
  }

  // Demands of severity 1 and 2 do not wait for the office to open.
  void urgent_has_continuous_limit(std::int32_t row, const Category& category) {
    if (category.severity > 2 || continuous(category.contain) || continuous(category.resolve)) return;
    if (!sound(TableKind::categories, row, {"severity", "contain_limit", "resolve_limit"})) return;
    fault(TableKind::categories, row, "severity",
          "一、二级须有按连续时间计的先期处置或处置时限 / severity 1 and 2 need a limit on the continuous clock",
          "时限改用 分钟、紧急分钟、紧急工作时 或 自然日，或降低级别 / use one of these units, or a lower severity");
  }

  void conditions() {
    constexpr TableKind table = TableKind::conditions;
    for (std::int32_t row = 0; row < static_cast<std::int32_t>(tables_.of(table).size()); ++row)
      if (cell(table, row, "contain_limit").empty() && cell(table, row, "resolve_limit").empty())
        fault(table, row, "resolve_limit", "立案条件没有时限 / a condition without any limit",
              "至少填写一个时限 / give one limit at least");
  }

  void keywords(TableKind table) {
    for (std::int32_t row = 0; row < static_cast<std::int32_t>(tables_.of(table).size()); ++row) {
      if (!sound(table, row, {"keywords"})) continue;
      std::set<string> words;
      for (const string_view part : split(cell(table, row, "keywords"), '|')) {
        const string word = keyword_of(part).word;
        if (word.find(':') != string::npos || word.find("：") != string::npos ||
            word.size() > limits::keyword_bytes_max) {
          fault(table, row, "keywords", both("无法识别的关键词 " + shown(part), "not a keyword"),
                both("写作 词 或 词:3，权重为 -9 至 9、不为 0，半角冒号，词不超过 16 个汉字",
                     "write word or word:3, the weight -9 to 9 but 0, the word no longer than 48 bytes"));
        } else if (!words.insert(word).second) {
          fault(table, row, "keywords", both("关键词重复 " + shown(word), "the keyword stands here twice"),
                both("删去一个", "remove one of them"));
        }
      }
    }
  }

  // --- alliances ---

  void alliances() {
    constexpr TableKind table = TableKind::alliances;
    for (std::int32_t row = 0; row < static_cast<std::int32_t>(tables_.of(table).size()); ++row) {
      if (!sound(table, row, {"code", "chair"})) continue;
      const string_view code = cell(table, row, "code");
      const auto alliance = std::find_if(city_.alliances.begin(), city_.alliances.end(),
                                         [&](const Alliance& each) { return each.code == code; });
      if (alliance == city_.alliances.end() || !alliance->chair) continue;
      const auto& members = alliance->members;
      if (std::find(members.begin(), members.end(), alliance->chair) != members.end()) continue;
      fault(table, row, "chair", "轮值主席不是联盟成员 / the rotating chair is not a member",
            "从成员单位中选定，或补上成员 / choose one of the members, or add it to alliance_members.csv");
    }
  }

  // --- outlines ---

  void outlines() {
    std::map<PlaceId, std::int32_t> rows;  // of outlines.csv, whatever else is wrong with them
    std::size_t astray = 0;                // rows whose grid could not be read
    for (std::int32_t row = 0; row < static_cast<std::int32_t>(tables_.of(TableKind::outlines).size()); ++row) {
      const PlaceId grid = codes_.places.find(cell(TableKind::outlines, row, "grid"));
      grid&& sound(TableKind::outlines, row, {"grid"}) ? void(rows.emplace(grid, row)) : void(++astray);
    }
    if (too_many_points(rows)) return;
    grids_without_outline(rows, astray);
    std::map<PlaceId, std::int32_t> points;
    for (std::int32_t row = 0; row < static_cast<std::int32_t>(tables_.of(TableKind::points).size()); ++row)
      points.emplace(codes_.places.find(cell(TableKind::points, row, "place")), row);
    const std::vector<OutlineFault> found = check_outlines(city_);
    for (const OutlineFault& each : found) outline_fault(each, rows, points);
    if (found.size() == outline_faults_max)
      fault(TableKind::outlines, -1, "",
            both("只列出前 " + std::to_string(outline_faults_max) + " 处", "only the first are listed"),
            both("改正后再查", "correct them and check again"));
  }

  bool too_many_points(const std::map<PlaceId, std::int32_t>& rows) {
    std::size_t all = 0;
    for (const Outline& outline : city_.outlines) {
      std::size_t points = outline.ring.size();
      for (const auto& ring : outline.others) points += ring.size();
      all += points;
      if (points > limits::ring_points_max)
        fault(TableKind::outlines, rows.at(outline.grid), "points",
              both("轮廓的点过多", "an outline of too many points"), points_kept());
    }
    std::map<PlaceId, std::size_t> along;
    for (std::int32_t row = 0; row < static_cast<std::int32_t>(tables_.of(TableKind::points).size()); ++row, ++all) {
      const PlaceId place = codes_.places.find(cell(TableKind::points, row, "place"));
      if (place && ++along[place] == limits::ring_points_max + 1)
        fault(TableKind::points, row, "place", both("此街巷的点过多", "a road of too many points"), points_kept());
    }
    if (city_.outlines.size() <= limits::outlines_max && all <= limits::ground_points_max) return false;
    fault(TableKind::outlines, -1, "", both("轮廓与点过多", "too many outlines and points"),
          both("不超过 " + std::to_string(limits::outlines_max) + " 个轮廓、共 " +
                   std::to_string(limits::ground_points_max) + " 个点",
               "keep them to these numbers"));
    return true;
  }
  static string points_kept() {
    return both("不超过 " + std::to_string(limits::ring_points_max) + " 个点", "keep it to that number of points");
  }

  void grids_without_outline(const std::map<PlaceId, std::int32_t>& rows, std::size_t astray) {
    if (rows.empty()) return;
    std::vector<std::int32_t> without;
    each(TableKind::grids, codes_.places, [&](std::int32_t row, PlaceId grid) {
      if (!rows.contains(grid)) without.push_back(row);
    });
    if (without.size() <= astray) return;
    for (const std::int32_t row : without)
      fault(TableKind::grids, row, "code", both("没有轮廓，而其他网格有", "no outline, though other grids have one"),
            both("在 outlines.csv 中补上", "add it to outlines.csv"));
  }

  void outline_fault(const OutlineFault& found, const std::map<PlaceId, std::int32_t>& rows,
                     const std::map<PlaceId, std::int32_t>& points) {
    using Kind = OutlineFault::Kind;
    const string pair = shown_place(found.place) + (found.other ? " — " + shown_place(found.other) : "");
    const string at = to_text(found.at);
    const string area = std::to_string(std::lround(found.square_metres));
    const auto in_outline = [&](string problem, string mend) {
      fault(TableKind::outlines, found.place ? rows.at(found.place) : -1, found.place ? "points" : "",
            std::move(problem), std::move(mend));
    };
    switch (found.kind) {
      case Kind::crosses_itself:
        return in_outline(both("轮廓自相交", "the outline crosses or touches itself, or has no area"),
                          both("依次写各角，每角一次；各环互不相交",
                               "give its corners in order, each once; rings do not cross each other"));
      case Kind::sliver:
        return in_outline(both("轮廓中有不足一米宽的碎片 " + area + " 平方米，在 " + at + "：" + pair,
                               "a part or a hole of the outline is not a metre wide"),
                          both("删去这一环", "remove that ring"));
      case Kind::overlap:
        return in_outline(both("网格重叠 " + area + " 平方米，在 " + at + "：" + pair,
                               "the grids overlap by so many square metres there"),
                          both("边界上用同样的点", "give both the same points along their common edge"));
      case Kind::hole:
        return in_outline(both("网格之间有空洞 " + area + " 平方米，在 " + at + "：" + pair,
                               "ground of no grid between them, so many square metres there"),
                          both("划入其中一个网格", "let one of the grids cover it"));
      case Kind::gap:
        return in_outline(both("网格之间有缝隙 " + area + " 平方米，在 " + at + "：" + pair,
                               "a gap between the grids, so many square metres there"),
                          both("边界上用同样的点", "give both the same points along their common edge"));
      case Kind::outside_its_grid:
        return fault(
            TableKind::points, points.at(found.place), "place",
            both("小区的点在所属网格之外 " + std::to_string(std::lround(found.metres)) + " 米，在 " + at + "：" + pair,
                 "the compound's point lies so many metres outside of its grid"),
            both("改正点、网格的轮廓，或小区所属网格",
                 "correct the point, the grid's outline, or the compound's grid"));
    }
  }

  string shown_place(PlaceId id) const { return city_.place_names[id.value].code + " " + name(id); }

  const Tables& tables_;
  Codes codes_;
  Configuration city_;
  std::vector<Fault> faults_;
  std::set<std::tuple<TableKind, std::int32_t, std::int16_t>> unreadable_;
};

}  // namespace

std::vector<Fault> city_check(const Tables& tables) { return Check{tables}.run(); }

}  // namespace wangge::rules
