#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>

#include "tests/threads.h"

namespace {

const Catch::TestCaseInfo* running = nullptr;

class Running : public Catch::TestEventListenerBase {
 public:
  using TestEventListenerBase::TestEventListenerBase;

  void testCaseStarting(const Catch::TestCaseInfo& test) override { running = &test; }
  void testCaseEnded(const Catch::TestCaseStats&) override { running = nullptr; }
};
CATCH_REGISTER_LISTENER(Running)

}  // namespace

namespace wangge::tests {

void second_thread_starts() {
  if (running == nullptr || running->tagsAsString().find("[threads]") != std::string::npos) return;
  throw std::logic_error(
      "this test starts a second thread: tag it [threads], or the thread sanitizer will not see it: " + running->name);
}

}  // namespace wangge::tests
