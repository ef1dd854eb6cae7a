#include "engine/registers/notes/rules.h"

#include "engine/base/limits.h"
#include "engine/registers/drafting.h"
#include "engine/registers/notes/state.h"
#include "engine/rules/texts.h"

namespace wangge::registers::notes {
namespace {

Refusal check_writer(const rules::Context& context, PlaceId grid, const NotePlace& command) {
  const Configuration& city = *context.city.configuration;
  if (!context.city.accounts.contains(context.sender().account)) return {Reason::not_allowed};
  if (!command.as) {
    const Account& account = context.city.accounts[context.sender().account];
    if (account.kind != AccountKind::terminal) return {Reason::not_allowed};
    return account.covers_grid(grid) ? Refusal{} : Refusal{Reason::grid_not_yours, grid.value};
  }
  const bool is_post = command.as.is_post() && command.as.post().value < city.posts.size() &&
                       city.posts[command.as.post().value].present;
  const bool may = is_post && rules::may_speak(context, command.as) &&
                   city.lies_in(command.place, city.posts[command.as.post().value].place);
  return may ? Refusal{} : Refusal{Reason::not_allowed, command.as.raw()};
}

Refusal check_text(const Notes& notes, const NotePlace& command) {
  const bool stands = notes.all().contains(command.place);
  if (command.text.empty()) return stands ? Refusal{} : Refusal{Reason::note_missing};
  const CheckedText checked = check_characters(command.text, Lines::many);
  if (const Refusal refusal = rules::refusal_of(checked, rules::note_reasons)) return refusal;
  if (checked.code_points > limits::place_note_code_points_max) {
    return {Reason::note_too_long, checked.code_points, limits::place_note_code_points_max};
  }
  constexpr auto most = static_cast<std::uint32_t>(limits::place_notes_max);
  return stands || notes.all().size() < most ? Refusal{} : Refusal{Reason::register_full, most, most};
}

}  // namespace

Refusal on(const rules::Context& context, const NotePlace& command) {
  if (!context.city.configuration) return {Reason::no_city};
  PlaceId grid;
  if (const Refusal refusal = rules::check_place(*context.city.configuration, command.place, {}, grid)) return refusal;
  if (const Refusal refusal = check_writer(context, grid, command)) return refusal;
  if (const Refusal refusal = check_text(context.city.registers.of<Notes>(), command)) return refusal;
  add(context, PlaceNoted{command.place, context.sender().account, command.as, command.text});
  return {};
}

}  // namespace wangge::registers::notes
