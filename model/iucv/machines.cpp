// SPDX-License-Identifier: Apache-2.0
#include "model/iucv/machines.hpp"

namespace pathproof::iucv {

std::vector<std::unique_ptr<Machine>> machines() {
  std::vector<std::unique_ptr<Machine>> all;
  all.push_back(make_whole());
  all.push_back(make_authorization());
  all.push_back(make_path());
  return all;
}

} // namespace pathproof::iucv
