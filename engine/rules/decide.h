#pragma once
// The door of the rules: a command comes in, facts or a refusal come out. Nothing changes here.

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/time.h"
#include "engine/model/command.h"
#include "engine/model/event.h"
#include "engine/model/refusal.h"
#include "engine/model/suspect.h"
#include "engine/rules/router.h"
#include "engine/state/city.h"

namespace wangge::rules {

// The facts that one command leads to. Reused from command to command.
struct Draft {
  std::vector<Event> events;   // at most command_events_max
  std::size_t numbered = 0;    // index of the event with the sender's number, which says what was done; notices follow
  std::size_t follow_ups = 0;  // how many events of the handler's own come after that one
  std::string blob;            // what the events' TextRefs point into
  // Texts that are kept apart, of the one event that has their lengths; they live in the command's frame.
  std::string_view text, reference, attachments, contact;
  std::string made;     // a text of the above that is not the command's own
  std::string answers;  // the answers as they are kept
  PostId follow_up;     // of a Submitted: the post that follows it up (跟办), as its chain says

  // Adds a fact to be filled in its place: copying one that has just been written costs more than writing it.
  template <class Fact>
  Fact& add() {
    return std::get<Fact>(events.emplace_back(std::in_place_type<Fact>));
  }
  void clear();
};

// A command with its sender and the bytes that its TextRefs point into.
struct Wish {
  const Sender& sender;
  const Command& command;
  std::string_view texts;

  std::string_view bytes(TextRef ref) const { return texts.substr(ref.offset, ref.length); }
};

// Decides one command at `now`, which is not before city.now. On success `draft` holds its facts. On a refusal it holds
// the Declined fact where the sender has a sequence number, and nothing otherwise. Each handler checks in the order
// that its comment gives, and the first check that fails is the answer.
// `router` must be of the same city; what it learns here is right once the facts have been applied, so a draft that is
// not applied (explain) needs a router of its own.
Refusal decide(const City& city, Router& router, const Wish& wish, Instant now, Draft& draft);

// Whether an input that the engine has died of before is still ahead: the command's number is not used up, or the
// wish's subject is there as it was. False once the input was set apart, or something else has made it void.
bool is_unsettled(const City& city, const Suspect& suspect);

// Called instead of deciding where the engine comes again to an input that it has died of: a command is declined, and
// the refusal (quarantined) returned; a wish of the engine's own is parked, as handlers.h says of each. Reads as little
// as can be.
Refusal set_apart(const City& city, const Suspect& suspect, Draft& draft);

// Memory is far: a random read takes as long as deciding. So the memory that the commands of a frame will read is
// fetched while earlier ones are decided, in three steps, since each read leads to the next. No effect otherwise.
class Prefetcher {
 public:
  // How far ahead, in commands: a read from memory takes about as long as three of them.
  static constexpr std::size_t first_ahead = 12, second_ahead = 6, third_ahead = 3;

  // To be called before each command of a frame is decided, in order.
  void look_ahead(const City& city, const Router& router, std::span<const Command> commands, std::size_t at);

 private:
  // The lists in which a demand is going to be counted.
  struct Lists {
    bool is_known = false;
    Demands::Area area;
    PlaceId road;
    Spots::Indexes spots;
  };
  static Lists lists_of(const City& city, const Submit& command);

  // By the command's index in the frame: worked out in the second step for the third
  std::array<Lists, second_ahead - third_ahead + 1> lists_;
};

}  // namespace wangge::rules
