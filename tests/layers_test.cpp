// Which folder may include what, and who may read a clock: the architecture's tables, checked against the source.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tools/table.h"

namespace {

using Names = std::vector<std::string_view>;

// Besides itself, engine/base and libraries, the files of a folder include from those named, a folder or a header.
struct Folder {
  std::string_view name;  // or of files in it: a path without its ending, '*' any folder
  Names may_include;
  Names but_not = {};  // headers that end like this
};
const Names anything{"engine", "adapters", "config", "tools"};
const std::vector<Folder> folders{
    {"engine/base", {}},
    {"engine/model", {}},
    {"engine/state", {"engine/model"}},
    {"engine/rules", {"engine/state", "engine/model"}},
    {"engine/views", {"engine/state", "engine/model"}},
    {"engine/story", {"engine/state", "engine/model"}},
    {"engine/wire", {"engine/model"}},
    {"engine/log", {"engine/wire", "engine/model"}},
    // A register's rules and its view stand on the floors of these names; what else it has on that of the state.
    {"engine/registers/*rules", {"engine/registers", "engine/rules", "engine/state", "engine/model"}},
    {"engine/registers/commands", {"engine/registers", "engine/rules", "engine/state", "engine/model"}},
    {"engine/registers/drafting", {"engine/rules", "engine/model"}},
    {"engine/registers/*view", {"engine/registers", "engine/views", "engine/state", "engine/model"}},
    {"engine/registers/questions", {"engine/registers", "engine/views", "engine/model"}},
    {"engine/registers", {"engine/state", "engine/model"}, {"rules.h", "view.h", "drafting.h"}},
    {"engine/loop", {"engine/rules", "engine/state", "engine/log", "engine/model"}},
    {"adapters/terminal",
     {"engine/loop", "engine/story", "engine/views", "engine/wire", "engine/model", "adapters/attachment_store.h",
      "adapters/driver.h", "adapters/listener.h", "adapters/log_reader.h", "adapters/look_up_tries.h",
      "adapters/lookup_code.h", "adapters/side_thread.h", "adapters/source.h"}},
    {"adapters/notice", {"engine/loop", "engine/views", "engine/model", "adapters/log_reader.h"}},
    {"adapters/http",
     {"engine/loop", "engine/views", "engine/model", "adapters/driver.h", "adapters/listener.h",
      "adapters/lookup_code.h"}},
    {"adapters",
     {"engine/loop", "engine/model", "engine/log/reader.h"}},  // what stands beside its folders, for all of them
    {"config", {"engine/rules/city_check.h", "engine/rules/classify.h", "engine/model"}},
    {"tools", anything},
};

// A library is included in the folders named and in no other.
struct Library {
  Names headers;  // a header begins, or with '*' ends, like this
  Names only_in;
};
const std::vector<Library> libraries{
    {{"rocksdb/"}, {"engine/log"}},
    {{"capnp/", "kj/", "*.capnp.h"}, {"engine/wire", "engine/log", "adapters/terminal"}},
    {{"boost/asio", "boost/beast"}, {"adapters", "tools"}},
    {{"boost/geometry"}, {"engine/rules"}},
    {{"boost/json", "CLI/", "toml++/", "toml.h"}, {"adapters/http", "adapters/notice", "config", "tools"}},
    {{"spdlog/"}, {"engine/loop", "engine/log", "adapters", "tools"}},
    {{"openssl/", "sodium"}, {"engine/log", "adapters", "tools"}},
};

// Only tools reads a clock, and passes it in; a socket's timeout is an asio timer. Replay must not depend on a time
// zone or a locale either.
const Names clock_readers{"::now",        "time",      "gettimeofday", "clock_gettime", "timespec_get",
                          "clock",        "localtime", "localtime_r",  "mktime",        "tzset",
                          "current_zone", "get_tzdb",  "setlocale"};
// The log's thread syncs its mark once a second by the monotonic clock, which decides nothing.
constexpr std::string_view pacing_of_the_log = "Monotonic::now(";

// As .clang-format has it, which does not wrap comments.
constexpr std::size_t columns_max = 120;

bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool lies_in(std::string_view path, std::string_view folder) {
  return path == folder || (path.starts_with(folder) && path.substr(folder.size()).starts_with('/'));
}

// `name` may be a folder, or a path without its ending in which '*' stands for a folder.
bool is_of_folder(std::string_view file, std::string_view name) {
  const auto star = name.find('*');
  const std::string_view front = name.substr(0, star);
  if (star == std::string_view::npos)
    return lies_in(file, name) || (file.starts_with(name) && file.substr(name.size()).starts_with('.'));
  const std::string_view back = file.substr(std::min(file.rfind('/') + 1, file.size()));
  return file.starts_with(front) && back.starts_with(name.substr(star + 1)) &&
         back.substr(name.size() - star - 1).starts_with('.');
}

bool lies_in_one_of(std::string_view path, const Names& names) {
  return std::ranges::any_of(names, [&](std::string_view name) { return lies_in(path, name); });
}

bool is_of(std::string_view header, const Library& library) {
  return std::ranges::any_of(library.headers, [&](std::string_view name) {
    return name.starts_with('*') ? header.ends_with(name.substr(1)) : header.starts_with(name);
  });
}

struct Include {
  std::string header;
  bool quoted = false;
};

std::optional<Include> read_include(std::string_view line) {
  const auto skip_blanks = [&] { line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size())); };
  skip_blanks();
  if (!line.starts_with('#')) return std::nullopt;
  line.remove_prefix(1);
  skip_blanks();
  if (!line.starts_with("include")) return std::nullopt;
  const auto begin = line.find_first_of("<\"");
  if (begin == std::string_view::npos) return std::nullopt;
  const auto end = line.find_first_of(">\"", begin + 1);
  return Include{std::string{line.substr(begin + 1, end - begin - 1)}, line[begin] == '"'};
}

// What is wrong with one include of a file; empty where nothing is.
std::string wrong_include(std::string_view file, const Include& include) {
  const auto folder = std::ranges::find_if(folders, [&](const Folder& f) { return is_of_folder(file, f.name); });
  if (folder == folders.end()) return "lies in a folder that the table does not have";
  const std::string_view header = include.header;
  for (const Library& library : libraries) {
    if (is_of(header, library) && !lies_in_one_of(file, library.only_in)) return "may not include " + include.header;
  }
  if (!include.quoted) return "";
  if (std::ranges::any_of(folder->but_not, [&](std::string_view end) { return header.ends_with(end); })) {
    return "may not include " + include.header;
  }
  if (lies_in(header, folder->name) || lies_in(header, "engine/base")) return "";
  if (lies_in_one_of(header, folder->may_include)) return "";
  return "may not include " + include.header;
}

// The source without comments and without what stands in quotes.
std::string code_of(std::string_view source) {
  std::string code;
  for (std::size_t i = 0; i < source.size(); ++i) {
    const std::string_view rest = source.substr(i);
    if (rest.starts_with("//")) {
      i = std::min(source.find('\n', i), source.size() - 1);
      code += '\n';
    } else if (rest.starts_with("/*")) {
      i = std::min(source.find("*/", i + 2), source.size() - 2) + 1;
    } else if (source[i] == '"' || (source[i] == '\'' && (i == 0 || !in_word(source[i - 1])))) {  // not 1'000
      const char quote = source[i];
      for (++i; i < source.size() && source[i] != quote; ++i) i += source[i] == '\\';
    } else {
      code += source[i];
    }
  }
  return code;
}

void erase_all(std::string& text, std::string_view what) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) text.erase(at, what.size());
}

// The first call of a function that reads a clock; empty where there is none.
std::string_view read_clock(std::string_view code) {
  for (const std::string_view name : clock_readers) {
    for (auto at = code.find(name); at != std::string_view::npos; at = code.find(name, at + 1)) {
      const std::string_view after = code.substr(at + name.size());
      // A member of ours, as `fact.time()`, reads no clock; `Clock::now()` and `time(nullptr)` do.
      const char before = at == 0 ? ' ' : code[at - 1];
      const bool whole = name.starts_with(':') || (!in_word(before) && before != '.' && before != '>');
      if (whole && after.starts_with('(')) return name;
    }
  }
  return {};
}

// All that is wrong with one file, a line each.
std::vector<std::string> faults_of(const std::string& file, const std::string& source) {
  std::vector<std::string> faults;
  std::istringstream lines{source};
  for (std::string line; std::getline(lines, line);) {
    if (wangge::tools::display_width(line) > columns_max)
      faults.push_back(file + " has a wider line than others: " + line);
    const auto include = read_include(line);
    if (!include) continue;
    const std::string wrong = wrong_include(file, *include);
    if (!wrong.empty()) faults.push_back(file + " " + wrong);
  }
  if (!lies_in(file, "tools")) {
    std::string code = code_of(source);
    if (lies_in(file, "engine/log")) erase_all(code, pacing_of_the_log);
    const std::string_view reader = read_clock(code);
    if (!reader.empty()) faults.push_back(file + " calls " + std::string{reader} + "()");
  }
  return faults;
}

}  // namespace

TEST_CASE("Includes go one way, libraries stay where they belong, only tools reads a clock, and lines fit a page") {
  const std::filesystem::path root{WANGGE_SOURCE_ROOT};
  std::vector<std::string> faults;
  int files = 0;
  for (const std::string_view top : anything) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator{root / top}) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cpp") continue;
      std::ostringstream source;
      source << std::ifstream{entry.path()}.rdbuf();
      for (std::string& fault : faults_of(entry.path().lexically_relative(root).generic_string(), source.str())) {
        faults.push_back(std::move(fault));
      }
      ++files;
    }
  }
  CHECK(files > 20);
  for (const std::string& fault : faults) FAIL_CHECK(fault);
}

TEST_CASE("The check of includes finds each kind of breach and allows what the tables allow") {
  const auto faulty = [](const char* file, const char* source) { return !faults_of(file, source).empty(); };

  CHECK(faulty("engine/base/time.h", "#include \"engine/model/place.h\"\n"));
  CHECK(faulty("engine/state/city.h", "#include \"engine/rules/routing.h\"\n"));
  CHECK(faulty("engine/model/place.h", "# include \"adapters/http/server.h\"\n"));
  CHECK(faulty("engine/model/place.h", "#include \"owner.h\"\n"));
  CHECK(faulty("engine/rules/decide.cpp", "#include <spdlog/spdlog.h>\n"));
  CHECK(faulty("engine/state/outline_reader.cpp", "#include <boost/geometry/index/rtree.hpp>\n"));
  CHECK(faulty("engine/loop/engine.cpp", "#include <rocksdb/db.h>\n"));
  CHECK(faulty("engine/loop/engine.cpp", "#include \"engine/wire/batch.capnp.h\"\n"));
  CHECK(faulty("adapters/http/server.cpp", "#include \"engine/state/city.h\"\n"));
  CHECK(faulty("adapters/terminal/session.cpp", "#include <boost/json.hpp>\n"));
  CHECK(faulty("config/tables.cpp", "#include \"engine/rules/decide.h\"\n"));
  CHECK(faulty("engine/newcomer/thing.h", "#include <vector>\n"));
  CHECK(faulty("engine/log/appender.cpp", "auto t = std::chrono::system_clock::now();\n"));
  CHECK(faulty("engine/loop/engine.cpp", "auto t = Monotonic::now();\n"));

  CHECK_FALSE(faulty("engine/log/event_log.cpp", "if (Monotonic::now() >= due) sync();\n"));
  CHECK_FALSE(faulty("engine/rules/decide.cpp", "#include \"engine/state/city.h\"\n#include \"engine/base/time.h\"\n"));
  CHECK_FALSE(faulty("engine/log/event_log.cpp", "#include <rocksdb/db.h>\n#include <openssl/evp.h>\n"));
  CHECK_FALSE(faulty("engine/wire/batch.cpp", "#include \"engine/wire/batch.capnp.h\"\n"));
  CHECK_FALSE(faulty("config/tables.cpp", "#include \"engine/rules/city_check.h\"\n#include <toml++/toml.h>\n"));
  CHECK_FALSE(faulty("tools/serve/serve.cpp", "#include \"engine/log/event_log.h\"\n#include <boost/asio.hpp>\n"));
}

TEST_CASE("The check of clocks finds calls, and neither comments nor words that look alike") {
  const auto reads = [](const char* source) { return !read_clock(code_of(source)).empty(); };

  CHECK(reads("auto t = std::chrono::system_clock::now();"));
  CHECK(reads("auto t = std::time(nullptr);"));
  CHECK(reads("\ttime(&t);"));
  CHECK(reads("clock_gettime(CLOCK_REALTIME, &spec);"));
  CHECK_FALSE(reads("// Clock::now() is not called here\n/* time(0) */ int x;"));
  CHECK(reads("const char quote = '\"'; int n = 1'000; time(&t);"));
  CHECK_FALSE(reads("print(\"time(0) \\\" now()\");"));
  CHECK_FALSE(reads("working_time(limit); known(x); city.now; fact.time();"));
}
