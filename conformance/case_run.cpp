// SPDX-License-Identifier: Apache-2.0
#include "conformance/case_run.hpp"

#include <algorithm>
#include <chrono>

#include "conformance/deviation.hpp"
#include "conformance/drivers.hpp"
#include "conformance/expectation.hpp"
#include "conformance/generate/choices.hpp"
#include "conformance/real_providers.hpp"
#include "conformance/shrink.hpp"
#include "model/core/error.hpp"

namespace pathproof {

namespace {

std::string quoted(const std::string& text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@=,+";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) {
    return text;
  }
  std::string quoted = "'";
  for (const char c : text) {
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return quoted + "'";
}

unsigned value_number(const VariationPoint& point, const std::string& value) {
  if (const auto number = point.number_of(value)) {
    return *number;
  }
  std::string known;
  for (const std::string_view one : point.values) {
    known += (known.empty() || one.empty() ? "" : ", ") + std::string(one);
  }
  throw UsageError("variation point '" + std::string(point.name) + "' has no value '" + value +
                   "'; it has " + known);
}

// The moves of the role under test, where they are whole labels.
std::vector<Label>
plan_of(const std::vector<std::string>& moves, const Machine& machine, unsigned role) {
  std::vector<Label> plan;
  const ModelDescription& model = machine.description();
  for (const std::string& move : moves) {
    std::string error;
    const bool wrongly = move.starts_with(wrongly_shown);
    const auto label =
        parse(wrongly ? move.substr(wrongly_shown.size()) : move, model.kinds, error);
    if (label && model.kinds[label->kind].role == role) {
      plan.push_back(*label);
    }
  }
  return plan;
}

// The roles that are shown it, besides the one that shows it.
std::string addressees(const LabelKind& kind, const ModelDescription& model) {
  std::string all;
  for (unsigned role = 0; role < model.roles.size(); ++role) {
    if (role != kind.role && (kind.seen_by >> role & 1U) != 0) {
      all += (all.empty() ? "" : ",") + std::string(model.roles[role]);
    }
  }
  return all;
}

TraceStep step_of(const Observed& one, const ModelDescription& model) {
  const LabelKind& kind = model.kinds[one.label.kind];
  return {.role = std::string(model.roles[kind.role]),
          .label = print(one.label, model.kinds),
          .by_iut = one.by_iut,
          .to = addressees(kind, model)};
}

// Where a repetition first went another way.
Rerun rerun_of(const Transcript& before,
               const Transcript& now,
               const ModelDescription& model,
               bool recurred) {
  Rerun rerun{.recurred = recurred,
              .differs_at = no_step,
              .before = {},
              .now = {},
              .slowest_ms = now.slowest_ms};
  const auto end = std::max(before.labels.size(), now.labels.size());
  const auto label = [&](const Transcript& one, std::size_t at) {
    return at < one.labels.size() ? print(one.labels[at].label, model.kinds) : std::string();
  };
  for (std::size_t at = 0; at < end; ++at) {
    if (label(before, at) != label(now, at)) {
      rerun.differs_at = at;
      rerun.before = label(before, at);
      rerun.now = label(now, at);
      break;
    }
  }
  return rerun;
}

} // namespace

std::string reproduction(const Task& task, const SuiteOptions& options) {
  std::string command = options.program + " run " + quoted(task.id());
  if (!options.iut.empty()) {
    command += " --iut " + quoted(options.iut);
  }
  if (!options.layout.empty()) {
    command += " --layout " + quoted(options.layout);
  }
  if (!options.providers.empty()) {
    command += " --providers " + quoted(options.providers);
    command += " --role " + task.id().substr(task.id().rfind('@') + 1);
  }
  if (!options.profile.file.empty()) {
    command += " --profile " + quoted(options.profile.file);
  }
  command += " --seed " + std::to_string(options.seed);
  if (task.one->generated()) {
    command +=
        " --steps " + std::to_string(options.steps) + " --tests " + std::to_string(options.tests);
  }
  if (options.instances != 0) {
    command += " --instances " + std::to_string(options.instances);
  }
  return command + (options.strict ? " --strict" : "");
}

CaseRunner::CaseRunner(const SuiteOptions& options)
    : options_(options),
      real_(options.providers.empty() ? nullptr : open_real(options.real_role, options.providers)),
      iut_(options.iut.empty() && real_ ? real_
                                        : std::shared_ptr<iut::Iut>(iut::open_iut(
                                              options.iut, options.limits, options.layout))),
      declared_(iut_->declaration()) {
  if (real_ && iut_ != real_) {
    const std::vector<std::string> lacks = real_->declaration().lacks;
    declared_.lacks.insert(declared_.lacks.end(), lacks.begin(), lacks.end());
  }
  declared_.lacks.insert(
      declared_.lacks.end(), options.profile.lacks.begin(), options.profile.lacks.end());
  for (const auto& [point, value] : options.profile.choose) {
    declared_.choose[point] = value;
  }
}

Configuration CaseRunner::configuration(const Task& task) const {
  const ModelDescription& model = task.protocol->machines.front()->description();
  Configuration made{.instances =
                         options_.instances != 0 ? options_.instances : task.one->instances,
                     .variations = model.choices_for(task.role)};
  for (const VariationPoint& point : model.variation_points) {
    const std::string name(point.name);
    unsigned& value = made.variations[name];
    if (const auto chosen = declared_.choose.find(name); chosen != declared_.choose.end()) {
      value = value_number(point, chosen->second);
    }
    // A case may want another choice, of the kit and of who adapts; others are as they say they
    // are.
    for (const auto& [wanted, text] : task.one->variations) {
      if (wanted == point.name && (point.owner != task.role || declared_.adapts)) {
        value = value_number(point, std::string(text));
      }
    }
  }
  for (const auto& [name, value] : declared_.choose) {
    const bool for_another = declared_.several_protocols && !options_.profile.choose.contains(name);
    if (!made.variations.contains(name) && !for_another) {
      throw UsageError("model " + model.name + " has no variation point '" + name + "'");
    }
  }
  return made;
}

CaseRunner::Setup& CaseRunner::setup(const Task& task) {
  const Configuration wanted = configuration(task);
  std::string key = task.protocol->name + "@" + std::to_string(task.role) + "/" +
                    std::to_string(wanted.instances);
  for (const auto& [name, value] : wanted.variations) {
    key += "," + name + "=" + std::to_string(value);
  }
  Setup& found = setups_[key];
  const Machine& model = *task.protocol->machines.front();
  if (!found.machine) {
    found.machine = model.configured(wanted);
    found.oracle = std::make_unique<Oracle>(*found.machine, 1U << task.role);
  }
  found.kinds = task.one->kinds.empty() ? ~std::uint64_t{0} : 0;
  const auto& kinds = model.description().kinds;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    for (const std::string_view prefix : task.one->kinds) {
      if (kinds[i].name.starts_with(prefix)) {
        found.kinds |= std::uint64_t{1} << i;
      }
    }
    const bool probes_another = kinds[i].probe && (kinds[i].seen_by >> task.role & 1U) == 0;
    if (probes_another ||
        std::find(declared_.lacks.begin(), declared_.lacks.end(), kinds[i].capability) !=
            declared_.lacks.end()) {
      found.kinds &= ~(std::uint64_t{1} << i);
    }
  }
  return found;
}

// The choice that the case is about, where the implementation says that it has made another one.
std::string CaseRunner::other_choice(const Task& task) const {
  for (const VariationPoint& point :
       task.protocol->machines.front()->description().variation_points) {
    const auto chosen = declared_.choose.find(std::string(point.name));
    for (const auto& [wanted, text] : task.one->variations) {
      if (wanted == point.name && point.owner == task.role && !declared_.adapts &&
          chosen != declared_.choose.end() && chosen->second != text) {
        return "it says " + chosen->first + "=" + chosen->second + ", and the case is about " +
               std::string(text);
      }
    }
  }
  return {};
}

// The capability that the case needs and the implementation lacks.
std::string CaseRunner::lacking(const Task& task) const {
  const ModelDescription& model = task.protocol->machines.front()->description();
  const auto lacks = [&](std::string_view capability) {
    return !capability.empty() &&
           std::find(declared_.lacks.begin(), declared_.lacks.end(), capability) !=
               declared_.lacks.end();
  };
  if (lacks(task.one->capability)) {
    return std::string(task.one->capability);
  }
  for (const std::string_view move : task.one->moves) {
    const std::string_view name = move.substr(0, move.find(' '));
    for (const LabelKind& kind : model.kinds) {
      if (kind.name == name && lacks(kind.capability)) {
        return std::string(kind.capability);
      }
    }
  }
  const std::string_view role = model.roles[task.role];
  if (!declared_.roles.empty() &&
      std::find(declared_.roles.begin(), declared_.roles.end(), role) == declared_.roles.end()) {
    return "role " + std::string(role);
  }
  return {};
}

// One test, with the real stacks where there are some.
Transcript CaseRunner::test(Setup& setup,
                            const iut::CaseStart& start,
                            const std::vector<Label>& real_plan,
                            Driver& driver,
                            bool stop_at_first) {
  const SessionLimits limits{.stop_at_first_break = stop_at_first};
  if (!real_) {
    return run_test(*setup.oracle, *iut_, start, driver, limits);
  }
  if (iut_ != real_) {
    iut::CaseStart same = start;
    same.plan = real_plan;
    const iut::Reply ready = real_->start(*setup.machine, same);
    if (ready.kind != iut::Reply::Kind::quiet) {
      Transcript none;
      (ready.kind == iut::Reply::Kind::unsupported ? none.unsupported : none.broken) = ready.text;
      return none;
    }
  }
  const std::unique_ptr<Driver> playing = play_real(driver, *real_, *setup.oracle);
  return run_test(*setup.oracle, *iut_, start, *playing, limits);
}

Transcript CaseRunner::attempt(const Task& task,
                               Setup& setup,
                               const std::vector<std::string>& moves,
                               std::uint64_t seed,
                               bool stop_at_first) {
  const ModelDescription& model = setup.machine->description();
  const unsigned real_role = real_ ? role_of(model, options_.real_role) : 0;
  ScriptDriver driver(real_ ? without_role(moves, model, real_role) : moves);
  const iut::CaseStart start{.case_id = task.id(),
                             .role = task.role,
                             .seed = seed,
                             .plan = plan_of(moves, *setup.machine, task.role)};
  const std::vector<Label> real_plan =
      real_ ? plan_of(moves, *setup.machine, real_role) : std::vector<Label>();
  return test(setup, start, real_plan, driver, stop_at_first);
}

Transcript CaseRunner::directed(const Task& task, Setup& setup) {
  const std::vector<std::string> moves(task.one->moves.begin(), task.one->moves.end());
  return attempt(task, setup, moves, options_.seed, false);
}

bool CaseRunner::matters(const Transcript& transcript) const {
  return std::any_of(transcript.breaks.begin(), transcript.breaks.end(), [&](const Break& one) {
    return options_.strict || transcript.ended || one.explanation.level() != Level::note;
  });
}

// Whether a generated test may show the implementation the label. What it is told before each test
// is settled and not chosen again.
bool CaseRunner::fits(const Label& label) const {
  const std::vector<Label> before = iut_->beginning();
  return iut_->refuses(label).empty() &&
         std::none_of(before.begin(), before.end(), [&](const Label& one) {
           return one.kind == label.kind;
         });
}

// Runs generated tests until one deviates; gives that one, or the last. What alone forbids a label
// is looked for in the first: in all it would take half as long again.
Transcript CaseRunner::generated(const Task& task, Setup& setup, CaseResult& result) {
  Transcript last;
  for (std::uint64_t test = 0; test < options_.tests; ++test) {
    const auto choices = generate_choices(options_.seed, test, options_.steps);
    ChoiceDriver driver(choices, setup.kinds, [&](const Label& label) { return fits(label); });
    const iut::CaseStart start{
        .case_id = task.id(), .role = task.role, .seed = options_.seed + test};
    setup.oracle->look(test == 0);
    last = this->test(setup, start, {}, driver, true);
    setup.oracle->look(false);
    result.steps += last.steps;
    result.tests += 1;
    result.seed = start.seed;
    const bool stopped = options_.stop != nullptr && options_.stop->load() != 0;
    if (matters(last) || !last.broken.empty() || !last.unsupported.empty() || stopped) {
      break;
    }
  }
  return last;
}

CaseResult CaseRunner::run(const Task& task) {
  const auto began = std::chrono::steady_clock::now();
  CaseResult result;
  frames_.clear(); // of another case
  if (declared_.trouble.empty()) {
    iut_->forget_output(); // which would show who ran here before
  }
  result.id = task.id();
  result.family = task.one->family();
  result.title = task.one->title;
  result.seed = options_.seed;
  result.reproduction = reproduction(task, options_);
  for (const Requirement* cited : task.one->cites) {
    result.requirements.emplace_back(cited->id);
  }
  if (!declared_.trouble.empty()) {
    // It could not be asked what it is. It is asked again, for it may be there by now.
    declared_ = iut_->declaration();
  }
  if (!declared_.absent.empty()) {
    result.verdict = Verdict::unsupported;
    result.reason = declared_.absent;
  } else if (const std::string lacks = lacking(task); !declared_.trouble.empty()) {
    result.verdict = Verdict::error;
    result.reason = declared_.trouble;
  } else if (!lacks.empty()) {
    result.verdict = Verdict::unsupported;
    result.reason = "the implementation declares that it lacks: " + lacks;
  } else {
    Setup& prepared = setup(task);
    static_cast<void>(prepared.oracle->take_exercise()); // of another case, and its repetitions
    Transcript transcript;
    if (task.one->generated()) {
      transcript = generated(task, prepared, result);
    } else {
      prepared.oracle->look(true);
      transcript = directed(task, prepared);
      prepared.oracle->look(false);
      result.tests = 1;
      result.steps = transcript.steps;
    }
    const Exercise exercise = prepared.oracle->take_exercise();
    const ModelDescription& model = prepared.machine->description();
    for (std::size_t i = 0; i < model.rules.size(); ++i) {
      coverage_[model.rules[i].id] += exercise.fired[i];
    }
    result.fired = requirements_of(exercise, model);
    frames_ = iut_->take_frames();
    judge(task, prepared, transcript, result);
  }
  result.iut_output = iut_->error_output();
  if (real_ && iut_ != real_) {
    result.iut_output += real_->error_output();
  }
  expect(result, options_.profile);
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return result;
}

void CaseRunner::judge(const Task& task,
                       Setup& setup,
                       const Transcript& transcript,
                       CaseResult& result) {
  describe(setup, transcript, result);
  if (!transcript.broken.empty()) {
    result.verdict = Verdict::error;
    result.reason = transcript.broken;
  } else if (matters(transcript)) {
    result.verdict = Verdict::fail;
    confirm(task, setup, transcript, result);
  } else if (!transcript.unsupported.empty()) {
    result.verdict = Verdict::unsupported;
    result.reason = transcript.unsupported;
  } else if (!transcript.inconclusive.empty() && transcript.breaks.empty()) {
    // A case about a choice that the implementation has not made may come to nothing.
    const std::string other = other_choice(task);
    result.verdict = other.empty() ? Verdict::inconclusive : Verdict::unsupported;
    result.reason = other.empty() ? transcript.inconclusive : other;
  } else {
    result.verdict = Verdict::pass;
  }
}

// A failure is only reported once it has recurred; then it is made as short as it can be. Where
// each repetition fails, but not all in the same way, it is reported as it was: an implementation
// that never passes is not flaky.
void CaseRunner::confirm(const Task& task,
                         Setup& setup,
                         const Transcript& transcript,
                         CaseResult& result) {
  const ModelDescription& model = setup.machine->description();
  const Signature wanted = signature_of(transcript.breaks.front());
  const std::vector<std::string> moves = moves_of(transcript, model);
  unsigned recurred = 0;
  unsigned failed = 0;
  std::vector<Rerun> reruns;
  for (unsigned i = 0; i < options_.replays; ++i) {
    const Transcript again = attempt(task, setup, moves, result.seed, true);
    const bool same = !again.breaks.empty() && signature_of(again.breaks.front()) == wanted;
    recurred += same ? 1U : 0U;
    failed += matters(again) ? 1U : 0U;
    reruns.push_back(rerun_of(transcript, again, model, same));
  }
  const Break& first = transcript.breaks.front();
  result.reason = first.observed ? "not permitted: " + first.text : first.text;
  if (recurred < options_.replays) {
    const std::string all = std::to_string(options_.replays);
    result.reruns = std::move(reruns);
    result.slowest_ms = transcript.slowest_ms;
    if (failed == options_.replays) {
      result.reason += "; all " + all + " replays failed, " + std::to_string(failed - recurred) +
                       " of them in another way";
    } else {
      result.verdict = Verdict::flaky;
      result.reason =
          "failed, but recurred in only " + std::to_string(recurred) + " of " + all + " replays";
    }
    return;
  }
  const ExpectedFailure* const expected = options_.profile.expects_failure(result.id);
  // What is expected was made short when it was found.
  if (!options_.shrink || (expected != nullptr && is_the_expected(result, *expected))) {
    return;
  }
  const Transcript shortest =
      shrink(*setup.oracle, transcript, [&](const std::vector<std::string>& fewer) {
        return attempt(task, setup, fewer, result.seed, true);
      });
  for (const Observed& one : shortest.labels) {
    result.shrunk.push_back(step_of(one, model));
  }
}

void CaseRunner::describe(const Setup& setup,
                          const Transcript& transcript,
                          CaseResult& result) const {
  const ModelDescription& model = setup.machine->description();
  for (const Observed& one : transcript.labels) {
    result.trace.push_back(step_of(one, model));
  }
  for (const Break& one : transcript.breaks) {
    Deviation& deviation = result.deviations.emplace_back(deviation_of(one.explanation, model));
    deviation.step = one.at;
    deviation.observed = one.text;
    if (transcript.ended) {
      deviation.level = to_string(Level::must);
    }
    for (const RequirementReference& broken : deviation.broken) {
      if (std::find(result.fired.begin(), result.fired.end(), broken.id) == result.fired.end()) {
        result.fired.push_back(broken.id);
      }
    }
  }
}

} // namespace pathproof
