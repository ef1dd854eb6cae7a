#pragma once
// Checks for every text of a command, whatever it is for: a person can read it, and it does no harm to whoever prints
// it.

#include <string_view>

#include "engine/base/utf8.h"
#include "engine/model/refusal.h"

namespace wangge::rules {

// The reasons of refusal for one field.
struct TextReasons {
  Reason not_utf8, control;
};

inline constexpr TextReasons contact_reasons{Reason::contact_not_utf8, Reason::contact_control};
inline constexpr TextReasons reference_reasons{Reason::reference_not_utf8, Reason::reference_control};
inline constexpr TextReasons attachments_reasons{Reason::attachments_not_utf8, Reason::attachments_control};
inline constexpr TextReasons text_reasons{Reason::text_not_utf8, Reason::text_control};
inline constexpr TextReasons note_reasons{Reason::note_not_utf8, Reason::note_control};
inline constexpr TextReasons answers_reasons{Reason::answers_not_utf8, Reason::answers_control};
inline constexpr TextReasons name_reasons{Reason::name_not_utf8, Reason::name_control};
inline constexpr TextReasons row_reasons{Reason::row_not_utf8, Reason::row_control};

// The refusal of a text with a fault, with the byte of the fault; none where it has none.
inline Refusal refusal_of(const CheckedText& text, const TextReasons& reasons) {
  switch (text.fault) {
    case TextFault::none: return {};
    case TextFault::not_utf8: return {reasons.not_utf8, text.byte};
    case TextFault::control_character: return {reasons.control, text.byte};
  }
  return {};
}

inline Refusal check_characters(std::string_view text, Lines lines, const TextReasons& reasons) {
  return refusal_of(wangge::check_characters(text, lines), reasons);
}

}  // namespace wangge::rules
