#pragma once
// Chains of posts and lists of offers by id, as facts gave them. They are interned, so that a demand's fact names each
// in four bytes, and they stay for ever, so that old demands keep the chain that they had.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/model/event.h"

namespace wangge {

struct Chain {
  std::uint8_t count = 0;
  std::array<PostId, chain_posts_max> posts{};

  std::span<const PostId> span() const { return {posts.data(), count}; }
};

class Routes {
 public:
  const Chain& chain(ChainId id) const { return chains_[id.value - 1]; }
  // The post that follows a demand up (跟办) when it comes in.
  PostId follow_up(const Submitted& event) const { return chain(event.chain).posts[event.acting_step]; }
  std::span<const Offer> offers(OffersId id) const { return offers_[id.value - 1]; }
  std::size_t chain_count() const { return chains_.size(); }
  std::size_t offers_count() const { return offers_.size(); }

  // The id of this chain or list, none where it is not known yet.
  ChainId find_chain(std::span<const PostId> posts) const;
  OffersId find_offers(std::string_view encoded) const;  // encode_offers()

  // apply alone
  void add_chain(const Chain& chain);
  void add_offers(std::string_view encoded);

 private:
  static std::string key(std::span<const PostId> posts);

  std::vector<Chain> chains_;
  std::vector<std::vector<Offer>> offers_;
  boost::unordered_flat_map<std::string, ChainId> chain_ids_;
  boost::unordered_flat_map<std::string, OffersId> offers_ids_;
};

}  // namespace wangge
