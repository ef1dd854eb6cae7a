#include "bench/peers/routes.h"

#include <chrono>
#include <fstream>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include "engine/rules/routing.h"
#include "engine/state/configuration_reader.h"
#include "tools/city/city_folder.h"

namespace wangge::peers {
namespace {

// Any instant will do: leads are posts and organisations, which do not depend on the hour; only who acts for a post
// does.
const Instant asked_at = std::chrono::sys_days{std::chrono::year{2026} / 3 / 10} + std::chrono::hours{2};

Configuration read_configuration_of(const std::filesystem::path& city) {
  const Tables tables = tools::read_sound_city(city, {.language = tools::Language::english});
  Codes codes;
  std::vector<Fault> faults;
  return read_configuration(tables, codes, faults);
}

std::string array_text(std::span<const PostId> posts) {
  std::string text;
  for (const PostId post : posts) text += (text.empty() ? "{" : ",") + std::to_string(post.value);
  return text + "}";
}

class Chains {
 public:
  std::uint32_t number_of(const Chain& chain) {
    const auto [found, is_new] = numbers_.try_emplace(array_text(chain.span()), numbers_.size() + 1);
    if (is_new) chains_.push_back(chain);
    return static_cast<std::uint32_t>(found->second);
  }
  std::vector<Chain> take() { return std::move(chains_); }

 private:
  std::map<std::string, std::size_t> numbers_;
  std::vector<Chain> chains_;
};

}  // namespace

RoutingTable read_routing_table(const std::filesystem::path& city) {
  const Configuration configuration = read_configuration_of(city);
  RoutingTable table;
  Chains chains;
  for (std::uint32_t place = 1; place < configuration.places.size(); ++place) {
    if (configuration.places[place].kind != PlaceKind::grid) continue;
    for (std::uint16_t category = 1; category < configuration.categories.size(); ++category) {
      const rules::RoutingQuestion question{.place = PlaceId{place}, .category = CategoryId{category}};
      const rules::Route route = rules::route(configuration, question, asked_at);
      table.routes.push_back({place, category, route.severity, route.lead, chains.number_of(route.chain)});
    }
  }
  table.chains = chains.take();
  return table;
}

void write_routing_table(const RoutingTable& table, const std::filesystem::path& folder) {
  std::ofstream routes(folder / "routes.csv"), chains(folder / "chains.csv");
  routes << "place,category,severity,lead,chain\n";
  for (const Route& route : table.routes) {
    routes << route.place << ',' << route.category << ',' << route.severity << ',' << route.lead.raw() << ','
           << route.chain << '\n';
  }
  chains << "chain,posts\n";
  for (std::size_t i = 0; i < table.chains.size(); ++i) {
    chains << i + 1 << ",\"" << array_text(table.chains[i].span()) << "\"\n";
  }
  if (!routes.flush() || !chains.flush())
    throw std::runtime_error("cannot write the routing table into " + folder.string());
}

}  // namespace wangge::peers
