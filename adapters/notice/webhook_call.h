#pragma once
// One notice to the customer's system: a signed HTTP POST, by the public convention "Standard Webhooks".
//
//   webhook-id: chosen by us, the same whenever the same notice is sent again
//   webhook-timestamp: Unix seconds
//   webhook-signature: v1,<base64 of the HMAC-SHA256 over "id.timestamp.body">
//
// A notice may arrive twice, even from one post(): the receiver recognises it by its webhook-id. Redirects are not
// followed, since they are answers like others, and proxies are not used. The caller of post() decides whether and when
// to try again.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "engine/base/result.h"

namespace wangge::notice {

// Where to post to.
struct Target {
  bool is_tls = false;
  std::string host;  // without brackets
  std::string port;
  std::string path;  // with the query, begins with '/'

  bool operator==(const Target&) const = default;
};

// Reads a URL such as "https://oa.example.cn/hook" or "http://[::1]:8080/hook?from=wangge". Throws std::runtime_error
// where the text is no such URL; the error's text does not repeat the URL, which may hold a password.
Target parse_url(std::string_view url);

// The bytes of a secret that is handed out as base64, with or without "whsec_" before it; blanks and line ends around
// it are allowed. Throws std::runtime_error where the secret cannot be decoded or has fewer than 24 bytes; the error's
// text does not repeat the secret.
std::string parse_secret(std::string_view secret);

// The value of the header webhook-signature, "v1,…". `secret` is in bytes, as parse_secret() gives it.
std::string signature(std::string_view secret, std::string_view id, std::int64_t timestamp, std::string_view body);

// What came of one post().
struct Response {
  unsigned status = 0;  // 0: none came, and `error` says why: timed_out where time ran out
  error_code error;
  std::chrono::seconds retry_after{
      0};  // what the server asks for, where it does so in seconds; at most retry_after_max
};

inline constexpr std::chrono::seconds retry_after_max = std::chrono::hours(24);

// Calls on one target, over connections that are kept for the next call. Belongs to the thread that runs `io`, which
// must outlive it; may be destroyed at any time, with calls under way and from within `done` too.
//
// The status counts as soon as it has come: what the server says after it is read up to 64 KiB and dropped, and where
// that fails or takes too long, only the connection is lost. A kept connection that turns out to be closed before
// anything of an answer arrived is opened again, once a call, and the notice is sent again on it. The peer of https
// must have a certificate for the target's host that the system trusts (OpenSSL's store, SSL_CERT_FILE and SSL_CERT_DIR
// heeded).
//
// Names are looked up by the system on a thread that Asio keeps. A call does not wait for a look-up longer than its
// timeout, but the end of `io` waits until the system has given up.
class WebhookCaller {
 public:
  struct Options {
    Target target;
    std::string secret;                                            // in bytes, as parse_secret() gives it
    std::chrono::milliseconds timeout = std::chrono::seconds(10);  // of a call, from post() to the end of the answer
    std::size_t connections = 8;                                   // and calls at a time
  };

  // Opens no connection yet. Throws boost::system::system_error where the system's certificates cannot be read.
  WebhookCaller(boost::asio::io_context& io, Options options);
  ~WebhookCaller();
  WebhookCaller(const WebhookCaller&) = delete;
  WebhookCaller& operator=(const WebhookCaller&) = delete;

  // Whether fewer calls than connections are under way. A call no longer counts when its `done` is called. False after
  // stop().
  bool has_room() const;

  // Needs has_room(). The id is visible ASCII; the body is JSON in UTF-8. `done` is called once, later, from `io`,
  // within the timeout; what it throws comes out of io.run().
  void post(std::string id, std::string body, std::int64_t unix_now, std::function<void(Response)> done);

  // Drops the calls under way, whose `done` is destroyed and never called, and closes the connections. Calling it again
  // is harmless.
  void stop();

 private:
  class Calls;
  std::shared_ptr<Calls> calls_;
};

}  // namespace wangge::notice
