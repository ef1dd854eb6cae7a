#pragma once
// A register's commands and questions to a running engine, by their descriptions.

#include <stdexcept>
#include <string>
#include <utility>

#include "engine/model/described_bytes.h"
#include "tools/running_engine.h"

namespace wangge::tools {

// Throws NoConnection, and std::runtime_error where the engine does not know the question or we do not know the answer.
template <class Question>
typename Question::Answer ask(RunningEngine& engine, const Question& question) {
  std::string fields;
  encode_fields(question, fields);
  const terminal::DescribedAnswer told = engine.require(engine.client().ask(Question::kind, std::move(fields)));
  typename Question::Answer answer;
  if (!told.known || !decode_fields(told.fields, answer)) {
    throw std::runtime_error("引擎与本程序版本不同：请升级 / engine and program are of different versions: upgrade");
  }
  return answer;
}

// Throws NoConnection. What is refused is in the answer.
template <class Command>
terminal::Acknowledgement send(RunningEngine& engine, const Command& command, DemandId demand = {}) {
  std::string fields;
  encode_fields(command, fields);
  return engine.require(engine.client().send({.kind = Command::kind, .demand = demand, .fields = fields}));
}

}  // namespace wangge::tools
