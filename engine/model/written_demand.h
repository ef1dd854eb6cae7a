#pragma once
// A demand as people write it down, and as a terminal keeps it while there is no engine to ask: places, categories and
// parties by their codes. The engine decides what becomes of it; nothing is refused here.

#include <cstdint>
#include <string>

#include "engine/base/time.h"
#include "engine/model/demand.h"

namespace wangge {

struct WrittenDemand {
  DemandKind kind = DemandKind::request;
  Reporter reporter = Reporter::self;
  std::string category;        // code
  std::uint8_t condition = 0;  // 0: none given
  std::uint8_t severity = 0;   // 0: the category's
  std::string place;           // code of a grid, compound, building or unit
  std::string road;            // code of a lane or street section; empty: unknown
  std::string complained_of;   // code of an organisation or a person; empty: nobody
  std::string asset, door;     // code of one of them; empty: neither
  Seconds occurred = 0;        // 0: now
  std::string text, contact, reference, attachments;
  std::string answers;              // to the category's questions: code=value, one a line
  std::uint16_t asked_version = 0;  // of the configuration whose questions were asked; 0: the one in force

  friend bool operator==(const WrittenDemand&, const WrittenDemand&) = default;
};

}  // namespace wangge
