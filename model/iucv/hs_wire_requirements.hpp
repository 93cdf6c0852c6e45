// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets: the requirements that a connection's frames show to be kept or broken,
// in the order of their IDs.
#pragma once

#include <array>

#include "model/iucv/hs_requirements.hpp"

namespace pathproof::iucv::wire {

namespace req = pathproof::iucv::req;

inline constexpr std::array requirements{
    &req::hs_003,   &req::hs_004,   &req::hs_005,   &req::hs_008,   &req::iucv_200, &req::iucv_201,
    &req::iucv_203, &req::iucv_204, &req::iucv_205, &req::iucv_206, &req::iucv_208, &req::iucv_209,
    &req::iucv_213, &req::iucv_216, &req::iucv_230, &req::iucv_231, &req::iucv_232, &req::iucv_233,
    &req::iucv_234, &req::iucv_235, &req::iucv_238, &req::iucv_250, &req::iucv_251, &req::iucv_252,
    &req::iucv_254, &req::iucv_256, &req::iucv_257, &req::iucv_259};

static_assert(hs::ids_ascend(requirements), "the IDs of requirements are unique and in order");

} // namespace pathproof::iucv::wire
