#include "adapters/terminal/attachment_answers.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace wangge::terminal {
namespace {

SessionId session_of(const Event& event) {
  return std::visit(
      [](const auto& fact) {
        if constexpr (requires { fact.session; }) return fact.session;
        return SessionId{};
      },
      event);
}

AttachmentRow row_of(const AttachmentRef& named, const StoredAttachment& stored) {
  return {.named = named, .state = stored.state, .type = stored.type, .removed = stored.removed, .bytes = stored.bytes};
}

AttachmentAnswer refused(Reason reason) { return {.refusal = {reason}, .part = {}}; }

}  // namespace

bool names_any(const Event& event) {
  return std::visit(
      [](const auto& fact) {
        if constexpr (requires { fact.attachments_length; }) return fact.attachments_length != 0;
        return false;
      },
      event);
}

bool NamedReading::go_on(LogTurn& turn) {
  while (!way_.is_over()) {
    if (!turn.has_more()) return false;
    const Result<Fact> fact = way_.step(turn, false);
    if (!fact || !names_any(fact->event)) continue;
    const SessionId session = session_of(fact->event);
    const Result<log::Texts> texts = turn.texts(fact->position);
    if (!texts) {
      way_.note_damage(way_.looked_at());
      continue;
    }
    newest_first_.push_back({session, attachments_named(texts->attachments)});
  }
  return true;
}

std::vector<NamedAttachment> NamedReading::named() const {
  std::vector<NamedAttachment> named;
  std::map<AttachmentHash, std::size_t> known;  // index of each among them
  for (auto naming = newest_first_.rbegin(); naming != newest_first_.rend(); ++naming) {
    for (const AttachmentRef& attachment : naming->attachments) {
      const auto [found, is_new] = known.try_emplace(attachment.hash, named.size());
      if (is_new) named.push_back({attachment, {}});
      named[found->second].sessions.push_back(naming->session);
    }
  }
  return named;
}

const NamedAttachment* find_named(std::span<const NamedAttachment> named, const AttachmentHash& hash) {
  const auto found =
      std::ranges::find_if(named, [&](const NamedAttachment& one) { return one.attachment.hash == hash; });
  return found == named.end() ? nullptr : &*found;
}

Refusal check_offer(const City& city, AccountId account, bool is_seen, std::span<const NamedAttachment> named,
                    const AttachmentHash& hash) {
  const NamedAttachment* const found = find_named(named, hash);
  if (found == nullptr) return {Reason::attachment_not_named};
  const auto is_own = [&](SessionId session) { return session && city.sessions[session].account() == account; };
  const bool wrote_it = !city.accounts[account].ended && std::ranges::any_of(found->sessions, is_own);
  if (!is_seen && !wrote_it) return {Reason::attachment_not_named};
  if (static_cast<std::size_t>(found - named.data()) < limits::demand_attachments_max) return {};
  return {Reason::attachments_full, static_cast<std::uint32_t>(named.size()), limits::demand_attachments_max};
}

AttachmentAnswer answer_of(const AttachmentCome& come) {
  return {.refusal = come.refusal, .bytes = come.bytes, .is_whole = come.is_whole, .part = {}};
}

bool StoreWork::go_on(AttachmentStore& store) {
  rows = answer(store);
  return true;
}

bool ListWork::go_on(AttachmentStore& store) {
  if (rows.size() < named_.size()) {
    const AttachmentRef& one = named_[rows.size()];
    rows.push_back(row_of(one, store.look(one.hash, now_)));
  }
  return rows.size() == named_.size();
}

std::vector<AttachmentRow> rows_of(const AttachmentFolder& folder, std::span<const AttachmentRef> named) {
  std::vector<AttachmentRow> rows;
  for (const AttachmentRef& one : named) rows.push_back(row_of(one, folder.find(one.hash)));
  return rows;
}

// An attachment that is fetched from its beginning is read whole first, so that rot is reported, and not served.
AttachmentAnswer part_of(AttachmentStore& store, const AskFetch& ask, Seconds now) {
  const StoredAttachment stored = store.look(ask.hash, now, ask.from == 0);
  switch (stored.state) {
    case AttachmentState::not_sent: return refused(Reason::attachment_not_sent);
    case AttachmentState::removed: return refused(Reason::attachment_removed);
    case AttachmentState::damaged: return refused(Reason::attachment_damaged);
    case AttachmentState::missing: return refused(Reason::attachment_missing);
    case AttachmentState::there: break;
  }
  std::optional<std::string> part = store.folder().read(ask.hash, ask.from, limits::attachment_chunk_bytes_max);
  if (!part) return refused(Reason::attachment_not_read);
  return {.refusal = {}, .bytes = stored.bytes, .is_whole = true, .part = std::move(*part)};
}

}  // namespace wangge::terminal
