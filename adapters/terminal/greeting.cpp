#include "adapters/terminal/greeting.h"

#include <algorithm>

#include "engine/base/limits.h"

namespace wangge::terminal {
namespace {

SessionId session_of(const Event& event) {
  return see(event, [](const auto& fact) {
    if constexpr (requires { fact.sequence; }) return fact.session;
    return SessionId{};
  });
}

// Whether the session belongs to the spool itself, or to one of the account that has made way for another since.
bool is_of_spool(const City& city, SessionId session, AccountId account, const SpoolId& spool, Position position) {
  if (!city.sessions.contains(session)) return false;
  const Session& now = city.sessions[session];
  return now.spool() == spool || (now.account() == account && now.opened() > position);
}

}  // namespace

bool has_seen_anything(const Hello& hello, const log::EventLog& log) {
  return hello.first > 1 && hello.witness.position && hello.witness.position <= log.durable();
}

Seen seen_by(const Hello& hello, const City& city) {
  if (hello.witness.log != city.log) return {};
  const AccountId account = city.accounts.find(hello.token_hash);
  if (!account) return {};  // a stranger costs no look at the log
  const SessionId session = city.sessions.find(account, hello.spool);
  const bool is_known = session && city.sessions[session].expected() >= hello.first;
  return {is_known ? Position{} : hello.witness.position, account};
}

std::uint32_t first_number(const Hello& hello, const City& city, const Event& seen) {
  const AccountId account = city.accounts.find(hello.token_hash);
  return is_of_spool(city, session_of(seen), account, hello.spool, hello.witness.position) ? hello.first : 0;
}

bool could_have_given(const Recovered& recovered, Position position) {
  const std::uint64_t seconds = std::max(recovered.started, recovered.at) - recovered.at + std::uint64_t{1};
  return position.value <= recovered.last.value + seconds * limits::facts_per_second_max;
}

}  // namespace wangge::terminal
