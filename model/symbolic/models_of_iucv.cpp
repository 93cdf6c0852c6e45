// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/models_of_iucv.hpp"

namespace pathproof::symbolic {

std::vector<IucvModel> models_of_iucv() {
  return {iucv_whole(),
          iucv_path(),
          iucv_message(),
          iucv_completion(),
          iucv_parameter_list(),
          iucv_polling(),
          iucv_limit(),
          iucv_interrupt(),
          iucv_authorization(),
          iucv_every_limit()};
}

} // namespace pathproof::symbolic
