// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic/symbolic_model_of.hpp"

namespace pathproof::symbolic {

Term constant_of(Graph& graph, const Field& field, unsigned value) {
  switch (field.sort.kind) {
  case Sort::Kind::boolean:
    return truth(value != 0);
  case Sort::Kind::number:
    return graph.number(field.sort.width, value);
  case Sort::Kind::set:
    break;
  }
  throw std::logic_error("variation point " + field.name + " cannot be a set");
}

Term range_of(Graph& graph, const Field& field, Term value) {
  const std::uint64_t count = field.values.size();
  if (count == 0 || count == std::uint64_t{1} << field.sort.width) {
    return true_term;
  }
  return graph.less(value, graph.number(field.sort.width, static_cast<std::uint32_t>(count)));
}

} // namespace pathproof::symbolic
