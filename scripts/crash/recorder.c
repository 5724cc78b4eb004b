// Records what a program writes to some files, and when that was synced; loaded with LD_PRELOAD.
//
//   RECORDER_PREFIX  files whose path begins so are recorded
//   RECORDER_FILE    the record, to which is appended
//
// A record is a header and its octets. A write is recorded after it was made, the begin of a sync before it and its end
// after it: so whatever the record shows as synced was, also when two threads meet.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

// Larger descriptors are not recorded; the trial compares the record with the files and would find out.
enum { DESCRIPTORS = 65536 };

struct header {
    char kind;          // O open, W write, T truncate, B begin of sync, E end of sync, U unlink
    char padding[3];
    uint32_t file;      // the number that O gave to the path
    uint64_t position;  // W: offset; T: new length; B, E: number of the sync
    uint64_t length;    // octets that follow: W what was written; O, U the path
};

static int record_descriptor = -1;
static const char *prefix;
static atomic_uint files;
static atomic_ulong syncs;
static atomic_uint file_of[DESCRIPTORS];

__attribute__((constructor)) static void start(void) {
    prefix = getenv("RECORDER_PREFIX");
    const char *path = getenv("RECORDER_FILE");
    int (*next_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    if (prefix && path) record_descriptor = next_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void record(char kind, uint32_t file, uint64_t position, const void *octets, uint64_t length) {
    struct header header = {.kind = kind, .file = file, .position = position, .length = length};
    struct iovec parts[2] = {{&header, sizeof header}, {(void *)octets, length}};
    // Appending is one step for the kernel. A record that cannot be written would make a false picture.
    if (writev(record_descriptor, parts, 2) != (ssize_t)(sizeof header + length)) abort();
}

static int is_ours(const char *path) {
    return record_descriptor >= 0 && path && strncmp(path, prefix, strlen(prefix)) == 0;
}

static unsigned file_at(int descriptor) {
    return descriptor >= 0 && descriptor < DESCRIPTORS ? atomic_load(&file_of[descriptor]) : 0;
}

static int opened(int descriptor, const char *path) {
    if (descriptor < 0 || descriptor >= DESCRIPTORS) return descriptor;
    unsigned file = is_ours(path) ? atomic_fetch_add(&files, 1) + 1 : 0;
    atomic_store(&file_of[descriptor], file);
    if (file) record('O', file, 0, path, strlen(path));
    return descriptor;
}

// The function of that name that the program would have called.
#define NEXT(name) \
    static __typeof__(&name) next; \
    if (!next) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name);

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        NEXT(name) \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = va_arg(rest, int); \
        va_end(rest); \
        return opened(next(path, flags, mode), path); \
    }
OPEN(open)
OPEN(open64)

int close(int descriptor) {
    NEXT(close)
    if (file_at(descriptor)) atomic_store(&file_of[descriptor], 0);
    return next(descriptor);
}

int unlink(const char *path) {
    NEXT(unlink)
    int result = next(path);
    if (result == 0 && is_ours(path)) record('U', 0, 0, path, strlen(path));
    return result;
}

#define PWRITE(name, offset_type) \
    ssize_t name(int descriptor, const void *octets, size_t length, offset_type offset) { \
        NEXT(name) \
        ssize_t written = next(descriptor, octets, length, offset); \
        unsigned file = file_at(descriptor); \
        if (file && written > 0) record('W', file, offset, octets, written); \
        return written; \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int descriptor, const void *octets, size_t length) {
    NEXT(write)
    unsigned file = file_at(descriptor);
    off_t offset = file ? lseek(descriptor, 0, SEEK_CUR) : 0;
    ssize_t written = next(descriptor, octets, length);
    if (file && written > 0) record('W', file, offset, octets, written);
    return written;
}

#define TRUNCATE(name, offset_type) \
    int name(int descriptor, offset_type length) { \
        NEXT(name) \
        int result = next(descriptor, length); \
        unsigned file = file_at(descriptor); \
        if (file && result == 0) record('T', file, length, NULL, 0); \
        return result; \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name) \
    int name(int descriptor) { \
        NEXT(name) \
        unsigned file = file_at(descriptor); \
        unsigned long number = file ? atomic_fetch_add(&syncs, 1) : 0; \
        if (file) record('B', file, number, NULL, 0); \
        int result = next(descriptor); \
        if (file && result == 0) record('E', file, number, NULL, 0); \
        return result; \
    }
SYNC(fsync)
SYNC(fdatasync)
