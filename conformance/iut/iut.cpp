// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/iut.hpp"

#include <optional>

#include "conformance/iut/guest/endpoint.hpp"
#include "conformance/iut/hs/endpoint.hpp"
#include "conformance/iut/hs/sockets.hpp"
#include "conformance/iut/lfp/judged_daemon.hpp"
#include "conformance/iut/lfp/judged_instance.hpp"
#include "conformance/iut/line_session.hpp"
#include "conformance/iut/nss/memory_cp.hpp"
#include "conformance/mutants/mutants.hpp"
#include "model/core/error.hpp"
#include "model/reference/reference.hpp"

namespace pathproof::iut {

namespace {

// The embedded reference, correct or with one fault.
class ReferenceIut final : public Iut {
public:
  explicit ReferenceIut(std::string mutant) : mutant_(std::move(mutant)) {}

  Declaration declaration() override {
    return {.name = mutant_.empty() ? "reference" : "reference:" + mutant_,
            .roles = {},
            .lacks = {},
            .choose = {},
            .trouble = {},
            .adapts = true};
  }

  Reply start(const Machine& machine, const CaseStart& start) override {
    // Making a machine costs more than a test; it is kept while the configuration stays.
    const Configuration& wanted = machine.configuration();
    if (!machine_ || &machine_->description() != &machine.description() ||
        instances_ != wanted.instances || variations_ != wanted.variations) {
      Configuration configuration = wanted;
      instances_ = wanted.instances;
      variations_ = wanted.variations;
      if (!mutant_.empty()) {
        configuration.mutation = find_mutation(machine, mutant_);
      }
      reference_.reset();
      machine_ = machine.configured(configuration);
      role_ = ~0U;
    }
    if (!reference_ || role_ != start.role) {
      reference_.emplace(*machine_, 1U << start.role, start.seed);
      role_ = start.role;
    }
    reference_->reset(start.seed, start.plan);
    return {};
  }

  Reply give(const Label& label) override {
    reference_->take(label);
    return speak(false);
  }

  void overhear(const Label& label) override { reference_->take(label); }

  Reply go() override { return speak(true); }

private:
  Reply speak(bool in_turn) {
    if (const auto label = reference_->next(in_turn)) {
      return {.kind = Reply::Kind::label, .label = *label};
    }
    return {};
  }

  std::string mutant_;
  unsigned instances_ = 0;
  std::map<std::string, unsigned> variations_;
  unsigned role_ = ~0U;
  std::unique_ptr<Machine> machine_;
  std::optional<Reference> reference_;
};

// Anything that speaks the line protocol.
class LineIut final : public Iut {
public:
  LineIut(std::string_view specification, const Limits& limits)
      : session_(std::string(specification), limits) {}

  Declaration declaration() override {
    const Hello& hello = session_.hello();
    Declaration declared{.name = hello.name,
                         .roles = hello.roles,
                         .lacks = hello.lacks,
                         .choose = hello.choose,
                         .trouble = {}};
    if (!hello.ok()) {
      declared.trouble = hello.fault->sentence;
    }
    return declared;
  }

  Reply start(const Machine& machine, const CaseStart& start) override {
    machine_ = &machine;
    const ModelDescription& model = machine.description();
    if (const auto fault = session_.ensure_alive()) {
      return of_fault(*fault);
    }
    ResetLine line{.case_id = start.case_id.substr(0, start.case_id.rfind('@')),
                   .model = model.name,
                   .role = std::string(model.roles[start.role]),
                   .providers = machine.configuration().instances,
                   .seed = start.seed,
                   .extra = {}};
    for (const auto& [name, value] : machine.configuration().variations) {
      for (const VariationPoint& point : model.variation_points) {
        if (point.name == name && !point.values[0].empty()) {
          line.extra.emplace_back(name, point.values[value]);
        }
      }
    }
    const ResetReply reply = session_.reset(line);
    switch (reply.kind) {
    case ResetKind::ready:
      return {};
    case ResetKind::unsupported:
      return {.kind = Reply::Kind::unsupported, .text = reply.reason};
    case ResetKind::fault:
      break;
    }
    return of_fault(*reply.fault);
  }

  Reply give(const Label& label) override {
    return of_text(session_.give(print(label, machine_->description().kinds)));
  }

  void overhear(const Label& label) override {
    if (session_.hello().overhears) {
      // Whatever it answers out of turn is judged where the conversation goes on.
      static_cast<void>(give(label));
    }
  }

  Reply go() override { return of_text(session_.go()); }

  std::string error_output() override { return session_.error_output(); }

  void forget_output() override { session_.forget_output(); }

private:
  static Reply of_fault(const Fault& fault) {
    switch (fault.kind) {
    case FaultKind::not_implemented:
      return {.kind = Reply::Kind::unsupported, .text = fault.sentence};
    case FaultKind::died:
    case FaultKind::hung:
      return {.kind = Reply::Kind::failed, .text = fault.sentence};
    default:
      return {.kind = Reply::Kind::broken, .text = fault.sentence};
    }
  }

  Reply of_text(const TextReply& reply) const {
    switch (reply.kind) {
    case ReplyKind::quiet:
      return {};
    case ReplyKind::unsupported:
      return {.kind = Reply::Kind::unsupported, .text = reply.text};
    case ReplyKind::fault:
      return of_fault(*reply.fault);
    case ReplyKind::label:
      break;
    }
    std::string error;
    const auto label = parse(reply.text, machine_->description().kinds, error);
    if (!label) {
      return {.kind = Reply::Kind::broken,
              .text = "it answered a line that says nothing: " + error};
    }
    return {.kind = Reply::Kind::label, .label = *label};
  }

  LineSession session_;
  const Machine* machine_ = nullptr;
};

} // namespace

std::unique_ptr<Iut>
open_iut(std::string_view specification, const Limits& limits, const std::string& layout) {
  constexpr std::string_view reference = "reference";
  if (specification == reference) {
    return std::make_unique<ReferenceIut>("");
  }
  if (specification.starts_with("reference:")) {
    return std::make_unique<ReferenceIut>(std::string(specification.substr(reference.size() + 1)));
  }
  if (specification.starts_with("hs:")) {
    return open_endpoint(specification == "hs:linux-guest"
                             ? guest_endpoints()
                             : socket_endpoints(hs_address(specification), limits));
  }
  if (specification.starts_with(nss::memory_scheme)) {
    return nss::open_memory_cp(specification);
  }
  if (specification.starts_with(lfp::daemon_scheme)) {
    return lfp::open_daemon(specification.substr(lfp::daemon_scheme.size()), limits, layout);
  }
  if (specification.starts_with(lfp::instance_scheme)) {
    return lfp::open_instance(specification.substr(lfp::instance_scheme.size()), limits, layout);
  }
  return std::make_unique<LineIut>(specification, limits);
}

} // namespace pathproof::iut
