#pragma once
// Where a connection comes from, as far as bounds go by it.

#include <cstdint>
#include <string>

#include <boost/asio/ip/address.hpp>

namespace wangge {

// An IPv4 address; of an IPv6 one its first 64 bits, since whoever has one has all that begin so.
enum class Source : std::uint64_t {};

Source source_of(const boost::asio::ip::address& address);
// 10.0.0.7, 2001:db8:0:1::/64
std::string to_text(Source source);

}  // namespace wangge
