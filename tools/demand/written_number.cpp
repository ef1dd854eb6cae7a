#include "tools/demand/written_number.h"

#include <optional>
#include <stdexcept>

#include "adapters/lookup_code.h"
#include "engine/model/number.h"

namespace wangge::tools {

DemandId demand_named(const std::string& number, const Console& console) {
  if (const std::optional<DemandId> demand = parse_number(number)) return *demand;
  throw std::runtime_error(
      number + std::string(console.say("：编号不对，请核对每一位数字（末两位是校验位）",
                                       ": no number of a demand; compare each digit (the last two check the others)")));
}

// A code of zeros is never given out: it has six digits, but is wrong.
std::uint32_t look_up_code_named(const std::string& digits, const Console& console) {
  if (const std::optional<std::uint32_t> code = parse_look_up_code(digits)) return *code;
  const bool is_zeros = digits == "000000";
  throw std::runtime_error(
      digits + std::string(is_zeros ? console.say("：查询码不对，请与回执核对",
                                                  ": the look-up code is wrong; compare it with the receipt")
                                    : console.say("：查询码应为六位数字", ": a look-up code has six digits")));
}

}  // namespace wangge::tools
