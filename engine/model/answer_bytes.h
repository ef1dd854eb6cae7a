#pragma once
// The answer to a question as the bytes of its fields. Its texts are cut to the bounds of its description, so that an
// answer fits a frame, whatever a city calls its places.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/model/described_bytes.h"
#include "engine/model/description.h"

namespace wangge {

// The size to which a text is cut so that it has at most `most` bytes; the cut is between two characters.
constexpr std::size_t cut_at(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return most;
}

// Cuts the texts of a value to the bounds of its description; lists must be within their bounds already.
template <class Value>
void cut_texts(Value& value, std::uint32_t most = 0, std::uint32_t most_each = 0) {
  if constexpr (std::is_same_v<Value, std::string>) {
    if (most != 0) value.resize(cut_at(value, most));
  } else if constexpr (requires { value.push_back(value.front()); }) {
    CHECK(most == 0 || value.size() <= most);
    for (auto& each : value) cut_texts(each, most_each);
  } else if constexpr (IsDescribed<Value>) {
    each_field<Value>([&]<class Field>(const Field& field) {
      if constexpr (Field::is_stored && std::is_lvalue_reference_v<decltype(field.get(value))>) {
        cut_texts(field.get(value), field.most, field.most_each);
      }
    });
  }
}

// The most bytes that a value can take, with its key and its size. A text or list without a bound does not compile.
template <class Value>
struct MostBytes {
  static constexpr std::size_t of(std::uint32_t most, std::uint32_t most_each) {
    constexpr std::size_t size_bytes = 5;
    if constexpr (!Coded<Value>::is_bytes) {
      return (sizeof(Value) * 8 + 6) / 7;
    } else if constexpr (std::is_same_v<Value, std::string>) {
      if (most == 0) throw "a text of an answer has no bound";
      return size_bytes + most;
    } else if constexpr (std::is_same_v<Value, Dues>) {
      return size_bytes + dues_max * MostBytes<Seconds>::of(0, 0);
    } else if constexpr (IsDescribed<Value>) {
      std::size_t bytes = size_bytes;
      each_field<Value>([&]<class Field>(const Field& field) {
        if constexpr (Field::is_stored) {
          using Part = std::remove_cvref_t<decltype(field.get(std::declval<const Value&>()))>;
          bytes += 2 + MostBytes<Part>::of(field.most, field.most_each);
        }
      });
      return bytes;
    } else {
      return of_several(most, most_each);
    }
  }

 private:
  static constexpr std::size_t of_several(std::uint32_t most, std::uint32_t most_each) {
    using Part = typename Value::value_type;
    constexpr std::size_t size_bytes = 5;
    if constexpr (requires(Value value) { value.has_value(); }) {
      return size_bytes + MostBytes<Part>::of(most, most_each);
    } else if constexpr (requires(Value value) { value.push_back(Part{}); }) {
      if (most == 0) throw "a list of an answer has no bound";
      return size_bytes + most * MostBytes<Part>::of(most_each, 0);
    } else {
      return size_bytes + std::tuple_size_v<Value> * MostBytes<Part>::of(0, 0);
    }
  }
};

// The bound of the answer as a whole: as many elements as the question says where it is a list; 0: there is none.
template <class Question>
constexpr std::uint32_t answer_rows_max() {
  if constexpr (requires { Question::rows_max; }) {
    return Question::rows_max;
  } else {
    return 0;
  }
}

// The bytes of the answer; the texts of `answer` itself are cut as well.
template <class Question>
std::string answer_bytes(typename Question::Answer& answer) {
  constexpr std::size_t beside_bytes = 4 * limits::kib;  // what a frame holds besides the answer
  static_assert(
      MostBytes<typename Question::Answer>::of(answer_rows_max<Question>(), 0) < limits::frame_bytes_max - beside_bytes,
      "an answer may be longer than a frame");
  cut_texts(answer, answer_rows_max<Question>());
  std::string bytes;
  Coded<typename Question::Answer>::put(answer, bytes);
  return bytes;
}

}  // namespace wangge
