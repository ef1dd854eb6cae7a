#pragma once
// Attachments (附件): photos and papers, known by the hash of their bytes. Facts name them in their attachments' text,
// one a line: `sha256:` and 64 hexadecimal digits, then a blank and the name of the file where it has one. Any other
// line is a reference to something kept elsewhere. A fact may name an attachment that has not been sent yet.

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

// The hash as 64 hexadecimal digits.
std::string to_digits(const AttachmentHash& hash);
std::optional<AttachmentHash> attachment_hash_of(std::string_view digits);

// The line of a fact that names the attachment.
std::string to_line(const AttachmentRef& attachment);
std::optional<AttachmentRef> attachment_of(std::string_view line);
// All attachments that a fact's text names, in its order.
std::vector<AttachmentRef> attachments_named(std::string_view lines);

// The numbers are told to terminals.
enum class AttachmentState : std::uint8_t {
  not_sent = 0,
  there = 1,
  removed = 2,  // the bytes are; the hash stays in the fact
  damaged = 3,  // the bytes are there, and do not have the hash
  missing = 4,  // the bytes were there once
};
inline constexpr int attachment_states = 5;
constexpr int values_of(AttachmentState) { return attachment_states; }

// The types that are taken, told apart by the first bytes: a name proves nothing.
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
inline constexpr std::size_t media_head_bytes = 12;  // enough to tell all of them apart
MediaType media_type_of(std::string_view head);
// The name of a type, such as "image/jpeg"; empty where the type is unknown.
std::string_view name_of(MediaType type);

template <>
inline constexpr auto description<AttachmentRef> =
    describe("attachment_ref", field(1, "hash", &AttachmentRef::hash),
             at_most(limits::told_name_bytes_max, field(2, "name", &AttachmentRef::name)));

}  // namespace wangge
