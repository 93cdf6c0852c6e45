// SPDX-License-Identifier: Apache-2.0
// One connection of AF_IUCV over HiperSockets, seen from outside: the state its rules speak of.
#pragma once

#include <array>
#include <string_view>

#include "model/core/rule.hpp"

namespace pathproof::iucv::wire {

struct Scope {
  std::string_view name;
  std::string_view summary;
  bool delays = false;      // frames take their time
  bool repeats = false;     // SYN may be sent again
  unsigned unset_limit = 2; // for a window of 0 in SYN
  unsigned limit_max = 2;   // highest window
  unsigned bits = 2;        // of it
};

// One end of the connection, and what is under way from it.
template <class D>
struct Party {
  using Bool = typename D::Bool;
  using Count = typename D::template Number<16>;

  Bool up = false;       // it knows the connection
  Bool shut = false;     // it sent SHT
  Bool finished = false; // it sent FIN
  Count limit = 0;       // messages that it takes unconfirmed, as it told
  Count window = 0;      // the other party's, as it was told
  Count unconfirmed = 0; // messages it sent
  Count outstanding = 0; // messages that came and that it has not confirmed
  // Where frames take their time.
  Bool ended = false; // SHT has come
  Bool told = false;  // FIN has come
  Count data = 0;
  Count confirmation = 0;
  Bool sht = false;
  Bool fin = false;

  template <class Self, class Visit>
  static void fields(const Scope& scope, Self& self, int j, Visit&& visit) {
    visit(FieldName{"up", j}, self.up);
    visit(FieldName{"shut", j}, self.shut);
    visit(FieldName{"finished", j}, self.finished);
    visit(FieldName{"limit", j}.of_bits(scope.bits), self.limit);
    visit(FieldName{"window", j}.of_bits(scope.bits), self.window);
    visit(FieldName{"unconfirmed", j}.of_bits(scope.bits), self.unconfirmed);
    visit(FieldName{"outstanding", j}.of_bits(scope.bits), self.outstanding);
    if (scope.delays) {
      visit(FieldName{"ended", j}, self.ended);
      visit(FieldName{"told", j}, self.told);
      visit(FieldName{"data", j}.of_bits(scope.bits), self.data);
      visit(FieldName{"confirmation", j}.of_bits(scope.bits), self.confirmation);
      visit(FieldName{"sht", j}, self.sht);
      visit(FieldName{"fin", j}, self.fin);
    }
  }
};

template <class D>
struct State {
  using Bool = typename D::Bool;
  using Count = typename D::template Number<16>;
  using Pending = typename D::template Number<2>;

  const Scope* scope = nullptr;

  std::array<Party<D>, 2> party; // connector, listener
  Pending asked = 0;             // SYNs that were not answered
  Count asked_window = 0;        // of SYN
  Bool refused = false;
  // Where frames take their time.
  Bool syn = false;    // under way
  Bool answer = false; // under way; `refusal` says which
  Bool refusal = false;
  Bool gone = false; // the connector gave up

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit(FieldName{"asked"}, self.asked);
    visit(FieldName{"asked_window"}.of_bits(self.scope->bits), self.asked_window);
    visit(FieldName{"refused"}, self.refused);
    if (self.scope->delays) {
      visit(FieldName{"syn"}, self.syn);
      visit(FieldName{"answer"}, self.answer);
      visit(FieldName{"refusal"}, self.refusal);
      visit(FieldName{"gone"}, self.gone);
    }
    for (int j = 0; j < 2; ++j) {
      Party<D>::fields(*self.scope, self.party[static_cast<unsigned>(j)], j, visit);
    }
  }
};

// Nothing is left open.
template <class D>
struct Parameters {
  const Scope* scope = nullptr;

  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
};

} // namespace pathproof::iucv::wire
