#pragma once
// Thrown where the engine could not be asked: it is not there, has ended the connection or does not take the token.

#include <stdexcept>
#include <utility>

#include <boost/json/fwd.hpp>

#include "engine/base/cause.h"

namespace wangge::tools {

class NoConnection : public std::runtime_error {
 public:
  explicit NoConnection(Cause why) : std::runtime_error(why.text()), cause_(std::move(why)) {}

  const Cause& cause() const { return cause_; }

 private:
  Cause cause_;
};

// The exit status; another than that of a refusal by the engine.
inline constexpr int exit_status_no_connection = 6;

// The cause as {"name", "chinese", "english"}, which --json prints under "error".
boost::json::object to_json(const Cause& cause);

// Prints {"error": …}, a line on stdout, for --json where there is nothing else to print.
void print_error(const Cause& cause);

}  // namespace wangge::tools
