// SPDX-License-Identifier: Apache-2.0
#include "model/iucv/machines.hpp"

namespace pathproof::iucv {

std::vector<std::unique_ptr<Machine>> machines() {
  std::vector<std::unique_ptr<Machine>> all;
  all.push_back(make_whole());
  all.push_back(make_path());
  all.push_back(make_message());
  all.push_back(make_completion());
  all.push_back(make_parameter_list());
  all.push_back(make_polling());
  all.push_back(make_limit());
  all.push_back(make_interrupt());
  all.push_back(make_authorization());
  all.push_back(make_every_limit());
  return all;
}

} // namespace pathproof::iucv
