#include "adapters/notice/webhook_call.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium/utils.h>

#include "engine/base/check.h"

namespace wangge::notice {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

constexpr std::size_t secret_bytes_min = 24;  // as the convention has it
constexpr std::size_t host_characters_max = 253;
constexpr std::size_t answer_bytes_max = 65'536;
// The head of an answer, of which Beast takes 8 KiB at most, has to fit.
constexpr std::size_t received_bytes_max = 16'384;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

[[noreturn]] void refuse_url(std::string_view wrong_in_chinese, std::string_view wrong_in_english) {
  std::string text("回调地址");
  text.append(wrong_in_chinese).append("，应写作 https://oa.example.cn/hook / the URL ").append(wrong_in_english);
  throw std::runtime_error(text.append(": write it as https://oa.example.cn/hook"));
}

[[noreturn]] void refuse_secret(std::string_view wrong_in_chinese, std::string_view wrong_in_english) {
  std::string text("签名密钥");
  text.append(wrong_in_chinese)
      .append("，应为 whsec_ 加 openssl rand -base64 32 的输出 / the secret ")
      .append(wrong_in_english);
  throw std::runtime_error(text.append(": write whsec_ and after it what openssl rand -base64 32 gives"));
}

bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

bool is_name(std::string_view host) {
  const auto is_in_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
  };
  return !host.empty() && host.size() <= host_characters_max && std::ranges::all_of(host, is_in_name);
}

// Whether the host is an IPv6 address without a zone: a zone means nothing to other machines.
bool is_v6(const std::string& host) {
  error_code is_none;
  asio::ip::make_address_v6(host, is_none);
  return !is_none && host.find('%') == std::string::npos;
}

// Cuts `prefix`, whose letters are small, off the front of the text, where its letters may be of either case. False
// where the text does not begin with the prefix.
bool cut_prefix(std::string_view& text, std::string_view prefix) {
  const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  if (!std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, small)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [read_to, error] = std::from_chars(text.data(), end, port);
  return error == std::errc{} && read_to == end && port != 0;
}

std::string base64(const unsigned char* bytes, std::size_t size) {
  std::string text(sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the terminating 0
  return text;
}

bool is_literal_address(const std::string& host) {
  error_code is_none;
  asio::ip::make_address(host, is_none);
  return !is_none;
}

// The host as the Host header has it: IPv6 in brackets, and the port unless it is the usual one.
std::string written_host(const Target& target) {
  std::string text = is_v6(target.host) ? '[' + target.host + ']' : target.host;
  if (target.port != (target.is_tls ? "443" : "80")) text.append(":").append(target.port);
  return text;
}

std::chrono::seconds read_retry_after(std::string_view text) {
  std::int64_t seconds = 0;
  const char* const end = text.data() + text.size();
  const auto [read_to, error] = std::from_chars(text.data(), end, seconds);
  if (read_to != end || text.empty() || text.starts_with('-')) return std::chrono::seconds(0);  // a date, or no number
  if (error == std::errc::result_out_of_range) return retry_after_max;
  return std::min(std::chrono::seconds(seconds), retry_after_max);
}

// A connection to the target. Without TLS, only the socket below the stream is used.
struct Connection {
  Connection(asio::io_context& io, asio::ssl::context& tls) : stream(io, tls) {}

  tcp::socket& socket() { return stream.next_layer(); }
  void close() {
    error_code ignored;  // closed either way
    socket().close(ignored);
  }

  asio::ssl::stream<tcp::socket> stream;
  boost::beast::flat_buffer received{received_bytes_max};
};

struct Call {
  explicit Call(asio::io_context& io) : timer(io) {}

  // Whether the call has told its result, or nobody wants to know it any more. What the call has waited for may still
  // come.
  bool is_over() const { return !done; }

  http::request<http::string_body> request;
  std::function<void(Response)> done;
  asio::steady_timer timer;
  std::unique_ptr<Connection> connection;
  bool has_heard = false;  // something of an answer has come
  bool can_go_on = false;  // the answer is complete, and another request may follow on the connection
  Response answer;
};

}  // namespace

Target parse_url(std::string_view url) {
  if (!std::ranges::all_of(url, is_visible)) {
    refuse_url("只能用可见的 ASCII 字符，其他的写作 %E4%BD%A0",
               "must be visible ASCII, with anything else as %E4%BD%A0");
  }
  Target target;
  target.is_tls = cut_prefix(url, "https://");
  if (!target.is_tls && !cut_prefix(url, "http://")) {
    refuse_url("应以 https:// 或 http:// 开头", "must begin with https:// or http://");
  }
  if (url.find('#') != std::string_view::npos) refuse_url("不能带 #", "must be without #");

  const std::size_t path_at = std::min(url.find_first_of("/?"), url.size());
  std::string_view authority = url.substr(0, path_at);
  target.path = url.substr(path_at);
  if (!target.path.starts_with('/')) target.path.insert(0, "/");
  if (authority.find('@') != std::string_view::npos)
    refuse_url("不能带用户名和密码", "must be without user and password");

  const bool has_brackets = authority.starts_with('[');
  const std::size_t host_end = has_brackets ? authority.find(']') : authority.find(':');
  const std::size_t host_begin = has_brackets ? 1 : 0;
  const bool is_closed = host_end != std::string_view::npos;
  target.host = authority.substr(host_begin, is_closed ? host_end - host_begin : host_end);
  if (has_brackets ? !is_closed || !is_v6(target.host) : !is_name(target.host)) {
    refuse_url("没有正确的主机名", "has no proper host");
  }
  authority.remove_prefix(is_closed ? host_end + host_begin : authority.size());

  target.port = target.is_tls ? "443" : "80";
  if (!authority.empty()) {
    if (!authority.starts_with(':') || !is_port(authority.substr(1))) {
      refuse_url("的端口应为 1 到 65535", "has a port that is not within 1 and 65535");
    }
    target.port = authority.substr(1);
  }
  return target;
}

std::string parse_secret(std::string_view secret) {
  constexpr std::string_view blank = " \t\r\n";
  secret.remove_prefix(std::min(secret.find_first_not_of(blank), secret.size()));
  secret = secret.substr(0, secret.find_last_not_of(blank) + 1);
  constexpr std::string_view prefix = "whsec_";
  if (secret.starts_with(prefix)) secret.remove_prefix(prefix.size());

  std::string bytes(secret.size(), '\0');  // more than the decoded secret needs
  std::size_t size = 0;
  const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), secret.data(),
                                       secret.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL);
  if (failed != 0) refuse_secret("不是 base64", "is no base64");
  if (size < secret_bytes_min) refuse_secret("太短，至少 24 字节", "is too short, it needs 24 bytes");
  bytes.resize(size);
  return bytes;
}

std::string signature(std::string_view secret, std::string_view id, std::int64_t timestamp, std::string_view body) {
  std::string text(id);
  text.append(".").append(std::to_string(timestamp)).append(".").append(body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> code;
  unsigned size = 0;
  CHECK(HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(), code.data(), &size) != nullptr);
  return "v1," + base64(code.data(), size);
}

// Operations under way hold this object, so that it lives until the io_context has let go of the last step. A call ends
// in one of two ways: perform() comes to its end, or the time runs out, which closes the connection under perform()'s
// feet and does not wait for it.
class WebhookCaller::Calls : public std::enable_shared_from_this<Calls> {
 public:
  Calls(asio::io_context& io, Options options)
      : io_(io), options_(std::move(options)), host_(written_host(options_.target)), resolver_(io), looked_up_(io) {
    looked_up_.expires_at(asio::steady_timer::time_point::max());
    if (options_.target.is_tls) {
      tls_.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
      tls_.set_default_verify_paths();
      tls_.set_verify_mode(asio::ssl::verify_peer);
      tls_.set_verify_callback(asio::ssl::host_name_verification(options_.target.host));
    }
  }

  bool has_room() const { return !has_stopped_ && under_way_.size() < options_.connections; }

  void post(std::string_view id, std::string body, std::int64_t unix_now, std::function<void(Response)> done) {
    CHECK(has_room());
    CHECK(done);
    CHECK(!id.empty() && std::ranges::all_of(id, is_visible));
    const auto call = std::make_shared<Call>(io_);
    call->request = request(id, std::move(body), unix_now);
    call->done = std::move(done);
    call->connection = take_idle();
    under_way_.push_back(call);
    call->timer.expires_after(options_.timeout);
    call->timer.async_wait([self = shared_from_this(), call](const error_code& cancelled) {
      if (!cancelled) self->time_out(*call);
    });
    asio::co_spawn(io_, perform(shared_from_this(), call), [](const std::exception_ptr& fault) {
      if (fault) std::rethrow_exception(fault);  // from `done`
    });
  }

  void stop() {
    has_stopped_ = true;
    idle_.clear();
    resolver_.cancel();
    looked_up_.cancel();
    for (const std::shared_ptr<Call>& call : std::exchange(under_way_, {})) {
      call->timer.cancel();
      if (call->connection) call->connection->close();
      call->done = nullptr;
    }
  }

 private:
  // An idle connection; null where there is none. A connection on which the server has said something unasked, such as
  // 408, is passed over: that is a farewell, and no answer to the next request.
  std::unique_ptr<Connection> take_idle() {
    while (!idle_.empty()) {
      std::unique_ptr<Connection> connection = std::move(idle_.back());
      idle_.pop_back();
      error_code failed;
      if (connection->socket().available(failed) == 0 && !failed) return connection;
    }
    return nullptr;
  }

  http::request<http::string_body> request(std::string_view id, std::string body, std::int64_t unix_now) const {
    http::request<http::string_body> request(http::verb::post, options_.target.path, 11);
    request.set(http::field::host, host_);
    request.set(http::field::user_agent, "wangge");
    request.set(http::field::content_type, "application/json; charset=utf-8");
    request.set("webhook-id", id);
    request.set("webhook-timestamp", std::to_string(unix_now));
    request.set("webhook-signature", signature(options_.secret, id, unix_now, body));
    request.body() = std::move(body);
    request.prepare_payload();
    return request;
  }

  static asio::awaitable<void> perform(std::shared_ptr<Calls> self, std::shared_ptr<Call> call) {
    error_code error;
    bool is_decided = false;
    if (call->connection) {
      error = co_await self->exchange(*call);
      is_decided = !error || call->has_heard;  // otherwise the connection was closed while it was idle
    }
    if (!is_decided && !call->is_over()) {
      error = co_await self->open(*call);
      if (!error) error = co_await self->exchange(*call);
    }
    self->end(*call, error);
  }

  // Gives the call a connection that is ready for its request.
  asio::awaitable<error_code> open(Call& call) {
    // Calls that want a connection at the same time wait for the same look-up, even one begun for a call that is over
    // by now.
    if (!is_looking_up_) look_up();
    co_await looked_up_.async_wait(as_result);
    if (call.is_over()) co_return asio::error::operation_aborted;
    if (look_up_error_) co_return look_up_error_;

    call.connection = std::make_unique<Connection>(io_, tls_);
    Connection& connection = *call.connection;
    const tcp::resolver::results_type found = found_;
    const auto [connect_error, endpoint] = co_await asio::async_connect(connection.socket(), found, as_result);
    if (connect_error || !options_.target.is_tls) co_return connect_error;

    if (!is_literal_address(options_.target.host)) {
      CHECK(SSL_set_tlsext_host_name(connection.stream.native_handle(), options_.target.host.c_str()) == 1);
    }
    const auto [refused] = co_await connection.stream.async_handshake(asio::ssl::stream_base::client, as_result);
    co_return refused;
  }

  void look_up() {
    is_looking_up_ = true;
    resolver_.async_resolve(options_.target.host, options_.target.port,
                            [self = shared_from_this()](const error_code& error, tcp::resolver::results_type found) {
                              self->is_looking_up_ = false;
                              self->look_up_error_ = error;
                              self->found_ = std::move(found);
                              self->looked_up_.cancel();
                            });
  }

  asio::awaitable<error_code> exchange(Call& call) {
    if (options_.target.is_tls) co_return co_await exchange_over(call.connection->stream, call);
    co_return co_await exchange_over(call.connection->socket(), call);
  }

  template <class Stream>
  static asio::awaitable<error_code> exchange_over(Stream& stream, Call& call) {
    const auto [write_error, written] = co_await http::async_write(stream, call.request, as_result);

    // Where writing fails, reading may still give the reason why the server has closed, such as 413; without such an
    // answer reading fails too.
    boost::beast::flat_buffer& received = call.connection->received;
    std::optional<http::response_parser<http::buffer_body>> parser;
    do {  // until the answer is not an interim one
      parser.emplace();
      parser->body_limit(boost::none);  // drop_body() limits the body
      const auto [error, bytes] = co_await http::async_read_header(stream, received, *parser, as_result);
      call.has_heard |= bytes > 0 || received.size() > 0;
      if (error) co_return write_error ? write_error : error;
    } while (parser->get().result_int() / 100 == 1);

    call.answer.status = parser->get().result_int();
    call.answer.retry_after = read_retry_after(parser->get()[http::field::retry_after]);
    co_await drop_body(stream, received, *parser);
    call.can_go_on = !write_error && parser->is_done() && parser->keep_alive() && received.size() == 0;
    co_return error_code();
  }

  // Reads the rest of the answer, so that another may follow, and gives up where it is too long.
  template <class Stream>
  static asio::awaitable<void> drop_body(Stream& stream, boost::beast::flat_buffer& received,
                                         http::response_parser<http::buffer_body>& parser) {
    std::array<char, 4'096> dropped;
    std::size_t total = 0;
    while (!parser.is_done() && total < answer_bytes_max) {
      parser.get().body().data = dropped.data();
      parser.get().body().size = dropped.size();
      parser.get().body().more = true;
      const auto [error, bytes] = co_await http::async_read_some(stream, received, parser, as_result);
      if (error && error != http::error::need_buffer) co_return;
      total += bytes;
    }
  }

  void time_out(Call& call) {
    if (call.is_over()) return;
    if (call.connection) call.connection->close();
    finish(call, asio::error::timed_out);
  }

  void end(Call& call, const error_code& error) {
    if (call.is_over()) return;
    call.timer.cancel();
    if (call.can_go_on) idle_.push_back(std::move(call.connection));
    call.connection.reset();
    finish(call, error);
  }

  void finish(Call& call, const error_code& error) {
    if (call.answer.status == 0) call.answer.error = error;
    std::erase_if(under_way_, [&](const std::shared_ptr<Call>& one) { return one.get() == &call; });
    std::exchange(call.done, nullptr)(call.answer);
  }

  asio::io_context& io_;
  const Options options_;
  const std::string host_;
  asio::ssl::context tls_{asio::ssl::context::tls_client};
  tcp::resolver resolver_;
  asio::steady_timer looked_up_;  // never goes off: cancelled, it wakes those who wait for the look-up
  bool is_looking_up_ = false;
  error_code look_up_error_;
  tcp::resolver::results_type found_;
  std::vector<std::shared_ptr<Call>> under_way_;
  std::vector<std::unique_ptr<Connection>> idle_;
  bool has_stopped_ = false;
};

WebhookCaller::WebhookCaller(asio::io_context& io, Options options)
    : calls_(std::make_shared<Calls>(io, std::move(options))) {}

WebhookCaller::~WebhookCaller() { stop(); }

bool WebhookCaller::has_room() const { return calls_->has_room(); }

void WebhookCaller::post(std::string id, std::string body, std::int64_t unix_now, std::function<void(Response)> done) {
  calls_->post(id, std::move(body), unix_now, std::move(done));
}

void WebhookCaller::stop() { calls_->stop(); }

}  // namespace wangge::notice
