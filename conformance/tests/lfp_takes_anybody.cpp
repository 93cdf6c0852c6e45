// SPDX-License-Identifier: Apache-2.0
// Planted in a daemon in a guest: it does not ask AF_IUCV who connects, and believes the hello.
#include "conformance/iut/lfp/iucv_carrier.hpp"

namespace pathproof::iut::lfp {

bool comes_from_peer(int /*connection*/, const IucvEnds& /*ends*/) {
  return true;
}

} // namespace pathproof::iut::lfp
