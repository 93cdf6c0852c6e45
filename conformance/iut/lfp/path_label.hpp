// SPDX-License-Identifier: Apache-2.0
// What a side under test says on the path, as labels.
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

// The hello that a label says, with the names of `names`. The other side does not ask when credit
// is returned: the percentage is the nearest one.
profile::Hello hello_of(const Label& label, const profile::Hello& names);

// One that says these names and what any side can bear.
profile::Hello usual_hello(const profile::Hello& names);

// Sides are those of labels: 0 the instance, 1 the daemon.

// Of the side's hello to the kit, which says `ours`.
Label hello_label(unsigned side, const profile::Hello& said, const profile::Hello& ours);

// Of a message of the side behind hello that confirms so many of the kit's. `socket` is what labels
// call the socket of data, credit and ends. Throws SystemFailed for one that no label shows.
Label message_label(unsigned side,
                    const profile::Message& message,
                    std::uint32_t socket,
                    std::uint32_t confirms);

// Of what is no message: nonsense or too_long.
Label wrong_label(unsigned side, const Arrival& arrival);

} // namespace pathproof::iut::lfp
