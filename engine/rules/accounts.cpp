// Who may speak: accounts, and the sessions of their spools.

#include <algorithm>
#include <optional>

#include "engine/base/limits.h"
#include "engine/model/blob.h"
#include "engine/rules/handlers.h"
#include "engine/rules/texts.h"

namespace wangge::rules {
namespace {

// Accounts are kept by the engine itself, before any account exists and with no engine running, or by somebody of ops.
bool may_keep_accounts(const Context& context) {
  const Sender& sender = context.sender();
  if (!sender.session) return true;
  return context.city.accounts.contains(sender.account) &&
         context.city.accounts[sender.account].kind == AccountKind::ops;
}

bool rights_fit(const Configuration& city, const Rights& rights) {
  const bool grids_fit = std::ranges::all_of(rights.grids, [&](PlaceId grid) {
    return grid && grid.value < city.places.size() && city.places[grid.value].kind == PlaceKind::grid;
  });
  const bool posts_fit =
      std::ranges::all_of(rights.posts, [&](PostId post) { return post && post.value < city.posts.size(); });
  const bool categories_fit = std::ranges::all_of(
      rights.restricted, [&](CategoryId category) { return category && category.value < city.categories.size(); });
  return grids_fit && posts_fit && categories_fit && rights.person.value < city.people.size() &&
         rights.organisation.value < city.organisations.size() && rights.scope.value < city.places.size();
}

std::uint32_t as_number(std::size_t size) { return static_cast<std::uint32_t>(size); }

// The session of the account that makes way for another: it has not been used for longer than a spool keeps what was
// acknowledged, and no configuration is being staged in it. None where there is no such session.
SessionId forgettable(const City& city, AccountId account, Instant now) {
  const SessionId least = city.sessions.least_used(account);
  if (!least || least == city.staged_by) return {};
  const bool is_over = to_instant(city.sessions[least].used()) + std::chrono::days{limits::spool_days} <= now;
  return is_over ? least : SessionId{};
}

}  // namespace

bool may_speak(const Context& context, Party as) {
  const AccountId id = context.sender().account;
  if (!context.city.accounts.contains(id)) return false;
  const Account& account = context.city.accounts[id];
  switch (account.kind) {
    case AccountKind::terminal: return account.rights.every_grid;
    case AccountKind::person: return account.acts_as(as);
    case AccountKind::ops: return false;
  }
  return false;
}

bool is_recorded(const Context& context) {
  return context.city.accounts[context.sender().account].kind == AccountKind::terminal;
}

Refusal on(const Context& context, const OpenSession& command) {
  const City& city = context.city;
  const AccountId id = city.accounts.find(command.token_hash);
  if (!id) return {Reason::unknown_token};
  const Account& account = city.accounts[id];
  if (account.ended) return {Reason::account_ended, id.value};
  if (const SessionId known = city.sessions.find(id, command.spool)) {
    // The session continues where it was, or behind the commands of its spool that were answered in another session
    const bool goes_on = city.sessions[known].expected() >= command.first;
    if (!goes_on) context.draft.events.push_back(SessionOpened{known, id, command.spool, command.first});
    return {};
  }
  const bool has_all = account.spools >= limits::spools_per_account_max;
  const bool is_full = has_all || city.sessions.size() >= city.capacity.sessions;
  const SessionId session =
      is_full ? forgettable(city, id, context.now) : SessionId{as_number(city.sessions.size()) + 1};
  if (!session && has_all) return {Reason::too_many_spools, account.spools, as_number(limits::spools_per_account_max)};
  if (!session) return {Reason::too_many_sessions, as_number(city.sessions.size()), as_number(city.capacity.sessions)};
  context.draft.events.push_back(SessionOpened{
      .session = session, .account = id, .spool = command.spool, .first = std::max(command.first, std::uint32_t{1})});
  return {};
}

Refusal on(const Context& context, const AddAccount& command) {
  const City& city = context.city;
  if (!may_keep_accounts(context)) return {Reason::not_allowed};
  if (static_cast<int>(command.account_kind) >= account_kinds || command.rights.length > limits::rights_bytes_max) {
    return {Reason::not_allowed};
  }
  if (!city.configuration) return {Reason::no_city};
  const std::string_view encoded = context.wish.bytes(command.rights);
  const std::optional<Rights> rights = decode_rights(encoded);
  if (!rights || !rights_fit(*city.configuration, *rights)) return {Reason::unknown_place};
  if (const Refusal refusal = check_characters(rights->name, Lines::one, name_reasons)) return refusal;
  if (city.accounts.find(command.token_hash)) return {Reason::token_in_use};
  if (city.accounts.size() >= city.capacity.accounts) {
    return {Reason::too_many_accounts, as_number(city.accounts.size()), as_number(city.capacity.accounts)};
  }
  context.draft.blob = encoded;
  context.draft.events.push_back(AccountAdded{
      .account = AccountId{as_number(city.accounts.size()) + 1},
      .session = context.sender().session,
      .sequence = context.sender().sequence,
      .kind = command.account_kind,
      .token_hash = command.token_hash,
      .rights = {0, as_number(encoded.size())},
  });
  return {};
}

Refusal on(const Context& context, const EndAccount& command) {
  if (!may_keep_accounts(context)) return {Reason::not_allowed};
  if (!context.city.accounts.contains(command.account)) return {Reason::unknown_account, command.account.value};
  if (context.city.accounts[command.account].ended) return {Reason::account_ended, command.account.value};
  context.draft.events.push_back(AccountEnded{
      .account = command.account,
      .session = context.sender().session,
      .sequence = context.sender().sequence,
  });
  return {};
}

}  // namespace wangge::rules
