// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_hs.hpp"

namespace pathproof::symbolic {

std::vector<HsModel> models_of_hs() {
  return {hs_whole(), hs_listen(), hs_connect(), hs_data(), hs_ends(), hs_extremes(), hs_window()};
}

} // namespace pathproof::symbolic
