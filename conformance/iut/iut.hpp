// SPDX-License-Identifier: Apache-2.0
// An implementation under test as a session sees it: labels go in, a label or silence comes out.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/iut/channel.hpp"
#include "model/core/machine.hpp"

namespace pathproof::iut {

// What a case tells the implementation when it begins.
struct CaseStart {
  std::string case_id;
  unsigned role = 0; // the role under test
  std::uint64_t seed = 0;
  // What the embedded reference is to show, in this order, when it may: the implementation's part
  // of a recorded trace. The kit's real stacks take from it what kind of driver is meant. Others
  // are not told; what they do instead is judged all the same.
  std::vector<Label> plan{};
};

struct Reply {
  enum class Kind {
    label,
    quiet,
    unsupported, // it says that it lacks what the label asks for
    failed,      // it died or hung: its own behaviour
    broken,      // its adapter breaks the protocol, or cannot be started
  };
  Kind kind = Kind::quiet;
  Label label{};
  std::string text{}; // failed, broken, unsupported: a sentence
};

// What an implementation declares of itself.
struct Declaration {
  std::string name;
  std::vector<std::string> roles; // empty: every role
  std::vector<std::string> lacks;
  std::map<std::string, std::string> choose;
  std::string trouble;  // not empty: it could not be asked
  std::string absent{}; // not empty: it cannot be had here, and why
  bool adapts = false;  // it makes whatever choice a case wants
  // It speaks several protocols, and what one of them leaves open, another may not know.
  bool several_protocols = false;
};

inline constexpr std::size_t no_label = static_cast<std::size_t>(-1);

// What a frame begins with.
enum class Link {
  ethernet, // the header of Ethernet
  lfp,      // the header of a message of LFP, in the profile
};

// A frame that was exchanged with an implementation.
struct CapturedOctets {
  std::uint64_t time_ns = 0; // since 1970
  std::vector<std::uint8_t> octets;
  std::size_t label = no_label; // which label of the test it is, from 0; or none
  Link link = Link::ethernet;
};

class Iut {
public:
  Iut() = default;
  Iut(const Iut&) = delete;
  Iut& operator=(const Iut&) = delete;
  virtual ~Iut() = default;

  virtual Declaration declaration() = 0;

  // Begins a case with all state of the last one gone. The machine says the configuration and the
  // words; it must outlive the case. A reply of kind quiet means: ready.
  virtual Reply start(const Machine& machine, const CaseStart& start) = 0;

  // Shows it a label that its role sees; gives its next label or silence.
  virtual Reply give(const Label& label) = 0;

  // Whether it is of use to know, before this label is given, which one comes next if the answer is
  // silence.
  virtual bool looks_ahead(const Label&) const { return false; }

  // That one. Before anything else is asked, the first of both is given, and after silence the
  // second.
  virtual void ahead(const Label&) {}

  // A label that its role does not see. Only an implementation that is itself made of the whole
  // model wants to know; the others are not told.
  virtual void overhear(const Label&) {}

  // Its turn without an input.
  virtual Reply go() = 0;

  // It has said more than was taken. Nothing is shown to it before that is.
  virtual bool has_more() const { return false; }

  // After silence where it must act: gives it all the time that it may take. For implementations
  // that are only seen to be silent, not heard to say so.
  virtual Reply insist() { return {}; }

  // After the last label of a test: what it began is ended, and what is wrong with that belongs to
  // this test. A label is what it has said and nobody has taken yet: then this is asked again. A
  // reply of kind quiet means: all is well.
  virtual Reply finish() { return {}; }

  // Why a label cannot be shown to it here, whatever it is; empty where it can. Generated tests do
  // without such labels, and a directed case is not supported.
  virtual std::string refuses(const Label&) const { return {}; }

  // What has happened before each test, as labels of the kit: how it is configured, for one that is
  // running already. Asked after start().
  virtual std::vector<Label> beginning() { return {}; }

  // The frames of the last case, for an implementation that has some; each is given once.
  virtual std::vector<CapturedOctets> take_frames() { return {}; }

  // What it wrote to stderr, since that was forgotten.
  virtual std::string error_output() { return {}; }

  virtual void forget_output() {}
};

// Makes one implementation; called once for each worker.
// Specification: "reference", "reference:MUTANT", "hs:linux-guest", what hs_address takes,
// "lfp-daemon:…" (see open_daemon), "lfp-instance:…" (see open_instance), "nss:memory", or what
// open_channel takes. `layout` is a file, for those of LFP alone: how messages are laid out.
// Throws UsageError for a malformed one. A mutant's name is looked up when a case starts.
std::unique_ptr<Iut>
open_iut(std::string_view specification, const Limits& limits, const std::string& layout = {});

} // namespace pathproof::iut
