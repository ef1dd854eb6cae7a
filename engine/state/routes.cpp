#include "engine/state/routes.h"

#include "engine/base/check.h"
#include "engine/model/blob.h"

namespace wangge {

std::string Routes::key(std::span<const PostId> posts) {
  return {reinterpret_cast<const char*>(posts.data()), posts.size_bytes()};
}

ChainId Routes::find_chain(std::span<const PostId> posts) const {
  const auto found = chain_ids_.find(key(posts));
  return found == chain_ids_.end() ? ChainId{} : found->second;
}

OffersId Routes::find_offers(std::string_view encoded) const {
  const auto found = offers_ids_.find(std::string(encoded));
  return found == offers_ids_.end() ? OffersId{} : found->second;
}

void Routes::add_chain(const Chain& chain) {
  chains_.push_back(chain);
  chain_ids_.emplace(key(chain.span()), ChainId{static_cast<std::uint32_t>(chains_.size())});
}

void Routes::add_offers(std::string_view encoded) {
  auto offers = decode_offers(encoded);
  CHECK(offers.has_value());
  offers_.push_back(std::move(*offers));
  offers_ids_.emplace(std::string(encoded), OffersId{static_cast<std::uint32_t>(offers_.size())});
}

}  // namespace wangge
