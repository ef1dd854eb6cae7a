#pragma once
// Strangers: connections that were not welcomed yet, and those that are ending. Strangers cost a descriptor each and
// have proved nothing, so they are few, and where there are too many the oldest makes way: a connection that says hello
// gets through, however many others only hold on. A source that has too many loses its own strangers before those of
// others. A stranger that has said hello and waits for the engine does not make way, since that is soon over.

#include <cstddef>
#include <cstdint>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include "adapters/source.h"
#include "adapters/terminal/fault.h"
#include "adapters/terminal/server_options.h"

namespace wangge::terminal {

class Session;

class Doorway {
 public:
  explicit Doorway(const StrangerBounds& bounds) : bounds_(bounds) {}

  void enter(Session& session, Source source);
  // No effect where the session is no stranger.
  void leave(const Session& session);

  // The stranger that makes way before another from that source enters; `is_full`: all connections are taken as well.
  // None where nobody has to, or nobody can.
  Session* makes_way(Source source, bool is_full) const;

  std::size_t size() const { return strangers_.size(); }

 private:
  struct Stranger {
    Session* session;
    Source source;
  };
  Session* oldest_of(Source source) const;
  Source most_frequent() const;

  StrangerBounds bounds_;
  std::vector<Stranger> strangers_;  // in the order in which they came
  boost::unordered_flat_map<Source, std::size_t> counts_;
};

// Tells the fault where the socket takes it at once, as a new one does.
void say_at_once(boost::asio::ip::tcp::socket& socket, Fault fault);

}  // namespace wangge::terminal
