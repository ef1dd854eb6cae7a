#include "engine/model/tables.h"

namespace wangge {
namespace {

constexpr std::string_view settings[]{"key", "value"};
constexpr std::string_view subdistricts[]{"code", "name"};
constexpr std::string_view communities[]{"code", "name", "subdistrict"};
constexpr std::string_view grids[]{"code", "name", "community"};
constexpr std::string_view people[]{"code", "name", "age", "degree", "party_member", "social_worker"};
constexpr std::string_view organisations[]{"code", "name", "kind", "seat"};
constexpr std::string_view compounds[]{"code", "name", "grid", "manager"};
constexpr std::string_view buildings[]{"code", "name", "within"};
constexpr std::string_view units[]{"code", "name", "building"};
constexpr std::string_view streets[]{"code", "name", "subdistrict"};
constexpr std::string_view lanes[]{"code", "name", "street"};
constexpr std::string_view posts[]{"code", "name", "level", "place", "superior", "holder", "deputy"};
constexpr std::string_view leave[]{"person", "from", "until", "reason"};
constexpr std::string_view categories[]{
    "code",          "class",      "class_en",         "name",   "name_en",    "accept_limit", "contain_limit",
    "resolve_limit", "severity",   "first_level",      "lead",   "owner_kind", "check_first",  "verify_by",
    "tell_chain",    "restricted", "above_complained", "season", "keywords",   "lead_unit",    "deadline_source",
    "source_ref",    "note"};
constexpr std::string_view conditions[]{"category",      "condition", "name",      "contain_limit",
                                        "resolve_limit", "keywords",  "source_ref"};
constexpr std::string_view duties[]{"organisation", "category", "place", "basis"};
constexpr std::string_view alliances[]{"code", "name", "place", "chair"};
constexpr std::string_view alliance_members[]{"alliance", "organisation"};
constexpr std::string_view resources[]{"organisation", "category", "place", "what"};
constexpr std::string_view volunteers[]{"person", "community", "organisation", "categories", "skills"};
constexpr std::string_view committees[]{"person", "community", "office", "chairs"};
constexpr std::string_view venues[]{"code", "name", "community", "area_m2"};
constexpr std::string_view branches[]{"code", "name", "kind", "place"};
constexpr std::string_view calendar[]{"date", "kind", "name"};
constexpr std::string_view policies[]{"class", "severity", "step",  "wait", "tell",
                                      "reach", "repeats",  "quiet", "until"};
constexpr std::string_view timetables[]{"place", "from", "until", "sessions"};
constexpr std::string_view local_days[]{"place", "date", "kind", "name"};
constexpr std::string_view situations[]{"code", "name", "declared_by"};
constexpr std::string_view situation_effects[]{"situation", "when",     "category",    "condition",
                                               "clocks",    "severity", "first_level", "lead"};
constexpr std::string_view successions[]{"grid", "successor"};
constexpr std::string_view outlines[]{"grid", "points"};
constexpr std::string_view points[]{"place", "lon", "lat"};
constexpr std::string_view questions[]{"category", "code", "order", "text", "text_en", "type", "values", "required"};
constexpr std::string_view assets[]{"code", "name", "kind", "place", "lon", "lat", "owner", "keeper"};
constexpr std::string_view doors[]{"code", "name", "within"};
constexpr std::string_view rotations[]{"post", "from", "at", "days", "people"};
constexpr std::string_view shifts[]{"post", "from", "until", "person", "why"};
constexpr std::string_view contacts[]{"person", "contact"};

constexpr TableSchema all[] = {
    {TableKind::settings, "settings", settings},
    {TableKind::subdistricts, "subdistricts", subdistricts},
    {TableKind::communities, "communities", communities},
    {TableKind::grids, "grids", grids},
    {TableKind::people, "people", people},
    {TableKind::organisations, "organisations", organisations},
    {TableKind::compounds, "compounds", compounds},
    {TableKind::buildings, "buildings", buildings},
    {TableKind::units, "units", units},
    {TableKind::streets, "streets", streets},
    {TableKind::lanes, "lanes", lanes},
    {TableKind::posts, "posts", posts},
    {TableKind::leave, "leave", leave},
    {TableKind::categories, "categories", categories},
    {TableKind::conditions, "conditions", conditions},
    {TableKind::duties, "duties", duties},
    {TableKind::alliances, "alliances", alliances},
    {TableKind::alliance_members, "alliance_members", alliance_members},
    {TableKind::resources, "resources", resources},
    {TableKind::volunteers, "volunteers", volunteers},
    {TableKind::committees, "committees", committees},
    {TableKind::venues, "venues", venues},
    {TableKind::branches, "branches", branches},
    {TableKind::calendar, "calendar", calendar},
    {TableKind::policies, "policies", policies},
    {TableKind::timetables, "timetables", timetables},
    {TableKind::local_days, "local_days", local_days},
    {TableKind::situations, "situations", situations},
    {TableKind::situation_effects, "situation_effects", situation_effects},
    {TableKind::successions, "successions", successions},
    {TableKind::outlines, "outlines", outlines},
    {TableKind::points, "points", points},
    {TableKind::questions, "questions", questions},
    {TableKind::assets, "assets", assets},
    {TableKind::doors, "doors", doors},
    {TableKind::rotations, "rotations", rotations},
    {TableKind::shifts, "shifts", shifts},
    {TableKind::contacts, "contacts", contacts},
};

}  // namespace

std::span<const TableSchema> table_schemas() { return all; }

}  // namespace wangge
