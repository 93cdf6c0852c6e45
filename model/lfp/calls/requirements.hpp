// SPDX-License-Identifier: Apache-2.0
// The values that socket calls carry: the requirements that they show to be kept or broken, in the
// order of their IDs.
#pragma once

#include <array>
#include <cstddef>

#include "model/lfp/requirements.hpp"

namespace pathproof::lfp::values {

namespace req = pathproof::lfp::req;

inline constexpr std::array requirements{&req::lfp_002,
                                         &req::lfp_061,
                                         &req::lfp_083,
                                         &req::lfp_094,
                                         &req::lfp_095,
                                         &req::lfp_140,
                                         &req::lfp_162,
                                         &req::lfp_169,
                                         &req::lfp_175,
                                         &req::lfpo_004,
                                         &req::lfpo_006,
                                         &req::lfpo_007,
                                         &req::lfpo_008,
                                         &req::lfpo_017,
                                         &req::lfpo_018,
                                         &req::lfpo_019,
                                         &req::lfpo_020,
                                         &req::lfpo_021,
                                         &req::lfpo_022};

static_assert(req::ids_ascend(requirements), "the IDs of requirements are unique and in order");

} // namespace pathproof::lfp::values
