// Loaded in front of the C library (LD_PRELOAD): each fdatasync() takes at least WANGGE_SYNC_MS longer, as on a disk that is
// busy with something else.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int fdatasync(int file) {
  static int (*sync_file)(int);
  static long delay_ms = -1;
  if (delay_ms < 0) {
    const char* const given = getenv("WANGGE_SYNC_MS");
    sync_file = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    delay_ms = given != NULL ? atol(given) : 0;
  }
  const struct timespec delay = {delay_ms / 1000, delay_ms % 1000 * 1000000};
  nanosleep(&delay, NULL);
  return sync_file(file);
}
