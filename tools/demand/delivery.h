#pragma once
// Delivers the demands of an outbox to a running engine, with progress, and keeps its answer to each.

#include <cstdint>
#include <map>
#include <string>

#include "adapters/terminal/outbox.h"
#include "tools/console.h"
#include "tools/running_engine.h"

namespace wangge::tools {

class Delivery {
 public:
  // `token`: the file of the token. `console` must outlive this.
  Delivery(const std::string& to, const std::string& token, const Console& console)
      : engine_(to, token), console_(console) {}

  // Delivers until everything in the outbox has its answer; false where it could not go on: complaint() says why.
  bool deliver(terminal::Outbox& outbox);
  const Cause& complaint() { return engine_.client().complaint(); }

  // The answers by sequence number.
  const std::map<std::uint32_t, terminal::Receipt>& answers() const { return answers_; }
  RunningEngine& engine() { return engine_; }

 private:
  RunningEngine engine_;
  const Console& console_;
  std::map<std::uint32_t, terminal::Receipt> answers_;
};

}  // namespace wangge::tools
