#pragma once
// Result<T>: a value, or the error_code of an outside that failed (socket, disk, malformed bytes). A refusal by the
// city is not an error: see engine/model/refusal.h.

#include <boost/system/result.hpp>

namespace wangge {

template <class T>
using Result = boost::system::result<T>;

using boost::system::error_code;

}  // namespace wangge
