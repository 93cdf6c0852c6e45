// SPDX-License-Identifier: Apache-2.0
// An alternating-bit link: messages 0 to 3, in turn, over a channel that loses and repeats.
#include "runner/kit.hpp"

using namespace pathproof;

constexpr Requirement abp_001{"ABP-001", "A frame has a message and its bit.", "ABP", "DOC"};
constexpr Requirement abp_002{"ABP-002", "On a timeout the frame is sent again.", "ABP", "DOC"};
constexpr Requirement abp_003{"ABP-003", "Delivery is in order and never twice.", "ABP", "DOC"};
constexpr Requirement abp_004{"ABP-004", "A frame is acknowledged with its bit.", "ABP", "DOC"};
constexpr Requirement abp_005{"ABP-005", "An acknowledged bit is changed.", "ABP", "DOC"};

// The kit always plays the operator, which is the clock and the channel here.
enum Role { kit, sender, receiver };

enum Kind { timeout, arrive_frame, arrive_ack, transmit, confirm, deliver, acknowledge };
enum class Turn { anybody, transmit, accept, confirm, count }; // what must happen next

struct Link : ModelWithDefaults<Link> {
  static constexpr std::string_view name = "link", summary = "an alternating-bit link";
  static constexpr std::string_view roles[]{"operator", "sender", "receiver"};
  static constexpr std::array requirements{&abp_001, &abp_002, &abp_003, &abp_004, &abp_005};
  static constexpr LabelArgument bit{"bit"}, data{"data"};
  static constexpr LabelKind kinds[]{{"timeout", kit, 1 << sender},
                                     {"arrive.frame", kit, 1 << receiver, {bit, data}},
                                     {"arrive.ack", kit, 1 << sender, {bit}},
                                     {"transmit", sender, 0, {bit, data}},
                                     {"confirm", sender, 0},
                                     {"deliver", receiver, 0, {data}},
                                     {"acknowledge", receiver, 0, {bit}}};

  template <class D>
  struct State {
    typename D::template Enum<Turn> turn;
    typename D::template Number<1> bit, expected, frame_bit = 1, ack_bit = 1; // left from before
    typename D::template Number<2> data, frame_data, delivered;

    static void fields(auto& s, auto&& visit) {
      each_field(visit, "turn", s.turn, "bit", s.bit, "data", s.data, "ack_bit", s.ack_bit);
      each_field(visit, "frame_bit", s.frame_bit, "frame_data", s.frame_data);
      each_field(visit, "expected", s.expected, "delivered", s.delivered);
    }
  };

  template <class D>
  static void rules(const State<D>& s, const Parameters<D>&, auto& rule) {
    const auto quiet = s.turn == Turn::anybody, arrived = s.turn == Turn::accept;
    const auto is_new = s.frame_bit == s.expected;
    rule({"timeout", timeout, {&abp_002}, Duty::may}, all(quiet), [&](auto& n) {
      n.turn = Turn::transmit;
      return D::shows();
    });
    rule({"transmit", transmit, {&abp_001, &abp_002}}, all(s.turn == Turn::transmit), [&](auto& n) {
      n.turn = Turn::anybody;
      n.frame_bit = s.bit;
      n.frame_data = s.data;
      return D::shows(s.bit, s.data);
    });
    // A frame and an acknowledgement stay in the channel, and arrive any number of times or never.
    rule({"arrive.frame", arrive_frame, {}, Duty::may}, all(quiet), [&](auto& n) {
      n.turn = Turn::accept;
      return D::shows(s.frame_bit, s.frame_data);
    });
    rule({"deliver", deliver, {&abp_003}}, all(arrived, cited({&abp_003}, is_new)), [&](auto& n) {
      n.expected = s.expected + 1;
      n.delivered = s.delivered + 1;
      return D::shows(s.frame_data);
    });
    rule({"acknowledge", acknowledge, {&abp_004}}, all(arrived, !is_new), [&](auto& n) {
      n.turn = Turn::anybody;
      n.ack_bit = s.frame_bit;
      return D::shows(s.frame_bit);
    });
    rule({"arrive.ack", arrive_ack, {}, Duty::may}, all(quiet), [&](auto& n) {
      n.turn = select(s.ack_bit == s.bit, decltype(n.turn)(Turn::confirm), n.turn);
      return D::shows(s.ack_bit);
    });
    rule({"confirm", confirm, {&abp_005}}, all(s.turn == Turn::confirm), [&](auto& n) {
      n.turn = Turn::transmit;
      n.bit = s.bit + 1;
      n.data = s.data + 1;
      return D::shows();
    });
  }

  template <class D>
  static void invariants(const State<D>& s, const Parameters<D>&, auto& holds) {
    const auto is_new = s.frame_bit == s.expected;
    const auto next = select(s.expected == s.bit, s.data, s.data + 1);
    holds("in_order_and_once", {&abp_003}, implies(is_new, s.frame_data == s.delivered));
    holds("one_ahead_at_most", {&abp_003, &abp_005}, s.delivered == next);
    holds("confirmed_is_delivered", {&abp_004}, implies(s.ack_bit == s.bit, s.expected != s.bit));
  }
};

int main(int argc, char** argv) {
  return kit_main(argc, argv, {protocol_of<Link>()});
}
