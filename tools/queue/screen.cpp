#include "tools/queue/screen.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <system_error>

#include <poll.h>
#include <unistd.h>

#include "tools/console.h"

namespace wangge::tools {
namespace {

constexpr std::size_t usual_height = 24;
constexpr char control_c = 3;

volatile std::sig_atomic_t is_to_end = 0;
void end_soon(int) { is_to_end = 1; }

void put(std::string_view bytes) {
  std::fwrite(bytes.data(), 1, bytes.size(), stdout);
  std::fflush(stdout);
}

// The key of one of xterm's sequences, after ESC.
Key key_of(std::string_view sequence) {
  if (sequence == "[A" || sequence == "OA") return Key::up;
  if (sequence == "[B" || sequence == "OB") return Key::down;
  if (sequence == "[5~") return Key::page_up;
  if (sequence == "[6~") return Key::page_down;
  return sequence.empty() ? Key::escape : Key::none;
}

}  // namespace

Screen::Screen() {
  if (::tcgetattr(STDIN_FILENO, &before_) != 0) throw std::system_error(errno, std::generic_category(), "stdin");
  for (const int signal : {SIGTERM, SIGHUP, SIGINT}) std::signal(signal, end_soon);
  enter();
}

Screen::~Screen() {
  leave();
  for (const int signal : {SIGTERM, SIGHUP, SIGINT}) std::signal(signal, SIG_DFL);
}

void Screen::enter() {
  termios raw = before_;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG);
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  ::tcsetattr(STDIN_FILENO, TCSANOW, &raw);
  put("\033[?1049h\033[?25l\033[?7l");  // another screen, no cursor, long lines are cut
}

void Screen::leave() {
  put("\033[?7h\033[?25h\033[?1049l");
  ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
}

std::size_t Screen::height() const {
  const std::size_t rows = terminal_size().rows;
  return rows != 0 ? rows : usual_height;
}

void Screen::draw(const std::vector<std::string>& lines) const {
  std::string picture = "\033[H";
  const std::size_t shown = height();
  for (std::size_t i = 0; i < lines.size() && i < shown; ++i) {
    if (i != 0) picture += "\r\n";
    picture += lines[i] + "\033[0m\033[K";
  }
  put(picture + "\033[J");
}

void Screen::forget_keys() const { ::tcflush(STDIN_FILENO, TCIFLUSH); }

std::optional<Press> Screen::key() const {
  if (is_to_end != 0) return Press{Key::other, 'q'};
  const auto read_one = [](char& letter) {
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    return ::poll(&input, 1, 0) > 0 && ::read(STDIN_FILENO, &letter, 1) == 1;
  };
  char letter = 0;
  if (!read_one(letter)) return std::nullopt;
  if (letter == control_c) return Press{Key::other, 'q'};
  if (letter == '\n' || letter == '\r') return Press{Key::enter};
  if (letter != '\033') return Press{Key::other, letter};
  std::string sequence;
  while (sequence.size() < 8 && read_one(letter)) {
    sequence += letter;
    if (sequence.size() > 1 && letter >= '@' && letter <= '~') break;
  }
  return Press{key_of(sequence)};
}

}  // namespace wangge::tools
