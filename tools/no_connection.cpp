#include "tools/no_connection.h"

#include <iostream>

#include <boost/json.hpp>

namespace wangge::tools {

boost::json::object to_json(const Cause& cause) {
  return {{"name", cause.name}, {"chinese", cause.chinese}, {"english", cause.english}};
}

void print_error(const Cause& cause) {
  std::cout << boost::json::serialize(boost::json::object{{"error", to_json(cause)}}) << std::endl;
}

}  // namespace wangge::tools
