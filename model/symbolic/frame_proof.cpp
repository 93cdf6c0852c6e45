// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/frame_proof.hpp"

#include <chrono>

#include "model/symbolic/query.hpp"

namespace pathproof::symbolic {

namespace {

using Values = RecordedFrame::Values;

// Numbers that Z3 gives are shown as numbers, octets one after the other.
std::string shown(Evaluation& evaluate, const std::vector<Term>& terms) {
  std::string text;
  for (const Term term : terms) {
    text += (text.empty() ? "" : " ") + std::to_string(evaluate(term));
  }
  return text;
}

class FrameProver {
public:
  FrameProver(Graph& graph, const RecordedFrame& recorded, unsigned timeout_ms, bool with_scripts)
      : graph_(graph), recorded_(recorded), options_{.theory = Theory::bits,
                                                     .instances = 1,
                                                     .timeout_ms = timeout_ms},
        with_scripts_(with_scripts), query_(graph, options_) {}

  FrameProof run() {
    const auto begin = std::chrono::steady_clock::now();
    const Term valid = has_fixed_values(recorded_.frame);
    const Term same = all_equal(recorded_.frame, recorded_.frame_again);
    prove("decode_of_encode",
          {valid, graph_.negation(graph_.conjunction(recorded_.frame_decodes, same))},
          recorded_.frame,
          recorded_.frame_again);
    prove("encode_of_decode",
          {recorded_.octets_decode,
           graph_.negation(all_equal(recorded_.octets, recorded_.octets_again))},
          recorded_.octets,
          recorded_.octets_again);
    prove("wrong_is_refused",
          {graph_.negation(valid), recorded_.frame_decodes},
          recorded_.frame,
          recorded_.frame_again);
    find_possible(valid);
    proof_.questions = query_.asked();
    proof_.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return std::move(proof_);
  }

private:
  Term all_equal(const Values& a, const Values& b) {
    Term all = true_term;
    for (std::size_t i = 0; i < a.size(); ++i) {
      for (std::size_t k = 0; k < a[i].size(); ++k) {
        all = graph_.conjunction(all, graph_.equal(a[i][k], b[i][k]));
      }
    }
    return all;
  }

  Term is_value(Term term, std::uint64_t value) {
    return graph_.equal(
        term, graph_.number(graph_.node(term).sort.width, static_cast<std::uint32_t>(value)));
  }

  Term has_fixed_values(const Values& frame) {
    Term all = true_term;
    for (std::size_t i = 0; i < recorded_.table->fields.size(); ++i) {
      if (const auto& fixed = recorded_.table->fields[i].fixed) {
        all = graph_.conjunction(all, is_value(frame[i].front(), fixed->value));
      }
    }
    return all;
  }

  // `terms` cannot all be true. Where they are, `given` and `got` show what is not the same.
  void prove(const std::string& id,
             const std::vector<Term>& terms,
             const Values& given,
             const Values& got) {
    FrameStatement statement{.id = id, .counterexample = {}, .reason = {}};
    const Answer answer = query_.check(terms);
    if (answer.outcome == Outcome::unsatisfiable) {
      statement.conclusion = Conclusion::proved;
    } else if (answer.outcome == Outcome::satisfiable) {
      statement.conclusion = Conclusion::violated;
      statement.counterexample = difference(answer.structure, given, got);
    } else {
      statement.reason = answer.reason;
    }
    proof_.statements.push_back(std::move(statement));
    if (with_scripts_) {
      proof_.scripts.push_back(
          {id,
           "(set-logic ALL)\n; " + std::string(recorded_.table->name) + ": " + id + "\n" +
               ScriptWriter(graph_, options_).smt2(terms, Outcome::unsatisfiable),
           1});
    }
  }

  std::string difference(const Structure& structure, const Values& given, const Values& got) {
    Evaluation evaluate = evaluation_in(graph_, structure);
    for (std::size_t i = 0; i < given.size(); ++i) {
      const std::string before = shown(evaluate, given[i]);
      const std::string after = shown(evaluate, got[i]);
      if (before != after) {
        const bool octets = given.size() != recorded_.table->fields.size();
        return (octets ? "octets" : std::string(recorded_.table->fields[i].name)) + ": " + before +
               " comes back as " + after;
      }
    }
    return "every field comes back as it was, but the frame is taken for what it is not";
  }

  void find_possible(Term valid) {
    const auto& fields = recorded_.table->fields;
    const FrameField* kind = recorded_.table->find(recorded_.table->kind_field);
    if (kind == nullptr) {
      expect_possible("a frame", valid, recorded_.octets_decode);
      return;
    }
    const auto index = static_cast<std::size_t>(kind - fields.data());
    const auto is_one_of = [&](const Values& frame, const NamedValue* value) {
      if (value != nullptr) {
        return is_value(frame[index].front(), value->value);
      }
      Term none = true_term;
      for (const NamedValue& one : kind->values) {
        none = graph_.conjunction(none, graph_.negation(is_value(frame[index].front(), one.value)));
      }
      return none;
    };
    const auto expect = [&](std::string_view name, const NamedValue* value) {
      expect_possible(
          std::string(name),
          graph_.conjunction(valid, is_one_of(recorded_.frame, value)),
          graph_.conjunction(recorded_.octets_decode, is_one_of(recorded_.octets_frame, value)));
    };
    for (const NamedValue& one : kind->values) {
      expect(one.name, &one);
    }
    expect(other_kind, nullptr);
  }

  void expect_possible(const std::string& name, Term encoded, Term decoded) {
    const bool both = query_.check(std::vector{encoded}).outcome == Outcome::satisfiable &&
                      query_.check(std::vector{decoded}).outcome == Outcome::satisfiable;
    if (both) {
      ++proof_.possible;
    } else {
      proof_.impossible.push_back(name);
    }
  }

  Graph& graph_;
  const RecordedFrame& recorded_;
  QueryOptions options_;
  bool with_scripts_;
  Query query_;
  FrameProof proof_;
};

} // namespace

FrameProof
prove_frame(Graph& graph, const RecordedFrame& recorded, unsigned timeout_ms, bool with_scripts) {
  return FrameProver(graph, recorded, timeout_ms, with_scripts).run();
}

} // namespace pathproof::symbolic
