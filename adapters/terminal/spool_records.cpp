#include "adapters/terminal/spool_records.h"

#include <variant>

#include <xxhash.h>

#include "engine/model/blob.h"

namespace wangge::terminal::spool_record {
namespace {

std::uint64_t checksum_of(const Head& head, std::string_view cells) {
  const std::uint64_t seed = std::uint64_t{head.bytes} << 32 | static_cast<std::uint32_t>(head.kind);
  return XXH3_64bits_withSeed(cells.data(), cells.size(), seed);
}

std::string record_of(std::uint32_t sequence, const WrittenDemand& demand) {
  return record(Kind::demand, {text_of_number(sequence), text_of_number(demand.kind), text_of_number(demand.reporter),
                               demand.category, text_of_number(demand.condition), text_of_number(demand.severity),
                               demand.place, demand.road, demand.complained_of, text_of_number(demand.occurred),
                               demand.text, demand.contact, demand.reference, demand.attachments, demand.answers,
                               text_of_number(demand.asked_version), demand.asset, demand.door});
}
std::string record_of(std::uint32_t sequence, const WrittenAct& act) {
  return record(Kind::act,
                {text_of_number(sequence), text_of_number(act.deed), text_of_number(act.demand.value), act.as, act.note,
                 act.to, text_of_number(act.verdict.packed()), text_of_number(act.look_up_code),
                 text_of_number(act.choice), text_of_number(act.condition), act.category,
                 text_of_number(act.limit.amount), text_of_number(act.limit.unit), text_of_number(act.until), act.place,
                 act.road, act.attachments, text_of_number(act.bond), text_of_number(act.head.value)});
}
}  // namespace

std::string record(Kind kind, const std::vector<std::string>& row) {
  std::string cells;
  encode_row(row, cells);
  Head head{static_cast<std::uint32_t>(cells.size()), kind, 0};
  head.checksum = checksum_of(head, cells);
  std::string out(sizeof head, '\0');
  std::memcpy(out.data(), &head, sizeof head);
  return out += cells;
}

std::string record_of(std::uint32_t sequence, const WrittenCommand& wish) {
  return std::visit([&](const auto& written) { return record_of(sequence, written); }, wish);
}
std::string record_of(std::uint32_t sequence, const Spool::Kept& answer) {
  return record(Kind::answered,
                {text_of_number(sequence), text_of_number(answer.at), text_of_number(answer.position.value),
                 text_of_number(answer.look_up_code), text_of_number(answer.refusal.reason),
                 text_of_number(answer.refusal.what), text_of_number(answer.refusal.limit)});
}

WrittenDemand demand_of(Cells& cells) {
  WrittenDemand demand;
  demand.kind = cells.number<DemandKind>();
  demand.reporter = cells.number<Reporter>();
  demand.category = cells.text();
  demand.condition = cells.number<std::uint8_t>();
  demand.severity = cells.number<std::uint8_t>();
  demand.place = cells.text();
  demand.road = cells.text();
  demand.complained_of = cells.text();
  demand.occurred = cells.number<Seconds>();
  demand.text = cells.text();
  demand.contact = cells.text();
  demand.reference = cells.text();
  demand.attachments = cells.text();
  if (!cells.at_end()) {  // earlier spools had none
    demand.answers = cells.text();
    demand.asked_version = cells.number<std::uint16_t>();
  }
  if (!cells.at_end()) {  // earlier spools had none of these
    demand.asset = cells.text();
    demand.door = cells.text();
  }
  return demand;
}

WrittenAct act_of(Cells& cells) {
  WrittenAct act;
  act.deed = cells.number<Deed>();
  act.demand = DemandId{cells.number<std::uint64_t>()};
  act.as = cells.text();
  act.note = cells.text();
  if (!cells.at_end()) act.to = cells.text();  // earlier spools had none
  if (!cells.at_end()) {                       // nor did they have these
    act.verdict = Verdict::from_packed(cells.number<std::uint16_t>());
    act.look_up_code = cells.number<std::uint32_t>();
    act.choice = cells.number<std::uint8_t>();
    act.condition = cells.number<std::uint8_t>();
    act.category = cells.text();
    act.limit.amount = cells.number<std::uint16_t>();
    act.limit.unit = cells.number<LimitUnit>();
    act.until = cells.number<Seconds>();
    act.place = cells.text();
    act.road = cells.text();
  }
  if (!cells.at_end()) act.attachments = cells.text();
  if (!cells.at_end()) {
    act.bond = cells.number<Bond>();
    act.head = DemandId{cells.number<std::uint64_t>()};
  }
  return act;
}

Spool::Kept answer_of(Cells& cells) {
  Spool::Kept answer;
  answer.at = cells.number<Seconds>();
  answer.position = Position{cells.number<std::uint64_t>()};
  answer.look_up_code = cells.number<std::uint32_t>();
  answer.refusal.reason = cells.number<Reason>();
  answer.refusal.what = cells.number<std::uint32_t>();
  answer.refusal.limit = cells.number<std::uint32_t>();
  return answer;
}

std::size_t sound_record(std::string_view bytes) {
  Head head;
  if (bytes.size() < sizeof head) return 0;
  std::memcpy(&head, bytes.data(), sizeof head);
  const bool is_there =
      head.kind >= Kind::begun && head.kind <= Kind::aside && bytes.size() - sizeof head >= head.bytes;
  if (!is_there || checksum_of(head, bytes.substr(sizeof head, head.bytes)) != head.checksum) return 0;
  return sizeof head + head.bytes;
}

std::size_t bytes_before_sound(std::string_view bytes) {
  Head head;
  if (bytes.size() >= sizeof head) {
    std::memcpy(&head, bytes.data(), sizeof head);
    const std::size_t next = sizeof head + head.bytes;
    if (next < bytes.size() && sound_record(bytes.substr(next)) != 0) return next;
  }
  std::size_t skipped = 1;
  while (skipped < bytes.size() && sound_record(bytes.substr(skipped)) == 0) ++skipped;
  return skipped;
}

}  // namespace wangge::terminal::spool_record
