// SPDX-License-Identifier: Apache-2.0
#include "runner/proof_report.hpp"

#ifdef PATHPROOF_SYMBOLIC

#include <fmt/format.h>

namespace pathproof::runner {

void add_cases(const ModelDescription& model,
               const symbolic::ProveOptions& how,
               const symbolic::Proof& proof,
               RunResult& result) {
  using symbolic::Conclusion;
  for (const symbolic::InvariantProof& one : proof.invariants) {
    const InvariantDescription& invariant = model.invariants[one.invariant];
    CaseResult made;
    made.family = model.name;
    made.id = model.name + "/" + invariant.id;
    made.title = fmt::format("{} proof of {}", symbolic::to_string(how.method), invariant.id);
    for (const Requirement* cited : invariant.cites) {
      made.requirements.emplace_back(cited->id);
    }
    made.verdict = one.conclusion == Conclusion::proved     ? Verdict::pass
                   : one.conclusion == Conclusion::violated ? Verdict::fail
                                                            : Verdict::inconclusive;
    made.reason = one.conclusion == Conclusion::proved
                      ? ""
                      : std::string(symbolic::to_string(one.conclusion)) +
                            (one.reason.empty() ? "" : ": " + one.reason);
    if (one.counterexample) {
      for (const Step& step : one.counterexample->trace) {
        made.trace.push_back({std::string(model.roles[model.kinds[step.label.kind].role]),
                              print(step.label, model.kinds),
                              false});
      }
    }
    made.reproduction = fmt::format("pathproof prove {} --method {} --instances {}",
                                    model.name,
                                    symbolic::to_string(how.method),
                                    how.instances);
    result.cases.push_back(std::move(made));
  }
}

void add_records(const ModelDescription& model,
                 const symbolic::ProveOptions& how,
                 const symbolic::Proof& proof,
                 std::vector<ProofRecord>& records) {
  for (const symbolic::InvariantProof& one : proof.invariants) {
    const InvariantDescription& invariant = model.invariants[one.invariant];
    ProofRecord& made = records.emplace_back();
    made.model = model.name;
    made.invariant = invariant.id;
    for (const Requirement* cited : invariant.cites) {
      made.requirements.emplace_back(cited->id);
    }
    made.method = symbolic::to_string(how.method);
    made.conclusion = symbolic::to_string(one.conclusion);
    made.lemmas = one.lemmas.size();
    made.seconds = one.seconds;
    made.lemma_seconds = one.lemma_seconds;
  }
}

} // namespace pathproof::runner

#endif
