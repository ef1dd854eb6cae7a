#pragma once
// The spool of commands that keep none: the same for each use of a token file on a machine, so that they do not use up
// the spools that an account may have. Copies of one token have different spools, since only one process may use a
// spool at a time: otherwise they would take each other's connection.

#include <filesystem>
#include <string_view>

#include "adapters/terminal/token.h"
#include "engine/model/account.h"

namespace wangge::tools {

// `file`: the file of the token; empty where the token is only in memory.
SpoolId named_spool(const terminal::Token& token, const std::filesystem::path& file, std::string_view name);

// The turn of a token file: waits until no other process has it; gives it on at the end.
class Turn {
 public:
  // Throws std::system_error where the file cannot be opened.
  explicit Turn(const std::filesystem::path& file);
  ~Turn();
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  int descriptor_;
};

// A number that no other process has for this file while the Place lives.
class Place {
 public:
  // Takes one of `most` numbers; the last one where all are taken, or where the file may not be written to. Throws
  // std::system_error where the file cannot be opened.
  Place(const std::filesystem::path& file, int most);
  ~Place();
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  int number() const { return number_; }

 private:
  int descriptor_;
  int number_;
};

}  // namespace wangge::tools
