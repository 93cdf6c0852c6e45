// SPDX-License-Identifier: Apache-2.0
#include "conformance/suite.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>

#include "conformance/case_run.hpp"
#include "conformance/spelling.hpp"
#include "model/core/error.hpp"

namespace pathproof {

std::string Task::id() const {
  const ModelDescription& model = protocol->machines.front()->description();
  return std::string(one->id) + "@" + std::string(model.roles[role]);
}

namespace {

// The roles that a case leaves free to be under test.
std::vector<unsigned> roles_of(const Case& one, const ModelDescription& model) {
  std::vector<unsigned> roles;
  for (unsigned role = 0; role < model.roles.size(); ++role) {
    const bool has_rules = std::any_of(model.rules.begin(), model.rules.end(), [&](const auto& r) {
      return model.kinds[r.kind].role == role;
    });
    const bool named =
        one.roles.empty()
            ? model.can_be_under_test(role)
            : std::find(one.roles.begin(), one.roles.end(), model.roles[role]) != one.roles.end();
    if (has_rules && named) {
      roles.push_back(role);
    }
  }
  return roles;
}

bool is_path_prefix(std::string_view prefix, std::string_view path) {
  return path == prefix ||
         (path.starts_with(prefix) && (path[prefix.size()] == '/' || path[prefix.size()] == '@'));
}

bool selects(std::string_view selector, const Task& task) {
  const std::string id = task.id();
  const std::string_view family = task.one->family();
  if (is_path_prefix(selector, id)) {
    return true;
  }
  const std::size_t slash = selector.rfind('/');
  const std::string_view last =
      slash == std::string_view::npos ? selector : selector.substr(slash + 1);
  const std::string_view path =
      slash == std::string_view::npos ? std::string_view() : selector.substr(0, slash);
  const auto& cites = task.one->cites;
  return (path.empty() || is_path_prefix(path, family)) &&
         std::any_of(cites.begin(), cites.end(), [&](const Requirement* cited) {
           return cited->id == last;
         });
}

// Whatever would select something.
std::vector<std::string> selectable(const std::vector<Task>& tasks) {
  std::set<std::string> names;
  for (const Task& task : tasks) {
    names.insert(task.id());
    std::string path(task.one->id);
    while (names.insert(path).second && path.find('/') != std::string::npos) {
      path.resize(path.rfind('/'));
    }
    for (const Requirement* cited : task.one->cites) {
      names.emplace(cited->id);
    }
  }
  return {names.begin(), names.end()};
}

} // namespace

std::vector<Task> select_tasks(const std::vector<Protocol>& protocols,
                               const std::vector<std::string>& selectors,
                               const std::vector<std::string>& roles) {
  std::vector<Task> all;
  for (const Protocol& protocol : protocols) {
    const ModelDescription& model = protocol.machines.front()->description();
    for (const Case& one : protocol.cases) {
      for (const unsigned role : roles_of(one, model)) {
        all.push_back({&protocol, &one, role});
      }
    }
  }
  for (const std::string& selector : selectors) {
    if (std::none_of(
            all.begin(), all.end(), [&](const Task& task) { return selects(selector, task); })) {
      throw UsageError("'" + selector +
                       "' selects nothing; expected a path such as cinet/shared_memory, a case "
                       "or a requirement ID (see: pathproof list cases)" +
                       did_you_mean(selector, selectable(all)));
    }
  }
  std::erase_if(all, [&](const Task& task) {
    const ModelDescription& model = task.protocol->machines.front()->description();
    const bool of_role =
        roles.empty() ||
        std::find(roles.begin(), roles.end(), model.roles[task.role]) != roles.end();
    const bool selected =
        selectors.empty() || std::any_of(selectors.begin(), selectors.end(), [&](const auto& one) {
          return selects(one, task);
        });
    return !of_role || !selected;
  });
  return all;
}

namespace {

// Workers take tasks in order; results keep that order, whoever finishes first.
class Pool {
public:
  Pool(const std::vector<Task>& tasks, const SuiteOptions& options, RuleCoverage* coverage)
      : tasks_(tasks), options_(options), coverage_(coverage), results_(tasks.size()),
        finished_(tasks.size()) {}

  void run() {
    if (tasks_.empty()) {
      return; // nothing under test is started
    }
    std::vector<std::thread> workers;
    const std::size_t count =
        std::max<std::size_t>(1, std::min<std::size_t>(options_.jobs, tasks_.size()));
    for (std::size_t i = 1; i < count; ++i) {
      workers.emplace_back([this] { work(); });
    }
    work();
    for (std::thread& worker : workers) {
      worker.join();
    }
    if (failure_) {
      std::rethrow_exception(failure_);
    }
  }

  std::vector<CaseResult> results() {
    std::vector<CaseResult> done;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      if (finished_[i]) {
        done.push_back(std::move(results_[i]));
      }
    }
    return done;
  }

private:
  bool stopped() const { return options_.stop != nullptr && options_.stop->load() != 0; }

  void work() {
    try {
      CaseRunner runner(options_);
      while (!stopped()) {
        const std::size_t index = next_++;
        if (index >= tasks_.size()) {
          break;
        }
        CaseResult result = runner.run(tasks_[index]);
        const std::lock_guard lock(mutex_);
        results_[index] = std::move(result);
        finished_[index] = true;
        ++done_;
        if (options_.capture && !runner.frames().empty()) {
          options_.capture(results_[index], runner.frames());
        }
        if (options_.progress) {
          options_.progress(results_[index], done_, tasks_.size());
        }
      }
      const std::lock_guard lock(mutex_);
      if (coverage_ != nullptr) {
        for (const auto& [rule, times] : runner.coverage()) {
          (*coverage_)[rule] += times;
        }
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
      next_ = tasks_.size();
    }
  }

  const std::vector<Task>& tasks_;
  const SuiteOptions& options_;
  RuleCoverage* coverage_;
  std::vector<CaseResult> results_;
  std::vector<char> finished_;
  std::atomic<std::size_t> next_ = 0;
  std::size_t done_ = 0;
  std::mutex mutex_;
  std::exception_ptr failure_;
};

} // namespace

RunResult empty_result(const SuiteOptions& options) {
  RunResult result;
  result.iut = options.iut.empty() ? options.providers : options.iut;
  result.profile = options.profile.file;
  result.seed = options.seed;
  result.strict = options.strict;
  for (const std::string& role : options.roles) {
    result.role += (result.role.empty() ? "" : ",") + role;
  }
  return result;
}

RunResult
run_suite(const std::vector<Task>& tasks, const SuiteOptions& options, RuleCoverage* coverage) {
  Pool pool(tasks, options, coverage);
  pool.run();
  RunResult result = empty_result(options);
  result.cases = pool.results();
  return result;
}

} // namespace pathproof
