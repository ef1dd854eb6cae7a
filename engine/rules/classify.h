#pragma once
// Which categories a resident's words are about, by the keywords of the city's tables: a clerk is offered them, with
// reasons, and an import takes the first where its table has no category. Nothing is learnt or guessed: whoever wants
// another answer changes a word or a weight of the table.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/model/configuration.h"

namespace wangge::rules {

inline constexpr std::size_t suggestions_max = 3;

// How many times a word counts by its place: people name the thing first, and tell what went with it afterwards.
inline constexpr int times_in_subject = 4, times_at_the_front = 2;
// How much of a text without a subject is taken for its subject, and how much of a text is its front; both in code
// points.
inline constexpr std::size_t spoken_subject_code_points = 40, front_code_points = 100;
// A category that scores less has no more to do with the text than any other: one short word that many messages have,
// for example.
inline constexpr int telling_score = 12;

// A keyword that counted.
struct MatchedWord {
  std::string_view word;
  int score = 0;              // below 0: it speaks against the category
  int weight = 0, times = 0;  // the factors of its characters: the table's weight, and that of its place in the text
  friend bool operator==(const MatchedWord&, const MatchedWord&) = default;
};

struct Suggestion {
  CategoryId category;
  std::uint8_t condition = 0;  // 0: no keyword of a condition was found
  int score = 0;
  std::vector<MatchedWord> words;  // in the order of the text, subject first; none: this category is the fallback
};

// A classifier is made once for a configuration, which must outlive it and the words that it gives. Any number of
// threads may ask.
//
// A keyword scores its weight times its characters, once however often it comes. That score is multiplied by
// times_in_subject where the keyword stands in the subject, by times_at_the_front where it begins within the first
// front_code_points of the text. Where there is no subject, the first spoken_subject_code_points of the text are taken
// for the subject, and the front comes after them. A keyword that lies within a longer one at the same place of the
// text does not count there: 垃圾 is no word of 垃圾桶满, whichever category either belongs to. A category's score is
// the sum over its keywords; a condition's, over its own, counts wherever they stand, twice in the subject.
class Classifier {
 public:
  // `fallback`: the code of the category for texts that fit no other; its own keywords do not count.
  Classifier(const Configuration& city, std::string_view fallback);

  // At most suggestions_max categories that score above 0, the best first, among equals the one that was named first,
  // then the lower code; restricted ones too. Where none scores telling_score the fallback comes first, with the best
  // of them after it; it is left out where the city has no such category. Of each text the first
  // limits::classified_code_points_max code points are looked through. The bytes may be any, valid UTF-8 or not.
  std::vector<Suggestion> classify(std::string_view subject, std::string_view text) const;

 private:
  struct Use {           // a category's use of a word
    std::uint16_t rank;  // in categories_
    std::int8_t weight;
  };
  struct Word {
    std::string_view text;
    int characters;
    std::vector<Use> uses;
  };
  struct Found {
    std::uint32_t word;  // in words_
    int times;           // by where it stands
    int score(const Word& of, const Use& use) const { return times * use.weight * of.characters; }
  };

  struct Stretches {  // of a text, in bytes: the end of its subject, and that of its front
    std::size_t subject, front;
    int times(std::size_t at) const { return at < subject ? times_in_subject : at < front ? times_at_the_front : 1; }
  };

  std::optional<std::uint32_t> longest_word(std::string_view text) const;
  void look_through(std::string_view text, const Stretches& stretches, std::vector<bool>& seen,
                    std::vector<Found>& found) const;
  std::vector<std::uint16_t> best(const std::vector<Found>& found) const;
  Suggestion suggestion(std::uint16_t rank, const std::vector<Found>& found) const;

  const Configuration& city_;
  CategoryId fallback_;
  std::vector<CategoryId> categories_;       // by code
  std::vector<Word> words_;                  // by their bytes
  std::array<std::uint32_t, 257> begins_{};  // by first byte, the first word of words_ with it; and the end
};

}  // namespace wangge::rules
