#pragma once
// A running engine as a command talks to it: a terminal's client that throws where the engine cannot be asked.

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "adapters/terminal/client.h"
#include "engine/model/configuration.h"
#include "tools/console.h"
#include "tools/no_connection.h"

namespace wangge::tools {

class RunningEngine {
 public:
  // `token`: the file of the token. The spool is always the same for a token's file and `what`, so that commands do not
  // use up the account's spools; of two commands that do the same at a time the later one takes the connection.
  RunningEngine(const std::string& address, const std::string& token, const std::string& what = {});

  terminal::Client& client() { return client_; }

  // Throws NoConnection where the engine could not be asked, or does not know the question.
  template <class Question>
  typename Question::Answer ask(const Question& question) {
    return require(client_.ask(question));
  }

  // The id of a code; 0 where there is none.
  std::uint32_t id_of(views::Noun noun, const std::string& code);
  // The id of a code. Throws std::runtime_error where there is none.
  std::uint32_t require_id(views::Noun noun, const std::string& code, const Console& console);
  // The name of an id; empty where there is none. Each is asked for once.
  const Named& name_of(views::Noun noun, std::uint32_t id);

  // The engine's time, which may differ from the machine's and run faster: that of the last answer, plus the time that
  // has passed here since.
  Instant now() const;
  // Notes the engine's time from an answer.
  void hear(Seconds at);

  // Warns on stderr, where the log could not be read for an answer.
  void warn_of_damage(const Console& console) const;

  using Names = std::map<std::uint32_t, views::NamedRow>;
  // Fills in the names of those of these ids that have none yet, in as few questions as possible. Learns the engine's
  // time as well.
  Result<void> learn(views::Noun noun, Names& names);

  // These throw NoConnection where the engine could not be asked.
  template <class T>
  T require(Result<T> result) const {
    if (!result) throw NoConnection(client_.complaint());
    return std::move(*result);
  }
  void require(const Result<void>& result) const {
    if (!result) throw NoConnection(client_.complaint());
  }

 private:
  terminal::Client client_;
  std::map<std::pair<views::Noun, std::uint32_t>, Named> names_;
  Instant heard_;  // the engine's time in the last answer, and when that came
  std::chrono::steady_clock::time_point heard_at_ = std::chrono::steady_clock::now();
};

}  // namespace wangge::tools
