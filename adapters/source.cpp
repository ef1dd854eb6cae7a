#include "adapters/source.h"

namespace wangge {
namespace {

namespace ip = boost::asio::ip;

constexpr std::uint64_t past_version_4 = std::uint64_t{1} << 32;

std::uint64_t number_of(const ip::address_v6& address) {
  if (address.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address).to_uint();
  if (address.is_loopback()) return ip::address_v4::loopback().to_uint();
  std::uint64_t prefix = 0;
  const auto bytes = address.to_bytes();
  for (std::size_t i = 0; i < sizeof prefix; ++i) prefix = prefix << 8 | bytes[i];
  return prefix;
}

}  // namespace

Source source_of(const ip::address& address) {
  return Source{address.is_v4() ? address.to_v4().to_uint() : number_of(address.to_v6())};
}

std::string to_text(Source source) {
  auto number = static_cast<std::uint64_t>(source);
  if (number < past_version_4) return ip::address_v4(static_cast<std::uint32_t>(number)).to_string();
  ip::address_v6::bytes_type bytes{};
  for (std::size_t i = sizeof number; i-- > 0; number >>= 8) bytes[i] = static_cast<unsigned char>(number);
  return ip::address_v6(bytes).to_string() + "/64";
}

}  // namespace wangge
