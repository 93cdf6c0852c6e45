// SPDX-License-Identifier: Apache-2.0
// Which CPU a thread of the kit and the processes it starts share.
#pragma once

#include <sched.h>

#include <optional>

namespace pathproof::iut {

// The CPUs a child is to run on; empty when it may inherit those of the thread that starts it.
using ChildCpus = std::optional<cpu_set_t>;

// Pins the calling thread to one CPU, unless it is pinned already, and gives back that CPU. Threads
// get the least used of the CPUs that the process was allowed at the start. Empty when the system
// does not let us.
ChildCpus share_cpu();

// The CPUs the calling thread had before share_cpu() pinned it; empty when it did not.
ChildCpus unshared_cpus();

// Undoes share_cpu() for the calling thread, so that threads it starts may run everywhere again.
void release_cpu();

} // namespace pathproof::iut
