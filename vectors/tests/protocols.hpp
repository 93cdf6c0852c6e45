// SPDX-License-Identifier: Apache-2.0
// The protocols, each with all that judges it and all that it is judged by.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conformance/cases/cinet/cases.hpp"
#include "conformance/cases/cinet/prerouter_cases.hpp"
#include "conformance/cases/iucv/cases.hpp"
#include "conformance/cases/iucv/hs_cases.hpp"
#include "conformance/cases/iucv/hs_wire.hpp"
#include "conformance/cases/lfp/calls/cases.hpp"
#include "conformance/cases/lfp/cases.hpp"
#include "conformance/cases/nss/cases.hpp"
#include "model/cinet/machines.hpp"
#include "model/cinet/prerouter_machines.hpp"
#include "model/iucv/hs_machines.hpp"
#include "model/iucv/hs_wire_machines.hpp"
#include "model/iucv/machines.hpp"
#include "model/lfp/calls/machines.hpp"
#include "model/lfp/machines.hpp"
#include "model/nss/machines.hpp"
#include "vectors/vector.hpp"

namespace pathproof::vectors {

// A protocol: the model that judges, its cases, its vectors.
struct Judged {
  std::unique_ptr<Machine> machine;
  std::vector<Case> cases;
  std::vector<Vector> corpus;
};

inline Judged judged(std::unique_ptr<Machine> machine, CaseTable table) {
  Judged made{std::move(machine), std::move(table.cases), {}};
  const std::string directory = PATHPROOF_SOURCE_DIR "/vectors/corpus";
  for (const Corpus& one : corpora_of(directory, table.model)) {
    made.corpus.insert(made.corpus.end(), one.vectors.begin(), one.vectors.end());
  }
  return made;
}

inline const std::vector<Judged>& protocols() {
  static const std::vector<Judged> all = [] {
    std::vector<Judged> made;
    made.push_back(judged(cinet::make_whole(), cinet::cases()));
    made.push_back(judged(cinet::prerouter::make_whole(), cinet::prerouter::cases()));
    made.push_back(judged(iucv::make_whole(), iucv::cases()));
    made.push_back(judged(iucv::hs::make_whole(), iucv::hs::cases()));
    made.push_back(judged(iucv::wire::make_whole(), iucv::wire::cases()));
    made.push_back(judged(lfp::make_whole(), lfp::cases()));
    made.push_back(judged(lfp::values::make_whole(), lfp::values::cases()));
    made.push_back(judged(nss::make_whole(), nss::cases()));
    return made;
  }();
  return all;
}

} // namespace pathproof::vectors
