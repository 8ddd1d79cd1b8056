/* A disk that fails, to be preloaded into a command (LD_PRELOAD).

   It counts the calls that concern the folder FAULT_WATCHED, and at the one
   with the number FAULT_AT, which is not made any more, it ends the process as
   kill -9 does; or fails that call with the error FAULT_ERROR, where that is
   not 0. Besides:

     FAULT_HALF     only writes of a sector or more count (a disk makes less whole);
                    half of the one is made, then it happens; with an error, the
                    call itself does not fail, but with FAULT_LASTING the next
     FAULT_LASTING  the calls that follow fail as well: all that change something,
                    or where the disk is full, all that take room
     FAULT_STICK    the folder is on a memory stick, or a drive in a network: no file
                    can have a second name, none can be given a mode or a group, no
                    folder can be synced, and times are of two seconds
     FAULT_READS    calls that change nothing count, too
     FAULT_LOG      a file that gets a line for each call: its name, with a "!"
                    where it failed or half was made; the bytes of a write; paths
     FAULT_CLOCK    seconds since 1970 at which the clock stands still; what is
                    random is then the same each time

   `fault_begin` reads these anew: for a process that was forked. Linux alone:
   the calls go to the kernel directly, past the C library. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

typedef enum { READS, CHANGES, TAKES_ROOM } Kind;
typedef enum { MADE, HALF, FAILED } Fate;

enum { SECTOR = 512 };

static char watched[PATH_MAX];
static long at, clock_at, seen, error;
static int half, lasting, reads, stick, broken, log_file = -1;
static uint64_t state;

static long number(const char *name) {
  const char *value = getenv(name);
  return value ? atol(value) : 0;
}

__attribute__((constructor)) void fault_begin(void) {
  const char *folder = getenv("FAULT_WATCHED"), *log = getenv("FAULT_LOG");
  snprintf(watched, sizeof watched, "%s", folder ? folder : "");
  at = number("FAULT_AT");
  error = number("FAULT_ERROR");
  half = number("FAULT_HALF");
  lasting = number("FAULT_LASTING");
  reads = number("FAULT_READS");
  stick = number("FAULT_STICK");
  clock_at = number("FAULT_CLOCK");
  seen = broken = 0;
  state = 88172645463325252u;
  if (log)
    log_file = syscall(SYS_openat, AT_FDCWD, log,
                       O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
}

/* Which path a call is about. */

static void path_at(int folder, const char *path, char *found) {
  char link[64], whole[PATH_MAX] = "";
  if (path[0] != '/') {
    if (folder == AT_FDCWD)
      snprintf(link, sizeof link, "/proc/self/cwd");
    else
      snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, whole, PATH_MAX / 2);
    whole[length < 0 ? 0 : length] = 0;
    strcat(whole, "/");
  }
  strncat(whole, path, PATH_MAX - strlen(whole) - 1);
  memcpy(found, whole, PATH_MAX);
}

static void path_of(int file, char *found) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, found, PATH_MAX - 1);
  found[length < 0 ? 0 : length] = 0;
}

static int is_watched(const char *path) {
  size_t length = strlen(watched);
  return length && !strncmp(path, watched, length) &&
         (path[length] == '/' || !path[length]);
}

/* What becomes of a call. */

static Fate judged(Kind kind, size_t size) {
  int is_full = error == ENOSPC || error == EDQUOT;
  if (broken)
    return kind >= (is_full ? TAKES_ROOM : CHANGES) ? FAILED : MADE;
  if ((kind == READS && !reads) || (half && size < SECTOR))
    return MADE;
  if (__atomic_add_fetch(&seen, 1, __ATOMIC_SEQ_CST) != at)
    return MADE;
  broken = lasting;
  if (half)
    return HALF;
  if (!error)
    syscall(SYS_kill, getpid(), SIGKILL);
  return FAILED;
}

static Fate fate(const char *call, Kind kind, size_t size, const char *path,
                 const char *other) {
  if (!is_watched(path) && !is_watched(other))
    return MADE;
  int kept = errno;
  Fate its = judged(kind, size);
  if (log_file >= 0) {
    char line[3 * PATH_MAX];
    int length = snprintf(line, sizeof line, "%s%s\t%zu\t%s\t%s\n",
                          its == MADE ? "" : "!", call, size, path, other);
    syscall(SYS_write, log_file, line, length);
  }
  errno = its == FAILED ? error : kept;
  return its;
}

static Fate fate_of_path(const char *call, Kind kind, int folder, const char *path) {
  char found[PATH_MAX];
  path_at(folder, path, found);
  return fate(call, kind, 0, found, "");
}

static Fate fate_of_file(const char *call, Kind kind, size_t size, int file) {
  char found[PATH_MAX];
  if (!watched[0])
    return MADE;
  path_of(file, found);
  return fate(call, kind, size, found, "");
}

static Fate fate_of_two(const char *call, Kind kind, int folder, const char *path,
                        int other_folder, const char *other) {
  char found[PATH_MAX], other_found[PATH_MAX];
  path_at(folder, path, found);
  path_at(other_folder, other, other_found);
  return fate(call, kind, 0, found, other_found);
}

static ssize_t halved(ssize_t made) {
  if (!error)
    syscall(SYS_kill, getpid(), SIGKILL);
  return made;
}

static int refused(int why) {
  errno = why;
  return -1;
}

/* Opening and closing. */

static int opened(int folder, const char *path, int flags, mode_t mode) {
  const char *call = "open";
  Kind kind = READS;
  if (flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE)
    call = "create", kind = TAKES_ROOM;
  else if (flags & O_ACCMODE)
    call = "open to write", kind = CHANGES;
  if (fate_of_path(call, kind, folder, path) == FAILED)
    return -1;
  return syscall(SYS_openat, folder, path, flags, mode);
}

#define OPENS(name, folder, ...)                                               \
  int name(__VA_ARGS__, int flags, ...) {                                      \
    va_list rest;                                                              \
    va_start(rest, flags);                                                     \
    mode_t mode = va_arg(rest, mode_t);                                        \
    va_end(rest);                                                              \
    return opened(folder, path, flags, mode);                                  \
  }
OPENS(open, AT_FDCWD, const char *path)
OPENS(open64, AT_FDCWD, const char *path)
OPENS(openat, folder, int folder, const char *path)
OPENS(openat64, folder, int folder, const char *path)

int close(int file) {
  Fate its = fate_of_file("close", READS, 0, file);
  int kept = errno, closed = syscall(SYS_close, file); /* also where it fails */
  if (its != FAILED)
    return closed;
  errno = kept;
  return -1;
}

/* Reading and writing. */

ssize_t read(int file, void *data, size_t size) {
  if (fate_of_file("read", READS, 0, file) == FAILED)
    return -1;
  return syscall(SYS_read, file, data, size);
}

#define PREADS(name)                                                           \
  ssize_t name(int file, void *data, size_t size, off_t place) {               \
    if (fate_of_file("read", READS, 0, file) == FAILED)                        \
      return -1;                                                               \
    return syscall(SYS_pread64, file, data, size, place);                      \
  }
PREADS(pread)
PREADS(pread64)

ssize_t write(int file, const void *data, size_t size) {
  switch (fate_of_file("write", TAKES_ROOM, size, file)) {
  case FAILED:
    return -1;
  case HALF:
    return halved(syscall(SYS_write, file, data, size / 2));
  default:
    return syscall(SYS_write, file, data, size);
  }
}

#define PWRITES(name)                                                          \
  ssize_t name(int file, const void *data, size_t size, off_t place) {         \
    switch (fate_of_file("write", TAKES_ROOM, size, file)) {                   \
    case FAILED:                                                               \
      return -1;                                                               \
    case HALF:                                                                 \
      return halved(syscall(SYS_pwrite64, file, data, size / 2, place));       \
    default:                                                                   \
      return syscall(SYS_pwrite64, file, data, size, place);                   \
    }                                                                          \
  }
PWRITES(pwrite)
PWRITES(pwrite64)

ssize_t writev(int file, const struct iovec *parts, int count) {
  size_t size = 0;
  for (int part = 0; part < count; part++)
    size += parts[part].iov_len;
  switch (fate_of_file("write", TAKES_ROOM, size, file)) {
  case FAILED:
    return -1;
  case HALF: /* or less than half: the first part's */
    return halved(syscall(SYS_write, file, parts[0].iov_base, parts[0].iov_len / 2));
  default:
    return syscall(SYS_writev, file, parts, count);
  }
}

#define COPIES(name, type)                                                     \
  ssize_t name(int to, int from, type *place, size_t size) {                   \
    if (fate_of_file("write", TAKES_ROOM, 1, to) == FAILED)                    \
      return -1;                                                               \
    return syscall(SYS_sendfile, to, from, place, size);                       \
  }
COPIES(sendfile, off_t)
COPIES(sendfile64, off64_t)

ssize_t copy_file_range(int from, off64_t *begin, int to, off64_t *place,
                        size_t size, unsigned int flags) {
  if (fate_of_file("write", TAKES_ROOM, 1, to) == FAILED)
    return -1;
  return syscall(SYS_copy_file_range, from, begin, to, place, size, flags);
}

/* What takes a file alone. */

#define CHANGES_FILE(name, kind, number, parameters, ...)                      \
  int name parameters {                                                        \
    if (fate_of_file(#name, kind, 0, file) == FAILED)                          \
      return -1;                                                               \
    return syscall(number, __VA_ARGS__);                                       \
  }
CHANGES_FILE(ftruncate, CHANGES, SYS_ftruncate, (int file, off_t size), file, size)
CHANGES_FILE(ftruncate64, CHANGES, SYS_ftruncate, (int file, off64_t size), file,
             size)

static int is_on_stick(int file) {
  char found[PATH_MAX];
  path_of(file, found);
  return stick && is_watched(found);
}

int fchmod(int file, mode_t mode) {
  if (fate_of_file("fchmod", CHANGES, 0, file) == FAILED)
    return -1;
  return is_on_stick(file) ? refused(EPERM) : syscall(SYS_fchmod, file, mode);
}

int fchown(int file, uid_t owner, gid_t group) {
  if (fate_of_file("fchown", CHANGES, 0, file) == FAILED)
    return -1;
  return is_on_stick(file) ? refused(EPERM) : syscall(SYS_fchown, file, owner, group);
}

/* What a file is: on a stick, with times of two seconds. */

static int looked(int file, const char *path, int flags, struct stat64 *found) {
  char whole[PATH_MAX];
  int failed = syscall(SYS_newfstatat, file, path, found, flags);
  if (failed || !stick)
    return failed;
  if (flags & AT_EMPTY_PATH)
    path_of(file, whole);
  else
    path_at(file, path, whole);
  if (is_watched(whole)) {
    found->st_mtim = (struct timespec){.tv_sec = found->st_mtim.tv_sec & ~1};
    found->st_ctim = found->st_mtim;
  }
  return 0;
}

int stat64(const char *path, struct stat64 *found) {
  return looked(AT_FDCWD, path, 0, found);
}

int lstat64(const char *path, struct stat64 *found) {
  return looked(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, found);
}

int fstat64(int file, struct stat64 *found) {
  return looked(file, "", AT_EMPTY_PATH, found);
}

int fstatat64(int folder, const char *path, struct stat64 *found, int flags) {
  return looked(folder, path, flags, found);
}

/* The power stays on: nothing need be synced, and that takes time. */

int fsync(int file) {
  struct stat64 found;
  if (fate_of_file("fsync", CHANGES, 0, file) == FAILED)
    return -1;
  if (stick && !fstat64(file, &found) && S_ISDIR(found.st_mode))
    return refused(EINVAL);
  return 0;
}

void sync(void) {}

int fdatasync(int file) {
  return fate_of_file("fsync", CHANGES, 0, file) == FAILED ? -1 : 0;
}

/* What takes a path, or two. */

#define CHANGES_PATH(name, said, kind, folder, parameters, ...)                \
  int name parameters {                                                        \
    if (fate_of_path(said, kind, folder, path) == FAILED)                      \
      return -1;                                                               \
    return syscall(__VA_ARGS__);                                               \
  }
CHANGES_PATH(unlink, "unlink", CHANGES, AT_FDCWD, (const char *path), SYS_unlinkat,
             AT_FDCWD, path, 0)
CHANGES_PATH(unlinkat, "unlink", CHANGES, folder,
             (int folder, const char *path, int flags), SYS_unlinkat, folder, path,
             flags)
CHANGES_PATH(rmdir, "rmdir", CHANGES, AT_FDCWD, (const char *path), SYS_unlinkat,
             AT_FDCWD, path, AT_REMOVEDIR)
CHANGES_PATH(mkdir, "mkdir", TAKES_ROOM, AT_FDCWD, (const char *path, mode_t mode),
             SYS_mkdirat, AT_FDCWD, path, mode)
CHANGES_PATH(mkdirat, "mkdir", TAKES_ROOM, folder,
             (int folder, const char *path, mode_t mode), SYS_mkdirat, folder, path,
             mode)
CHANGES_PATH(chmod, "chmod", CHANGES, AT_FDCWD, (const char *path, mode_t mode),
             SYS_fchmodat, AT_FDCWD, path, mode)
CHANGES_PATH(truncate, "truncate", CHANGES, AT_FDCWD,
             (const char *path, off_t size), SYS_truncate, path, size)

int renameat2(int from, const char *path, int to, const char *other,
              unsigned int flags) {
  if (fate_of_two("rename", CHANGES, from, path, to, other) == FAILED)
    return -1;
  return syscall(SYS_renameat2, from, path, to, other, flags);
}

int renameat(int from, const char *path, int to, const char *other) {
  return renameat2(from, path, to, other, 0);
}

int rename(const char *path, const char *other) {
  return renameat2(AT_FDCWD, path, AT_FDCWD, other, 0);
}

int linkat(int from, const char *path, int to, const char *other, int flags) {
  if (fate_of_two("link", TAKES_ROOM, from, path, to, other) == FAILED)
    return -1;
  if (stick)
    return refused(EPERM);
  return syscall(SYS_linkat, from, path, to, other, flags);
}

int link(const char *path, const char *other) {
  return linkat(AT_FDCWD, path, AT_FDCWD, other, 0);
}

/* The clock, and chance. */

int clock_gettime(clockid_t which, struct timespec *now) {
  if (clock_at && which == CLOCK_REALTIME) {
    *now = (struct timespec){.tv_sec = clock_at};
    return 0;
  }
  return syscall(SYS_clock_gettime, which, now);
}

time_t time(time_t *seconds) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (seconds)
    *seconds = now.tv_sec;
  return now.tv_sec;
}

ssize_t getrandom(void *data, size_t size, unsigned int flags) {
  if (!clock_at)
    return syscall(SYS_getrandom, data, size, flags);
  for (size_t byte = 0; byte < size; byte++) { /* Marsaglia's xorshift64 */
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    ((unsigned char *)data)[byte] = state >> 32;
  }
  return size;
}
