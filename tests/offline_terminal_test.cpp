// The offline terminal, whole: the program as terminal and the program as engine, each a process of its own, with a
// network between them that the test cuts. Whatever is killed in between, each demand comes through once.

#include <array>
#include <fstream>
#include <memory>
#include <random>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>

#include "tests/child_process.h"
#include "tests/small_city.h"
#include "tests/temporary_folder.h"
#include "tests/wangge_program.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::tests {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// The network between terminals and an engine.
class Relay {
 public:
  Relay() : acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) { accept(); }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  void lead_to(std::uint16_t port) { engine_ = tcp::endpoint(asio::ip::address_v4::loopback(), port); }

  // Lets so many bytes through, both ways together. False where the process ended before.
  bool pass(std::size_t bytes, const ChildProcess& terminal) {
    left_ = bytes;
    asio::posix::stream_descriptor ended(io_, ::dup(terminal.ended_descriptor()));
    bool has_ended = false;
    ended.async_wait(asio::posix::stream_descriptor::wait_read, [&](const error_code& cancelled) {
      if (!cancelled) has_ended = true;
    });
    io_.restart();
    while (left_ > 0 && !has_ended) io_.run_one();
    ended.cancel();
    io_.poll();
    return !has_ended;
  }

  // Ends every connection, whatever is on its way.
  void cut() {
    for (const std::weak_ptr<Line>& line : lines_) {
      if (const auto open = line.lock()) open->close();
    }
    lines_.clear();
    io_.restart();
    io_.poll();
  }

 private:
  // One connection: two sockets, and what goes from each to the other.
  struct Line : std::enable_shared_from_this<Line> {
    explicit Line(asio::io_context& io) : ends{tcp::socket(io), tcp::socket(io)} {}

    void pump(std::size_t from, Relay& relay) {
      ends[from].async_read_some(asio::buffer(bytes[from]),
                                 [self = shared_from_this(), from, &relay](const error_code& error, std::size_t got) {
                                   if (error) return self->close();
                                   const std::size_t passed = std::min(got, relay.left_);
                                   relay.left_ -= passed;
                                   error_code failed;
                                   asio::write(self->ends[1 - from], asio::buffer(self->bytes[from], passed), failed);
                                   if (failed || passed < got) return self->close();
                                   self->pump(from, relay);
                                 });
    }
    void close() {
      error_code ignored;  // closed either way
      for (tcp::socket& end : ends) end.close(ignored);
    }

    std::array<tcp::socket, 2> ends;
    std::array<std::array<char, 16'384>, 2> bytes;
  };

  void accept() {
    auto line = std::make_shared<Line>(io_);
    acceptor_.async_accept(line->ends[0], [this, line](const error_code& error) {
      if (error) return;
      error_code refused;
      line->ends[1].connect(engine_, refused);
      if (refused) {
        line->close();
      } else {
        line->pump(0, *this);
        line->pump(1, *this);
        lines_.push_back(line);
      }
      accept();
    });
  }

  asio::io_context io_{1};
  tcp::acceptor acceptor_;
  tcp::endpoint engine_;
  std::vector<std::weak_ptr<Line>> lines_;
  std::size_t left_ = 0;
};

// The small city's engine, and a station that keeps its demands in a spool; all of it below one folder.
class Stage {
 public:
  Stage() {
    std::ofstream(file("mapping.toml")) << "[text]\ncolumns = [\"text\"]\n[category]\ncode = \"category\"\n"
                                           "[place]\ncode = \"place\"\n";
    start_engine();
    run_wangge("account add terminal --name station --grids G1,G2 --out " + file("token") + " --to " +
                   address(engine_port_) + " --token " + file("ops.token"),
               "");
  }

  std::string file(const std::string& name) const { return folder_.path() / name; }
  static std::string address(std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

  void start_engine() {
    engine_ = std::make_unique<ChildProcess>(
        WANGGE_PROGRAM, std::vector<std::string>{"serve", "--json", "--data", file("data"), "--city", city_.folder(),
                                                 "--listen", "127.0.0.1:0", "--ops-token", file("ops.token")});
    const std::string line = engine_->first_line();
    REQUIRE_FALSE(line.empty());
    const std::string listening = boost::json::parse(line).at("listening").as_string().c_str();
    engine_port_ = static_cast<std::uint16_t>(std::stoi(listening.substr(listening.rfind(':') + 1)));
    relay.lead_to(engine_port_);
  }
  void kill_engine() { engine_->kill(); }
  int stop_engine() { return engine_->stop(); }

  // Keeps demands in the spool, with no engine needed.
  void keep(int demands) {
    std::ofstream table(file("table.csv"));
    table << "place,category,text\n";
    for (int i = 1; i <= demands; ++i) table << "G" << 1 + i % 2 << ",0201,井盖松动，第 " << i << " 件\n";
    table.close();
    run_wangge("submit --spool " + file("spool") + " --file " + file("table.csv") + " --map " + file("mapping.toml") +
                   " --city " + city_.folder().string(),
               "");
  }
  ChildProcess deliver() const {
    return ChildProcess(WANGGE_PROGRAM, {"submit", "--spool", file("spool"), "--token", file("token"), "--to",
                                         address(relay.port()), "--deliver"});
  }

  Relay relay;

 private:
  TemporaryFolder folder_;
  SmallCity city_;
  std::unique_ptr<ChildProcess> engine_;
  std::uint16_t engine_port_ = 0;
};

TEST_CASE("an offline terminal delivers each demand once, while networks are cut, and terminals and engines killed",
          "[threads]") {
  constexpr int demands = 12'000;
  constexpr std::size_t bytes_between_faults = 250'000;  // a frame has some 80,000
  Stage stage;
  stage.keep(demands);
  std::mt19937 random(2026);
  std::array<int, 3> faults{};  // cut, terminal killed, engine killed
  int next = 0, status = -1;
  ChildProcess terminal = stage.deliver();
  while (status != 0) {
    if (!stage.relay.pass(1 + random() % bytes_between_faults, terminal)) {
      status = terminal.wait();
      if (status != 0) terminal = stage.deliver();  // it had tried for long enough
      continue;
    }
    ++faults[static_cast<std::size_t>(next)];
    if (next == 1) terminal.kill();
    if (next == 2) stage.kill_engine();
    stage.relay.cut();
    if (next == 1) terminal = stage.deliver();
    if (next == 2) stage.start_engine();
    next = (next + 1) % 3;
  }
  INFO(faults[0] << " cuts, " << faults[1] << " terminals and " << faults[2] << " engines killed");
  for (const int times : faults) CHECK(times >= 2);

  CHECK(stage.stop_engine() == 0);
  const auto counted = boost::json::parse(run_wangge("log stat --json --data " + stage.file("data"), "")).as_object();
  CHECK(counted.at("events").at("submitted") == demands);
  CHECK(counted.at("refused").as_object().empty());
  CHECK(counted.at("out_of_turn") == 0);
}

}  // namespace
}  // namespace wangge::tests
