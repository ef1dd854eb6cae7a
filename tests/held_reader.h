#pragma once
// The log's reader of a served city, kept busy until the test lets it go.

#include <future>
#include <memory>

#include "adapters/terminal/server.h"
#include "tests/served_city.h"

namespace wangge::tests {

class HeldReader {
 public:
  explicit HeldReader(ServedCity& city) : city_(city) {
    city_.reading_is_held = true;
    city_.server().reader().post_owed(
        AccountId{65'535},
        [held = std::shared_future<void>(gate_.get_future())](LogTurn&) {
          held.wait();
          return true;
        },
        [] {});
  }
  ~HeldReader() { open(); }
  HeldReader(const HeldReader&) = delete;
  HeldReader& operator=(const HeldReader&) = delete;

  // Lets the reader go on; does not wait for it.
  void open() {
    if (!is_held_) return;
    is_held_ = false;
    gate_.set_value();
    city_.reading_is_held = false;
  }
  // Lets the reader go on, and waits until it has read all that there was.
  void let_go() {
    open();
    city_.settle();
  }

 private:
  ServedCity& city_;
  std::promise<void> gate_;
  bool is_held_ = true;
};

}  // namespace wangge::tests
