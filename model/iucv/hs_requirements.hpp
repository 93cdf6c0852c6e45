// SPDX-License-Identifier: Apache-2.0
// AF_IUCV over HiperSockets: all requirements on an endpoint, in the order of their IDs.
#pragma once

#include <array>
#include <cstddef>

#include "model/iucv/requirements_hs_frame.hpp"
#include "model/iucv/requirements_hs_handshake.hpp"
#include "model/iucv/requirements_hs_promises.hpp"
#include "model/iucv/requirements_hs_teardown.hpp"
#include "model/iucv/requirements_hs_window.hpp"

namespace pathproof::iucv::hs {

namespace req = pathproof::iucv::req;

inline constexpr std::array requirements{
    &req::hs_001,   &req::hs_002,   &req::hs_003,   &req::hs_004,   &req::hs_005,   &req::hs_006,
    &req::hs_007,   &req::hs_101,   &req::hs_102,   &req::hs_103,   &req::hs_104,   &req::hs_105,
    &req::hs_106,   &req::hs_107,   &req::hs_108,   &req::hs_109,   &req::iucv_192, &req::iucv_193,
    &req::iucv_194, &req::iucv_195, &req::iucv_196, &req::iucv_197, &req::iucv_200, &req::iucv_201,
    &req::iucv_202, &req::iucv_203, &req::iucv_204, &req::iucv_205, &req::iucv_206, &req::iucv_207,
    &req::iucv_208, &req::iucv_209, &req::iucv_210, &req::iucv_211, &req::iucv_212, &req::iucv_213,
    &req::iucv_214, &req::iucv_215, &req::iucv_216, &req::iucv_217, &req::iucv_218, &req::iucv_219,
    &req::iucv_230, &req::iucv_231, &req::iucv_232, &req::iucv_233, &req::iucv_234, &req::iucv_235,
    &req::iucv_236, &req::iucv_237, &req::iucv_238, &req::iucv_239, &req::iucv_240, &req::iucv_241,
    &req::iucv_242, &req::iucv_243, &req::iucv_244, &req::iucv_245, &req::iucv_250, &req::iucv_251,
    &req::iucv_252, &req::iucv_253, &req::iucv_254, &req::iucv_255, &req::iucv_256, &req::iucv_257,
    &req::iucv_258, &req::iucv_259, &req::iucv_270, &req::iucv_271, &req::iucv_272, &req::iucv_273,
    &req::iucv_274, &req::iucv_275, &req::iucv_276, &req::iucv_277, &req::iucv_278, &req::iucv_279,
    &req::iucv_280, &req::iucv_281, &req::iucv_282, &req::iucv_283, &req::iucv_284};

// Each ID is greater than the one before: none is given twice.
template <std::size_t Size>
consteval bool ids_ascend(const std::array<const Requirement*, Size>& table) {
  for (std::size_t i = 1; i < Size; ++i) {
    if (!(table[i - 1]->id < table[i]->id)) {
      return false;
    }
  }
  return true;
}

static_assert(ids_ascend(requirements), "the IDs of requirements are unique and in order");

} // namespace pathproof::iucv::hs
