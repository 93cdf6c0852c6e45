// SPDX-License-Identifier: Apache-2.0
// pathproof list: what there is to select, and which requirements it covers.
#include <iostream>
#include <map>
#include <set>

#include "conformance/mutants/mutants.hpp"
#include "model/core/error.hpp"
#include "reports/matrix.hpp"
#include "runner/command_line.hpp"
#include "runner/commands.hpp"
#include "runner/frames.hpp"
#include "vectors/vector.hpp"

namespace pathproof::runner {

std::vector<RequirementRow> requirement_rows(const Protocol& protocol) {
  const Machine& machine = *protocol.machines.front();
  const ModelDescription& model = machine.description();
  std::map<const Requirement*, RequirementRow> rows;
  for (const RuleDescription& rule : model.rules) {
    std::set<const Requirement*> cited(rule.cites.begin(), rule.cites.end());
    for (const auto& condition : rule.conditions) {
      cited.insert(condition.begin(), condition.end());
    }
    for (const Requirement* one : cited) {
      ++rows[one].rules;
    }
  }
  for (const InvariantDescription& invariant : model.invariants) {
    for (const Requirement* one : invariant.cites) {
      ++rows[one].invariants;
    }
  }
  for (const Case& one : protocol.cases) {
    for (const Requirement* cited : one.cites) {
      ++rows[cited].cases;
    }
  }
  std::map<std::string_view, RequirementRow*> by_id;
  for (const Requirement* one : model.requirements) {
    by_id[one->id] = &rows[one];
  }
  for (const vectors::Corpus& corpus :
       vectors::corpora_of(vectors::corpus_directory(), protocol.name)) {
    for (const vectors::Vector& vector : corpus.vectors) {
      for (const std::string& id : vector.requirements) {
        if (const auto row = by_id.find(id); row != by_id.end()) {
          vector.purpose == "mutant" ? ++row->second->mutants : ++row->second->vectors;
        }
      }
    }
  }
  std::vector<RequirementRow> result;
  for (const Requirement* one : model.requirements) {
    RequirementRow& row = rows[one];
    row.requirement = {std::string(one->id),
                       std::string(to_string(one->level)),
                       std::string(one->sentence),
                       std::string(one->source),
                       std::string(one->confidence)};
    row.state = to_string(one->coverage);
    row.reason = one->reason;
    result.push_back(row);
  }
  return result;
}

namespace {

struct Options {
  std::string what = "cases";
  std::vector<std::string> selectors;
  std::string format = "text";
};

std::string join(const std::vector<const Requirement*>& cites) {
  std::string text;
  for (const Requirement* one : cites) {
    text += (text.empty() ? "" : " ") + std::string(one->id);
  }
  return text;
}

void list_requirements(const Options& options, const Context& context) {
  std::vector<RequirementRow> rows;
  for (const Protocol& protocol : context.protocols) {
    for (const RequirementRow& row : requirement_rows(protocol)) {
      const bool wanted =
          options.selectors.empty() ||
          std::any_of(options.selectors.begin(), options.selectors.end(), [&](const auto& one) {
            return one == protocol.name || row.requirement.id.starts_with(one);
          });
      if (wanted) {
        rows.push_back(row);
      }
    }
  }
  if (rows.empty()) {
    throw UsageError("no requirement begins like that; expected a protocol or an ID like SMO-042");
  }
  std::cout << (options.format == "json"       ? reports::matrix_json(rows)
                : options.format == "markdown" ? reports::matrix_markdown(rows)
                                               : reports::matrix_text(rows));
}

void list_model(const Options& options, const Machine& machine) {
  const ModelDescription& model = machine.description();
  const auto line = [&](const std::string& name, const std::string& rest) {
    std::cout << model.name << "  " << name << "  " << rest << '\n';
  };
  if (options.what == "rules") {
    for (const RuleDescription& rule : model.rules) {
      line(rule.id,
           std::string(model.roles[model.kinds[rule.kind].role]) + " " +
               (rule.duty == Duty::must ? "must" : "may") + " show " +
               std::string(model.kinds[rule.kind].name) + "  [" + join(rule.cites) + "]");
    }
  } else if (options.what == "invariants") {
    for (const InvariantDescription& invariant : model.invariants) {
      line(invariant.id, "[" + join(invariant.cites) + "]");
    }
  } else if (options.what == "variations") {
    for (const VariationPoint& point : model.variation_points) {
      std::string values;
      for (const std::string_view value : point.values) {
        values += value.empty() ? "" : " " + std::string(value);
      }
      line(std::string(point.name), "(" + values.substr(1) + ")  " + std::string(point.meaning));
    }
  } else if (options.what == "labels") {
    for (const LabelKind& kind : model.kinds) {
      line(std::string(kind.name),
           std::string(model.roles[kind.role]) + "  " + std::string(kind.meaning));
    }
  } else if (options.what == "mutants") {
    for (const Mutant& mutant : mutants_of(machine)) {
      line(mutant.mutation.id, std::string(model.roles[mutant.role]) + "  " + mutant.title);
    }
  }
}

int list(const Options& options, const Context& context) {
  if (options.what == "requirements") {
    list_requirements(options, context);
    return 0;
  }
  if (options.what == "frames") {
    const auto frames = select_frames(context.frames, options.selectors);
    if (frames.empty()) {
      throw UsageError("the selectors mean no frame; see: pathproof list frames");
    }
    std::cout << frames_as(options.format, frames);
    return 0;
  }
  if (options.what == "cases") {
    for (const Task& task : select_tasks(context.protocols, options.selectors, {})) {
      std::cout << task.id() << "  " << task.one->title << "  [" << join(task.one->cites) << "]\n";
    }
    return 0;
  }
  for (const Protocol& protocol : context.protocols) {
    if (options.selectors.empty()) {
      list_model(options, *protocol.machines.front());
    }
  }
  for (const std::string& selector : options.selectors) {
    list_model(options, find_machine(context, selector));
  }
  return 0;
}

} // namespace

Action add_list(CLI::App& app, const Context& context) {
  auto options = std::make_shared<Options>();
  Command command(app, "list", "Shows what there is to select");
  command.option("what",
                 options->what,
                 "cases, requirements, invariants, rules, labels, variations, mutants or frames",
                 {"cases",
                  "requirements",
                  "invariants",
                  "rules",
                  "labels",
                  "variations",
                  "mutants",
                  "frames"});
  command.option("selector", options->selectors, "Models, families, cases or requirements");
  command.option("--format",
                 options->format,
                 "text, json or markdown (requirements, frames)",
                 {"text", "json", "markdown"});
  return [options, context] { return list(*options, context); };
}

} // namespace pathproof::runner
