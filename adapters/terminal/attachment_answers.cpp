#include "adapters/terminal/attachment_answers.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "adapters/terminal/receipts.h"

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

AttachmentAnswer refused(Reason reason) { return {.refusal = {reason}, .part = {}}; }

}  // namespace

std::vector<NamedAttachment> named_attachments(const log::EventLog& log, DemandId demand, Position last) {
  std::vector<NamedAttachment> named;
  std::map<AttachmentHash, std::size_t> known;  // where it stands among them
  const std::vector<Step> steps = history(log, demand, last);
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    for (AttachmentRef& attachment : attachments_named(step->attachments)) {
      const auto [found, is_new] = known.try_emplace(attachment.hash, named.size());
      if (is_new) named.push_back({std::move(attachment), {}});
      named[found->second].sessions.push_back(session_of(step->event));
    }
  }
  return named;
}

const NamedAttachment* find_named(std::span<const NamedAttachment> named, const AttachmentHash& hash) {
  const auto found = std::ranges::find_if(named, [&](const NamedAttachment& one) { return one.attachment.hash == hash; });
  return found == named.end() ? nullptr : &*found;
}

Refusal check_offer(const City& city, AccountId account, bool is_seen, std::span<const NamedAttachment> named, const AttachmentHash& hash) {
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

std::vector<AttachmentRow> rows_of(const AttachmentFolder& folder, std::span<const AttachmentRef> named) {
  std::vector<AttachmentRow> rows;
  for (const AttachmentRef& one : named) {
    const StoredAttachment stored = folder.find(one.hash);
    rows.push_back({.named = one, .state = stored.state, .type = stored.type, .removed = stored.removed, .bytes = stored.bytes});
  }
  return rows;
}

AttachmentAnswer part_of(const AttachmentFolder& folder, const AskFetch& ask) {
  const StoredAttachment stored = folder.find(ask.hash);
  if (stored.state == AttachmentState::not_sent) return refused(Reason::attachment_not_sent);
  if (stored.state == AttachmentState::removed) return refused(Reason::attachment_removed);
  std::optional<std::string> part = folder.read(ask.hash, ask.from, limits::attachment_chunk_bytes_max);
  if (!part) return refused(Reason::attachment_not_read);
  return {.refusal = {}, .bytes = stored.bytes, .is_whole = true, .part = std::move(*part)};
}

}  // namespace wangge::terminal
