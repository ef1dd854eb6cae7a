#pragma once
// Every byte below a folder, to be compared with a later image.

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

// The contents by path; a folder's path ends in a slash.
inline std::map<std::string, std::string> image_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> image;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_directory()) {
      image[entry.path().string() + "/"];
    } else {
      image[entry.path()] = bytes_of(entry.path());
    }
  }
  return image;
}

// Restores the folder to the image, byte for byte.
inline void restore(const std::filesystem::path& folder, const std::map<std::string, std::string>& image) {
  for (const auto& [name, now] : image_of(folder)) {
    if (!image.contains(name)) std::filesystem::remove_all(name);
  }
  for (const auto& [name, bytes] : image) {
    std::filesystem::create_directories(std::filesystem::path(name).parent_path());
    if (!name.ends_with('/')) std::ofstream(name, std::ios::binary | std::ios::trunc) << bytes;
  }
}

}  // namespace wangge::tests
