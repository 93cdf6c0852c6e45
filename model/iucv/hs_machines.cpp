// SPDX-License-Identifier: Apache-2.0
#include "model/iucv/hs_machines.hpp"

namespace pathproof::iucv::hs {

std::vector<std::unique_ptr<Machine>> machines() {
  std::vector<std::unique_ptr<Machine>> all;
  all.push_back(make_whole());
  all.push_back(make_listen());
  all.push_back(make_connect());
  all.push_back(make_data());
  all.push_back(make_ends());
  all.push_back(make_extremes());
  all.push_back(make_window());
  return all;
}

} // namespace pathproof::iucv::hs
