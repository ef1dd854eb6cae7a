#include "engine/model/content.h"

#include <array>
#include <concepts>
#include <cstddef>
#include <variant>

#define XXH_INLINE_ALL  // half of what a call of the library takes for so few bytes
#include <xxhash.h>

#include "engine/base/check.h"

namespace wangge {
namespace {

// The numbers are hashed, and the hashes are in the log: a number is never used for another kind.
enum class Kind : std::uint32_t {
  submit = 1,
  act = 2,
  join = 3,
  migrate_policies = 4,
  recompute_deadlines = 5,
  declare_situation = 6,
  end_situation = 7,
  summon = 8,
  attend = 9,
  add_account = 10,
  end_account = 11,
  begin_configuration = 12,
  stage_row = 13,
  propose_configuration = 14,
  adopt_configuration = 15,
  reject_configuration = 16,
  described = 17,
};

// Words in a fixed order; a text is its length and, where there is any, its hash.
class Content {
 public:
  Content(Kind kind, std::string_view texts) : kind_(kind), texts_(texts) {}

  void add(std::uint64_t word) {
    CHECK(count_ < words_.size());
    words_[count_++] = word;
  }
  void add(std::uint32_t low, std::uint32_t high) { add(low | std::uint64_t{high} << 32); }
  void add(TextRef text) {
    add(std::uint64_t{text.length});
    add_bytes(text);
  }
  void add_bytes(TextRef text) {
    if (text.length != 0) add(XXH3_64bits(texts_.data() + text.offset, text.length));
  }
  template <std::size_t size>
  void add(const std::array<std::uint8_t, size>& bytes) {
    add(XXH3_64bits(bytes.data(), bytes.size()));
  }

  std::uint32_t value() const {
    const auto seed = static_cast<std::uint64_t>(kind_);
    const auto hash = static_cast<std::uint32_t>(XXH3_64bits_withSeed(words_.data(), count_ * sizeof words_[0], seed));
    return hash != 0 ? hash : 1;
  }

 private:
  Kind kind_;
  std::string_view texts_;
  std::array<std::uint64_t, 16> words_;
  std::size_t count_ = 0;
};

// Packs bytes and shorter numbers side by side.
constexpr std::uint32_t packed(std::uint32_t first, std::uint32_t second, std::uint32_t third = 0,
                               std::uint32_t fourth = 0) {
  return first | second << 8 | third << 16 | fourth << 24;
}
template <class Enum>
constexpr std::uint32_t number(Enum value) {
  return static_cast<std::uint32_t>(value);
}

std::uint32_t hash(const Submit& wish, std::string_view texts) {
  Content content(Kind::submit, texts);
  content.add(packed(number(wish.kind), number(wish.reporter), wish.condition, wish.severity),
              std::uint32_t{wish.category.value} | std::uint32_t{wish.asked_version} << 16);
  content.add(wish.place.value, wish.road.value);
  content.add(wish.subject.raw(), wish.complained_of.raw());
  content.add(wish.occurred, wish.contact.length);
  content.add(wish.text.length, wish.reference.length);
  content.add(wish.attachments.length, wish.answers_length);
  for (const TextRef text : {wish.text, wish.reference, wish.attachments, wish.answers()}) content.add_bytes(text);
  return content.value();
}

std::uint32_t hash(const Act& wish, std::string_view texts) {
  Content content(Kind::act, texts);
  content.add(wish.demand.value);
  content.add(wish.as.raw(), wish.to.raw());
  content.add(packed(number(wish.deed), wish.choice, wish.condition),
              std::uint32_t{wish.verdict} | std::uint32_t{wish.category.value} << 16);
  content.add(std::uint32_t{wish.limit.amount} | number(wish.limit.unit) << 16, wish.until);
  content.add(wish.place.value, wish.road.value);
  content.add(wish.group, 0);
  content.add(wish.note);
  content.add(wish.attachments);
  return content.value();
}

std::uint32_t hash(const Join& wish, std::string_view texts) {
  Content content(Kind::join, texts);
  content.add(wish.demand.value);
  content.add(wish.head.value);
  content.add(wish.as.raw(), wish.group);
  content.add(number(wish.bond), 0);
  content.add(wish.note);
  return content.value();
}

std::uint32_t hash(const MigratePolicies&, std::string_view texts) {
  return Content(Kind::migrate_policies, texts).value();
}
std::uint32_t hash(const RecomputeDeadlines&, std::string_view texts) {
  return Content(Kind::recompute_deadlines, texts).value();
}
std::uint32_t hash(const BeginConfiguration&, std::string_view texts) {
  return Content(Kind::begin_configuration, texts).value();
}

std::uint32_t hash(const DeclareSituation& wish, std::string_view texts) {
  Content content(Kind::declare_situation, texts);
  content.add(wish.situation.value, wish.place.value);
  content.add(wish.as.raw(), wish.since);
  return content.value();
}

std::uint32_t hash(const EndSituation& wish, std::string_view texts) {
  Content content(Kind::end_situation, texts);
  content.add(wish.situation.value, wish.place.value);
  content.add(wish.as.raw(), 0);
  return content.value();
}

std::uint32_t hash(const Summon& wish, std::string_view texts) {
  Content content(Kind::summon, texts);
  content.add(wish.demand.value);
  content.add(wish.place.value, wish.as.raw());
  static_assert(std::tuple_size_v<decltype(wish.who)> % 2 == 0);
  for (std::size_t i = 0; i < wish.who.size(); i += 2) content.add(wish.who[i].value, wish.who[i + 1].value);
  content.add(wish.note);
  return content.value();
}

std::uint32_t hash(const Attend& wish, std::string_view texts) {
  Content content(Kind::attend, texts);
  content.add(wish.summons.value);
  content.add(wish.who.value, packed(number(wish.what), wish.grade));
  content.add(wish.note);
  return content.value();
}

std::uint32_t hash(const AddAccount& wish, std::string_view texts) {
  Content content(Kind::add_account, texts);
  content.add(number(wish.account_kind), 0);
  content.add(wish.token_hash);
  content.add(wish.rights);
  return content.value();
}

std::uint32_t hash(const EndAccount& wish, std::string_view texts) {
  Content content(Kind::end_account, texts);
  content.add(wish.account.value, 0);
  return content.value();
}

std::uint32_t hash(const StageRow& wish, std::string_view texts) {
  Content content(Kind::stage_row, texts);
  content.add(number(wish.table), 0);
  content.add(wish.cells);
  return content.value();
}

std::uint32_t hash(const ProposeConfiguration& wish, std::string_view texts) {
  Content content(Kind::propose_configuration, texts);
  content.add(wish.digest);
  content.add(wish.rows, 0);
  content.add(wish.note);
  return content.value();
}

std::uint32_t hash(const AdoptConfiguration& wish, std::string_view texts) {
  Content content(Kind::adopt_configuration, texts);
  content.add(wish.digest);
  content.add(wish.effective, 0);
  return content.value();
}

std::uint32_t hash(const RejectConfiguration& wish, std::string_view texts) {
  Content content(Kind::reject_configuration, texts);
  content.add(wish.note);
  return content.value();
}

std::uint32_t hash(const DescribedCommand& wish, std::string_view texts) {
  Content content(Kind::described, texts);
  content.add(wish.kind.value, 0);
  content.add(wish.demand.value);
  for (const TextRef text : {wish.fields, wish.text, wish.attachments}) content.add(text);
  return content.value();
}

// Commands of the engine itself, of a way out and of a hello have no number.
template <class Wish>
concept Unnumbered =
    std::convertible_to<Wish, OwnWish> || std::same_as<Wish, Deliver> || std::same_as<Wish, OpenSession>;
std::uint32_t hash(const Unnumbered auto&, std::string_view) {
  CHECK(false);
  return 0;
}

}  // namespace

std::uint32_t content_of(const Command& command, std::string_view texts) {
  if (const auto* submit = std::get_if<Submit>(&command)) return hash(*submit, texts);
  return std::visit([&](const auto& wish) { return hash(wish, texts); }, command);
}

}  // namespace wangge
