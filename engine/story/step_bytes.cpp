#include "engine/story/step_bytes.h"

#include "engine/model/described_bytes.h"
#include "engine/story/step_description.h"

namespace wangge::story {

std::string encode(const Step& step) {
  std::string bytes;
  encode_fields(step, bytes);
  return bytes;
}

Step decode(std::string_view bytes) {
  Step step;
  if (!decode_fields(bytes, step)) return {.damage = Damage::unknown};
  return step;
}

}  // namespace wangge::story
