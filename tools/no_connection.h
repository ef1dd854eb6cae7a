#pragma once
// That the engine could not be asked: it is not there, has ended the connection or does not take the token.

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

// The exit status, other than that of what the engine refuses.
inline constexpr int exit_status_no_connection = 6;

// {"name", "chinese", "english"}: what stands under "error" in what --json prints.
boost::json::object to_json(const Cause& cause);

// For --json, where there is nothing else to say: {"error": …}, a line on stdout.
void print_error(const Cause& cause);

}  // namespace wangge::tools
