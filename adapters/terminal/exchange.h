#pragma once
// A frame of commands on its way through the engine, with the memory that it needs; and the pool of exchanges, shared
// by all sessions, so that the path allocates nothing for each demand.

#include <cstdint>
#include <memory>
#include <vector>

#include "adapters/terminal/protocol.h"
#include "engine/loop/frame.h"

namespace wangge::terminal {

class Session;

using loop::Load;  // counted against the credit

struct Exchange {
  Session* session = nullptr;
  Numbered numbered;
  std::unique_ptr<loop::Frame> frame = std::make_unique<loop::Frame>();  // null while the engine has it
  Load load;
};

// The pool has as many exchanges as are ever under way at once: the inbox bounds that. The last one back is the next
// one out, while its memory is warm.
class Exchanges {
 public:
  struct GiveBack {
    Exchanges* to = nullptr;
    void operator()(Exchange* exchange) const { to->give_back(*exchange); }
  };
  // Gives the exchange back at its end, unless release() was called: then hold() takes it up again.
  using Lease = std::unique_ptr<Exchange, GiveBack>;

  Lease take() {
    if (idle_.empty()) return hold(*all_.emplace_back(std::make_unique<Exchange>()));
    Exchange& exchange = *idle_.back();
    idle_.pop_back();
    return hold(exchange);
  }
  Lease hold(Exchange& exchange) { return Lease(&exchange, GiveBack{this}); }

 private:
  // A frame of 1,024 demands has some 150 KiB of texts; memory for the rare larger ones need not stay.
  static constexpr std::size_t text_bytes_kept = 256 * limits::kib;

  void give_back(Exchange& exchange) {
    if (exchange.numbered.texts.capacity() > text_bytes_kept) exchange.numbered.texts = {};
    idle_.push_back(&exchange);
  }

  std::vector<std::unique_ptr<Exchange>> all_;
  std::vector<Exchange*> idle_;
};

}  // namespace wangge::terminal
