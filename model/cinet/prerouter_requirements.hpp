// SPDX-License-Identifier: Apache-2.0
// The prerouter of Common INET: all requirements, in the order of their IDs.
#pragma once

#include <array>
#include <cstddef>

#include "model/cinet/requirements_configuration.hpp"
#include "model/cinet/requirements_prerouter_changes.hpp"
#include "model/cinet/requirements_prerouter_dialogue.hpp"
#include "model/cinet/requirements_sockets.hpp"

namespace pathproof::cinet::prerouter {

namespace req = pathproof::cinet::req;

inline constexpr std::array requirements{
    &req::cinet_005, &req::cinet_014, &req::cinet_017, &req::cinet_018, &req::cinet_019,
    &req::cinet_020, &req::cinet_024, &req::cinet_040, &req::cinet_041, &req::cinet_042,
    &req::cinet_043, &req::cinet_044, &req::cinet_045, &req::cinet_046, &req::cinet_060,
    &req::cinet_062, &req::cinet_089, &req::cinet_110, &req::cinet_111, &req::pre_001,
    &req::pre_002,   &req::pre_003,   &req::pre_004,   &req::pre_005,   &req::pre_006,
    &req::pre_007,   &req::pre_008,   &req::pre_009,   &req::pre_010,   &req::pre_011,
    &req::pre_012,   &req::pre_013,   &req::pre_014,   &req::pre_015,   &req::pre_016,
    &req::pre_017,   &req::pre_018,   &req::pre_019,   &req::pre_020,   &req::pre_021,
    &req::pre_022,   &req::pre_030,   &req::pre_031,   &req::pre_032,   &req::pre_033,
    &req::pre_034,   &req::pre_035,   &req::pre_036,   &req::pre_037,   &req::pre_038,
    &req::pre_040,   &req::pre_041,   &req::pre_042,   &req::pre_043,   &req::pre_050,
    &req::pre_051,   &req::pre_052,   &req::pre_053,   &req::pre_054,   &req::pre_055,
    &req::pre_056,   &req::pre_057,   &req::pre_058,   &req::pre_059,   &req::pre_070,
    &req::pre_071,   &req::pre_072,   &req::pre_073,   &req::pre_074,   &req::pre_075,
    &req::pre_076,   &req::pre_080,   &req::pre_081,   &req::pre_082,   &req::pre_083,
    &req::pre_084,   &req::pre_085,   &req::pre_090,   &req::pre_091,   &req::pre_092,
    &req::pre_093,   &req::pre_094,   &req::pre_095,   &req::pre_096,   &req::pre_097,
    &req::pre_098,   &req::pre_099,   &req::pre_100,   &req::prk_001};

// Each ID is greater than the one before: sorted in each family, none given twice.
consteval bool ids_ascend() {
  for (std::size_t i = 1; i < requirements.size(); ++i) {
    if (!(requirements[i - 1]->id < requirements[i]->id)) {
      return false;
    }
  }
  return true;
}

static_assert(ids_ascend(), "the IDs of requirements are unique and in order");

} // namespace pathproof::cinet::prerouter
