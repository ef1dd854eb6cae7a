#include "engine/base/cause.h"

#include <cerrno>
#include <filesystem>
#include <new>

#include <netdb.h>

#include <boost/system/system_error.hpp>

namespace wangge {
namespace {

struct Row {
  int value;
  std::string_view name, chinese, english;
};

constexpr Row errno_rows[]{
    {EACCES, "permission_denied", "没有权限", "permission denied"},
    {EPERM, "not_permitted", "不允许这样做", "not permitted"},
    {EROFS, "read_only", "磁盘只读", "the disk is read-only"},
    {ENOENT, "not_there", "不存在", "it does not exist"},
    {EEXIST, "already_there", "已存在", "it exists already"},
    {ENOTDIR, "not_a_folder", "路径里有一段不是文件夹", "a part of the path is no folder"},
    {EISDIR, "is_a_folder", "是文件夹", "it is a folder"},
    {ENOTEMPTY, "folder_not_empty", "文件夹不空", "the folder is not empty"},
    {ENAMETOOLONG, "name_too_long", "名称太长", "the name is too long"},
    {ELOOP, "too_many_links", "符号链接绕圈", "symbolic links lead round in a circle"},
    {EXDEV, "other_disk", "不在同一个磁盘", "it is on another disk"},
    {ENOSPC, "disk_full", "磁盘已满", "the disk is full"},
    {EDQUOT, "quota_used_up", "磁盘配额已用完", "the disk quota is used up"},
    {EFBIG, "file_too_large", "文件太大", "the file is too large"},
    {EIO, "disk_error", "读写出错", "input or output failed"},
    {EMFILE, "too_many_files", "打开的文件太多", "too many files are open"},
    {ENFILE, "too_many_files", "整机打开的文件太多", "too many files are open on this machine"},
    {ENOMEM, "out_of_memory", "内存不足", "out of memory"},
    {EBUSY, "busy", "正被占用", "it is in use"},
    {ETXTBSY, "busy", "程序正在运行", "that program is running"},
    {ENOLCK, "no_locks", "锁不够用", "no locks are left"},
    {EAGAIN, "not_now", "暂时不行，请稍后再试", "not now: try again later"},
    {EINTR, "interrupted", "被打断", "interrupted"},
    {EINVAL, "not_valid", "参数不合要求", "an argument is not valid"},
    {EILSEQ, "damaged", "内容已损坏", "the bytes are damaged"},
    {ENOTTY, "no_terminal", "不是终端", "it is no terminal"},
    {EPIPE, "broken_pipe", "对方已不再读取", "nobody reads it any more"},
    {ENOTSUP, "not_supported", "不支持", "not supported"},
    {ECANCELED, "cancelled", "已取消", "cancelled"},
    {EPROTO, "protocol_error", "协议错误", "protocol error"},
    {EADDRINUSE, "address_in_use", "端口已被占用", "the port is in use"},
    {EADDRNOTAVAIL, "address_not_ours", "不是本机的地址", "it is no address of this machine"},
    {EAFNOSUPPORT, "address_not_supported", "不支持这种地址", "addresses of this kind are not supported"},
    {ECONNREFUSED, "connection_refused", "连接被拒绝", "connection refused"},
    {ECONNRESET, "connection_reset", "连接被对方中断", "the other side broke the connection off"},
    {ECONNABORTED, "connection_aborted", "连接已中断", "the connection was broken off"},
    {ENOTCONN, "not_connected", "没有连接", "not connected"},
    {ETIMEDOUT, "timed_out", "超时", "timed out"},
    {EHOSTUNREACH, "host_unreachable", "主机不可达", "no route to the host"},
    {EHOSTDOWN, "host_down", "主机没有开机", "the host is down"},
    {ENETUNREACH, "network_unreachable", "网络不可达", "no route to the network"},
    {ENETDOWN, "network_down", "网络已断开", "the network is down"},
};

// The values of Asio's and Beast's error codes; their headers are not included here.
constexpr Row asio_rows[]{{2, "connection_closed", "连接被对方关闭", "the other side closed the connection"}};
constexpr Row look_up_rows[]{
    {HOST_NOT_FOUND, "host_not_found", "找不到这个主机", "there is no such host"},
    {TRY_AGAIN, "host_not_found_now", "暂时查不到这个主机", "the host cannot be looked up now"},
    {NO_RECOVERY, "look_up_failed", "域名解析失败", "looking up the host failed"},
    {NO_DATA, "host_has_no_address", "这个主机没有地址", "the host has no address"},
};
constexpr Row beast_rows[]{{1, "timed_out", "超时", "timed out"}};
constexpr Row http_rows[]{{1, "connection_closed", "连接被对方关闭", "the other side closed the connection"}};
constexpr Row tls_rows[]{{1, "connection_closed", "连接被对方关闭", "the other side closed the connection"}};

template <std::size_t count>
const Row* find(const Row (&rows)[count], int value) {
  for (const Row& row : rows) {
    if (row.value == value) return &row;
  }
  return nullptr;
}

bool is_errno(const std::error_code& code) {
  return code.category() == std::generic_category() || code.category() == std::system_category();
}

const Row* row_of(const std::error_code& code) {
  if (is_errno(code)) return find(errno_rows, code.value());
  const std::string_view category = code.category().name();
  if (category == "asio.misc") return find(asio_rows, code.value());
  if (category == "asio.netdb") return find(look_up_rows, code.value());
  if (category == "boost.beast") return find(beast_rows, code.value());
  if (category == "beast.http") return find(http_rows, code.value());
  if (category == "asio.ssl.stream") return find(tls_rows, code.value());
  return nullptr;
}

Cause of(const Row& row) { return {std::string(row.name), std::string(row.chinese), std::string(row.english)}; }

// The text "<what> + ": " + <what the library calls the code>".
std::string with_cause(std::string_view said, std::string_view called, const std::error_code& code) {
  if (said.ends_with(called)) said.remove_suffix(called.size());
  if (said.ends_with(": ")) said.remove_suffix(2);
  return (said.empty() ? "" : std::string(said) + ": ") + cause_of(code).text();
}

std::string told_of_file(const std::filesystem::filesystem_error& error) {
  std::string text = error.path1().string();
  if (!error.path2().empty()) text += " → " + error.path2().string();
  return text + ": " + cause_of(error.code()).text();
}

}  // namespace

Cause cause_of(const std::error_code& code) {
  if (const Row* const row = row_of(code)) return of(*row);
  const std::string number = std::to_string(code.value()), category = is_errno(code) ? "errno" : code.category().name();
  const std::string which = is_errno(code) ? number : category + " " + number;
  const std::string_view chinese = category == "asio.ssl" ? "安全连接（TLS）失败，错误 " : "系统错误 ";
  const std::string called = code.message();
  return {category + "_" + number, std::string(chinese) + which + "（" + called + "）",
          "error " + which + " (" + called + ")"};
}

std::optional<Cause> cause_at_end(std::string_view text) {
  for (const Row& row : errno_rows) {
    if (text.ends_with(std::generic_category().message(row.value))) return of(row);
  }
  return std::nullopt;
}

std::string told(const std::exception& error) {
  if (const auto* const file = dynamic_cast<const std::filesystem::filesystem_error*>(&error))
    return told_of_file(*file);
  if (const auto* const ours = dynamic_cast<const std::system_error*>(&error)) {
    return with_cause(ours->what(), ours->code().message(), ours->code());
  }
  if (const auto* const boosts = dynamic_cast<const boost::system::system_error*>(&error)) {
    return with_cause(boosts->what(), boosts->code().what(), boosts->code());
  }
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) return "内存不足 / out of memory";
  return error.what();
}

}  // namespace wangge
