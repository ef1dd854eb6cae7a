// The sample city comes from its generator, and from nothing else.

#include "config/generate.h"
#include "config/tables.h"
#include "tests/sample_city.h"
#include "tests/small_city.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace wangge::tests {
namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  REQUIRE(file);
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

TEST_CASE("what the generator writes is what config/taonan holds, byte for byte") {
  const SmallCity somewhere;  // a folder of its own
  config::write_tables(somewhere.folder(), config::generate_city(sample_city().tables, config::sample_seed),
                       config::generated_tables());
  const std::filesystem::path taonan = std::filesystem::path{WANGGE_SOURCE_ROOT} / "config/taonan";
  for (const TableKind kind : config::generated_tables()) {
    INFO(config::file_name(kind));
    CHECK(content(somewhere.folder() / config::file_name(kind)) == content(taonan / config::file_name(kind)));
  }
}

TEST_CASE("another seed gives another city with the same figures") {
  const Tables sample = config::generate_city(sample_city().tables, config::sample_seed);
  Tables other = config::generate_city(sample_city().tables, config::sample_seed + 1);
  CHECK(other.of(TableKind::people) != sample.of(TableKind::people));
  for (const TableKind kind : {TableKind::grids, TableKind::posts, TableKind::volunteers, TableKind::committees,
                               TableKind::alliances, TableKind::branches, TableKind::venues})
    CHECK(other.of(kind).size() == sample.of(kind).size());
}

TEST_CASE("generating needs the communities whose figures it meets") {
  const SmallCity city;
  const config::CityFiles files = config::read_city(city.folder());
  CHECK_THROWS_AS(config::generate_city(files.tables, 1), std::invalid_argument);
}

}  // namespace wangge::tests
