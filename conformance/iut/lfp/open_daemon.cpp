// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/open_daemon.hpp"

#include <utility>

#include "conformance/iut/lfp/judged_calls.hpp"
#include "conformance/iut/lfp/judged_daemon.hpp"
#include "conformance/iut/lfp/layout_file.hpp"
#include "model/lfp/calls/machines.hpp"

namespace pathproof::iut::lfp {

namespace {

// One daemon, judged by whichever protocol a case is of.
class DaemonUnderTest final : public Iut {
public:
  DaemonUnderTest(std::shared_ptr<DaemonSource> source, const Limits& limits)
      : source_(source), path_(judge_path(source, limits)),
        calls_(judge_calls(std::move(source), limits)) {}

  Declaration declaration() override {
    return {.name = source_->name(),
            .roles = {"daemon"},
            .lacks = {},
            .choose = {{"linux", "at_once"}, {"mode", "vm"}},
            .trouble = source_->look(),
            .several_protocols = true};
  }

  Reply start(const Machine& machine, const CaseStart& start) override {
    judge_ = machine.description().name == pathproof::lfp::values::protocol_name ? calls_.get()
                                                                                 : path_.get();
    return judge_->start(machine, start);
  }

  Reply give(const Label& label) override { return judge_->give(label); }

  Reply go() override { return judge_->go(); }

  Reply insist() override { return judge_->insist(); }

  Reply finish() override { return judge_->finish(); }

  std::string refuses(const Label& label) const override { return judge_->refuses(label); }

  std::vector<Label> beginning() override { return judge_->beginning(); }

  std::string error_output() override { return source_->error_output(); }

  void forget_output() override { source_->forget_output(); }

private:
  std::shared_ptr<DaemonSource> source_;
  std::unique_ptr<Iut> path_;
  std::unique_ptr<Iut> calls_;
  Iut* judge_ = path_.get();
};

} // namespace

std::unique_ptr<Iut>
open_daemon(std::string_view specification, const Limits& limits, const std::string& layout) {
  return std::make_unique<DaemonUnderTest>(
      daemon_source(specification, limits, read_layout(layout)), limits);
}

} // namespace pathproof::iut::lfp
