// SPDX-License-Identifier: Apache-2.0
// LFP: all requirements on the path between an instance and its daemon (docs/sources.md), in the
// order of their IDs. Those named LFPO are the kit's own profile, docs/profiles/lfp-open-1.md.
// Those that only the values of calls can break are in the table of calls/requirements.hpp.
#pragma once

#include <array>
#include <cstddef>

#include "model/lfp/requirements_carrier.hpp"
#include "model/lfp/requirements_configuration.hpp"
#include "model/lfp/requirements_open.hpp"
#include "model/lfp/requirements_profile.hpp"
#include "model/lfp/requirements_sockets.hpp"

namespace pathproof::lfp::req {

inline constexpr std::array all{
    &lfp_001,  &lfp_002,  &lfp_005,  &lfp_009,  &lfp_010,  &lfp_011,  &lfp_012,  &lfp_014,
    &lfp_015,  &lfp_016,  &lfp_017,  &lfp_019,  &lfp_020,  &lfp_022,  &lfp_023,  &lfp_024,
    &lfp_030,  &lfp_031,  &lfp_033,  &lfp_034,  &lfp_035,  &lfp_036,  &lfp_040,  &lfp_041,
    &lfp_042,  &lfp_043,  &lfp_044,  &lfp_045,  &lfp_046,  &lfp_047,  &lfp_048,  &lfp_049,
    &lfp_050,  &lfp_051,  &lfp_052,  &lfp_053,  &lfp_054,  &lfp_055,  &lfp_056,  &lfp_057,
    &lfp_058,  &lfp_059,  &lfp_060,  &lfp_062,  &lfp_063,  &lfp_064,  &lfp_065,  &lfp_066,
    &lfp_067,  &lfp_070,  &lfp_071,  &lfp_072,  &lfp_074,  &lfp_076,  &lfp_077,  &lfp_078,
    &lfp_079,  &lfp_080,  &lfp_081,  &lfp_082,  &lfp_084,  &lfp_085,  &lfp_086,  &lfp_087,
    &lfp_088,  &lfp_089,  &lfp_090,  &lfp_091,  &lfp_092,  &lfp_093,  &lfp_096,  &lfp_097,
    &lfp_098,  &lfp_099,  &lfp_100,  &lfp_101,  &lfp_102,  &lfp_103,  &lfp_104,  &lfp_105,
    &lfp_106,  &lfp_107,  &lfp_108,  &lfp_109,  &lfp_110,  &lfp_111,  &lfp_112,  &lfp_113,
    &lfp_115,  &lfp_116,  &lfp_117,  &lfp_118,  &lfp_119,  &lfp_120,  &lfp_121,  &lfp_122,
    &lfp_123,  &lfp_124,  &lfp_125,  &lfp_126,  &lfp_127,  &lfp_128,  &lfp_129,  &lfp_130,
    &lfp_131,  &lfp_132,  &lfp_133,  &lfp_135,  &lfp_136,  &lfp_137,  &lfp_138,  &lfp_139,
    &lfp_140,  &lfp_141,  &lfp_142,  &lfp_150,  &lfp_151,  &lfp_160,  &lfp_161,  &lfp_162,
    &lfp_163,  &lfp_164,  &lfp_165,  &lfp_166,  &lfp_167,  &lfp_168,  &lfp_169,  &lfp_170,
    &lfp_171,  &lfp_172,  &lfp_173,  &lfp_174,  &lfp_175,  &lfpo_001, &lfpo_002, &lfpo_003,
    &lfpo_004, &lfpo_005, &lfpo_007, &lfpo_008, &lfpo_009, &lfpo_010, &lfpo_011, &lfpo_012,
    &lfpo_013, &lfpo_014, &lfpo_015, &lfpo_016, &lfpo_023, &lfpo_024, &lfpo_025, &lfpo_026};

// Each ID is greater than the one before: none is given twice.
template <std::size_t count>
consteval bool ids_ascend(const std::array<const Requirement*, count>& table) {
  for (std::size_t i = 1; i < count; ++i) {
    if (!(table[i - 1]->id < table[i]->id)) {
      return false;
    }
  }
  return true;
}

static_assert(ids_ascend(all), "the IDs of requirements are unique and in order");

} // namespace pathproof::lfp::req
