/* LD_PRELOAD: every fsync and fdatasync takes FSYNC_DELAY_US longer and is logged with its beginning and
 * end (CLOCK_MONOTONIC, nanoseconds), 16 bytes a record, to FSYNC_LOG. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static uint64_t now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1000000000ull + t.tv_nsec; }

static int slowed(const char *name, int fd) {
  static int log_fd = -2;
  if (log_fd == -2) log_fd = getenv("FSYNC_LOG") ? open(getenv("FSYNC_LOG"), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666) : -1;
  uint64_t record[2] = { now(), 0 };
  int result = ((int (*)(int))dlsym(RTLD_NEXT, name))(fd);
  const char *delay = getenv("FSYNC_DELAY_US");
  if (delay) usleep(atoi(delay));
  record[1] = now();
  if (log_fd >= 0 && write(log_fd, record, sizeof record) < 0) return result;
  return result;
}

int fsync(int fd) { return slowed("fsync", fd); }
int fdatasync(int fd) { return slowed("fdatasync", fd); }
