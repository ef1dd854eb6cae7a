#include "tests/sample_city.h"

#include <filesystem>
#include <vector>

#include "config/tables.h"
#include "engine/base/check.h"
#include "engine/state/configuration_reader.h"

namespace wangge::tests {

const SampleCity& sample_city() {
  static const SampleCity sample = [] {
    SampleCity city;
    city.tables = config::read_city(std::filesystem::path{WANGGE_SOURCE_ROOT} / "config/taonan").tables;
    std::vector<Fault> faults;
    city.configuration = read_configuration(city.tables, city.codes, faults);
    CHECK(faults.empty());
    return city;
  }();
  return sample;
}

}  // namespace wangge::tests
