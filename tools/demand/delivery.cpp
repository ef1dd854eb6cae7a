#include "tools/demand/delivery.h"

#include <functional>
#include <utility>

#include "tools/progress.h"

namespace wangge::tools {
namespace {

using terminal::Receipt;

// An outbox whose answers are passed on to another listener too.
class Overheard : public terminal::Outbox {
 public:
  using Hear = std::function<void(std::uint32_t, const Receipt&)>;

  Overheard(Outbox& outbox, Hear hear) : outbox_(outbox), hear_(std::move(hear)) {}

  const SpoolId& spool() const override { return outbox_.spool(); }
  terminal::Witness witness() const override { return outbox_.witness(); }
  std::uint32_t first_kept() const override { return outbox_.first_kept(); }
  std::uint32_t first_unanswered() const override { return outbox_.first_unanswered(); }
  std::uint32_t end() const override { return outbox_.end(); }
  const terminal::WrittenCommand& wish(std::uint32_t sequence) const override { return outbox_.wish(sequence); }
  void welcomed(const terminal::Welcome& welcome) override { outbox_.welcomed(welcome); }
  void answered(std::uint32_t sequence, const Receipt& answer, Seconds server_time) override {
    outbox_.answered(sequence, answer, server_time);
    hear_(sequence, answer);
  }

 private:
  Outbox& outbox_;
  Hear hear_;
};

}  // namespace

bool Delivery::deliver(terminal::Outbox& outbox) {
  Progress progress(std::string{console_.say("提交", "submitting")}, console_);
  std::uint32_t done = 0;
  Overheard overheard(outbox, [&](std::uint32_t sequence, const Receipt& answer) {
    answers_.insert_or_assign(sequence, answer);
    ++done;
    progress.update(done, done + (outbox.end() - outbox.first_unanswered()));
  });
  return engine_.client().deliver(overheard).has_value();
}

}  // namespace wangge::tools
