#include "CSQLiteLog.h"

#include <stdlib.h>
#include <string.h>

/// What is gathered at most, in octets. The system's files of SQLite write no more than 128 KiB less one at once; they
/// take a longer piece for a full disk.
static const int capacity = 120 << 10;

/// A write-ahead log; the file of the system's own kind lies behind it in memory.
struct log_file {
    sqlite3_file head;
    /// Where the next write goes on, if it goes on.
    sqlite3_int64 end;
    /// What is gathered, and where in the file it begins; a null pointer while nothing is to be gathered.
    unsigned char *octets;
    sqlite3_int64 start;
    int count;
};

static sqlite3_vfs *base;
static sqlite3_vfs ours;

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((struct log_file *)file + 1); }

/// Writes what is gathered. What cannot be written is dropped: the transaction that it belongs to fails.
static int flush(sqlite3_file *file) {
    struct log_file *log = (struct log_file *)file;
    if (log->count == 0) return SQLITE_OK;
    int count = log->count;
    log->count = 0;
    return real(file)->pMethods->xWrite(real(file), log->octets, count, log->start);
}

static int log_write(sqlite3_file *file, const void *octets, int count, sqlite3_int64 offset) {
    struct log_file *log = (struct log_file *)file;
    log->end = offset + count;
    if (log->count > 0 && (offset != log->start + log->count || count > capacity - log->count)) {
        int code = flush(file);
        if (code != SQLITE_OK) return code;
    }
    if (!log->octets || count > capacity) return real(file)->pMethods->xWrite(real(file), octets, count, offset);
    if (log->count == 0) log->start = offset;
    memcpy(log->octets + log->count, octets, count);
    log->count += count;
    return SQLITE_OK;
}

static int log_read(sqlite3_file *file, void *octets, int count, sqlite3_int64 offset) {
    int code = flush(file);
    return code != SQLITE_OK ? code : real(file)->pMethods->xRead(real(file), octets, count, offset);
}

static int log_sync(sqlite3_file *file, int flags) {
    int code = flush(file);
    return code != SQLITE_OK ? code : real(file)->pMethods->xSync(real(file), flags);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size) {
    int code = flush(file);
    return code != SQLITE_OK ? code : real(file)->pMethods->xTruncate(real(file), size);
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size) {
    int code = flush(file);
    return code != SQLITE_OK ? code : real(file)->pMethods->xFileSize(real(file), size);
}

static int log_close(sqlite3_file *file) {
    struct log_file *log = (struct log_file *)file;
    int flushed = flush(file);
    int closed = real(file)->pMethods->xClose(real(file));
    free(log->octets);
    log->octets = NULL;
    return flushed != SQLITE_OK ? flushed : closed;
}

static int log_lock(sqlite3_file *file, int level) { return real(file)->pMethods->xLock(real(file), level); }

static int log_unlock(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }

static int log_check_lock(sqlite3_file *file, int *is_reserved) {
    return real(file)->pMethods->xCheckReservedLock(real(file), is_reserved);
}

static int log_control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int log_sector_size(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }

static int log_characteristics(sqlite3_file *file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_check_lock,
    .xFileControl = log_control,
    .xSectorSize = log_sector_size,
    .xDeviceCharacteristics = log_characteristics,
};

/// Logs become files of our kind; all others are what they would be without us.
static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *given) {
    (void)vfs;
    if (!(flags & SQLITE_OPEN_WAL)) return base->xOpen(base, name, file, flags, given);
    struct log_file *log = (struct log_file *)file;
    memset(log, 0, sizeof *log);
    int code = base->xOpen(base, name, real(file), flags, given);
    // SQLite closes whatever has methods, opened or not.
    if (real(file)->pMethods) log->head.pMethods = &methods;
    return code;
}

int creel_log_install(void) {
    if (base) return SQLITE_OK;
    base = sqlite3_vfs_find(NULL);
    if (!base) return SQLITE_ERROR;
    ours = *base;
    ours.zName = "creel";
    ours.pNext = NULL;
    ours.szOsFile = base->szOsFile + (int)sizeof(struct log_file);
    ours.xOpen = open_file;
    return sqlite3_vfs_register(&ours, 1);
}

/// The log of a connection, or a null pointer where it is none of ours.
static struct log_file *log_of(sqlite3 *connection) {
    sqlite3_file *file = NULL;
    int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
    return code == SQLITE_OK && file && file->pMethods == &methods ? (struct log_file *)file : NULL;
}

int creel_log_gather(sqlite3 *connection) {
    struct log_file *log = log_of(connection);
    if (!log) return SQLITE_MISUSE;
    if (log->octets) return SQLITE_OK;
    log->octets = malloc(capacity);
    return log->octets ? SQLITE_OK : SQLITE_NOMEM;
}

int64_t creel_log_end(sqlite3 *connection) {
    struct log_file *log = log_of(connection);
    return log ? log->end : 0;
}
