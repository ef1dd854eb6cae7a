#include "tools/address.h"

#include <charconv>
#include <stdexcept>

namespace wangge::tools {

Address parse_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  Address address{.host = text.substr(0, colon)};
  if (address.host.starts_with('[') && address.host.ends_with(']')) {
    address.host = address.host.substr(1, address.host.size() - 2);
  }
  bool has_port = false;
  if (colon != std::string::npos) {
    const char* const end = text.data() + text.size();
    const auto [read_to, error] = std::from_chars(text.data() + colon + 1, end, address.port);
    has_port = error == std::errc{} && read_to == end;
  }
  if (address.host.empty() || !has_port) {
    throw std::runtime_error("应为 地址:端口，如 127.0.0.1:8243 / must be address:port, as 127.0.0.1:8243: " + text);
  }
  return address;
}

std::string address_problem(const std::string& text) {
  try {
    parse_address(text);
    return {};
  } catch (const std::runtime_error& problem) {
    return problem.what();
  }
}

}  // namespace wangge::tools
