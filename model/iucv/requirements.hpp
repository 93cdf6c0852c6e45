// SPDX-License-Identifier: Apache-2.0
// IUCV at CP level: all requirements, in the order of their IDs. Those of AF_IUCV, of Linux and of
// its HiperSockets transport are not among them.
#pragma once

#include <array>
#include <cstddef>

#include "model/iucv/requirements_messages.hpp"
#include "model/iucv/requirements_paths.hpp"

namespace pathproof::iucv::req {

inline constexpr std::array all{
    &iucv_001, &iucv_002, &iucv_003, &iucv_004, &iucv_005, &iucv_006, &iucv_007, &iucv_008,
    &iucv_009, &iucv_010, &iucv_011, &iucv_012, &iucv_013, &iucv_014, &iucv_015, &iucv_016,
    &iucv_017, &iucv_018, &iucv_019, &iucv_020, &iucv_021, &iucv_022, &iucv_023, &iucv_024,
    &iucv_025, &iucv_026, &iucv_027, &iucv_028, &iucv_029, &iucv_030, &iucv_031, &iucv_032,
    &iucv_033, &iucv_034, &iucv_035, &iucv_036, &iucv_037, &iucv_038, &iucv_039, &iucv_040,
    &iucv_041, &iucv_060, &iucv_061, &iucv_062, &iucv_063, &iucv_064, &iucv_065, &iucv_066,
    &iucv_067, &iucv_068, &iucv_069, &iucv_070, &iucv_072, &iucv_080, &iucv_081, &iucv_082,
    &iucv_083, &iucv_084, &iucv_085, &iucv_086, &iucv_087, &iucv_088, &iucv_089, &iucv_090,
    &iucv_091, &iucv_092, &iucv_093, &iucv_094, &iucv_095, &iucv_096, &iucv_097, &iucv_098,
    &iucv_099, &iucv_100, &iucv_101, &iucv_102, &iucv_103, &iucv_104, &iucv_105, &iucv_106,
    &iucv_107, &iucv_108, &iucv_109, &iucv_110, &iucv_131, &iucv_140, &iucv_141, &iucv_142,
    &iucv_143, &iucv_144, &iucv_145, &iucv_160, &iucv_161, &iucv_162, &iucv_163, &iucv_164,
    &iucv_165, &iucv_166, &iucv_167, &iucv_290, &iucv_291};

// Each ID is greater than the one before: none is given twice.
consteval bool ids_ascend() {
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (!(all[i - 1]->id < all[i]->id)) {
      return false;
    }
  }
  return true;
}

static_assert(ids_ascend(), "the IDs of requirements are unique and in order");

} // namespace pathproof::iucv::req
