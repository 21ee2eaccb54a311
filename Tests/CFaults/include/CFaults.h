// Faults on demand for everything SQLite does to files.
//
// The wrapper stands as SQLite's default file system in front of the real one:
//
//      journal ─► SQLite ─► faults ─► the real file system
//                             │
//                             └ counts the calls that change a file (write, sync, truncate, delete) whose path starts with
//                               a given text, and fails the Nth, once or that and all after it
//
// Calls on other paths pass, so tests that run beside are not disturbed. One plan is armed at a time: who arms waits until the
// plan of somebody else is disarmed.
#pragma once

/// What a failing call answers.
enum clearway_fault {
  /// The disk is full (SQLITE_FULL) for a write; the device fails (SQLITE_IOERR) for all else.
  CLEARWAY_FAULT_FULL = 0,
  /// The device fails (SQLITE_IOERR).
  CLEARWAY_FAULT_DEVICE = 1,
  /// The device fails in the middle of a write: half of the bytes get there.
  CLEARWAY_FAULT_TORN = 2,
};

/// Puts the wrapper in place as the default file system; to be called before the first connection opens. 0 when it worked.
int clearway_faults_install(void);

/// Arms: of the calls on paths that start with `prefix`, the `nth` from now (from 1) fails, and with `persistent` all later.
void clearway_faults_arm(const char *prefix, long nth, int persistent, enum clearway_fault fault);

/// Disarms, and says how many calls have failed since arming.
long clearway_faults_disarm(void);

/// Runs SQL on a file the way any other program would; 0 when it worked. Up to `capacity` bytes of what SQLite said, or of the
/// first column of the first row, are left in `answer`.
int clearway_sql(const char *path, const char *sql, char *answer, int capacity);

/// Lets this thread, and no other, reach files as the user with this number would; for a superuser, whom permissions do not
/// bind otherwise. The user 0 puts it off again.
void clearway_files_as(unsigned user);
