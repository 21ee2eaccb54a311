#include "CFaults.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>

// The plan, behind one lock: tests run on several threads.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t disarmed = PTHREAD_COND_INITIALIZER;
static int is_armed;  // until it is disarmed, whether or not it has struck
static char armed_prefix[1024];
static long calls_left;  // 0: nothing armed, or spent
static int armed_persistent;
static enum clearway_fault armed_fault;
static long calls_failed;

static int strikes(const char *path) {
  if (!path) return 0;
  pthread_mutex_lock(&lock);
  int strike = 0;
  if (calls_left > 0 && strncmp(path, armed_prefix, strlen(armed_prefix)) == 0) {
    if (calls_left > 1) {
      calls_left--;
    } else {
      strike = 1;
      calls_failed++;
      if (!armed_persistent) calls_left = 0;
    }
  }
  pthread_mutex_unlock(&lock);
  return strike;
}

void clearway_faults_arm(const char *prefix, long nth, int persistent, enum clearway_fault fault) {
  pthread_mutex_lock(&lock);
  while (is_armed) pthread_cond_wait(&disarmed, &lock);
  is_armed = 1;
  snprintf(armed_prefix, sizeof armed_prefix, "%s", prefix);
  calls_left = nth;
  armed_persistent = persistent;
  armed_fault = fault;
  calls_failed = 0;
  pthread_mutex_unlock(&lock);
}

long clearway_faults_disarm(void) {
  pthread_mutex_lock(&lock);
  calls_left = 0;
  is_armed = 0;
  long failed = calls_failed;
  pthread_cond_signal(&disarmed);
  pthread_mutex_unlock(&lock);
  return failed;
}

// A file of ours: SQLite's part, its path, and the real file behind it in the same piece of memory.
typedef struct {
  sqlite3_file base;
  const char *path;
} Faulty;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs faulty_vfs;

static sqlite3_file *real(sqlite3_file *file) { return (sqlite3_file *)((char *)file + sizeof(Faulty)); }
static const char *path_of(sqlite3_file *file) { return ((Faulty *)file)->path; }

// Calls that change a file, and may be struck.

static int faulty_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at) {
  if (strikes(path_of(file))) {
    if (armed_fault == CLEARWAY_FAULT_FULL) return SQLITE_FULL;
    if (armed_fault == CLEARWAY_FAULT_TORN) real(file)->pMethods->xWrite(real(file), bytes, count / 2, at);
    return SQLITE_IOERR_WRITE;
  }
  return real(file)->pMethods->xWrite(real(file), bytes, count, at);
}
static int faulty_sync(sqlite3_file *file, int flags) {
  if (strikes(path_of(file))) return SQLITE_IOERR_FSYNC;
  return real(file)->pMethods->xSync(real(file), flags);
}
static int faulty_truncate(sqlite3_file *file, sqlite3_int64 size) {
  if (strikes(path_of(file))) return SQLITE_IOERR_TRUNCATE;
  return real(file)->pMethods->xTruncate(real(file), size);
}
static int faulty_delete(sqlite3_vfs *vfs, const char *path, int sync) {
  (void)vfs;
  if (strikes(path)) return SQLITE_IOERR_DELETE;
  return real_vfs->xDelete(real_vfs, path, sync);
}

// Calls that pass.

static int pass_close(sqlite3_file *f) { return real(f)->pMethods->xClose(real(f)); }
static int pass_read(sqlite3_file *f, void *b, int n, sqlite3_int64 at) {
  return real(f)->pMethods->xRead(real(f), b, n, at);
}
static int pass_size(sqlite3_file *f, sqlite3_int64 *size) { return real(f)->pMethods->xFileSize(real(f), size); }
static int pass_lock(sqlite3_file *f, int level) { return real(f)->pMethods->xLock(real(f), level); }
static int pass_unlock(sqlite3_file *f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
static int pass_reserved(sqlite3_file *f, int *out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); }
static int pass_control(sqlite3_file *f, int op, void *arg) {
  return real(f)->pMethods->xFileControl(real(f), op, arg);
}
static int pass_sector(sqlite3_file *f) { return real(f)->pMethods->xSectorSize(real(f)); }
static int pass_device(sqlite3_file *f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
static int pass_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out) {
  return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}
static int pass_shm_lock(sqlite3_file *f, int offset, int n, int flags) {
  return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
}
static void pass_shm_barrier(sqlite3_file *f) { real(f)->pMethods->xShmBarrier(real(f)); }
static int pass_shm_unmap(sqlite3_file *f, int drop) { return real(f)->pMethods->xShmUnmap(real(f), drop); }
static int pass_fetch(sqlite3_file *f, sqlite3_int64 at, int n, void **out) {
  return real(f)->pMethods->xFetch(real(f), at, n, out);
}
static int pass_unfetch(sqlite3_file *f, sqlite3_int64 at, void *p) {
  return real(f)->pMethods->xUnfetch(real(f), at, p);
}

static const sqlite3_io_methods faulty_methods = {
    .iVersion = 3,
    .xClose = pass_close,
    .xRead = pass_read,
    .xWrite = faulty_write,
    .xTruncate = faulty_truncate,
    .xSync = faulty_sync,
    .xFileSize = pass_size,
    .xLock = pass_lock,
    .xUnlock = pass_unlock,
    .xCheckReservedLock = pass_reserved,
    .xFileControl = pass_control,
    .xSectorSize = pass_sector,
    .xDeviceCharacteristics = pass_device,
    .xShmMap = pass_shm_map,
    .xShmLock = pass_shm_lock,
    .xShmBarrier = pass_shm_barrier,
    .xShmUnmap = pass_shm_unmap,
    .xFetch = pass_fetch,
    .xUnfetch = pass_unfetch,
};

static int faulty_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out) {
  (void)vfs;
  Faulty *faulty = (Faulty *)file;
  faulty->path = path;  // SQLite keeps it until the file is closed
  faulty->base.pMethods = NULL;
  int result = real_vfs->xOpen(real_vfs, path, real(file), flags, out);
  if (real(file)->pMethods) faulty->base.pMethods = &faulty_methods;
  return result;
}

int clearway_faults_install(void) {
  int result = sqlite3_initialize();
  if (result != SQLITE_OK) return result;
  pthread_mutex_lock(&lock);
  if (!real_vfs) {
    real_vfs = sqlite3_vfs_find(NULL);
    faulty_vfs = *real_vfs;  // all but opening and deleting is the real one's own
    faulty_vfs.zName = "clearway-faults";
    faulty_vfs.szOsFile = (int)sizeof(Faulty) + real_vfs->szOsFile;
    faulty_vfs.pNext = NULL;
    faulty_vfs.xOpen = faulty_open;
    faulty_vfs.xDelete = faulty_delete;
    result = sqlite3_vfs_register(&faulty_vfs, 1);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

static int keep_first(void *answer, int columns, char **values, char **names) {
  (void)names;
  char **place = answer;
  if (columns > 0 && *place == NULL && values[0]) *place = sqlite3_mprintf("%s", values[0]);
  return 0;
}

int clearway_sql(const char *path, const char *sql, char *answer, int capacity) {
  sqlite3 *database = NULL;
  char *said = NULL, *first = NULL;
  int result = sqlite3_open(path, &database);
  if (result == SQLITE_OK) result = sqlite3_exec(database, sql, keep_first, &first, &said);
  if (capacity > 0) {
    const char *text = said ? said : first ? first : result == SQLITE_OK ? "" : sqlite3_errmsg(database);
    snprintf(answer, (size_t)capacity, "%s", text);
  }
  sqlite3_free(said);
  sqlite3_free(first);
  sqlite3_close(database);
  return result;
}

void clearway_files_as(unsigned user) { setfsuid(user); }
