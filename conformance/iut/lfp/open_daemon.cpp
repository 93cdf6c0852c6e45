// SPDX-License-Identifier: Apache-2.0
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
  DaemonUnderTest(std::unique_ptr<DaemonSource> source, const Limits& limits)
      : calls_(judge_calls(*source, limits)), path_(judge_path(std::move(source), limits)) {}

  Declaration declaration() override {
    Declaration made = path_->declaration();
    made.several_protocols = true;
    return made;
  }

  Reply start(const Machine& machine, const CaseStart& start) override {
    const bool of_calls = machine.description().name == pathproof::lfp::values::protocol_name;
    judge_ = of_calls ? calls_.get() : path_.get();
    return judge_->start(machine, start);
  }

  Reply give(const Label& label) override { return judge_->give(label); }

  void overhear(const Label& label) override { judge_->overhear(label); }

  Reply go() override { return judge_->go(); }

  bool has_more() const override { return judge_->has_more(); }

  Reply insist() override { return judge_->insist(); }

  Reply finish() override { return judge_->finish(); }

  std::string refuses(const Label& label) const override { return judge_->refuses(label); }

  std::vector<Label> beginning() override { return judge_->beginning(); }

  std::vector<CapturedOctets> take_frames() override { return judge_->take_frames(); }

  std::string error_output() override { return path_->error_output(); }

  void forget_output() override { path_->forget_output(); }

private:
  std::unique_ptr<Iut> calls_;
  std::unique_ptr<Iut> path_; // has the daemon
  Iut* judge_ = path_.get();
};

} // namespace

std::unique_ptr<Iut>
open_daemon(std::string_view specification, const Limits& limits, const std::string& layout) {
  return std::make_unique<DaemonUnderTest>(
      daemon_source(specification, limits, read_layout(layout)), limits);
}

} // namespace pathproof::iut::lfp
