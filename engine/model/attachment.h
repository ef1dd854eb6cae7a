#pragma once
// Attachments (附件): photos and papers, known by the hash of their bytes. Facts name them in their attachments' text,
// one a line: `sha256:` and 64 hexadecimal digits, then a blank and the name of the file where it has one. Any other
// line is a reference to what is kept elsewhere. A fact may name what has not been sent yet.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/limits.h"
#include "engine/model/description.h"

namespace wangge {

using AttachmentHash = std::array<std::uint8_t, 32>;  // SHA-256 of the bytes

struct AttachmentRef {
  AttachmentHash hash{};
  std::string name;  // for people, never a path; empty: none
  friend bool operator==(const AttachmentRef&, const AttachmentRef&) = default;
};

// 64 digits.
std::string to_digits(const AttachmentHash& hash);
std::optional<AttachmentHash> attachment_hash_of(std::string_view digits);

// A line of a fact; nothing where it is another reference.
std::string to_line(const AttachmentRef& attachment);
std::optional<AttachmentRef> attachment_of(std::string_view line);
// All of a fact's text, in its order.
std::vector<AttachmentRef> attachments_named(std::string_view lines);

// The numbers are told to terminals.
enum class AttachmentState : std::uint8_t {
  not_sent = 0,
  there = 1,
  removed = 2,  // the bytes; the hash stays in the fact
  damaged = 3,  // there, and not what the hash says
  missing = 4,  // was there once
};
inline constexpr int attachment_states = 5;
constexpr int values_of(AttachmentState) { return attachment_states; }

// What is taken, by the first bytes: a name says nothing.
enum class MediaType : std::uint8_t {
  unknown = 0,
  jpeg = 1,
  png = 2,
  pdf = 3,
  webp = 4,
  heic = 5,
  mp4 = 6,
  quicktime = 7,
  gpp = 8
};
inline constexpr int media_types = 9;
constexpr int values_of(MediaType) { return media_types; }
inline constexpr std::size_t media_head_bytes = 12;  // so many tell all of them apart
MediaType media_type_of(std::string_view head);
// "image/jpeg"; empty where it is unknown.
std::string_view name_of(MediaType type);

template <>
inline constexpr auto description<AttachmentRef> =
    describe("attachment_ref", field(1, "hash", &AttachmentRef::hash),
             at_most(limits::told_name_bytes_max, field(2, "name", &AttachmentRef::name)));

}  // namespace wangge
