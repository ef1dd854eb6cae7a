#pragma once
// An HTTP server on 127.0.0.1, on a thread of its own, which keeps its requests and answers as the test wants: also
// late, never, or with bytes that are no HTTP.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace wangge::tests {

// A certificate and its key, in PEM.
struct Identity {
  std::string certificate, key;
};

// A new identity for a host name, valid for an hour and signed only by itself.
Identity self_signed(const std::string& host);

// How one request is answered.
struct Reply {
  unsigned status = 200;
  std::string retry_after;             // the header, where it is not empty
  std::string body;                    // of the answer
  std::chrono::milliseconds delay{0};  // before anything is said
  std::string raw;                     // bytes sent instead of an answer, where not empty; the connection stays open
  bool hangs = false;                  // nothing is said, the connection stays open
  bool cuts = false;                   // nothing is said, the connection is closed
};

struct Request {
  std::string method, path;
  std::map<std::string, std::string> headers;  // by their names in small letters
  std::string body;
  int connection = 0;  // the connection on which it came, the first is 1
};

class HttpServer {
 public:
  // Listens at once, on a port that the system chooses; with an identity it speaks TLS.
  explicit HttpServer(std::optional<Identity> identity = {});
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const { return port_; }

  // Sets the replies to the next requests, one each; where none is left the answer is 200.
  void reply(std::vector<Reply> replies);

  // All requests since the beginning.
  std::vector<Request> requests() const;
  // Waits until so many requests have come, or so many connections have ended; false where the time is over before.
  bool wait_for_requests(std::size_t count, std::chrono::milliseconds at_most = std::chrono::seconds(10)) const;
  bool wait_for_ended(std::size_t count, std::chrono::milliseconds at_most = std::chrono::seconds(10)) const;

  // Sends `farewell`, not through TLS, and closes all connections. They are closed when this returns.
  void close_connections(const std::string& farewell = "");

 private:
  class Sessions;

  // Called on the server's thread.
  Reply take(Request request);
  void ended();

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::deque<Reply> replies_;      // guarded by mutex_
  std::vector<Request> requests_;  // likewise
  std::size_t ended_ = 0;          // likewise

  std::unique_ptr<Sessions> sessions_;
  std::uint16_t port_;
  std::thread thread_;
};

}  // namespace wangge::tests
