#include "engine/story/step_bytes.h"

#include "engine/model/described_bytes.h"
#include "engine/story/step_description.h"

namespace wangge::story {

std::string encode(const Step& step) {
  std::string bytes;
  encode_fields(step, bytes);
  return bytes;
}

std::vector<std::string> encode(std::span<const Step> steps) {
  std::vector<std::string> encoded;
  for (const Step& step : steps) encoded.push_back(encode(step));
  return encoded;
}

Step decode(std::string_view bytes) {
  Step step;
  if (!decode_fields(bytes, step)) return {.damage = Damage::unknown};
  return step;
}

std::vector<Step> decode(std::span<const std::string> steps) {
  std::vector<Step> decoded;
  for (const std::string& step : steps) decoded.push_back(decode(step));
  return decoded;
}

}  // namespace wangge::story
