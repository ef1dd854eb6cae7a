#pragma once
// Addresses such as "127.0.0.1:8243", "[::1]:8243", "engine.example:8243".

#include <cstdint>
#include <string>

namespace wangge::tools {

struct Address {
  std::string host;  // without brackets
  std::uint16_t port = 0;
};

// Throws std::runtime_error where the text is no address.
Address parse_address(const std::string& text);
// The fault of the text, for Option::check(); nothing where it is an address.
std::string address_problem(const std::string& text);

}  // namespace wangge::tools
