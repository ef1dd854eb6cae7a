#include "adapters/notice/webhook_call.h"

#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>

#include "tests/http_server.h"
#include "tests/temporary_folder.h"

#include <catch2/catch.hpp>  // last: its CHECK takes the place of ours

namespace wangge::notice {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using tests::HttpServer;
using tests::Reply;
using tests::Request;
using namespace std::chrono_literals;

constexpr std::string_view written_secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
constexpr std::int64_t morning = 1'773'104'400;
constexpr auto patience = 10s;  // nothing here takes so long unless it is broken

Target local(std::uint16_t port) {
  return {.host = "127.0.0.1", .port = std::to_string(port), .path = "/hook?from=wangge"};
}

// Calls, whose thread is the test's.
struct Calling {
  explicit Calling(const HttpServer& server) : Calling(local(server.port())) {}
  explicit Calling(Target target, std::chrono::milliseconds timeout = patience, std::size_t connections = 8)
      : caller(std::make_unique<WebhookCaller>(io, WebhookCaller::Options{.target = std::move(target),
                                                                          .secret = parse_secret(written_secret),
                                                                          .timeout = timeout,
                                                                          .connections = connections})) {}

  void post(const std::string& id = "notice-1") {
    caller->post(id, R"({"标题":"水管破裂"})", morning, [this](const Response& answer) { answers.push_back(answer); });
  }
  void run_until(std::size_t count) {
    io.restart();
    while (answers.size() < count) {
      if (io.run_one_for(patience) == 0) throw std::runtime_error("a call has no end");
    }
  }
  Response call(const std::string& id = "notice-1") {
    post(id);
    run_until(answers.size() + 1);
    return answers.back();
  }
  // Until the server has them; what it answers is not taken in.
  void run_until_heard(const HttpServer& server, std::size_t count) {
    for (int i = 0; i < 10'000 && !server.wait_for_requests(count, 1ms); ++i) io.restart(), io.poll();
    if (!server.wait_for_requests(count, 0ms)) throw std::runtime_error("the server hears nothing");
  }
  // Nothing is left that could still happen.
  bool is_quiet() {
    io.restart();
    io.run_for(patience);
    return io.stopped();
  }

  std::vector<Response> answers;
  asio::io_context io{1};
  std::unique_ptr<WebhookCaller> caller;
};

// A port where nobody listens, but which nobody else is given.
struct DeafPort {
  DeafPort() : socket(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {}
  std::uint16_t port() const { return socket.local_endpoint().port(); }

  asio::io_context io;
  tcp::socket socket;
};

// A port whose connections are made by the system and read by nobody.
struct SilentPort {
  SilentPort() : acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0)), accepted(io) {
    acceptor.non_blocking(true);
  }
  std::uint16_t port() const { return acceptor.local_endpoint().port(); }
  // Something has come, on the first connection.
  bool has_heard() {
    error_code none_yet;
    if (!accepted.is_open()) acceptor.accept(accepted, none_yet);
    return !none_yet && accepted.available() > 0;
  }

  asio::io_context io;
  tcp::acceptor acceptor;
  tcp::socket accepted;
};

// What OpenSSL takes for the system's certificates meanwhile.
class TrustedCertificate {
 public:
  explicit TrustedCertificate(const std::string& certificate) {
    const std::string file = folder_.path() / "trusted.pem";
    std::ofstream(file) << certificate;
    ::setenv("SSL_CERT_FILE", file.c_str(), 1);
  }
  ~TrustedCertificate() { ::unsetenv("SSL_CERT_FILE"); }

 private:
  tests::TemporaryFolder folder_;
};

template <class Parse>
std::string refusal_of(const Parse& parse) {
  try {
    parse();
  } catch (const std::runtime_error& refused) {
    return refused.what();
  }
  return "";
}

std::string url_refusal(std::string_view url) {
  return refusal_of([&] { parse_url(url); });
}

std::string secret_refusal(std::string_view secret) {
  return refusal_of([&] { parse_secret(secret); });
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// ------------------------------------------------------------------------------------------- the words

// The expected ones were computed with Python: base64(hmac(b64decode(secret), "id.timestamp.body", sha256)).
TEST_CASE("A signature is the one that the convention defines", "[threads]") {
  CHECK(signature(parse_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1'614'265'330,
                  R"({"test": 2432232314})") == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  CHECK(signature(parse_secret(written_secret), "demand-17-overdue", morning, R"({"标题":"水管破裂"})") ==
        "v1,jqPnK/x+7igoQCweq8dF7od2pODzp/DfhHWtORjelv4=");
}

TEST_CASE("A webhook's secret is read with its prefix or without, and with the line's end of its file", "[threads]") {
  std::string bytes;
  for (char c = 0; c < 32; ++c) bytes += c;
  CHECK(parse_secret(written_secret) == bytes);
  CHECK(parse_secret(written_secret.substr(6)) == bytes);
  CHECK(parse_secret(" " + std::string(written_secret) + "\r\n") == bytes);
  CHECK(parse_secret("QUJDREVGR0hJSktMTU5PUFFSU1RVVldY") == "ABCDEFGHIJKLMNOPQRSTUVWX");  // 24, the fewest
}

TEST_CASE("A webhook's secret that is no base64 or too short is refused, and not repeated", "[threads]") {
  CHECK(says(secret_refusal("whsec_not*base64"), "is no base64"));
  CHECK_FALSE(says(secret_refusal("whsec_not*base64"), "not*"));
  CHECK(says(secret_refusal("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYAA"), "is no base64"));  // its padding is missing
  CHECK(says(secret_refusal("whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVlc="), "太短"));      // 23 bytes
  CHECK(says(secret_refusal(""), "24 bytes"));
  CHECK(says(secret_refusal("whsec_"), "openssl rand -base64 32"));
}

TEST_CASE("A webhook's URL is taken apart", "[threads]") {
  CHECK(parse_url("https://oa.example.cn/hook") == Target{true, "oa.example.cn", "443", "/hook"});
  CHECK(parse_url("http://oa.example.cn") == Target{false, "oa.example.cn", "80", "/"});
  CHECK(parse_url("HTTP://127.0.0.1:8080/a/b?c=d:e@f") == Target{false, "127.0.0.1", "8080", "/a/b?c=d:e@f"});
  CHECK(parse_url("https://[::1]:8443?key=1") == Target{true, "::1", "8443", "/?key=1"});
  CHECK(parse_url("https://[2001:db8::7]/x") == Target{true, "2001:db8::7", "443", "/x"});
}

TEST_CASE("A webhook's URL that is none is refused, with what is wrong and what to write", "[threads]") {
  for (const char* url : {"", "oa.example.cn/hook", "ftp://oa.example.cn", "https:/oa.example.cn", "//oa.example.cn"}) {
    CHECK(says(url_refusal(url), "must begin with https:// or http://"));
  }
  for (const char* url : {"http://", "http:///hook", "http://:80/", "http://[::1/", "http://[oa]/",
                          "http://[fe80::1%lo]/", "http://a*b/", "http://[]/", "http://::1/"}) {
    CHECK(says(url_refusal(url), "has no proper host"));
  }
  for (const char* url :
       {"http://a:", "http://a:0", "http://a:65536/", "http://a:8o/", "http://a:-1", "http://[::1]8080"}) {
    CHECK(says(url_refusal(url), "has a port"));
  }
  for (const char* url : {"http://a/ b", "http://a/\r\nx: y", "http://a/通知", " http://a"}) {
    CHECK(says(url_refusal(url), "must be visible ASCII"));
  }
  CHECK(says(url_refusal("http://a/b#c"), "must be without #"));
  CHECK(says(url_refusal("http://me:hidden@a/"), "must be without user and password"));
  CHECK_FALSE(says(url_refusal("http://me:hidden@a/"), "hidden"));
  CHECK(says(url_refusal("a"), "，应写作 https://oa.example.cn/hook / the URL"));
}

// ------------------------------------------------------------------------------------------- one call

TEST_CASE("A notice arrives as it was posted, signed", "[threads]") {
  HttpServer server;
  Calling calling(server);
  const Response answer = calling.call("demand-17-overdue");
  CHECK(answer.status == 200);
  CHECK_FALSE(answer.error);

  REQUIRE(server.requests().size() == 1);
  const Request request = server.requests().front();
  CHECK(request.method == "POST");
  CHECK(request.path == "/hook?from=wangge");
  CHECK(request.body == R"({"标题":"水管破裂"})");
  const std::map<std::string, std::string> expected{
      {"host", "127.0.0.1:" + std::to_string(server.port())},
      {"user-agent", "wangge"},
      {"content-type", "application/json; charset=utf-8"},
      {"content-length", std::to_string(request.body.size())},
      {"webhook-id", "demand-17-overdue"},
      {"webhook-timestamp", "1773104400"},
      {"webhook-signature", "v1,jqPnK/x+7igoQCweq8dF7od2pODzp/DfhHWtORjelv4="}};
  CHECK(request.headers == expected);
}

TEST_CASE("Every status is reported, also a redirect, which is not followed", "[threads]") {
  HttpServer server;
  Calling calling(server);
  const std::vector<unsigned> statuses{200, 202, 204, 302, 400, 410, 429, 500, 503};
  for (const unsigned status : statuses) server.reply({{.status = status}});
  for (const unsigned status : statuses) {
    const Response answer = calling.call();
    CHECK(answer.status == status);
    CHECK_FALSE(answer.error);
    CHECK(answer.retry_after == 0s);
  }
  CHECK(server.requests().size() == statuses.size());
}

TEST_CASE("What the server asks to wait is reported in seconds, within a bound", "[threads]") {
  HttpServer server;
  Calling calling(server);
  const std::vector<std::pair<std::string, std::chrono::seconds>> cases{{"120", 120s},
                                                                        {"0", 0s},
                                                                        {"86401", 24h},
                                                                        {"99999999999999999999999", 24h},
                                                                        {"-5", 0s},
                                                                        {"5 s", 0s},
                                                                        {"Tue, 10 Mar 2026 09:00:00 GMT", 0s}};
  for (const auto& [header, expected] : cases) {
    server.reply({{.status = 503, .retry_after = header}});
    CHECK(calling.call().retry_after == expected);
  }
}

TEST_CASE("An answer that comes late, but in time, is an answer", "[threads]") {
  HttpServer server;
  server.reply({{.status = 201, .delay = 50ms}});
  Calling calling(server);
  CHECK(calling.call().status == 201);
}

TEST_CASE("An interim answer is not taken for the answer", "[threads]") {
  HttpServer server;
  server.reply({{.raw = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"}});
  Calling calling(server);
  CHECK(calling.call().status == 204);
}

TEST_CASE("A server that never answers is given up when the time is over", "[threads]") {
  HttpServer server;
  server.reply({{.hangs = true}});
  Calling calling(local(server.port()), 100ms);
  const auto begin = std::chrono::steady_clock::now();
  const Response answer = calling.call();
  const auto took = std::chrono::steady_clock::now() - begin;
  CHECK(answer.status == 0);
  CHECK(answer.error == asio::error::timed_out);
  CHECK(took >= 100ms);
  CHECK(took < patience);
  CHECK(calling.is_quiet());
  CHECK(server.requests().size() == 1);
  CHECK(server.wait_for_ended(1));
}

TEST_CASE("A connection that is made and says nothing is given up, before TLS as after it", "[threads]") {
  const SilentPort silent;
  Target target = local(silent.port());
  target.is_tls = GENERATE(false, true);
  Calling calling(target, 100ms);
  CHECK(calling.call().error == asio::error::timed_out);
  CHECK(calling.is_quiet());
}

TEST_CASE("A status counts though the rest of the answer never comes", "[threads]") {
  HttpServer server;
  server.reply({{.raw = "HTTP/1.1 202 Accepted\r\nContent-Length: 10\r\n\r\nabc"}});
  Calling calling(local(server.port()), 100ms);
  const Response answer = calling.call();
  CHECK(answer.status == 202);
  CHECK_FALSE(answer.error);
  CHECK(calling.call().status == 200);
  CHECK(server.requests().at(1).connection == 2);
}

TEST_CASE("A connection that the server cuts is an error, and the notice is not sent again on its own", "[threads]") {
  HttpServer server;
  server.reply({{.cuts = true}});
  Calling calling(server);
  const Response answer = calling.call();
  CHECK(answer.status == 0);
  CHECK(answer.error);
  CHECK(answer.error != asio::error::timed_out);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("What is no HTTP is an error", "[threads]") {
  HttpServer server;
  server.reply(
      {{.raw = "what do you want?\r\n\r\n"}, {.raw = "HTTP/1.1 2000 Yes\r\n\r\n"}, {.raw = std::string(100'000, 'x')}});
  Calling calling(server);
  for (int i = 0; i < 3; ++i) {
    const Response answer = calling.call();
    CHECK(answer.status == 0);
    CHECK(answer.error);
    CHECK(answer.error != asio::error::timed_out);
  }
  CHECK(server.requests().size() == 3);
}

TEST_CASE("A port where nobody listens is an error", "[threads]") {
  const DeafPort deaf;
  Calling calling(local(deaf.port()));
  const Response answer = calling.call();
  CHECK(answer.status == 0);
  CHECK(answer.error == asio::error::connection_refused);
}

TEST_CASE("A name that does not exist is an error", "[threads]") {
  Target target = local(80);
  target.host = std::string(64, 'a') + ".invalid";  // a part has 63 characters at most, so nobody is asked
  Calling calling(target);
  const Response answer = calling.call();
  CHECK(answer.status == 0);
  CHECK(answer.error);
  CHECK(answer.error != asio::error::timed_out);
}

// ------------------------------------------------------------------------------------------- connections

TEST_CASE("A connection serves one call after another", "[threads]") {
  HttpServer server;
  server.reply({{.status = 200, .body = std::string(30'000, 'a')}, {.status = 404, .body = "none"}, {.status = 204}});
  Calling calling(server);
  for (int i = 0; i < 4; ++i) calling.call();
  for (const Request& request : server.requests()) CHECK(request.connection == 1);
  CHECK(server.requests().size() == 4);
}

TEST_CASE("An answer that is too long costs its connection and nothing else", "[threads]") {
  HttpServer server;
  server.reply({{.status = 200, .body = std::string(1'000'000, 'a')}});
  Calling calling(server);
  CHECK(calling.call().status == 200);
  CHECK(server.wait_for_ended(1));
  CHECK(calling.call().status == 200);
  CHECK(server.requests().at(1).connection == 2);
}

TEST_CASE("A kept connection that the server has closed is opened again", "[threads]") {
  HttpServer server;
  Calling calling(server);
  CHECK(calling.call("notice-1").status == 200);
  // Some say why, which must not be taken for the answer to what comes next.
  server.close_connections(GENERATE("", "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n"));
  CHECK(calling.call("notice-2").status == 200);
  REQUIRE(server.requests().size() == 2);
  CHECK(server.requests()[1].headers.at("webhook-id") == "notice-2");
  CHECK(server.requests()[1].connection == 2);
}

TEST_CASE("A kept connection that is cut before an answer is opened again, once", "[threads]") {
  HttpServer server;
  server.reply({{.status = 200}, {.cuts = true}, {.cuts = true}});
  Calling calling(server);
  CHECK(calling.call("notice-1").status == 200);
  const Response answer = calling.call("notice-2");
  CHECK(answer.status == 0);
  CHECK(answer.error);
  REQUIRE(server.requests().size() == 3);
  CHECK(server.requests()[1].connection == 1);
  CHECK(server.requests()[2].connection == 2);
  CHECK(server.requests()[2].headers == server.requests()[1].headers);
}

TEST_CASE("A kept connection that is given up in the middle of an answer is not tried again", "[threads]") {
  HttpServer server;
  server.reply({{.status = 200}, {.raw = "what do you want?\r\n\r\n"}});
  Calling calling(server);
  calling.call();
  CHECK(calling.call().error);
  CHECK(server.requests().size() == 2);
}

TEST_CASE("So many calls are under way as there are connections, and each that ends makes room", "[threads]") {
  HttpServer server;
  Calling calling(local(server.port()), 2 * patience, 3);  // so that a clock left running shows in is_quiet()
  bool had_room = false;
  for (int i = 0; i < 2; ++i) calling.post();
  CHECK(calling.caller->has_room());
  calling.caller->post("notice-3", "{}", morning, [&](const Response&) { had_room = calling.caller->has_room(); });
  CHECK_FALSE(calling.caller->has_room());
  calling.run_until(2);
  CHECK(calling.is_quiet());
  CHECK(had_room);
  CHECK(calling.caller->has_room());
  CHECK(server.requests().size() == 3);
}

TEST_CASE("The next call may be posted from the end of the one before", "[threads]") {
  HttpServer server;
  Calling calling(local(server.port()), patience, 1);
  calling.caller->post("notice-1", "{}", morning, [&](const Response&) { calling.post("notice-2"); });
  calling.run_until(1);
  REQUIRE(server.requests().size() == 2);
  CHECK(server.requests()[1].connection == 1);
}

// ------------------------------------------------------------------------------------------- the end

// How far the calls have come when it ends.
enum class Stage { posted, connecting, heard };

void bring_to(Stage stage, Calling& calling, const HttpServer& server, std::size_t requests) {
  if (stage == Stage::connecting) calling.io.poll();
  if (stage == Stage::heard) calling.run_until_heard(server, requests);
}

TEST_CASE("After stop no call ends, and nothing is left to happen", "[threads]") {
  const Stage stage = GENERATE(Stage::posted, Stage::connecting, Stage::heard);
  HttpServer server;
  server.reply({{.hangs = true}, {.hangs = true}, {.hangs = true}});
  Calling calling(server);
  const auto held = std::make_shared<int>();
  const auto done = [&answers = calling.answers, held](const Response& answer) { answers.push_back(answer); };
  for (int i = 0; i < 3; ++i) calling.caller->post("notice", "{}", morning, done);
  bring_to(stage, calling, server, 3);
  calling.caller->stop();
  calling.caller->stop();
  CHECK(held.use_count() == 2);  // with that of `done` here
  CHECK_FALSE(calling.caller->has_room());
  CHECK(calling.is_quiet());
  CHECK(calling.answers.empty());
}

TEST_CASE("A caller may go with calls under way, and its io_context after it without running again", "[threads]") {
  const Stage stage = GENERATE(Stage::posted, Stage::connecting, Stage::heard);
  HttpServer server;
  server.reply({{.status = 200}, {.hangs = true}, {.hangs = true}, {.hangs = true}});
  const auto held = std::make_shared<int>();
  {
    Calling calling(server);
    calling.call();
    for (int i = 0; i < 3; ++i) calling.caller->post("notice", "{}", morning, [held](const Response&) {});
    bring_to(stage, calling, server, 4);
    calling.caller.reset();
  }
  CHECK(held.use_count() == 1);
  CHECK(server.wait_for_ended(1));
}

TEST_CASE("A caller may go in the middle of TLS's greeting", "[threads]") {
  SilentPort silent;
  Target target = local(silent.port());
  target.is_tls = true;
  Calling calling(target);
  calling.post();
  while (!silent.has_heard()) calling.io.run_one_for(patience);
  calling.caller.reset();
  CHECK(calling.answers.empty());
}

TEST_CASE("A caller may stop or go from the end of one of its calls", "[threads]") {
  const bool goes = GENERATE(false, true);
  HttpServer server;
  server.reply({{.status = 200}, {.hangs = true}});
  Calling calling(server);
  int ended = 0;
  const auto end = [&](const Response&) {
    ++ended;
    if (goes) {
      calling.caller.reset();
    } else {
      calling.caller->stop();
    }
  };
  calling.caller->post("notice-1", "{}", morning, end);
  calling.caller->post("notice-2", "{}", morning, end);
  CHECK(calling.is_quiet());
  CHECK(ended == 1);
}

// ------------------------------------------------------------------------------------------- TLS

Target local_tls(const HttpServer& server) {
  Target target = local(server.port());
  target.is_tls = true;
  target.host = "localhost";
  return target;
}

TEST_CASE("A server with a certificate that nobody knows is told nothing", "[threads]") {
  HttpServer server(tests::self_signed("localhost"));
  Calling calling(local_tls(server));
  const Response answer = calling.call();
  CHECK(answer.status == 0);
  CHECK(answer.error.category() == asio::error::get_ssl_category());
  CHECK(says(answer.error.message(), "certificate verify failed"));
  CHECK(server.wait_for_ended(1));
  CHECK(server.requests().empty());
}

TEST_CASE("A server with a known certificate for another host is told nothing", "[threads]") {
  const tests::Identity identity = tests::self_signed("elsewhere.example");
  const TrustedCertificate trusted(identity.certificate);
  HttpServer server(identity);
  Calling calling(local_tls(server));
  CHECK(says(calling.call().error.message(), "certificate verify failed"));
  CHECK(server.wait_for_ended(1));
  CHECK(server.requests().empty());
}

TEST_CASE("A server with a known certificate for its host is told, over a connection that is kept and opened again",
          "[threads]") {
  const tests::Identity identity = tests::self_signed("localhost");
  const TrustedCertificate trusted(identity.certificate);
  HttpServer server(identity);
  Calling calling(local_tls(server));
  for (int i = 0; i < 2; ++i) CHECK(calling.call().status == 200);
  server.close_connections();
  CHECK(calling.call().status == 200);
  REQUIRE(server.requests().size() == 3);
  CHECK(server.requests()[0].headers.at("host") == "localhost:" + std::to_string(server.port()));
  CHECK(server.requests()[1].connection == 1);
  CHECK(server.requests()[2].connection == 2);
}

TEST_CASE("A server that speaks no TLS is told nothing through https", "[threads]") {
  HttpServer server;
  Calling calling(local_tls(server));
  const Response answer = calling.call();
  CHECK(answer.status == 0);
  CHECK(answer.error);
  CHECK(server.requests().empty());
}

}  // namespace
}  // namespace wangge::notice
