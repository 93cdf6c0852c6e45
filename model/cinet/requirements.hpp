// SPDX-License-Identifier: Apache-2.0
// Common INET: all requirements, in the order of their IDs. Those on the prerouter and on the
// selection of providers are in prerouter_requirements.hpp.
#pragma once

#include <array>
#include <cstddef>

#include "model/cinet/requirements_shared_memory.hpp"
#include "model/cinet/requirements_sockets.hpp"

namespace pathproof::cinet::req {

inline constexpr std::array all{
    &cinet_001, &cinet_002, &cinet_003, &cinet_004, &cinet_006, &cinet_007, &cinet_010, &cinet_011,
    &cinet_012, &cinet_013, &cinet_015, &cinet_016, &cinet_021, &cinet_022, &cinet_023, &cinet_025,
    &cinet_026, &cinet_027, &cinet_028, &cinet_060, &cinet_061, &cinet_062, &cinet_063, &cinet_064,
    &cinet_065, &cinet_066, &cinet_067, &cinet_068, &cinet_069, &cinet_070, &cinet_080, &cinet_081,
    &cinet_082, &cinet_083, &cinet_084, &cinet_085, &cinet_086, &cinet_087, &cinet_088, &cinet_090,
    &cinet_091, &cinet_100, &cinet_101, &cinet_102, &cinet_103, &cinet_104, &cinet_105, &cinet_106,
    &cinet_107, &cinet_108, &cinet_109, &cinet_112, &cinet_113, &smo_001,   &smo_002,   &smo_003,
    &smo_004,   &smo_005,   &smo_006,   &smo_007,   &smo_020,   &smo_021,   &smo_022,   &smo_023,
    &smo_024,   &smo_025,   &smo_026,   &smo_027,   &smo_028,   &smo_030,   &smo_031,   &smo_032,
    &smo_033,   &smo_034,   &smo_040,   &smo_041,   &smo_042,   &smo_043,   &smo_044,   &smo_045,
    &smo_046,   &smo_050,   &smo_051,   &smo_052,   &smo_053,   &smo_054,   &smo_055,   &smo_056,
    &smo_057,   &smo_058,   &smo_070,   &smo_071,   &smo_072,   &smo_073,   &smo_074,   &smo_075};

// Each ID is greater than the one before: sorted in each family, none given twice.
consteval bool ids_ascend() {
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (!(all[i - 1]->id < all[i]->id)) {
      return false;
    }
  }
  return true;
}

static_assert(ids_ascend(), "the IDs of requirements are unique and in order");

} // namespace pathproof::cinet::req
