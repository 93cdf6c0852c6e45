// SPDX-License-Identifier: Apache-2.0
// Any frames and any lines of an agent: the adapter that judges an endpoint makes labels of the
// endpoint's role of them, or says in a sentence that something is wrong. It never breaks, and it
// comes to an end.
#include <cstdlib>
#include <deque>

#include "conformance/fuzz/octet_reader.hpp"
#include "conformance/fuzz/operations.hpp"
#include "conformance/iut/hs/endpoint.hpp"
#include "model/iucv/hs_machines.hpp"

using namespace pathproof;
using namespace pathproof::iut;

namespace {

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

// A system that does whatever the input says.
class AnySystem final : public HsSystem {
public:
  explicit AnySystem(OctetReader& input) : input_(input) {}

  Tag begin(std::string_view command) override {
    Tag tag = 0;
    lines_.ask(command, tag);
    hear(tag);
    return tag;
  }

  std::optional<AgentAnswer> collect(Tag tag, int) override { return lines_.find(tag); }

  AgentAnswer call(std::string_view command) override {
    Tag tag = 0;
    lines_.ask(command, tag);
    hear(tag);
    if (auto answer = lines_.find(tag)) {
      return *answer;
    }
    throw SystemFailed({FaultKind::hung, "it hangs"});
  }

  bool all_came(const AgentAnswer&) override { return input_.next() % 2 != 0; }

  void send(std::span<const Bytes> frames) override {
    if (!frames.empty()) {
      sent_ = frames.back();
    }
  }

  std::optional<Tag> send_and_begin(std::span<const Bytes> frames,
                                    std::string_view command) override {
    if (input_.next() % 4 == 0) {
      return std::nullopt;
    }
    send(frames);
    return begin(command);
  }

  std::optional<Bytes> receive(int milliseconds) override {
    if (input_.empty() && milliseconds == 0) {
      return std::nullopt; // it comes to an end, or the clock would have to end it
    }
    if (input_.empty() || input_.next() < 128) {
      return answer_to_syn();
    }
    const std::uint8_t what = input_.next();
    if (what == 0) {
      return std::nullopt;
    }
    return what < 128 ? input_.take(what) : made_up(what);
  }

  std::vector<WireFrame> take_trace() override { return {}; }

  bool has_news() override { return input_.next() % 2 != 0; }

  KernelReport examine() override {
    KernelReport report;
    if (!input_.empty() && input_.next() == 255) {
      report.complaints.emplace_back("it complains");
    }
    return report;
  }

  bool memory_used_up(std::string&) override { return input_.next() % 2 != 0; }

  bool busy() override { return input_.next() % 2 != 0; }

private:
  // An answer to this command, to another one, to none, or none.
  void hear(Tag tag) {
    const std::uint8_t what = input_.next();
    const std::string own = std::to_string(tag);
    std::string line;
    if (what < 160) {
      line = own + " ok " + std::to_string(what) + "\n";
    } else if (what < 180) {
      line = own + " error EAGAIN\n";
    } else if (what < 200) {
      line = own + " ok " + text(input_.take(input_.next())) + "\n";
    } else if (what < 210) {
      line = own + text(input_.take(input_.next()));
    } else if (what < 220) {
      line = text(input_.take(input_.next()));
    } else if (what < 225) {
      line = std::to_string(tag - what % 4) + " bad\n";
    } else if (what < 235) {
      line = own + " passed\n";
    }
    std::optional<Fault> fault = lines_.feed(line);
    while (!fault) {
      const auto next = lines_.next_line();
      if (!next) {
        return;
      }
      fault = lines_.take(*next);
    }
    throw SystemFailed(*fault);
  }

  static std::string text(const Bytes& octets) { return {octets.begin(), octets.end()}; }

  // The refusal of the SYN that was sent last.
  std::optional<Bytes> answer_to_syn() const {
    const iucv::HsPacket packet = iucv::decode(sent_);
    if (packet.error) {
      return std::nullopt;
    }
    iucv::HsFrame head = packet.header;
    head.flags = iucv::hs_flags_of(iucv::HsKind::syn_fin);
    std::swap(head.src_user_id, head.dest_user_id);
    std::swap(head.src_app_name, head.dest_app_name);
    return iucv::encode(head);
  }

  // A frame with the names of the test, nearly.
  Bytes made_up(std::uint8_t what) {
    iucv::HsFrame head;
    const EndpointNames known;
    head.flags = static_cast<std::uint8_t>(iucv::hs_kinds[what % 7].value);
    head.window = input_.next();
    head.src_user_id = ebcdic::padded<8>(known.user, known.user.size());
    head.src_app_name = iucv::hs_name<16>(known.server);
    const std::string peer = EndpointNames::peer_user(1 + what % 3);
    head.dest_user_id = ebcdic::padded<8>(peer, peer.size());
    head.dest_app_name = iucv::hs_name<16>(EndpointNames::peer_name(1 + what % 3));
    head.message_class = input_.next();
    return iucv::encode(head, input_.take(input_.next()));
  }

  OctetReader& input_;
  AgentLines lines_;
  Bytes sent_;
};

class AnySource final : public HsSource {
public:
  explicit AnySource(OctetReader& input) : input_(input) {}

  Declaration declaration() override { return {}; }

  std::unique_ptr<HsSystem> fresh() override { return std::make_unique<AnySystem>(input_); }

  unsigned tests_of_one() const override { return 2; }

  bool outlives() const override { return true; }

  EndpointNames names(unsigned) const override { return {}; }

  int answer_ms() const override { return 10'000; }

private:
  OctetReader& input_;
};

void check(const Reply& reply) {
  if (reply.kind == Reply::Kind::label) {
    const auto kind = static_cast<iucv::hs::Kind>(reply.label.kind);
    expect(kind < iucv::hs::Kind::count);
    expect(iucv::hs::label_kinds[reply.label.kind].role == by(iucv::hs::Role::endpoint));
  } else {
    expect(reply.text.empty() == (reply.kind == Reply::Kind::quiet));
  }
}

// A label of application, peer or operator.
Label any_label(OctetReader& input) {
  using iucv::hs::Kind;
  Label label;
  do {
    label.kind = input.next() % static_cast<unsigned>(Kind::count);
  } while (iucv::hs::label_kinds[label.kind].role == by(iucv::hs::Role::endpoint) &&
           !input.empty());
  const bool is_flood = label.kind == static_cast<unsigned>(Kind::frame_flood);
  if (iucv::hs::label_kinds[label.kind].role == by(iucv::hs::Role::endpoint) ||
      (is_flood && input.next() != 0)) { // thousands of frames are dear, and all alike
    label.kind = 0;
  }
  const auto& arguments = iucv::hs::label_kinds[label.kind].arguments;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& one = arguments[i];
    std::uint32_t values = one.names.empty() ? 256 : static_cast<std::uint32_t>(one.names.size());
    values = one.name == "socket" ? 3 : one.name == "peer" ? 2 : values;
    label.arguments[i] = one.name.empty() ? 0 : input.next() % values;
  }
  return label;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto machine = iucv::hs::make_whole();
  static Operations operations;
  OctetReader input({data, size});
  const auto endpoint = open_endpoint(std::make_unique<AnySource>(input));
  check(endpoint->start(*machine, {.case_id = "a"}));
  while (!input.empty()) {
    operations.count();
    const std::uint8_t what = input.next();
    if (what < 200) {
      check(endpoint->give(any_label(input)));
    } else if (what < 240) {
      check(endpoint->go());
    } else if (what < 250) {
      endpoint->take_frames();
      check(endpoint->start(*machine, {.case_id = what % 2 == 0 ? "a" : "b"}));
    } else {
      const Label label = any_label(input);
      const Label next = any_label(input);
      if (endpoint->looks_ahead(label)) {
        endpoint->ahead(next);
      }
      const Reply reply = endpoint->give(label);
      check(reply);
      if (reply.kind == Reply::Kind::quiet) {
        check(endpoint->give(next));
      }
    }
  }
  return 0;
}
