#pragma once
// The source of a connection, as far as bounds depend on it.

#include <cstdint>
#include <string>

#include <boost/asio/ip/address.hpp>

namespace wangge {

// An IPv4 address, or the first 64 bits of an IPv6 one, since whoever has one address has all that begin with these.
enum class Source : std::uint64_t {};

Source source_of(const boost::asio::ip::address& address);
// The source as text: 10.0.0.7, 2001:db8:0:1::/64
std::string to_text(Source source);

}  // namespace wangge
