// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <vector>

#include "cmake/testing/catch.hpp"
#include "conformance/wire_judge.hpp"
#include "model/iucv/hs_wire_machines.hpp"

using namespace pathproof;
using iucv::HsKind;

namespace {

const Machine& wire() {
  static const std::unique_ptr<Machine> made = iucv::wire::make_whole();
  return *made;
}

struct End {
  std::string user;
  std::string name;
};

const End client{"LINUXA", "CLIENT"};
const End server{"LINUXB", "SERVER"};

// Frames between client and server, one after the other.
class Talk {
public:
  explicit Talk(bool strict = false) : judge_(wire(), {.strict = strict, .reproduction = {}}) {}

  Talk& sends(const End& from,
              const End& to,
              std::uint8_t flags,
              std::uint16_t window = 0,
              std::size_t payload = 0,
              std::size_t cut_to = SIZE_MAX) {
    iucv::HsFrame header{.flags = flags, .window = window};
    header.src_user_id = iucv::hs_name(from.user);
    header.src_app_name = iucv::hs_name<16>(from.name);
    header.dest_user_id = iucv::hs_name(to.user);
    header.dest_app_name = iucv::hs_name<16>(to.name);
    const std::vector<std::uint8_t> octets = iucv::encode_ethernet(
        iucv::ethernet_broadcast, {}, header, std::vector<std::uint8_t>(payload, 7));
    judge_.frame(std::span(octets).first(std::min(cut_to, octets.size())), octets.size());
    return *this;
  }

  Talk& client_sends(HsKind kind, std::uint16_t window = 0, std::size_t payload = 0) {
    return sends(client, server, iucv::hs_flags_of(kind), window, payload);
  }

  Talk& server_sends(HsKind kind, std::uint16_t window = 0, std::size_t payload = 0) {
    return sends(server, client, iucv::hs_flags_of(kind), window, payload);
  }

  // The client takes one message unconfirmed, the server two.
  Talk& connects() { return client_sends(HsKind::syn, 1).server_sends(HsKind::syn_ack, 2); }

  std::vector<CaseResult> results() const { return judge_.results(); }

  // Of the only connection.
  CaseResult result() const {
    const auto all = results();
    REQUIRE(all.size() == 1);
    return all.front();
  }

private:
  WireJudge judge_;
};

bool breaks(const CaseResult& result, const std::string& id) {
  return result.verdict == Verdict::fail && result.deviations.size() == 1 &&
         std::any_of(result.deviations[0].broken.begin(),
                     result.deviations[0].broken.end(),
                     [&](const RequirementReference& one) { return one.id == id; });
}

} // namespace

TEST_CASE("a connection that keeps to the rules passes, and cites what it exercised") {
  const CaseResult result = Talk()
                                .connects()
                                .client_sends(HsKind::data, 0, 5)
                                .client_sends(HsKind::data, 0, 5)
                                .server_sends(HsKind::win, 2)
                                .server_sends(HsKind::data, 0, 5)
                                .client_sends(HsKind::win, 1, 5)
                                .client_sends(HsKind::sht)
                                .server_sends(HsKind::win, 1)
                                .server_sends(HsKind::fin)
                                .result();
  CHECK(result.id == "iucv/hs_wire/capture/LINUXA.CLIENT-LINUXB.SERVER");
  CHECK(result.verdict == Verdict::pass);
  CHECK(result.deviations.empty());
  CHECK(result.steps == 10);
  CHECK(std::count(result.requirements.begin(), result.requirements.end(), "IUCV-254") == 1);
  CHECK(result.fired == result.requirements);
}

TEST_CASE("more messages than the window are caught, and which frame it was is said") {
  const CaseResult result = Talk()
                                .connects()
                                .client_sends(HsKind::data, 0, 5)
                                .client_sends(HsKind::data, 0, 5)
                                .client_sends(HsKind::data, 0, 5)
                                .server_sends(HsKind::win, 2)
                                .result();
  CHECK(breaks(result, "HS-003"));
  CHECK(result.deviations[0].observed == "connector.data window=0 (frame 5)");
  CHECK(result.trace.at(result.deviations[0].step).label == "connector.data window=0");
}

TEST_CASE("more confirmed than was sent is caught") {
  CHECK(breaks(
      Talk().connects().client_sends(HsKind::data, 0, 5).server_sends(HsKind::win, 2).result(),
      "HS-004"));
}

TEST_CASE("messages after the own end are caught, and after the other's are not") {
  CHECK(
      breaks(Talk().connects().client_sends(HsKind::fin).client_sends(HsKind::data, 0, 5).result(),
             "HS-005"));
  CHECK(
      breaks(Talk().connects().client_sends(HsKind::sht).client_sends(HsKind::data, 0, 5).result(),
             "HS-005"));
  Talk crossing;
  crossing.connects().client_sends(HsKind::fin).server_sends(HsKind::data, 0, 5);
  CHECK(crossing.result().verdict == Verdict::pass);
}

TEST_CASE("what only a note forbids fails a strict run alone") {
  const auto accepts_twice = [](bool strict) {
    return Talk(strict).connects().server_sends(HsKind::syn_ack, 2).result();
  };
  CHECK(accepts_twice(false).verdict == Verdict::pass);
  CHECK(accepts_twice(false).deviations.size() == 1);
  CHECK(accepts_twice(true).verdict == Verdict::fail);
}

TEST_CASE("a refusal has the window of the SYN") {
  CHECK(Talk(true).client_sends(HsKind::syn, 7).server_sends(HsKind::syn_fin, 7).result().verdict ==
        Verdict::pass);
  CHECK(Talk(true).client_sends(HsKind::syn, 7).server_sends(HsKind::syn_fin, 8).result().verdict ==
        Verdict::fail);
}

TEST_CASE("names may be used again, and by both at once") {
  Talk talk;
  talk.connects().client_sends(HsKind::fin).connects().client_sends(HsKind::data, 0, 5);
  talk.server_sends(HsKind::syn, 9).client_sends(HsKind::syn_fin, 9);
  const auto results = talk.results();
  REQUIRE(results.size() == 3);
  CHECK(results[1].id == "iucv/hs_wire/capture/LINUXA.CLIENT-LINUXB.SERVER#2");
  CHECK(results[2].id == "iucv/hs_wire/capture/LINUXB.SERVER-LINUXA.CLIENT");
  for (const CaseResult& one : results) {
    CHECK(one.deviations.empty());
    CHECK(one.verdict == Verdict::pass);
  }
}

TEST_CASE("a connection whose beginning is missing is not judged") {
  const CaseResult result =
      Talk().client_sends(HsKind::data, 0, 5).server_sends(HsKind::fin).result();
  CHECK(result.verdict == Verdict::inconclusive);
  CHECK(result.steps == 0);
}

TEST_CASE("a capture that has no payloads is judged alike") {
  Talk talk;
  talk.connects().sends(client, server, 0x08, 1, 5, 118); // nothing to confirm
  CHECK(breaks(talk.result(), "HS-004"));
  CHECK(talk.result().deviations[0].observed == "connector.data window=1 (frame 3)");
}

TEST_CASE("frames that are none are listed, each with what is wrong") {
  Talk talk;
  talk.sends(client, server, 0x21).sends(client, server, 0x02, 1, 0, 40);
  talk.sends(client, server, 0x08).sends(client, server, 0x00, 3, 5);
  const auto results = talk.results();
  REQUIRE(results.size() == 2); // the last one is a message all the same
  CHECK(results[0].id == "iucv/hs_wire/capture/frames");
  CHECK(results[0].verdict == Verdict::pass);
  REQUIRE(results[0].deviations.size() == 4);
  CHECK(results[0].deviations[0].observed == "frame 1: flags 21 mean nothing");
  CHECK(results[0].deviations[0].broken[0].id == "IUCV-196");
  CHECK(results[0].deviations[1].observed == "frame 2: too short");
  CHECK(results[0].deviations[2].broken[0].id == "IUCV-235");
  CHECK(results[0].deviations[3].broken[0].id == "IUCV-234");
}

TEST_CASE("a long connection is reported where it is broken") {
  Talk talk;
  talk.connects();
  for (unsigned i = 0; i < 1000; ++i) {
    talk.client_sends(HsKind::data, 0, 5).server_sends(HsKind::win, 1);
  }
  talk.server_sends(HsKind::win, 1).client_sends(HsKind::fin);
  const CaseResult result = talk.result();
  REQUIRE(breaks(result, "HS-004"));
  CHECK(result.trace.size() == 202);
  CHECK(result.deviations[0].step == 200);
}
