// How soon the kernel lets a thread run: sched(7). The calls are not to be had from Swift.

#ifndef CSCHEDULING_H
#define CSCHEDULING_H

#include <stdint.h>

/// Has the calling thread run in turns of so many nanoseconds: of those that want the processor, one whose turns are
/// shorter comes sooner when it wakes, and has no more of it in all. Threads that it starts have the usual turns. Where
/// the kernel knows no such turns, as Linux before 6.12 and other systems do not, nothing changes.
void creel_scheduling_take_short_turns(uint64_t nanoseconds);

/// Nanoseconds of a turn of the calling thread; 0 where the kernel does not tell.
uint64_t creel_scheduling_turn(void);

/// Lets the calling thread have what all others leave; where that is refused, nothing changes.
void creel_scheduling_take_leavings(void);

#endif
