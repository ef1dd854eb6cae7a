#include "tools/running_engine.h"

#include <algorithm>

#include "tools/address.h"
#include "tools/named_spool.h"
#include "tools/token.h"

namespace wangge::tools {
namespace {

terminal::Client::Options client_options(const std::string& address, const std::string& token_file, const std::string& what) {
  const Address engine = parse_address(address);
  terminal::Client::Options options{.host = engine.host, .port = engine.port};
  options.who.token = read_token(token_file);
  if (!what.empty()) {
    options.who.spool = named_spool(options.who.token, what);
    return options;
  }
  const TokenHash hash = terminal::hash_of(options.who.token);
  std::copy_n(hash.begin(), options.who.spool.size(), options.who.spool.begin());
  return options;
}

}  // namespace

RunningEngine::RunningEngine(const std::string& address, const std::string& token, const std::string& what)
    : client_(client_options(address, token, what)) {}

std::uint32_t RunningEngine::id_of(views::Noun noun, const std::string& code) { return require(client_.ids_of(noun, {code})).at(0); }

const Named& RunningEngine::name_of(views::Noun noun, std::uint32_t id) {
  const auto [place, is_new] = names_.try_emplace({noun, id});
  if (!is_new || id == 0) return place->second;
  views::NamedRow row = require(client_.names_of(noun, {id})).at(0);
  place->second = {std::move(row.code), std::move(row.name)};
  return place->second;
}

}  // namespace wangge::tools
