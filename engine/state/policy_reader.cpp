#include "engine/state/policy_reader.h"

#include <algorithm>
#include <utility>

#include "engine/state/cells.h"
#include "engine/state/table_words.h"

namespace wangge {

std::shared_ptr<const Policies> read_policies(const Tables& tables, Findings& findings) {
  Policies policies;
  each_row(tables, TableKind::policies, findings, [&](RowReader& row) {
    const auto class_number = static_cast<std::uint8_t>(row.number("class", 1, 99));
    const auto severity = static_cast<std::uint8_t>(row.number("severity", 1, 4));
    const int step = row.number("step", 1, 9);
    PolicyStep read{.wait = row.limit("wait"),
                    .tell = {},
                    .reach = row.word("reach", reach_words),
                    .repeats = static_cast<std::uint8_t>(row.number("repeats", 0, 99)),
                    .is_quiet = row.yes("quiet"),
                    .until = row.required_word("until", until_words)};
    row.required("tell");
    for (const std::string_view part : row.list("tell")) {
      const auto found = std::ranges::find(tell_words, part, &Word<Tell>::text);
      if (found != std::end(tell_words)) {
        read.tell.set(static_cast<std::size_t>(found->value));
      } else {
        row.fault(
            "tell", both("未知的告知对象 " + shown(part), "nobody is called so"),
            both("可写：主办、上级、全链、指挥中心，用 | 分开", "write 主办, 上级, 全链 or 指挥中心, parted by |"));
      }
    }
    const auto of = std::ranges::find_if(policies, [&](const Policy& policy) {
      return policy.class_number == class_number && policy.severity == severity;
    });
    Policy& policy = of != policies.end() ? *of : policies.emplace_back(Policy{class_number, severity, {}});
    if (step != static_cast<int>(policy.steps.size()) + 1) {
      row.fault(
          "step", both("步骤不连续", "the steps do not follow one another"),
          both("同一大类、级别的步骤从 1 起，依次写", "begin each class and severity with 1, and go on in order"));
      return;
    }
    const bool is_of_days = read.wait.unit == LimitUnit::calendar_day || read.wait.unit == LimitUnit::working_day;
    if (is_of_days && read.wait.amount > 366) {
      row.fault("wait", both("等待时间过长", "it waits too long"), both("不超过 366 日", "keep it to 366 days"));
      return;
    }
    if ((step > 1 || read.repeats > 0) && !read.wait) {
      row.fault("wait", both("缺少等待时间", "it does not say how long to wait"),
                both("写作 30工作分钟", "write it as 30工作分钟"));
      return;
    }
    policy.steps.push_back(read);
  });
  std::erase_if(policies, [](const Policy& policy) { return policy.steps.empty(); });
  return std::make_shared<const Policies>(std::move(policies));
}

}  // namespace wangge
