#pragma once
// The wishes that a terminal has to deliver: by the numbers of one spool, in order, until each has its answer.

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "adapters/terminal/client_protocol.h"
#include "adapters/terminal/messages.h"
#include "engine/model/written_demand.h"

namespace wangge::terminal {

// An act on a demand, as written down: the post or organisation by its code.
struct WrittenAct {
  Deed deed = Deed::accept;
  DemandId demand;
  std::string as;
  std::string note;
  std::string to;                  // transfer, offer: code of the new lead; call_in: code of the assistant
  Verdict verdict;                 // rate, call_back
  std::uint32_t look_up_code = 0;  // of the receipt; 0: none
  std::uint8_t choice = 0;         // dismiss: Dismissal; divert: Elsewhere
  std::uint8_t condition = 0;      // split: of the part; reclassify
  std::string category;            // split: of the part; reclassify
  Limit limit;                     // extend
  Seconds until = 0;               // suspend
  std::string place, road;         // move
  std::uint32_t group = 0;         // one number, any but 0, for all that is done together
  std::string attachments;         // references, one a line
  Bond bond = Bond::none;          // join
  DemandId head;
  friend bool operator==(const WrittenAct&, const WrittenAct&) = default;
};

using WrittenCommand = std::variant<WrittenDemand, WrittenAct>;

class Outbox {
 public:
  virtual ~Outbox() = default;

  virtual const SpoolId& spool() const = 0;
  virtual Witness witness() const = 0;
  // Numbers below this are no longer kept; those from this one to end() are, answered or not.
  virtual std::uint32_t first_kept() const = 0;
  virtual std::uint32_t first_unanswered() const = 0;
  virtual std::uint32_t end() const = 0;  // the number that the next wish will have
  // The wish of a number that is kept. Stays where it is until it is answered.
  virtual const WrittenCommand& wish(std::uint32_t sequence) const = 0;

  virtual void welcomed(const Welcome& welcome) = 0;
  // Called in the order of numbers; again where the engine has forgotten an answer (restored from a backup).
  virtual void answered(std::uint32_t sequence, const Receipt& answer, Seconds server_time) = 0;
};

// Wishes that nobody keeps beyond this process, each forgotten once `on_answer` has been told.
class Basket : public Outbox {
 public:
  using OnAnswer = std::function<void(std::uint32_t sequence, const WrittenCommand&, const Receipt&)>;

  // Makes a random spool.
  explicit Basket(OnAnswer on_answer);
  // Uses a spool that other processes of the same account have used before, one after the other: the first wish gets
  // the number that the engine expects, so numbers are known only after the first welcome.
  Basket(const SpoolId& spool, OnAnswer on_answer);

  // Returns the number of the wish.
  std::uint32_t add(WrittenCommand wish);

  const SpoolId& spool() const override { return spool_; }
  Witness witness() const override { return witness_; }
  std::uint32_t first_kept() const override { return first_; }
  std::uint32_t first_unanswered() const override { return first_; }
  std::uint32_t end() const override { return first_ + static_cast<std::uint32_t>(wishes_.size()); }
  const WrittenCommand& wish(std::uint32_t sequence) const override { return wishes_.at(sequence - first_); }
  void welcomed(const Welcome& welcome) override;
  void answered(std::uint32_t sequence, const Receipt& answer, Seconds server_time) override;

 private:
  OnAnswer on_answer_;
  SpoolId spool_{};
  Witness witness_;
  bool goes_on_ = false;  // set while first_ is not known yet
  std::uint32_t first_ = 1;
  std::deque<WrittenCommand> wishes_;
};

// A random id, made with each spool.
SpoolId random_spool();

}  // namespace wangge::terminal
