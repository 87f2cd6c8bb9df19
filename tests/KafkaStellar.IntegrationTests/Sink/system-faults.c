/* What a test makes go wrong between a program and the system it runs on, by LD_PRELOAD; SystemFaults.cs says what and why. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define DAY 86400L
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum { NOTHING = 0, HALF = -1, AFTER = -2 }; /* and an errno, above 0 */

struct rule { char call[16], part[128], action[16]; int visit; atomic_int visits; };

static struct rule rules[8];
static int rule_count;
static const char *only_while;
static int days[2] = { 0, 0 }; /* the clock's distance from the true one; with two of them it leaps between them every tenth of a second */

__attribute__((constructor)) static void read_rules(void)
{
    const char *text = getenv("SYSTEM_FAULTS"), *clock = getenv("SYSTEM_CLOCK_DAYS");
    only_while = getenv("SYSTEM_FAULTS_WHILE");
    if (clock && sscanf(clock, "%d,%d", &days[0], &days[1]) == 1) days[1] = days[0];
    for (; text && *text && rule_count < 8; text = strchr(text, ';') ? strchr(text, ';') + 1 : "")
    {
        struct rule *rule = &rules[rule_count];
        if (sscanf(text, "%15[^|]|%127[^|]|%d|%15[^;]", rule->call, rule->part, &rule->visit, rule->action) == 4) rule_count++;
    }
}

static void die(void)
{
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* What is to happen at a call; a part that ends with $ must end the path. */
static int fate(const char *call, const char *path)
{
    for (struct rule *rule = rules; rule < rules + rule_count; rule++)
    {
        size_t length = strlen(rule->part), path_length = strlen(path);
        int ends = rule->part[length - 1] == '$';
        if (strcmp(rule->call, call) != 0) continue;
        if (ends ? path_length < length - 1 || strncmp(path + path_length - (length - 1), rule->part, length - 1) != 0 : !strstr(path, rule->part)) continue;
        if (only_while && access(only_while, F_OK) != 0) continue;
        int visit = atomic_fetch_add(&rule->visits, 1) + 1;
        if (rule->visit > 0 ? visit != rule->visit : visit < -rule->visit) continue;
        if (visit == abs(rule->visit)) dprintf(2, "System fault at %s %s: %s.\n", call, path, rule->action);
        if (strcmp(rule->action, "kill") == 0) die();
        return strcmp(rule->action, "half") == 0 ? HALF : strcmp(rule->action, "after") == 0 ? AFTER : atoi(rule->action);
    }

    return NOTHING;
}

static int fate_of_file(const char *call, int file)
{
    char link[64], path[PATH_MAX];
    if (rule_count == 0) return NOTHING;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return NOTHING;
    path[length] = 0;
    return fate(call, path);
}

/* fates: what comes before, the call, what comes after */
#define DO(type, what, doing, doing_half) \
    int end = what; \
    if (end > 0) { errno = end; return -1; } \
    if (end == HALF) { (void)!(doing_half); die(); } \
    type answer = doing; \
    if (end == AFTER) die(); \
    return answer

ssize_t write(int file, const void *bytes, size_t count)
{
    DO(ssize_t, fate_of_file("write", file), NEXT(write)(file, bytes, count), NEXT(write)(file, bytes, count / 2));
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at)
{
    DO(ssize_t, fate_of_file("write", file), NEXT(pwrite)(file, bytes, count, at), NEXT(pwrite)(file, bytes, count / 2, at));
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at)
{
    DO(ssize_t, fate_of_file("write", file), NEXT(pwrite64)(file, bytes, count, at), NEXT(pwrite64)(file, bytes, count / 2, at));
}

int fsync(int file)
{
    struct stat kind;
    int folder = fstat(file, &kind) == 0 && S_ISDIR(kind.st_mode);
    DO(int, fate_of_file(folder ? "fsync-folder" : "fsync", file), NEXT(fsync)(file), 0);
}

int link(const char *from, const char *to)
{
    DO(int, fate("link", to), NEXT(link)(from, to), 0);
}

/* .NET asks for these two by their names, of the system's own library. */
void *dlsym(void *restrict library, const char *restrict name)
{
    static void *(*next)(void *, const char *);
    static const char *const versions[] = { "GLIBC_2.34", "GLIBC_2.17", "GLIBC_2.2.5" };
    for (int i = 0; !next && i < 3; i++) next = (void *(*)(void *, const char *))dlvsym(RTLD_NEXT, "dlsym", versions[i]);
    if (library != RTLD_NEXT && strcmp(name, "link") == 0) return (void *)link;
    if (library != RTLD_NEXT && strcmp(name, "fsync") == 0) return (void *)fsync;
    return next(library, name);
}

/* ---- the clock: that of the wall only; the other one no system sets ------------------------------------------------------------------- */

/* Not for Kafka's client, which waits until times of it by calls that know the true one. */
static long off_by(const void *caller)
{
    Dl_info who;
    struct timespec now;
    if (days[0] == 0 || (dladdr(caller, &who) && who.dli_fname && strstr(who.dli_fname, "librdkafka"))) return 0;
    NEXT(clock_gettime)(CLOCK_MONOTONIC, &now);
    return days[now.tv_nsec / 100000000 % 2] * DAY;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int answer = NEXT(clock_gettime)(clock, now);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) now->tv_sec += off_by(__builtin_return_address(0));
    return answer;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    int answer = NEXT(gettimeofday)(now, zone);
    now->tv_sec += off_by(__builtin_return_address(0));
    return answer;
}

time_t time(time_t *now)
{
    time_t answer = NEXT(time)(NULL) + off_by(__builtin_return_address(0));
    if (now) *now = answer;
    return answer;
}
