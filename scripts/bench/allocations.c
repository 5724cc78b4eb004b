// Counts what is allocated, for scripts/bench/mime: stands before the allocator of glibc in the program it is linked
// into, and in every library that it loads. One thread only.

#include <errno.h>
#include <malloc.h>
#include <stddef.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *old);

// Off until it is asked for, so that it costs nothing where only time is measured. What was allocated before and is
// freed later makes `now` negative, which does not matter: only differences are told.
static int is_counting;
static long now, peak;

static void given_back(void *old) {
    if (is_counting) now -= (long)malloc_usable_size(old);
}

static void *taken(void *new) {
    if (!is_counting) return new;
    now += (long)malloc_usable_size(new);
    if (now > peak) peak = now;
    return new;
}

void *malloc(size_t size) { return taken(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) { return taken(__libc_calloc(count, size)); }
void *memalign(size_t alignment, size_t size) { return taken(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return taken(__libc_memalign(alignment, size)); }

int posix_memalign(void **new, size_t alignment, size_t size) {
    *new = taken(__libc_memalign(alignment, size));
    return *new ? 0 : ENOMEM;
}

void *realloc(void *old, size_t size) {
    given_back(old);
    return taken(__libc_realloc(old, size));
}

void free(void *old) {
    given_back(old);
    __libc_free(old);
}

/// Begins to count anew and answers with where the count stands.
long allocations_begin(void) {
    is_counting = 1;
    return peak = now;
}

/// The most octets that were held at once since then.
long allocations_peak(void) { return peak; }
