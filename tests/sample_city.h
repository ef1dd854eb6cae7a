#pragma once
// The sample city of config/taonan, read once per process.

#include "engine/model/configuration.h"
#include "engine/model/tables.h"
#include "engine/state/codes.h"

namespace wangge::tests {

struct SampleCity {
  Tables tables;
  Codes codes;
  Configuration configuration;
};

const SampleCity& sample_city();

}  // namespace wangge::tests
