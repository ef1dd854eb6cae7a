#pragma once
// Sends notices to the city's own messenger, as signed webhooks (webhook_call.h). A notice is sent once it is durable,
// at least once, in order for each recipient; where sending fails it is sent again, and in the end it is given up
// visibly. The sender runs on the thread that turns the engine; texts of a resident's notice or of a summons are read
// from the log on a thread beside it.
//
// A notice is looked at again before it leaves (engine/state/notice_still_so.h), and is dropped where it no longer
// holds. The body is JSON: "notice" (the delivery id) with "count" (demands, more than one in a group) and then
// "demands" (the numbers of those not told of before), "kind" and the same in Chinese as "title", "at", "to" (post,
// organisation or resident), "person", "demand" or "summons" or both, and for a resident "contact" and "text". The
// header webhook-id is notice and count, so that a storm that has grown is not taken for a repeat.
//
// A notice says how things stand when it leaves, at "at". What it says of a demand is what every view says
// (engine/views/station.h), and its kind has the words that the demand's story has for it (engine/model/words.h). A
// notice does not tell the story itself: for that all of a demand's facts would have to be read from the log for each
// notice.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "adapters/log_reader.h"
#include "adapters/notice/webhook_call.h"
#include "engine/base/time.h"
#include "engine/loop/engine.h"

namespace wangge::notice {

using InstantText = std::function<std::string(Instant, Duration utc_offset)>;

struct SenderOptions {
  WebhookCaller::Options webhook;
  std::chrono::milliseconds period{200};  // between two looks for notices to send
  // A notice that was not taken is sent again after first_retry, then after twice as long each time, up to
  // longest_retry. It is given up after attempts_max attempts (a day), or where the answer says that it will never be
  // taken (status 400, 410, 413, 415, 422).
  std::chrono::milliseconds first_retry{1'000}, longest_retry{300'000};
  std::uint16_t attempts_max = 300;
  InstantText text_of;  // "2026-03-10T06:00:00+08:00"
};

class NoticeSender {
 public:
  // The io_context and the engine must outlive the sender. `unix_now` is the wall's clock, in seconds, for the
  // signatures.
  NoticeSender(boost::asio::io_context& io, loop::Engine& engine, SenderOptions options,
               std::function<std::int64_t()> unix_now);
  NoticeSender(const NoticeSender&) = delete;
  NoticeSender& operator=(const NoticeSender&) = delete;

  // Sends no more. A notice that is under way counts as not sent.
  void stop();

 private:
  struct Outgoing {
    Position notice;
    std::uint32_t count = 0;
    std::string id, body;
    std::uint64_t recipient = 0;
    Position submitted;                // of a resident's notice: where contact and text are read; none otherwise
    Position summoned;                 // of a notice about a summons: where its words are read; none otherwise
    std::string contact, text, words;  // as they were read from the log
    bool is_unreachable = false;       // nobody can be told: nothing was left, or it cannot be read
    bool is_damaged = false;           // text or words cannot be read
    bool is_dropped = false;           // no longer holds: it is not sent, and the engine is told so
  };
  struct Tried {
    std::uint16_t attempts = 0;
    std::uint64_t next = 0;  // the look at which it is tried again
  };

  void look_later();
  void look();
  void ask();
  void gather(const City& city, Instant now);
  void complain_if_full(std::size_t pending);
  void read();
  static void read(Outgoing& next, LogTurn& log);
  void send();
  void answered(const Outgoing& sent, const Response& answer);
  void settle(const Outgoing& sent, std::uint16_t status, bool is_given_up);
  void hand_over();

  loop::Engine& engine_;
  SenderOptions options_;
  std::function<std::int64_t()> unix_now_;
  WebhookCaller caller_;
  boost::asio::steady_timer timer_;
  loop::Flow flow_;
  LogReader reader_;
  std::vector<Outgoing> gathered_;
  std::set<std::uint64_t> busy_;  // recipients with something under way
  std::map<Position, Tried> tried_;
  std::vector<Command> settled_;  // not handed to the engine yet
  std::vector<std::pair<Position, std::uint64_t>> settled_recipients_;
  std::uint64_t looks_ = 0;
  std::uint64_t full_told_ = 0;  // look at which it was last said that no more notices are taken; 0: never
  bool is_asked_ = false, is_handing_over_ = false, is_stopped_ = false;
};

}  // namespace wangge::notice
