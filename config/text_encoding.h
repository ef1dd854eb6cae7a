#pragma once
// The encoding of somebody else's table: UTF-8; GB18030 (and so GBK and GB2312), in which Excel saves a CSV on a
// Chinese Windows; UTF-16, which Excel calls Unicode text.

#include <string>
#include <string_view>

namespace wangge::config {

enum class Encoding { utf8, gb18030, utf16_le, utf16_be };

// The name of an encoding: "UTF-8", "GB18030", "UTF-16LE" or "UTF-16BE".
std::string_view name_of(Encoding encoding);

// The encoding of a text, by its byte order mark, or else by the zero bytes that UTF-16 has beside each letter and
// comma. Otherwise it is UTF-8, unless more of its characters beyond ASCII are broken as UTF-8 than whole, and all of
// it is GB18030: a few bad bytes do not make another encoding.
Encoding encoding_of(std::string_view bytes);

// The text in UTF-8, without a byte order mark. Throws std::runtime_error where the bytes are no text of that encoding;
// UTF-8 is taken as it comes, since the caller lists its bad lines.
std::string to_utf8(std::string_view bytes, Encoding encoding);

}  // namespace wangge::config
