#define _GNU_SOURCE
#include "CScheduling.h"

#if defined(__linux__)

#include <sched.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SCHED_FLAG_RESET_ON_FORK
#define SCHED_FLAG_RESET_ON_FORK 1
#endif

// As the kernel has it (linux/sched/types.h, first version): C libraries before glibc 2.41 have no name for it.
struct attributes {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime;
    uint64_t deadline;
    uint64_t period;
};

static int get(struct attributes *attributes) {
    memset(attributes, 0, sizeof *attributes);
    return (int)syscall(SYS_sched_getattr, 0, attributes, sizeof *attributes, 0);
}

void creel_scheduling_take_short_turns(uint64_t nanoseconds) {
    struct attributes attributes;
    // What is not about turns stays as it is.
    if (get(&attributes) != 0) return;
    attributes.size = sizeof attributes;
    // Queues start their threads from whichever hands them work.
    attributes.flags |= SCHED_FLAG_RESET_ON_FORK;
    attributes.runtime = nanoseconds;
    syscall(SYS_sched_setattr, 0, &attributes, 0);
}

uint64_t creel_scheduling_turn(void) {
    struct attributes attributes;
    return get(&attributes) == 0 ? attributes.runtime : 0;
}

void creel_scheduling_take_leavings(void) {
    struct sched_param parameter = {.sched_priority = 0};
    sched_setscheduler(0, SCHED_IDLE, &parameter);
}

#else

void creel_scheduling_take_short_turns(uint64_t nanoseconds) { (void)nanoseconds; }

uint64_t creel_scheduling_turn(void) { return 0; }

void creel_scheduling_take_leavings(void) {}

#endif
