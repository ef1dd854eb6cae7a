#pragma once
// What encoding a table of somebody else's is written in: UTF-8; GB18030 (and so GBK and GB2312), in which Excel saves
// a CSV on a Chinese Windows; UTF-16, which it calls Unicode text.

#include <string>
#include <string_view>

namespace wangge::config {

enum class Encoding { utf8, gb18030, utf16_le, utf16_be };

// "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE".
std::string_view name_of(Encoding encoding);

// By a byte order mark; else by the zero bytes that UTF-16 has beside each letter and comma. Else it is UTF-8 unless
// more of its characters beyond ASCII are broken as UTF-8 than whole, and all of it is GB18030: a few bad bytes do not
// make another encoding.
Encoding encoding_of(std::string_view bytes);

// Without a byte order mark. Throws std::runtime_error where they are no text of that encoding; UTF-8 is taken as it
// comes, since a bad line of it is for others to list.
std::string to_utf8(std::string_view bytes, Encoding encoding);

}  // namespace wangge::config
