#include "engine/model/attachment.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace wangge {
namespace {

constexpr std::string_view scheme = "sha256:";
constexpr std::size_t digits = 2 * std::tuple_size_v<AttachmentHash>;

// The value of a hexadecimal digit; -1: it is none.
int value_of(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

// Files of ISO's base format name their type in a brand.
constexpr std::string_view heic_brands[]{"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"};
// The brands of films of telephones: an iPhone's are "qt  ", old ones' "3gp4", "3gp5" and the like, all others' one of
// the many of MPEG-4.
constexpr std::string_view mp4_brands[]{"mp41", "mp42", "mp71", "avc1", "M4V ", "M4VH", "M4VP", "MSNV", "dash", "f4v "};
constexpr std::string_view gpp_families[]{"3gp", "3g2"};
constexpr std::string_view mp4_family = "iso";

MediaType type_of_brand(std::string_view brand) {
  if (std::ranges::find(heic_brands, brand) != std::end(heic_brands)) return MediaType::heic;
  if (brand == "qt  ") return MediaType::quicktime;
  if (std::ranges::any_of(gpp_families, [&](std::string_view family) { return brand.starts_with(family); }))
    return MediaType::gpp;
  const bool is_mp4 = brand.starts_with(mp4_family) || std::ranges::find(mp4_brands, brand) != std::end(mp4_brands);
  return is_mp4 ? MediaType::mp4 : MediaType::unknown;
}

}  // namespace

std::string to_digits(const AttachmentHash& hash) {
  constexpr std::string_view digit = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : hash) {
    out.push_back(digit[byte >> 4]);
    out.push_back(digit[byte & 15]);
  }
  return out;
}

std::optional<AttachmentHash> attachment_hash_of(std::string_view text) {
  AttachmentHash hash{};
  if (text.size() != digits) return std::nullopt;
  for (std::size_t i = 0; i < digits; ++i) {
    const int value = value_of(text[i]);
    if (value < 0) return std::nullopt;
    hash[i / 2] = static_cast<std::uint8_t>(hash[i / 2] << 4 | value);
  }
  return hash;
}

std::string to_line(const AttachmentRef& attachment) {
  return std::string(scheme) + to_digits(attachment.hash) + (attachment.name.empty() ? "" : " " + attachment.name);
}

std::optional<AttachmentRef> attachment_of(std::string_view line) {
  if (!line.starts_with(scheme)) return std::nullopt;
  line.remove_prefix(scheme.size());
  const auto hash = attachment_hash_of(line.substr(0, digits));
  if (!hash || (line.size() > digits && line[digits] != ' ')) return std::nullopt;
  return AttachmentRef{*hash, std::string(line.size() > digits ? line.substr(digits + 1) : "")};
}

std::vector<AttachmentRef> attachments_named(std::string_view lines) {
  std::vector<AttachmentRef> named;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    if (auto attachment = attachment_of(lines.substr(0, end))) named.push_back(std::move(*attachment));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return named;
}

MediaType media_type_of(std::string_view head) {
  if (head.starts_with("\xFF\xD8\xFF")) return MediaType::jpeg;
  if (head.starts_with("\x89PNG\r\n\x1A\n")) return MediaType::png;
  if (head.starts_with("%PDF-")) return MediaType::pdf;
  if (head.size() < media_head_bytes) return MediaType::unknown;
  if (head.starts_with("RIFF") && head.substr(8, 4) == "WEBP") return MediaType::webp;
  return head.substr(4, 4) == "ftyp" ? type_of_brand(head.substr(8, 4)) : MediaType::unknown;
}

std::string_view name_of(MediaType type) {
  constexpr std::string_view names[media_types]{"",           "image/jpeg", "image/png", "application/pdf",
                                                "image/webp", "image/heic", "video/mp4", "video/quicktime",
                                                "video/3gpp"};
  return names[static_cast<int>(type)];
}

}  // namespace wangge
