// SPDX-License-Identifier: Apache-2.0
#include "model/cinet/machines.hpp"

namespace pathproof::cinet {

std::vector<std::unique_ptr<Machine>> machines() {
  std::vector<std::unique_ptr<Machine>> all;
  all.push_back(make_whole());
  all.push_back(make_sockets());
  all.push_back(make_ioctl());
  all.push_back(make_shared_memory());
  all.push_back(make_objects());
  all.push_back(make_asynchronous_io());
  all.push_back(make_providers());
  all.push_back(make_recycle());
  return all;
}

} // namespace pathproof::cinet
