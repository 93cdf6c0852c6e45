// SPDX-License-Identifier: Apache-2.0
// What is proved of a frame's codec, for all values of its fields and all octets:
//
//   decode_of_encode    decode(encode(f)) is f
//   encode_of_decode    encode(decode(b)) is b, where b decodes
//   wrong_is_refused    a frame without one of its fixed values does not decode
//
// Nothing of it is vacuous: there are frames of every kind, and octets that decode to them.
#pragma once

#include <string>
#include <vector>

#include "model/core/frame.hpp"
#include "model/symbolic/domain.hpp"
#include "model/symbolic/prover.hpp"

namespace pathproof::symbolic {

// The domain in which a codec leaves terms. A number has at most 4 octets.
struct SymbolicOctets {
  using Octet = Symbolic::Number<8>;
  using Bool = Symbolic::Bool;
  template <std::size_t Width>
  using Number = Symbolic::Number<8 * Width>;

  template <std::size_t Width>
  static Number<Width> appended(Number<Width> value, Octet low) {
    if constexpr (Width == 1) {
      return low;
    } else {
      Graph& graph = recorded_graph();
      return Number<Width>::of(
          graph.join(graph.part(term_of(value), 0, 8 * (Width - 1)), term_of(low)));
    }
  }

  // Above the highest one are zeros.
  template <std::size_t Width>
  static Octet octet(Number<Width> value, std::size_t significance) {
    return significance < Width ? Octet::of(recorded_graph().part(
                                      term_of(value), static_cast<unsigned>(8 * significance), 8))
                                : Octet(0);
  }

  template <std::size_t Width>
  static Bool equal(Number<Width> a, std::uint64_t b) {
    return a == Number<Width>(static_cast<std::uint32_t>(b));
  }

  static Bool both(Bool a, Bool b) { return a && b; }
};

// A codec read as terms. Values are one list of terms for each field, in the order of the table.
struct RecordedFrame {
  using Values = std::vector<std::vector<Term>>;

  const FrameTable* table = nullptr;
  Values frame;        // f, any frame
  Values frame_again;  // decode(encode(f))
  Term frame_decodes;  // encode(f) does
  Values octets;       // b, any octets, as one list
  Values octets_again; // encode(decode(b))
  Values octets_frame; // decode(b)
  Term octets_decode;  // b does
};

namespace frame_terms {

template <class Member>
std::vector<Term> terms_of(const Member& member) {
  if constexpr (requires { member.begin(); }) {
    std::vector<Term> terms;
    for (const auto& one : member) {
      terms.push_back(term_of(one));
    }
    return terms;
  } else {
    return {term_of(member)};
  }
}

template <class Frame>
RecordedFrame::Values values_of(const Frame& frame) {
  RecordedFrame::Values values;
  frame_detail::each_index<frame_detail::members_of<Frame>>([&]<std::size_t i>() {
    values.push_back(terms_of(frame.*std::get<i>(Frame::members()).pointer));
  });
  return values;
}

inline SymbolicOctets::Octet octet_variable(Graph& graph, const std::string& name, std::size_t i) {
  return SymbolicOctets::Octet::of(graph.variable(name + "." + std::to_string(i), number_sort(8)));
}

inline std::vector<SymbolicOctets::Octet>
octet_variables(Graph& graph, const std::string& name, std::size_t count) {
  std::vector<SymbolicOctets::Octet> octets;
  for (std::size_t i = 0; i < count; ++i) {
    octets.push_back(octet_variable(graph, name, i));
  }
  return octets;
}

template <class Frame>
Frame frame_variable(Graph& graph, const FrameTable& table) {
  Frame frame;
  frame_detail::each_index<frame_detail::members_of<Frame>>([&]<std::size_t i>() {
    constexpr auto member = std::get<i>(Frame::members());
    auto& value = frame.*member.pointer;
    const std::string name = "f." + std::string(table.fields[i].name);
    if constexpr (member.is_array) {
      for (std::size_t k = 0; k < value.size(); ++k) {
        value[k] = octet_variable(graph, name, k);
      }
    } else {
      value = SymbolicOctets::Number<member.width>::of(
          graph.variable(name, number_sort(8 * member.width)));
    }
  });
  return frame;
}

} // namespace frame_terms

// Reads the codec that writes by one table and reads by another, which are one in earnest; a test
// plants a fault in one of them. What the encoder does not write may be any octet.
template <const FrameTable& written, const FrameTable& read, template <class> class FrameOf>
RecordedFrame record_frame(Graph& graph) {
  using D = SymbolicOctets;
  using Frame = FrameOf<D>;
  const Recording recording(graph);
  RecordedFrame recorded;
  recorded.table = &read;
  const auto frame = frame_terms::frame_variable<Frame>(graph, read);
  auto encoded = frame_terms::octet_variables(graph, "unwritten", written.size);
  write_frame<written, D>(frame, encoded.data());
  recorded.frame = frame_terms::values_of(frame);
  recorded.frame_again = frame_terms::values_of(read_frame<read, D, Frame>(encoded.data()));
  recorded.frame_decodes = term_of(is_frame<read, D>(encoded.data()));

  const auto octets = frame_terms::octet_variables(graph, "b", read.size);
  const auto decoded = read_frame<read, D, Frame>(octets.data());
  auto again = frame_terms::octet_variables(graph, "untouched", written.size);
  write_frame<written, D>(decoded, again.data());
  recorded.octets = {frame_terms::terms_of(octets)};
  recorded.octets_again = {frame_terms::terms_of(again)};
  recorded.octets_frame = frame_terms::values_of(decoded);
  recorded.octets_decode = term_of(is_frame<read, D>(octets.data()));
  return recorded;
}

struct FrameStatement {
  std::string id;
  Conclusion conclusion = Conclusion::unknown; // proved, violated or unknown
  std::string counterexample;                  // of violated: "window: 258 is decoded as 513"
  std::string reason;                          // of unknown
};

struct FrameProof {
  std::vector<FrameStatement> statements;
  std::vector<std::string> impossible; // what would make the statements say nothing; none
  unsigned possible = 0;               // kinds of frames that were found to be there
  std::vector<Script> scripts;         // when they were asked for
  std::size_t questions = 0;           // asked of the solver
  double seconds = 0;
};

// Proves the statements. `timeout_ms` is for one question.
FrameProof
prove_frame(Graph& graph, const RecordedFrame& recorded, unsigned timeout_ms, bool with_scripts);

} // namespace pathproof::symbolic
