// What Swift cannot import of ncurses, and what a signal handler may do.
#pragma once
// Not _GNU_SOURCE: with it the system's types look otherwise here than in Swift's own module of the C library.
#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1
#include <ncurses.h>
#include <term.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// -- ncurses: macros and mutable globals ------------------------------------------------------------------------------

// Opens a terminal type whose output goes to a memory file, so that a frame can be sent as one piece.
static inline SCREEN *clearway_newterm(const char *type, FILE *output, FILE *input) {
  SCREEN *screen = newterm(type, output, input);
  if (!screen) return NULL;
  set_term(screen);
  typeahead(-1);
  nonl();
  raw();
  noecho();
  return screen;
}

static inline int clearway_colours(void) { return COLORS; }
static inline int clearway_pairs(void) { return COLOR_PAIRS; }
static inline void clearway_repaint_all(void) { clearok(curscr, TRUE); }

// Fills one cell. The pair goes into the wide field, and as far as it fits into the attributes, as ncurses does itself.
static inline void clearway_fill(cchar_t *cell, attr_t attributes, int pair, wchar_t character) {
  cell->attr = attributes | COLOR_PAIR(pair > 255 ? 255 : pair);
  cell->chars[0] = character;
  cell->chars[1] = 0;
  cell->ext_color = pair;
}

// Adds a combining mark to a filled cell; there is room for four.
static inline void clearway_combine(cchar_t *cell, wchar_t mark) {
  for (int i = 1; i < CCHARW_MAX; i++) {
    if (cell->chars[i]) continue;
    cell->chars[i] = mark;
    if (i + 1 < CCHARW_MAX) cell->chars[i + 1] = 0;
    return;
  }
}

// Copies a terminal capability without its padding marks; returns its length, 0 when the terminal has none.
static inline int clearway_capability(const char *name, char *out, int room) {
  const char *text = tigetstr(name);
  int n = 0;
  if (!text || text == (const char *)-1) return 0;
  while (*text && n < room) {
    if (text[0] == '$' && text[1] == '<') {
      const char *end = strchr(text, '>');
      if (end) {
        text = end + 1;
        continue;
      }
    }
    out[n++] = *text++;
  }
  return n;
}

static inline int clearway_window_size(int terminal, int *across, int *down) {
  struct winsize size;
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return 0;
  *across = size.ws_col;
  *down = size.ws_row;
  return 1;
}

// <wchar.h> keeps it back where only _GNU_SOURCE would show it.
extern int wcwidth(wchar_t);
static inline int clearway_cell_width(wchar_t scalar) { return wcwidth(scalar); }

static inline int clearway_memory_file(void) { return (int)syscall(SYS_memfd_create, "frame", MFD_CLOEXEC); }

// -- signals ----------------------------------------------------------------------------------------------------------
//
// Only what a handler may do: loads, stores, write(), tcsetattr(), sigaction(), raise(). The state is one copy for each Swift file
// that uses it, so exactly one does: Rescue.swift. It is static in a function: Swift leaves a header's other statics out.

enum {
  CLEARWAY_RESIZED = 1,
  CLEARWAY_TERMINATED = 2,
  CLEARWAY_INTERRUPTED = 4,
  CLEARWAY_HUNG_UP = 8,
  CLEARWAY_SUSPENDED = 16,
  CLEARWAY_CONTINUED = 32,
};

#define CLEARWAY_SIGNALS 12
static inline int clearway_signal(int i) {
  static const int numbers[CLEARWAY_SIGNALS] = {SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGTSTP, SIGCONT, SIGILL, SIGTRAP,
                                                SIGSEGV,  SIGBUS,  SIGFPE, SIGABRT};
  return numbers[i];
}

struct clearway_rescue {
  struct sigaction before[CLEARWAY_SIGNALS];
  struct termios found;
  // Two of them, so that a handler never reads one that is being written.
  char restore[2][1024];
  int restore_length[2];
  int which;
  int terminal;
  int event;
  unsigned flags;
  // The process that gives the terminal back when this one is killed outright, and the line to it.
  pid_t guard;
  int guard_line;
  char stack[65536];
};

static inline struct clearway_rescue *clearway_state(void) {
  static struct clearway_rescue state = {.terminal = -1, .event = -1, .guard_line = -1};
  return &state;
}

// -- a guard ----------------------------------------------------------------------------------------------------------
//
// SIGKILL leaves no time for a handler. A child that does nothing but wait for the end of a line has it: what it was told last is
// what it writes then. It is told nothing when there is nothing to give back. It has a name of its own, so that whoever kills
// programs by their name does not kill it too; and the line is a socket, so that a guard that was killed all the same is an
// error of send() and not a signal that ends the program.

// Tells the guard, in one piece; 0 when there is none any more.
static inline int clearway_tell_guard(const char *restore, int length) {
  char message[1024 + sizeof(int)];
  int line = clearway_state()->guard_line;
  if (line < 0) return 1;
  if (length > 1024) length = 1024;
  memcpy(message, &length, sizeof length);
  if (length > 0) memcpy(message + sizeof length, restore, (size_t)length);
  return send(line, message, sizeof length + (size_t)length, MSG_NOSIGNAL) >= 0;
}

static inline int clearway_read_whole(int from, char *into, int count) {
  int got = 0;
  while (got < count) {
    ssize_t n = read(from, into + got, (size_t)(count - got));
    if (n > 0) got += (int)n;
    else if (n == 0 || errno != EINTR) return 0;
  }
  return 1;
}

// What the guard does until its end: only what a child of a program with threads may do.
static inline void clearway_guard(int from, int terminal, const struct termios *found) {
  static char restore[1024];
  struct termios ours, now;
  int length = 0;
  // Out of the group and the session: what is sent to all of them is not for the guard.
  setsid();
  prctl(PR_SET_NAME, "terminal-guard");
  for (int signal_number = 1; signal_number < 32; signal_number++) signal(signal_number, SIG_IGN);
  for (int other = 0; other < 1024; other++)
    if (other != from && other != terminal) close(other);
  for (;;) {
    int next = 0;
    if (!clearway_read_whole(from, (char *)&next, sizeof next)) break;
    if (next < 0 || next > (int)sizeof restore) _exit(1);
    if (next > 0 && !clearway_read_whole(from, restore, next)) break;
    length = next;
    if (length > 0) tcgetattr(terminal, &ours);
  }
  if (length == 0) _exit(0);
  for (int done = 0; done < length;) {
    ssize_t n = write(terminal, restore + done, (size_t)(length - done));
    if (n > 0) done += (int)n;
    else if (n < 0 && errno != EINTR && errno != EAGAIN) break;
  }
  // A shell that was faster has modes of its own by now, which must stay.
  if (tcgetattr(terminal, &now) == 0 && now.c_lflag == ours.c_lflag && now.c_oflag == ours.c_oflag &&
      now.c_iflag == ours.c_iflag)
    tcsetattr(terminal, TCSANOW, found);
  _exit(0);
}

// Starts the guard; without one everything else still works.
static inline void clearway_start_guard(int terminal, const struct termios *found) {
  int ends[2];
  if (clearway_state()->guard_line >= 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return;
  pid_t child = fork();
  if (child == 0) {
    close(ends[1]);
    clearway_guard(ends[0], terminal, found);
  }
  close(ends[0]);
  if (child < 0) {
    close(ends[1]);
    return;
  }
  clearway_state()->guard = child;
  clearway_state()->guard_line = ends[1];
}

// Sends the guard home.
static inline void clearway_end_guard(void) {
  int line = clearway_state()->guard_line;
  if (line < 0) return;
  clearway_tell_guard("", 0);
  clearway_state()->guard_line = -1;
  close(line);
  while (waitpid(clearway_state()->guard, NULL, 0) < 0 && errno == EINTR) {}
}

static inline void clearway_rescue_now(void) {
  int terminal = __atomic_exchange_n(&clearway_state()->terminal, -1, __ATOMIC_SEQ_CST);
  if (terminal < 0) return;
  int from = 0;
  int which = __atomic_load_n(&clearway_state()->which, __ATOMIC_SEQ_CST);
  int length = clearway_state()->restore_length[which];
  for (int tries = 0; from < length && tries < 64; tries++) {
    ssize_t n = write(terminal, clearway_state()->restore[which] + from, (size_t)(length - from));
    if (n > 0) from += (int)n;
    else if (n < 0 && errno != EINTR && errno != EAGAIN) break;
  }
  tcsetattr(terminal, TCSANOW, &clearway_state()->found);
  clearway_tell_guard("", 0);
}

// A fault: give the terminal back, then let whoever handled the signal before have it.
static inline void clearway_on_fault(int number) {
  clearway_rescue_now();
  for (int i = 0; i < CLEARWAY_SIGNALS; i++)
    if (clearway_signal(i) == number) sigaction(number, &clearway_state()->before[i], NULL);
  raise(number);
}

static inline void clearway_on_signal(int number) {
  int saved = errno;
  unsigned flag = number == SIGWINCH  ? CLEARWAY_RESIZED
                  : number == SIGTERM ? CLEARWAY_TERMINATED
                  : number == SIGINT  ? CLEARWAY_INTERRUPTED
                  : number == SIGHUP  ? CLEARWAY_HUNG_UP
                  : number == SIGTSTP ? CLEARWAY_SUSPENDED
                                      : CLEARWAY_CONTINUED;
  unsigned before = __atomic_fetch_or(&clearway_state()->flags, flag, __ATOMIC_SEQ_CST);
  // Asked twice to end without an answer: the program hangs, so end it without asking.
  if (before & flag & (CLEARWAY_TERMINATED | CLEARWAY_INTERRUPTED | CLEARWAY_HUNG_UP)) clearway_on_fault(number);
  uint64_t one = (uint64_t)1 << 32;
  if (clearway_state()->event >= 0 && write(clearway_state()->event, &one, sizeof one) < 0) errno = saved;
  errno = saved;
}

static inline void clearway_note_handlers(void) {
  for (int i = 0; i < CLEARWAY_SIGNALS; i++) sigaction(clearway_signal(i), NULL, &clearway_state()->before[i]);
}

// Says which bytes give the terminal back from now on.
static inline void clearway_set_restoring(const char *restore, int length) {
  int other = 1 - clearway_state()->which;
  int room = (int)sizeof clearway_state()->restore[other];
  clearway_state()->restore_length[other] = length < room ? length : room;
  memcpy(clearway_state()->restore[other], restore, (size_t)clearway_state()->restore_length[other]);
  __atomic_store_n(&clearway_state()->which, other, __ATOMIC_SEQ_CST);
}

static inline void clearway_arm(int terminal, int event, const struct termios *found, const char *restore, int length) {
  clearway_state()->found = *found;
  clearway_set_restoring(restore, length);
  clearway_state()->event = event;
  clearway_state()->flags = 0;
  __atomic_store_n(&clearway_state()->terminal, terminal, __ATOMIC_SEQ_CST);
  stack_t stack = {.ss_sp = clearway_state()->stack, .ss_size = sizeof clearway_state()->stack};
  stack_t present;
  // A thread that already has a stack for its handlers keeps it.
  if (sigaltstack(NULL, &present) == 0 && (present.ss_flags & SS_DISABLE)) sigaltstack(&stack, NULL);
  for (int i = 0; i < CLEARWAY_SIGNALS; i++) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = i < 6 ? clearway_on_signal : clearway_on_fault;
    action.sa_flags = i < 6 ? SA_RESTART : SA_ONSTACK;
    sigaction(clearway_signal(i), &action, NULL);
  }
}

static inline void clearway_disarm(void) {
  __atomic_store_n(&clearway_state()->terminal, -1, __ATOMIC_SEQ_CST);
  for (int i = 0; i < CLEARWAY_SIGNALS; i++) sigaction(clearway_signal(i), &clearway_state()->before[i], NULL);
  clearway_state()->event = -1;
}

static inline unsigned clearway_take_flags(void) { return __atomic_exchange_n(&clearway_state()->flags, 0, __ATOMIC_SEQ_CST); }

// Stops this process as ctrl-z does; returns when it is continued. The handler is set aside meanwhile.
static inline void clearway_stop_here(void) {
  struct sigaction ours, plain;
  memset(&plain, 0, sizeof plain);
  sigemptyset(&plain.sa_mask);
  plain.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &plain, &ours);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
}
