#include "tools/account/account.h"

#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "adapters/terminal/client.h"
#include "engine/base/utf8.h"
#include "engine/loop/engine.h"
#include "engine/model/words.h"
#include "engine/views/station.h"
#include "tools/address.h"
#include "tools/serve/clock.h"
#include "tools/serve/clock_at_start.h"
#include "tools/log/data_folder.h"
#include "tools/serve/engine_wishes.h"
#include "tools/names.h"
#include "tools/running_engine.h"
#include "tools/table.h"
#include "tools/account/token.h"

namespace wangge::tools {
namespace {

namespace json = boost::json;

struct Options {
  std::string data = default_data_folder, to, token;
  std::string name, organisation, scope, who, out;
  std::vector<std::string> grids, posts, restricted;
  bool every_grid = false, every_restricted = false;
  std::uint32_t account = 0;
  bool as_json = false, clock_is_right = false, is_confirmed = false;
};

// Keeps accounts: those of a data folder with no engine running, or of a running engine.
class Register {
 public:
  virtual ~Register() = default;
  virtual std::vector<std::uint32_t> ids_of(views::Noun noun, const std::vector<std::string>& codes) = 0;
  virtual bool is_last_of_ops(AccountId account) = 0;
  // Both functions throw where they are refused.
  virtual AccountId add(AccountKind kind, const TokenHash& token_hash, const Rights& rights) = 0;
  // Ends the account and returns its name; empty where the engine does not tell it.
  virtual std::string end(AccountId account) = 0;
};

std::runtime_error refused(const Refusal& refusal, const Console& console) {
  return std::runtime_error(to_sentence(refusal, console.language == Language::english));
}

class FolderRegister : public Register {
 public:
  FolderRegister(const std::string& folder, bool clock_is_right, const Console& console) : console_(console) {
    const log::EventLog is_there({.folder = folder, .read_only = true});  // otherwise it would be made
    log_ = std::make_unique<log::EventLog>(log::Options{.folder = folder, .waits = true});
    replay(*log_, city_, console);
    const std::string problem = clock_is_right ? std::string() : clock_problem(city_, now(), console);
    if (!problem.empty()) throw std::runtime_error(problem);
    log_->go_on();
    engine_.emplace(city_, *log_);
  }

  std::vector<std::uint32_t> ids_of(views::Noun noun, const std::vector<std::string>& codes) override {
    return views::ids_of(city_, noun, codes);
  }

  AccountId add(AccountKind kind, const TokenHash& token_hash, const Rights& rights) override {
    return settled(tools::add_account(*engine_, kind, token_hash, rights, now())).account;
  }

  bool is_last_of_ops(AccountId account) override { return views::is_last_of_ops(city_, account); }

  std::string end(AccountId account) override {
    settled(engine_->perform(EndAccount{account}, {}, now()));
    return city_.accounts[account].rights.name;
  }

 private:
  // A scenario's time stands still while its engine does not run.
  Instant now() const { return city_.clock == ClockKind::system ? system_clock().now() : to_instant(city_.now); }

  loop::Outcome settled(const loop::Outcome& outcome) {
    if (outcome.refusal) throw refused(outcome.refusal, console_);
    engine_->settle();
    return outcome;
  }

  const Console& console_;
  City city_;
  std::unique_ptr<log::EventLog> log_;
  std::optional<loop::Engine> engine_;
};

class RunningRegister : public Register {
 public:
  RunningRegister(const Options& options, const Console& console)
      : console_(console), engine_(options.to, options.token) {}

  std::vector<std::uint32_t> ids_of(views::Noun noun, const std::vector<std::string>& codes) override {
    return engine_.ask(views::AskIds{noun, codes});
  }

  AccountId add(AccountKind kind, const TokenHash& token_hash, const Rights& rights) override {
    return taken(engine_.require(engine_.client().add_account(kind, token_hash, rights))).account;
  }

  // A running engine is asked by an account of ops, so the last account of ops can only be the caller's own.
  bool is_last_of_ops(AccountId account) override {
    const views::Station& station = engine_.require(engine_.client().connect())->station;
    return station.account == account && station.is_last_of_ops;
  }

  std::string end(AccountId account) override {
    taken(engine_.require(engine_.client().send(EndAccount{account})));
    return {};
  }

 private:
  const terminal::Receipt& taken(const terminal::Receipt& answer) const {
    if (answer.refusal) throw refused(answer.refusal, console_);
    return answer;
  }

  const Console& console_;
  RunningEngine engine_;
};

std::unique_ptr<Register> open_register(const Options& options, const Console& console) {
  if (!options.to.empty()) return std::make_unique<RunningRegister>(options, console);
  return std::make_unique<FolderRegister>(options.data, options.clock_is_right, console);
}

// --- add

// The ids of codes, each of which must be known.
template <class IdType>
std::vector<IdType> find_all(Register& accounts, views::Noun noun, const std::vector<std::string>& codes,
                             const Console& console) {
  std::vector<IdType> ids;
  const std::vector<std::uint32_t> found = accounts.ids_of(noun, codes);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (found[i] == 0)
      throw std::runtime_error(std::string(console.say("没有这个代码：", "no such code: ")) + codes[i]);
    ids.push_back(IdType{static_cast<decltype(IdType::value)>(found[i])});
  }
  return ids;
}

template <class IdType>
IdType find_one(Register& accounts, views::Noun noun, const std::string& code, const Console& console) {
  return code.empty() ? IdType{} : find_all<IdType>(accounts, noun, {code}, console).front();
}

Rights read_rights(const Options& options, Register& accounts, const Console& console) {
  Rights rights{.name = options.name, .every_grid = options.every_grid};
  rights.grids = find_all<PlaceId>(accounts, views::Noun::place, options.grids, console);
  std::ranges::sort(rights.grids);
  rights.posts = find_all<PostId>(accounts, views::Noun::post, options.posts, console);
  rights.organisation = find_one<OrganisationId>(accounts, views::Noun::organisation, options.organisation, console);
  rights.scope = find_one<PlaceId>(accounts, views::Noun::place, options.scope, console);
  rights.restricted = find_all<CategoryId>(accounts, views::Noun::category, options.restricted, console);
  rights.every_restricted = options.every_restricted;
  rights.person = find_one<PersonId>(accounts, views::Noun::person, options.who, console);
  return rights;
}

void print_added(const Options& options, AccountId account, const terminal::Token& token, const Console& console) {
  const std::string digits = to_hex(token);
  if (options.as_json) {
    json::object out{{"account", account.value}, {"name", options.name}};
    out[options.out.empty() ? "token" : "token_file"] = options.out.empty() ? digits : options.out;
    std::cout << json::serialize(out) << "\n";
    return;
  }
  std::cerr << console.say("账号 ", "account ") << account.value << console.say(" 的令牌", ", its token")
            << (options.out.empty() ? console.say("，只显示这一次：", ", shown this once: ")
                                    : console.say("在 ", " is in "))
            << options.out << "\n";
  if (options.out.empty()) std::cout << digits << "\n";
}

// Called where the account is made but its token could not be printed: keeps the token in a file and says where that
// is.
void keep_unprinted(AccountId account, const terminal::Token& token, const Console& console) {
  const std::string file = "wangge-account-" + std::to_string(account.value) + ".token";
  write_token(file, token);
  throw std::runtime_error(
      std::string(console.say("标准输出无法写入，令牌改存于 ", "standard output cannot be written; the token is in ")) +
      std::filesystem::absolute(file).string());
}

// The file comes first: an account whose token nobody has would be of no use.
int add(const Options& options, AccountKind kind, const Console& console) {
  const std::unique_ptr<Register> accounts = open_register(options, console);
  const Rights rights = read_rights(options, *accounts, console);
  const terminal::Token token = random_token();
  if (!options.out.empty()) write_token(options.out, token);
  try {
    const AccountId account = accounts->add(kind, terminal::hash_of(token), rights);
    print_added(options, account, token, console);
    if (!std::cout.flush() && options.out.empty()) keep_unprinted(account, token, console);
  } catch (const std::exception&) {
    if (!options.out.empty()) std::filesystem::remove(options.out);
    throw;
  }
  return 0;
}

void print_ended(const Options& options, const std::string& name, bool ops_remain, const Console& console) {
  if (options.as_json) {
    json::object out{{"account", options.account}, {"ended", true}, {"name", nullptr}, {"ops_remain", ops_remain}};
    if (!name.empty()) out["name"] = name;
    std::cout << json::serialize(out) << "\n";
    return;
  }
  std::cout << console.say("已停用账号 ", "ended account ") << options.account << (name.empty() ? "" : " ")
            << spelled_out(name, Lines::one) << "\n";
  if (ops_remain) return;
  std::cout << console.say("已没有运维账号：下次启动时 wangge serve --ops-token 新文件 会新建一个",
                           "no ops account is left: wangge serve --ops-token NEWFILE makes one at its next start")
            << "\n";
}

// After the last of ops nobody makes accounts or adopts a city until the engine is started anew.
int end(const Options& options, const Console& console) {
  const std::unique_ptr<Register> accounts = open_register(options, console);
  const AccountId account{options.account};
  const bool is_last = accounts->is_last_of_ops(account);
  if (is_last && !options.is_confirmed) {
    throw CLI::RequiredError(
        "--yes，这是最后一个有效的运维账号，停用后须重启引擎才能再建：先用 wangge account add ops 另建一个，或加 --yes "
        "/ "
        "--yes, it is the last ops account in force, and only a new start of the engine makes another then: make one "
        "with wangge account add ops first, or give --yes",
        CLI::ExitCodes::RequiredError);
  }
  print_ended(options, accounts->end(account), !is_last, console);
  return 0;
}

// --- list

// The rights of an account, in codes.
std::string describe(const Rights& rights, const Configuration& city, const Console& console) {
  std::string text;
  const auto say = [&](const std::string& code) { text += (text.empty() ? "" : " ") + code; };
  if (rights.every_grid) say("*");
  for (const PlaceId grid : rights.grids) say(named(city, grid).code);
  for (const PostId post : rights.posts) say(named(city, post).code);
  if (rights.organisation) say(named(city, rights.organisation).code);
  if (rights.scope) say(named(city, rights.scope).code);
  if (rights.person) say(named(city, rights.person).code);
  if (rights.every_restricted || !rights.restricted.empty()) say(std::string(console.say("限制知悉", "restricted")));
  if (rights.every_restricted) say("*");
  for (const CategoryId category : rights.restricted) say(named(city, category).code);
  return text;
}

json::object to_json(AccountId id, const Account& account, const Configuration& city) {
  json::array grids, posts, restricted;
  for (const CategoryId category : account.rights.restricted)
    restricted.push_back(json::string(named(city, category).code));
  for (const PlaceId grid : account.rights.grids) grids.push_back(json::string(named(city, grid).code));
  for (const PostId post : account.rights.posts) posts.push_back(json::string(named(city, post).code));
  return {{"account", id.value},
          {"kind", words_of(account.kind).name},
          {"name", account.rights.name},
          {"ended", account.ended},
          {"every_grid", account.rights.every_grid},
          {"grids", std::move(grids)},
          {"posts", std::move(posts)},
          {"organisation", json_of(named(city, account.rights.organisation))},
          {"scope", json_of(named(city, account.rights.scope))},
          {"person", json_of(named(city, account.rights.person))},
          {"every_restricted", account.rights.every_restricted},
          {"restricted", std::move(restricted)}};
}

int list(const Options& options, const Console& console) {
  const DataFolder data(options.data, console);
  const Configuration& city = *data.configuration();
  const Accounts& accounts = data.city().accounts;
  Table table({{std::string(console.say("账号", "account")), Align::right},
               {std::string(console.say("类别", "kind"))},
               {std::string(console.say("名称", "name"))},
               {std::string(console.say("状态", "state"))},
               {std::string(console.say("权限", "rights"))}});
  json::array rows;
  for (std::uint32_t number = 1; number <= accounts.size(); ++number) {
    const Account& account = accounts[AccountId{number}];
    rows.push_back(to_json(AccountId{number}, account, city));
    table.add({std::to_string(number), words_of(account.kind).in(console.language == Language::english),
               account.rights.name,
               account.ended ? Cell(std::string(console.say("已停用", "ended")), Meaning::bad)
                             : Cell(std::string(console.say("有效", "in force")), Meaning::good),
               describe(account.rights, city, console)});
  }
  if (options.as_json) {
    std::cout << json::serialize(rows) << "\n";
  } else {
    table.print(std::cout, console);
  }
  return 0;
}

// --- options

std::string not_empty(const std::string& text) {
  return text.find_first_not_of(" \t") == std::string::npos ? "不能为空 / must not be empty" : "";
}

void add_whereabouts(cli::App& command, Options& options) {
  cli::Option* data =
      command.add_option("--data", options.data, "没有引擎运行时的数据文件夹 / data folder, with no engine running")
          ->capture_default_str();
  cli::Option* to = command.add_option("--to", options.to, "运行中的引擎 地址:端口 / a running engine, address:port")
                        ->check(address_problem)
                        ->excludes(data);
  cli::Option* token = command.add_option("--token", options.token, "运维令牌文件 / file with an ops token")
                           ->check(cli::existing_file());
  token->needs(to);
  to->needs(token);
  add_clock_is_right(command, options.clock_is_right)->excludes(to);
}

cli::App* add_kind(cli::App& parent, const std::shared_ptr<Options>& options, AccountKind kind, int& exit_code) {
  const Words& words = words_of(kind);
  cli::App* command = parent.add_subcommand(std::string(words.name), std::string(words.chinese));
  command->add_option("--name", options->name, "名称 / name")->required()->check(not_empty);
  command->add_option("--out", options->out, "令牌写入文件（0600）而不显示 / write the token to this file instead");
  command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  add_whereabouts(*command, *options);
  command->callback([options, kind, command, &exit_code] { exit_code = add(*options, kind, console_of(*command)); });
  return command;
}

void add_restricted(cli::App& command, Options& options) {
  cli::Option* some = command.add_option("--restricted", options.restricted,
                                         "类别代码，逗号分隔：其中限制知悉的诉求对它不隐藏 / codes of categories: "
                                         "their restricted demands are not hidden from it");
  some->delimiter(',');
  command.add_flag("--every-restricted", options.every_restricted, "全部类别的 / those of every category")
      ->excludes(some);
}

void add_add(cli::App& account, const std::shared_ptr<Options>& options, int& exit_code) {
  cli::App* command = account.add_subcommand("add", "新建账号 / make an account");
  command->require_subcommand(1);
  cli::App* terminal = add_kind(*command, options, AccountKind::terminal, exit_code);
  cli::App* grids = terminal->add_option_group("grids");
  grids->add_option("--grids", options->grids, "网格代码，逗号分隔 / codes of its grids, with commas")->delimiter(',');
  grids->add_flag("--every-grid", options->every_grid, "全部网格（导入台）/ every grid: an import desk");
  grids->require_option(1);
  add_restricted(*terminal, *options);
  cli::App* person = add_kind(*command, options, AccountKind::person, exit_code);
  cli::App* acts = person->add_option_group("acts as");
  acts->add_option("--post", options->posts, "岗位代码 / codes of posts")->delimiter(',');
  acts->add_option("--organisation", options->organisation, "单位代码 / code of the organisation");
  acts->require_option(1, 2);
  person->add_option("--who", options->who,
                     "本人的人员代码；被投诉时只对本人隐藏，不写则对该岗位的账号都隐藏 / the person's code: what "
                     "complains of them is hidden from them alone, else from all accounts of the post");
  person->add_option("--scope", options->scope, "管辖范围的地点代码 / code of the place that they may see");
  add_restricted(*person, *options);
  add_kind(*command, options, AccountKind::ops, exit_code);
}

}  // namespace

void add_account(cli::App& app, int& exit_code) {
  const auto options = std::make_shared<Options>();
  cli::App* account = app.add_subcommand(
      "account",
      "例 / examples:\n"
      "  wangge account add terminal --name 光明站 --grids 22088100100101,22088100100102 --out station.token\n"
      "  wangge account add ops --name 值班 --to 127.0.0.1:8243 --token ops.token\n"
      "  wangge account end 3\n"
      "账号与令牌 / accounts and their tokens");
  account->require_subcommand(1);
  add_add(*account, options, exit_code);

  cli::App* end_command = account->add_subcommand("end", "停用账号 / end an account");
  end_command->add_option("ID", options->account, "账号 / account")->required();
  end_command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  end_command->add_flag("--yes", options->is_confirmed,
                        "即使是最后一个有效的运维账号 / even where it is the last ops account in force");
  add_whereabouts(*end_command, *options);
  end_command->callback([options, end_command, &exit_code] { exit_code = end(*options, console_of(*end_command)); });

  cli::App* list_command =
      account->add_subcommand("list", "列出账号，可与引擎同时运行 / list accounts, also beside a running engine");
  list_command->add_option("--data", options->data, "数据文件夹 / data folder")->capture_default_str();
  list_command->add_flag("--json", options->as_json, "输出 JSON / print JSON");
  list_command->callback(
      [options, list_command, &exit_code] { exit_code = list(*options, console_of(*list_command)); });
}

}  // namespace wangge::tools
