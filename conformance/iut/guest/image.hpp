// SPDX-License-Identifier: Apache-2.0
// What a guest boots from. The first time a Debian kernel is downloaded and the agent is compiled;
// after that everything is in the cache and nothing is asked of the network.
#pragma once

#include <map>
#include <stdexcept>
#include <string>

namespace pathproof::iut {

// There can be no guest here; what() is one line that says why.
struct NoGuest : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct GuestImage {
  std::string cache;     // the folder that everything is in
  std::string kernel;    // a file
  std::string initramfs; // a file; its name changes with the kernel and the agent
  std::string release;   // of the kernel and of its package: "6.1.0-50-s390x 6.1.176-1"
  std::string qemu;      // its version, as it says it
};

// The agent's source files, by name.
using AgentSources = std::map<std::string, std::string>;
const AgentSources& agent_sources();

// Where the cache is unless told otherwise: the environment's PATHPROOF_GUEST_CACHE, or the folder
// "guest" in the build tree this program was built in.
std::string guest_cache();

// Makes what is not in the cache. Two runs at once make it once. Throws NoGuest where something is
// missing: a network, a package, a right.
GuestImage prepare_guest_image(const std::string& cache,
                               const AgentSources& agent = agent_sources());

// The same with one more program, of this name in its root, for what is started there beside the
// agent. The initramfs is written into `folder`. Throws UsageError for a file that cannot be read.
GuestImage with_program(GuestImage image,
                        const std::string& name,
                        const std::string& program,
                        const std::string& folder);

} // namespace pathproof::iut
