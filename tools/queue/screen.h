#pragma once
// The whole terminal, for a command that keeps a picture up to date and takes keys. Only one Screen at a time.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <termios.h>

namespace wangge::tools {

enum class Key { none, up, down, page_up, page_down, enter, escape, other };

struct Press {
  Key key = Key::none;
  char letter = 0;  // of Key::other
};

class Screen {
 public:
  // Throws std::system_error where stdin is no terminal.
  Screen();
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  // How many lines there is room for.
  std::size_t height() const;
  // Draws lines in the place of the earlier ones; the terminal cuts lines that are too long.
  void draw(const std::vector<std::string>& lines) const;
  // A key that was pressed, without waiting. Ctrl-C, and a signal to end, count as 'q'.
  std::optional<Press> key() const;
  // Drops keys that were pressed and not read yet.
  void forget_keys() const;

  // Gives back the ordinary terminal while in scope, for code that prints by itself.
  class Aside {
   public:
    explicit Aside(Screen& screen) : screen_(screen) { screen_.leave(); }
    ~Aside() { screen_.enter(); }
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

   private:
    Screen& screen_;
  };

 private:
  void enter();
  void leave();

  termios before_{};
};

}  // namespace wangge::tools
