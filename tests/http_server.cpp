#include "tests/http_server.h"

#include <future>
#include <set>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "engine/base/check.h"
#include "engine/base/result.h"
#include "tests/threads.h"

namespace wangge::tests {
namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

template <class Write>
std::string pem(const Write& write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  CHECK(write(out.get()) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

}  // namespace

Identity self_signed(const std::string& host) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
  CHECK(key && certificate);
  X509* const made = certificate.get();
  CHECK(X509_set_version(made, X509_VERSION_3) == 1);
  CHECK(ASN1_INTEGER_set(X509_get_serialNumber(made), 1) == 1);
  CHECK(X509_gmtime_adj(X509_getm_notBefore(made), -3'600) != nullptr);
  CHECK(X509_gmtime_adj(X509_getm_notAfter(made), 3'600) != nullptr);
  CHECK(X509_set_pubkey(made, key.get()) == 1);
  X509_NAME* const name = X509_get_subject_name(made);
  const auto* const title = reinterpret_cast<const unsigned char*>("wangge test");
  CHECK(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, title, -1, -1, 0) == 1);
  CHECK(X509_set_issuer_name(made, name) == 1);
  const std::string hosts = "DNS:" + host;
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> alternatives(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, hosts.c_str()), X509_EXTENSION_free);
  CHECK(alternatives && X509_add_ext(made, alternatives.get(), -1) == 1);
  CHECK(X509_sign(made, key.get(), EVP_sha256()) != 0);
  return {.certificate = pem([&](BIO* out) { return PEM_write_bio_X509(out, made); }),
          .key = pem([&](BIO* out) {
            return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

// What the server's thread has to itself.
class HttpServer::Sessions {
 public:
  Sessions(HttpServer& server, const std::optional<Identity>& identity)
      : server_(server), is_tls_(identity), acceptor_(io_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    if (identity) {
      tls_.use_certificate_chain(asio::buffer(identity->certificate));
      tls_.use_private_key(asio::buffer(identity->key), asio::ssl::context::pem);
    }
    asio::co_spawn(io_, accept(), rethrow);
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  void run() { io_.run(); }
  void stop() { io_.stop(); }

  void close_all(const std::string& farewell) {
    std::promise<void> closed;
    asio::post(io_, [&] {
      for (tcp::socket* socket : std::exchange(open_, {})) {
        error_code ignored;  // closed either way
        if (!farewell.empty()) asio::write(*socket, asio::buffer(farewell), ignored);
        socket->close(ignored);
      }
      closed.set_value();
    });
    closed.get_future().wait();
  }

 private:
  static void rethrow(const std::exception_ptr& fault) {
    if (fault) std::rethrow_exception(fault);
  }

  asio::awaitable<void> accept() {
    for (int connection = 1;; ++connection) {
      auto [error, socket] = co_await acceptor_.async_accept(as_result);
      if (error) throw boost::system::system_error(error);
      asio::co_spawn(io_, serve(std::move(socket), connection), rethrow);
    }
  }

  asio::awaitable<void> serve(tcp::socket accepted, int connection) {
    asio::ssl::stream<tcp::socket> stream(std::move(accepted), tls_);
    tcp::socket& socket = stream.next_layer();
    open_.insert(&socket);
    if (is_tls_) {
      const auto [refused] = co_await stream.async_handshake(asio::ssl::stream_base::server, as_result);
      if (!refused) co_await answer_all(stream, socket, connection);
    } else {
      co_await answer_all(socket, socket, connection);
    }
    open_.erase(&socket);
    error_code ignored;  // closed either way
    socket.close(ignored);
    server_.ended();
  }

  // Until the connection ends.
  template <class Stream>
  asio::awaitable<void> answer_all(Stream& stream, tcp::socket& socket, int connection) {
    boost::beast::flat_buffer received;
    for (;;) {
      http::request<http::string_body> request;
      const auto [error, bytes] = co_await http::async_read(stream, received, request, as_result);
      if (error) co_return;
      const Reply reply = server_.take(described(request, connection));
      if (reply.cuts) co_return;
      if (reply.delay.count() > 0) {
        asio::steady_timer timer(io_, reply.delay);
        co_await timer.async_wait(as_result);
      }
      if (!reply.raw.empty()) {
        const asio::const_buffer raw = asio::buffer(reply.raw);
        const auto [raw_error, raw_bytes] = co_await asio::async_write(stream, raw, as_result);
        if (raw_error) co_return;
      }
      if (reply.hangs || !reply.raw.empty()) {
        co_await socket.async_wait(tcp::socket::wait_read, as_result);  // the other end goes
        co_return;
      }
      const http::response<http::string_body> response = written(reply);
      const auto [write_error, written_bytes] = co_await http::async_write(stream, response, as_result);
      if (write_error) co_return;
    }
  }

  static Request described(const http::request<http::string_body>& request, int connection) {
    Request described{
        .method = request.method_string(), .path = request.target(), .body = request.body(), .connection = connection};
    for (const auto& field : request) {
      std::string name = field.name_string();
      for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
      described.headers[name] = field.value();
    }
    return described;
  }

  static http::response<http::string_body> written(const Reply& reply) {
    http::response<http::string_body> response(static_cast<http::status>(reply.status), 11);
    if (!reply.retry_after.empty()) response.set(http::field::retry_after, reply.retry_after);
    response.body() = reply.body;
    response.prepare_payload();
    return response;
  }

  HttpServer& server_;
  asio::io_context io_;
  asio::ssl::context tls_{asio::ssl::context::tls_server};
  bool is_tls_;
  std::set<tcp::socket*> open_;
  tcp::acceptor acceptor_;
};

HttpServer::HttpServer(std::optional<Identity> identity)
    : sessions_((second_thread_starts(), std::make_unique<Sessions>(*this, identity))),
      port_(sessions_->port()),
      thread_([this] { sessions_->run(); }) {}

HttpServer::~HttpServer() {
  sessions_->stop();
  thread_.join();
}

void HttpServer::reply(std::vector<Reply> replies) {
  const std::lock_guard lock(mutex_);
  replies_.insert(replies_.end(), replies.begin(), replies.end());
}

std::vector<Request> HttpServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

bool HttpServer::wait_for_requests(std::size_t count, std::chrono::milliseconds at_most) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, at_most, [&] { return requests_.size() >= count; });
}

bool HttpServer::wait_for_ended(std::size_t count, std::chrono::milliseconds at_most) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, at_most, [&] { return ended_ >= count; });
}

void HttpServer::close_connections(const std::string& farewell) { sessions_->close_all(farewell); }

Reply HttpServer::take(Request request) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(std::move(request));
  changed_.notify_all();
  if (replies_.empty()) return {};
  Reply reply = std::move(replies_.front());
  replies_.pop_front();
  return reply;
}

void HttpServer::ended() {
  const std::lock_guard lock(mutex_);
  ++ended_;
  changed_.notify_all();
}

}  // namespace wangge::tests
