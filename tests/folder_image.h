#pragma once
// Every byte below a folder, to be compared with what it is later.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace wangge::tests {

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// By path; a folder has no bytes.
inline std::map<std::string, std::string> image_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> image;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    image[entry.path()] = entry.is_regular_file() ? bytes_of(entry.path()) : std::string();
  }
  return image;
}

// Makes the folder what it was, byte for byte.
inline void restore(const std::filesystem::path& folder, const std::map<std::string, std::string>& image) {
  for (const auto& [name, now] : image_of(folder)) {
    if (!image.contains(name)) std::filesystem::remove_all(name);
  }
  for (const auto& [name, bytes] : image) {
    std::filesystem::create_directories(std::filesystem::path(name).parent_path());
    if (!std::filesystem::is_directory(name)) std::ofstream(name, std::ios::binary | std::ios::trunc) << bytes;
  }
}

}  // namespace wangge::tests
