// SPDX-License-Identifier: Apache-2.0
// What a daemon says on the path, as labels.
#pragma once

#include <cstdint>

#include "conformance/iut/lfp/judged_path.hpp"
#include "model/core/label.hpp"
#include "model/lfp/labels.hpp"

namespace pathproof::iut::lfp {

Label label_of(profile::Show kind,
               std::uint32_t first = 0,
               std::uint32_t second = 0,
               std::uint32_t third = 0,
               std::uint32_t fourth = 0);

// The hello that the label of an instance says, with the names of `names`. The daemon does not ask
// when the instance returns credit: the percentage is the nearest one.
profile::Hello hello_of(const Label& label, const profile::Hello& names);

// Of the daemon's answer to that hello.
Label hello_label(const profile::Hello& said, const profile::Hello& ours);

// Of a message behind hello that confirms so many of the instance's. Sockets from `sockets` on are
// unlisted. Throws SystemFailed for one that no label shows.
Label daemon_label(const profile::Message& message, std::uint32_t confirms, unsigned sockets);

// Of what is no message: nonsense or too_long.
Label daemon_label_of_wrong(const Arrival& arrival);

} // namespace pathproof::iut::lfp
