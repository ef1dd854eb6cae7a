#include "tools/bench/observer.h"

#include <chrono>
#include <utility>
#include <variant>

#include "engine/base/cause.h"

namespace wangge::tools::bench {
namespace {

// The spool is always the same, so that runs do not use up the account's spools; and not that of the commands.
constexpr SpoolId spool_of_the_observer{'b', 'e', 'n', 'c', 'h', ' ', 'o', 'p', 's'};

}  // namespace

Observer::Observer(boost::asio::io_context& io, const boost::asio::ip::tcp::endpoint& engine,
                   const terminal::Token& ops, std::function<void(std::string)> failed)
    : failed_(std::move(failed)), pause_(io) {
  who_.software = "wangge bench";
  who_.token = ops;
  who_.spool = spool_of_the_observer;
  connection_ = terminal::Connection::open(
      io, engine,
      {.opened = [this] { say(who_); },
       .answered = [this](terminal::ToTerminal& answer) { answered(answer); },
       .ended =
           [this](const error_code& error) { failed_("连接断开 / a connection ended: " + cause_of(error).text()); }});
}

Observer::~Observer() { connection_->close(); }

void Observer::ask(std::function<void(const terminal::Figures&)> told) {
  told_ = std::move(told);
  ask_figures();
}

void Observer::ask_figures() {
  encode_question(1, terminal::AskFigures{}, connection_->out());
  connection_->send();
}

void Observer::say(const auto& message) {
  encode(message, connection_->out());
  connection_->send();
}

void Observer::answered(const terminal::ToTerminal& answer) {
  if (std::holds_alternative<terminal::Welcome>(answer)) {
    is_welcome_ = true;
  } else if (const auto* told = std::get_if<terminal::Answer>(&answer)) {
    const auto* described = std::get_if<terminal::DescribedAnswer>(&told->rows);
    const auto figures = described ? terminal::decode_answer<terminal::AskFigures>(*described) : std::nullopt;
    if (!figures || !figures->known) return failed_("令牌不是运维账号的 / the token is not an ops account's");
    std::exchange(told_, {})(*figures);
  } else if (const auto* busy = std::get_if<terminal::Busy>(&answer)) {
    again_later(busy->retry_ms);
  } else {
    failed_("引擎没有接受运维令牌 / the engine turned the ops token away");
  }
}

void Observer::again_later(std::uint32_t retry_ms) {
  pause_.expires_after(std::chrono::milliseconds(retry_ms));
  pause_.async_wait([this](const error_code& cancelled) {
    if (cancelled) return;
    if (is_welcome_) {
      ask_figures();
    } else {
      say(who_);
    }
  });
}

}  // namespace wangge::tools::bench
