// What is said where the engine cannot be asked, and by which exit status that is told from a refusal and from wrong
// use.

#include <string>

#include <boost/json.hpp>

#include "tests/submitting_station.h"
#include "tests/wangge_program.h"
#include "tools/city/city.h"
#include "tools/queue/hotspots.h"
#include "tools/no_connection.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

namespace json = boost::json;

constexpr const char* nobody = "127.0.0.1:1";

// A station, the tokens of ops and of nobody beside it.
class Callers : public Station {
 public:
  Callers() {
    tools::write_token(file("ops.token"), city.token(9));
    tools::write_token(file("strange.token"), city.token(77));
    write("t.csv", "place,category,severity,text\nG1,0201,,井盖没了\n");
  }

  // The program, as a process of its own.
  EndedProgram call(const std::string& command, const std::string& token, const std::string& to = {}) const {
    const std::string engine = to.empty() ? "127.0.0.1:" + std::to_string(city.port()) : to;
    return try_wangge(command + " --token " + file(token) + " --to " + engine);
  }
};

json::object error_in(const EndedProgram& ended) { return json::parse(ended.said).at("error").as_object(); }

TEST_CASE("no connection, a refusal and wrong use have exit statuses of their own", "[threads]") {
  const Callers callers;
  CHECK(callers.call("hotspots", "token").status == 0);
  CHECK(callers.call("city adopt --expect 0123456789abcdef", "ops.token").status == 1);  // nothing is proposed
  CHECK(callers.call("city adopt", "ops.token").status == 2);
  CHECK(callers.call("hotspots", "token", "nowhere").status == 2);
  CHECK(callers.call("hotspots", "token", nobody).status == 6);
  CHECK(callers.call("hotspots", "strange.token").status == 6);
  CHECK(try_wangge("--help").said.find("6 连不上引擎 no connection to the engine") != std::string::npos);
}

TEST_CASE("as JSON, that the engine cannot be asked has a name and words in both languages, and is all that is printed",
          "[threads]") {
  const Callers callers;
  CHECK(error_in(callers.call("hotspots --json", "token", nobody)) ==
        json::object{{"name", "connection_refused"},
                     {"chinese", "连不上 127.0.0.1:1：连接被拒绝"},
                     {"english", "cannot connect to 127.0.0.1:1: connection refused"}});
  CHECK(error_in(callers.call("hotspots --json", "strange.token")).at("name") == "unknown_token");
  CHECK(error_in(callers.call("watch --of PG1 --json", "token", nobody)).at("name") == "connection_refused");
  CHECK(callers.call("hotspots", "token", nobody).said ==
        "wangge: 连不上 127.0.0.1:1：连接被拒绝 / cannot connect to 127.0.0.1:1: connection refused\n");
}

TEST_CASE("a table that nobody takes is told with what is without an answer, and why", "[threads]") {
  const Callers callers;
  const Printed said =
      say({tools::add_submit},
          {"submit", "--file", callers.file("t.csv"), "--map", callers.file("mapping.toml"), "--city",
           WANGGE_SOURCE_ROOT "/config/taonan", "--token", callers.file("token"), "--to", nobody, "--json"});
  CHECK(said.exit_code == tools::exit_status_no_connection);
  CHECK(said.json().at("unanswered") == 1);
  CHECK(said.json().at("error").at("name") == "connection_refused");
}

TEST_CASE("what a spool keeps is kept with no engine, and says why it waits; to deliver it is no connection",
          "[threads]") {
  const Callers callers;
  const std::string spool = callers.file("spool"), token = callers.file("token");
  const Printed kept =
      say({tools::add_submit}, {"submit", "--spool", spool, "--unchecked", "--grid", "G1", "--category", "0201",
                                "--text", "井盖没了", "--token", token, "--to", nobody, "--json"});
  CHECK(kept.exit_code == 0);
  CHECK(kept.json().at("kept") == true);
  CHECK(kept.json().at("error").at("name") == "connection_refused");
  const Printed delivered =
      say({tools::add_submit}, {"submit", "--spool", spool, "--deliver", "--token", token, "--to", nobody, "--json"});
  CHECK(delivered.exit_code == tools::exit_status_no_connection);
  CHECK(delivered.json().at("waiting") == 1);
  CHECK(delivered.json().at("error").at("name") == "connection_refused");
}

}  // namespace
}  // namespace wangge::tests
