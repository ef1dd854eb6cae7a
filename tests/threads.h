#pragma once
// Marks the tests that run under the thread sanitizer as well: those tagged [threads], in which a second thread is at
// work beside the two with which every log writes.

namespace wangge::tests {

// Called by all helpers that start such a thread for a test, before they do. Throws std::logic_error where the test
// that runs is not tagged.
void second_thread_starts();

}  // namespace wangge::tests
