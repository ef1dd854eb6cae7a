#pragma once
// A city that fits on a page: one of each kind of place, with every table filled, in a folder of its own that goes
// away with it. Tests break a copy of it.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "config/tables.h"
#include "tests/temporary_folder.h"

namespace wangge::tests {

class SmallCity {
 public:
  SmallCity();
  SmallCity(const SmallCity&) = delete;
  SmallCity& operator=(const SmallCity&) = delete;

  const std::filesystem::path& folder() const { return folder_.path(); }
  const std::string& text(const std::string& file) const { return files_.at(file); }
  std::vector<std::string> files() const;

  // Replaces the file as a whole.
  void write(const std::string& file, std::string text);
  // Replaces a text that must stand in the file exactly once.
  void replace(const std::string& file, const std::string& what, const std::string& with);
  void append(const std::string& file, const std::string& lines);

  std::vector<config::Mistake> check() const { return config::check_city(config::read_city(folder())); }

 private:
  TemporaryFolder folder_;
  std::map<std::string, std::string> files_;
};

// The tables of an unchanged small city; read once per process.
const Tables& small_tables();

}  // namespace wangge::tests
