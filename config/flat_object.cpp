#include "config/flat_object.h"

#include <cstdint>
#include <utility>

#include <boost/json/basic_parser_impl.hpp>

namespace wangge::config {
namespace {

namespace json = boost::json;
using std::string_view;

// Takes what Boost.JSON's parser tells of one text, in its order.
class Listener {
 public:
  // The parser asks for these; the text's own length is the bound.
  static constexpr std::size_t max_object_size = std::size_t(-1), max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1), max_string_size = std::size_t(-1);

  bool is_object() const { return is_object_; }
  FlatObject take() { return std::move(members_); }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    is_object_ |= depth_ == 0;
    return begin();
  }
  bool on_object_end(std::size_t, json::error_code&) { return end(); }
  bool on_array_begin(json::error_code&) { return begin(); }
  bool on_array_end(std::size_t, json::error_code&) { return end(); }
  bool on_key_part(string_view part, std::size_t, json::error_code&) { return gather(part); }
  bool on_key(string_view part, std::size_t, json::error_code&) {
    gather(part);
    if (depth_ == 1) key_ = std::move(gathered_);
    gathered_.clear();
    return true;
  }
  bool on_string_part(string_view part, std::size_t, json::error_code&) { return gather(part); }
  bool on_string(string_view part, std::size_t, json::error_code&) { return scalar(part); }
  bool on_number_part(string_view part, json::error_code&) { return gather(part); }
  bool on_int64(std::int64_t, string_view part, json::error_code&) { return scalar(part); }
  bool on_uint64(std::uint64_t, string_view part, json::error_code&) { return scalar(part); }
  bool on_double(double, string_view part, json::error_code&) { return scalar(part); }
  bool on_bool(bool value, json::error_code&) { return scalar(value ? "true" : "false"); }
  bool on_null(json::error_code&) { return scalar(""); }
  bool on_comment_part(string_view, json::error_code&) { return true; }
  bool on_comment(string_view, json::error_code&) { return true; }

 private:
  bool begin() {
    if (depth_ == 1) members_[key_] = std::nullopt;
    ++depth_;
    return true;
  }
  bool end() {
    --depth_;
    return true;
  }
  bool gather(string_view part) {
    gathered_ += part;
    return true;
  }
  bool scalar(string_view last_part) {
    gathered_ += last_part;
    if (depth_ == 1) members_[key_] = std::move(gathered_);
    gathered_.clear();
    return true;
  }

  FlatObject members_;
  std::string key_, gathered_;
  int depth_ = 0;
  bool is_object_ = false;
};

}  // namespace

std::optional<FlatObject> parse_flat_object(string_view text) {
  json::basic_parser<Listener> parser{json::parse_options{}};
  json::error_code failed;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), failed);
  if (failed || !parser.done() || read != text.size() || !parser.handler().is_object()) return std::nullopt;
  return parser.handler().take();
}

}  // namespace wangge::config
