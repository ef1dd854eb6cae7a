#pragma once
// Commands of the engine itself, with no session: its city's tables, and accounts. Durable after Engine::settle().
// `city` is the engine's.

#include <filesystem>

#include "engine/base/time.h"
#include "engine/loop/engine.h"
#include "engine/model/account.h"
#include "engine/model/tables.h"
#include "tools/console.h"

namespace wangge::tools {

// Makes the tables the city's next version; false where they are in force already. Throws where they are refused.
bool adopt(loop::Engine& engine, const City& city, const Tables& tables, Instant now, const Console& console);

// Adds an account; the caller reports a refusal.
loop::Outcome add_account(loop::Engine& engine, AccountKind kind, const TokenHash& token_hash, const Rights& rights,
                          Instant now);

// Ensures that the token in the file is an ops account's: makes the file and the account where they are missing. Where
// that account has ended it says so on stderr.
void ensure_ops_account(loop::Engine& engine, const City& city, const std::filesystem::path& token_file, Instant now,
                        const Console& console);

}  // namespace wangge::tools
