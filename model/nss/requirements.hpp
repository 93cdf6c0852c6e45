// SPDX-License-Identifier: Apache-2.0
// Named saved systems: all requirements (docs/sources.md), in the order of their IDs.
#pragma once

#include <array>
#include <cstddef>

#include "model/nss/requirements_definition.hpp"
#include "model/nss/requirements_loading.hpp"
#include "model/nss/requirements_saving.hpp"

namespace pathproof::nss::req {

inline constexpr std::array all{
    &nss_001, &nss_002, &nss_003, &nss_004, &nss_005, &nss_006, &nss_007, &nss_008, &nss_009,
    &nss_010, &nss_011, &nss_012, &nss_013, &nss_014, &nss_015, &nss_016, &nss_020, &nss_021,
    &nss_022, &nss_023, &nss_024, &nss_030, &nss_031, &nss_032, &nss_033, &nss_034, &nss_035,
    &nss_036, &nss_037, &nss_038, &nss_039, &nss_040, &nss_041, &nss_042, &nss_043, &nss_044,
    &nss_050, &nss_051, &nss_052, &nss_053, &nss_054, &nss_055, &nss_056, &nss_057, &nss_058,
    &nss_059, &nss_060, &nss_061, &nss_070, &nss_071, &nss_072, &nss_073, &nss_074, &nss_075,
    &nss_076, &nss_077, &nss_078, &nss_079, &nss_080, &nss_081, &nss_082, &nss_083, &nss_090,
    &nss_091, &nss_092, &nss_093, &nss_094};

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

} // namespace pathproof::nss::req
