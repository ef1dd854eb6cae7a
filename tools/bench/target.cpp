#include "tools/bench/target.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <boost/asio/ip/address.hpp>

#include "engine/model/refusal.h"
#include "tools/address.h"
#include "tools/account/token.h"

namespace wangge::tools::bench {
namespace {

constexpr const char* mark = "/bench";  // a file that marks a folder that may be removed

Whereabouts settled(Whereabouts where) {
  if (where.to.empty() && where.data.empty()) where.data = "./data/bench";
  if (where.to.empty()) where.token = where.data + "/ops.token";
  return where;
}

}  // namespace

Target::Target(const Whereabouts& where, std::vector<std::string> serve, const Console& console)
    : where_(settled(where)), console_(console), arguments_(std::move(serve)) {
  if (!is_own()) {
    find(where_.to);
    return;
  }
  prepare_folder();
  arguments_.insert(arguments_.end(), {"--data", where_.data, "--listen", "127.0.0.1:0"});
  start({"--city", where_.city, "--ops-token", where_.token});
}

Target::~Target() {
  if (is_own()) {
    own_.reset();
    std::error_code ignored;  // a folder that cannot be removed keeps its mark
    if (!where_.keep) std::filesystem::remove_all(where_.data, ignored);
    return;
  }
  for (const AccountId account : accounts_) {
    if (!running_->client().send(EndAccount{account})) return;  // the engine is gone
  }
}

// The contents of the folder must be those of an earlier run.
void Target::prepare_folder() const {
  if (std::filesystem::exists(where_.data)) {
    if (!std::filesystem::exists(where_.data + mark)) {
      throw std::runtime_error(where_.data + std::string(console_.say("：不是压测文件夹，请换一个 --data",
                                                                      ": is no bench's folder, give another --data")));
    }
    std::filesystem::remove_all(where_.data);
  }
  std::filesystem::create_directories(where_.data);
  std::ofstream(where_.data + mark) << "wangge bench\n";
}

double Target::start(std::vector<std::string> first_time) {
  first_time.insert(first_time.end(), arguments_.begin(), arguments_.end());
  const auto began = std::chrono::steady_clock::now();
  own_ = std::make_unique<EngineProcess>(std::move(first_time), where_.data + "/engine.log");
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  find(own_->address());
  return took.count();
}

void Target::find(const std::string& address) {
  running_ = std::make_unique<RunningEngine>(address, where_.token);
  const terminal::Welcome* welcome = running_->require(running_->client().connect());
  if (welcome->station.account_kind != AccountKind::ops) {
    throw std::runtime_error(where_.token +
                             std::string(console_.say("：不是运维账号的令牌", ": is not the token of an ops account")));
  }
  const Address parsed = parse_address(address);
  partners_.engine = {boost::asio::ip::make_address(parsed.host), parsed.port};
  partners_.ops = read_token(where_.token);
}

Ground Target::survey() {
  Ground ground = bench::survey(*running_, where_.city, console_);
  partners_.superiors = ground.superiors;
  return ground;
}

void Target::open_terminals(std::size_t count) {
  Rights rights;
  rights.every_grid = rights.every_restricted = true;  // the terminals record for everybody, and have no receipts
  while (partners_.terminals.size() < count) {
    const terminal::Token token = random_token();
    rights.name = "bench " + std::to_string(partners_.terminals.size() + 1);
    const terminal::Receipt added =
        running_->require(running_->client().add_account(AccountKind::terminal, terminal::hash_of(token), rights));
    if (added.refusal) throw std::runtime_error(to_sentence(added.refusal, console_.language == Language::english));
    accounts_.push_back(added.account);
    partners_.terminals.push_back(token);
  }
}

void Target::stop() {
  running_->client().disconnect();
  own_->stop();
  own_.reset();
}

void Target::kill() {
  own_->kill();
  own_.reset();
}

}  // namespace wangge::tools::bench
