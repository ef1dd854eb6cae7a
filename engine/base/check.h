#pragma once
// CHECK(condition): a broken promise of this program ends the process, in release too. Use it for conditions that only
// a fault of this program can break; bad input and a failing disk have channels of their own.

#include <cstdio>
#include <cstdlib>

#define CHECK(condition)      \
  ((condition)                \
       ? static_cast<void>(0) \
       : (std::fprintf(stderr, "%s:%d: broken invariant: %s\n", __FILE__, __LINE__, #condition), std::abort()))
