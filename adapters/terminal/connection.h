#pragma once
// The terminal's end of one connection: sends frames, and gives the engine's messages in order. Asynchronous, on
// whatever thread runs its io_context; a load generator keeps many connections on one thread.

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "adapters/terminal/framing.h"
#include "adapters/terminal/messages.h"
#include "engine/base/result.h"

namespace wangge::terminal {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  struct Events {
    std::function<void()> opened;
    // Called with each message. The message may be changed, so that its contents can be moved out of it.
    std::function<void(ToTerminal&)> answered;
    // Called once: the connection was not opened, was lost, was closed by the engine, or (protocol_error) brought
    // something that is no answer.
    std::function<void(error_code)> ended;
  };

  static std::shared_ptr<Connection> open(boost::asio::io_context& io, const boost::asio::ip::tcp::endpoint& endpoint,
                                          Events events);

  // Frames that are gathered here go out with send(); while one write is under way the next one gathers.
  Outgoing& out() { return gathered_.own; }
  // The words go out after the frames gathered so far, without being copied: they must stay as they are as long as the
  // connection.
  void lend(Words words) { gathered_.lent.push_back({gathered_.own.words().size(), words}); }
  void send();
  // No event comes after this.
  void close();

 private:
  // Words of its own, and lent words between them: each lent part goes after a given number of its own.
  struct Gathered {
    struct Lent {
      std::size_t after = 0;
      Words words;
    };
    Outgoing own;
    std::vector<Lent> lent;

    bool empty() const { return own.empty() && lent.empty(); }
    void clear() { own.clear(), lent.clear(); }
    // The buffers in the order in which they go out.
    std::vector<boost::asio::const_buffer> buffers();
  };

  Connection(boost::asio::io_context& io, Events events) : socket_(io), events_(std::move(events)) {}

  void connect(const boost::asio::ip::tcp::endpoint& endpoint);
  void read();
  void take_frames();
  void end(error_code error);

  boost::asio::ip::tcp::socket socket_;
  Events events_;
  Incoming incoming_;
  ToTerminal answered_;
  Gathered gathered_, written_;
  bool writing_ = false;
  bool ended_ = false;
};

}  // namespace wangge::terminal
