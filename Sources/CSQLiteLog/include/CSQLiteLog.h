// Write-ahead logs of SQLite, written in few large pieces.
//
// SQLite writes each frame of its log with two system calls, and a commit of a few messages has four to ten frames. A
// connection that syncs at every commit may as well write them all at once, right before the sync: nobody reads a frame
// before the commit that it belongs to.

#ifndef CSQLITELOG_H
#define CSQLITELOG_H

#include <sqlite3.h>
#include <stdint.h>

/// Has connections that are opened from now on keep their logs in files of this kind; once for the process.
/// Answers with a result code of SQLite.
int creel_log_install(void);

/// Gathers what `connection` writes to its log, about 120 KiB at most, until the next sync.
///
/// Only for a connection whose every commit ends with a sync (`synchronous=FULL`): of any other, readers in other
/// connections could be told of frames that are not in the file yet. Answers with a result code of SQLite; `SQLITE_MISUSE`
/// where the log is none of ours.
int creel_log_gather(sqlite3 *connection);

/// Where in its log `connection` goes on writing, in octets; 0 where it has not written.
int64_t creel_log_end(sqlite3 *connection);

#endif
