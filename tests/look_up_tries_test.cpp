// Who guesses look-up codes: how many are looked at, how long a resident waits, and who waits with whom.

#include "adapters/look_up_tries.h"

#include <algorithm>
#include <functional>

#include <catch2/catch.hpp>

namespace wangge {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Time = LookUpTries::Time;

constexpr LookUpKey key{3, 1, 4};
constexpr LookUpTries::Asker station{AccountId{1}, Source{1}}, other{AccountId{2}, Source{2}};
constexpr DemandId demand{4'711};

class Tried {
 public:
  Time now{days{100}};

  std::uint32_t right(DemandId of = demand) { return LookUpCodes(key).of(of); }
  std::uint32_t wrong(DemandId of = demand) { return right(of) % look_up_code_max + 1; }

  bool gives_right(const LookUpTries::Asker& who = station, DemandId of = demand) {
    return tries.proves(of, right(of), who, now);
  }
  bool gives_wrong(const LookUpTries::Asker& who = station, DemandId of = demand) {
    return tries.proves(of, wrong(of), who, now);
  }
  std::uint64_t looked_at() const { return tries.figures().wrong; }

  // Somebody tries as often as can be for so long: how many were looked at.
  std::uint64_t guess(std::chrono::seconds time, const std::function<void()>& once,
                      std::chrono::seconds step = seconds{5}) {
    const std::uint64_t before = looked_at();
    for (const Time end = now + time; now <= end;) {
      const std::uint64_t had = looked_at();
      once();
      if (looked_at() == had) now += step;
    }
    return looked_at() - before;
  }

  LookUpTries tries{key};
};

TEST_CASE("A right code proves, a wrong one does not, and none is no try") {
  Tried city;
  CHECK(city.gives_right());
  CHECK_FALSE(city.gives_wrong());
  CHECK_FALSE(city.tries.proves(demand, 0, station, city.now));
  CHECK(city.tries.figures().wrong == 1);
  CHECK(city.tries.figures().refused == 0);
}

TEST_CASE("A resident who mistypes a few times gets in a little later") {
  Tried city;
  for (int i = 0; i < 2; ++i) CHECK_FALSE(city.gives_wrong());
  CHECK(city.gives_right());
  CHECK_FALSE(city.gives_wrong());  // the third
  CHECK_FALSE(city.gives_right());
  city.now += seconds{5};
  CHECK(city.gives_right());
  CHECK_FALSE(city.gives_wrong());
  city.now += seconds{9};
  CHECK_FALSE(city.gives_right());
  city.now += seconds{1};
  CHECK(city.gives_right());
}

TEST_CASE("While codes are refused a right one is answered as a wrong one, costs nothing and makes nothing longer") {
  Tried city;
  for (int i = 0; i < 3; ++i) city.gives_wrong();
  const std::uint64_t before = city.looked_at();
  for (int i = 0; i < 1'000; ++i) {
    CHECK_FALSE(city.gives_right());
    CHECK_FALSE(city.gives_wrong());
  }
  CHECK(city.looked_at() == before);
  CHECK(city.tries.figures().refused == 2'000);
  city.now += seconds{5};
  CHECK(city.gives_right());
}

TEST_CASE("Whoever is after one demand has 17 codes looked at on the first day, and 46 within 30 days") {
  Tried city;
  const auto try_one = [&] { city.gives_wrong(); };
  const std::uint64_t first_day = city.guess(days{1}, try_one);
  CHECK(first_day <= 17);
  CHECK(first_day + city.guess(days{29}, try_one) <= 47);  // the days meet in one second
}

TEST_CASE(
    "Whoever is after any demand has 123 codes looked at a day, and others at that terminal wait a quarter of an hour "
    "at the most") {
  Tried city;
  std::uint64_t next = 1;
  CHECK(city.guess(days{1}, [&] { city.gives_wrong(station, DemandId{next++}); }) <= 123);
  Time waited = city.now;
  while (!city.gives_right(station, DemandId{1'000'000'000})) city.now += seconds{1};
  CHECK(city.now - waited <= minutes{15});
}

TEST_CASE("Who guesses does not shut out the resident at another terminal, however long it goes on") {
  Tried city;
  for (std::uint32_t account = 10; account < 60; ++account) {
    for (int i = 0; i < 5; ++i) city.gives_wrong({AccountId{account}, Source{1}});
  }
  for (int day = 0; day < 3; ++day) {
    city.guess(days{1}, [&] { city.gives_wrong({AccountId{10}, Source{1}}); });
    CHECK(city.gives_right(other));
  }
}

TEST_CASE("Many accounts after one demand have 62 looked at within 23 hours together, and one each") {
  Tried city;
  constexpr std::uint32_t accounts = 100;
  std::uint32_t next = 0;
  const std::uint64_t looked_at = city.guess(
      hours{23},
      [&] {
        for (std::uint32_t i = 0; i < accounts; ++i, ++next)
          city.gives_wrong({AccountId{1 + next % accounts}, Source{1 + next % accounts}});
      },
      seconds{30});
  CHECK(looked_at <= 62 + accounts);
}

TEST_CASE("Many accounts of one source are bounded together") {
  Tried city;
  std::uint32_t next = 0;
  const std::uint64_t looked_at = city.guess(
      hours{1},
      [&] {
        ++next, city.gives_wrong({AccountId{1 + next % 5'000}, Source{1}}, DemandId{next});
      },
      seconds{1});
  CHECK(looked_at <= limits::tries_of_source.wrong_within(3'600));
}

TEST_CASE("Wrong codes are forgiven, one for each longest wait without another") {
  Tried city;
  for (int i = 0; i < 3; ++i) city.gives_wrong();
  city.now += days{3};
  CHECK_FALSE(city.gives_wrong());
  CHECK_FALSE(city.gives_wrong());
  CHECK(city.gives_right());
}

TEST_CASE("A number that was never given counts as any other, so that the answer does not tell them apart") {
  Tried city;
  const DemandId nowhere{1};
  for (int i = 0; i < 3; ++i) CHECK_FALSE(city.gives_wrong(station, nowhere));
  CHECK_FALSE(city.gives_right(station, nowhere));
  CHECK(city.tries.figures().refused == 1);
}

TEST_CASE("What is kept is bounded, and who is being refused stays so while others come") {
  Tried city;
  city.guess(hours{12}, [&] { city.gives_wrong(); });
  const std::uint64_t refused = city.tries.figures().refused;
  for (std::uint32_t i = 0; i < 2 * limits::tries_kept_max; ++i)
    city.gives_wrong({AccountId{100 + i}, Source{100 + i}}, DemandId{100'000 + i});
  CHECK_FALSE(city.gives_right());
  CHECK(city.tries.figures().refused == refused + 1);
}

}  // namespace
}  // namespace wangge
