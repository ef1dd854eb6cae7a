#pragma once
// Helpers for a benchmark that plays many terminals of a running engine.

#include <stdexcept>
#include <string>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <sodium/randombytes.h>

#include "adapters/terminal/client_protocol.h"
#include "tools/address.h"
#include "tools/running_engine.h"

namespace wangge::bench {

[[noreturn]] inline void fail(const std::string& what) { throw std::runtime_error(what); }

// An introduction with a new spool each time.
inline terminal::Introduction introduction(const terminal::Token& token) {
  terminal::Introduction who;
  who.token = token;
  randombytes_buf(who.spool.data(), who.spool.size());
  return who;
}

inline boost::asio::ip::tcp::endpoint endpoint_of(const std::string& to) {
  const tools::Address address = tools::parse_address(to);
  return {boost::asio::ip::make_address(address.host), address.port};
}

// The token of a new terminal with every grid, for this run.
inline terminal::Token new_account(tools::RunningEngine& engine, const std::string& name) {
  terminal::Token token;
  randombytes_buf(token.data(), token.size());
  Rights rights;
  rights.name = name;
  rights.every_grid = true;
  if (engine.require(engine.client().add_account(AccountKind::terminal, terminal::hash_of(token), rights)).refusal)
    fail("give an ops account's token");
  return token;
}

}  // namespace wangge::bench
