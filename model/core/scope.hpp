// SPDX-License-Identifier: Apache-2.0
// Models that have several scopes (see machine_of.hpp), and those that are one.
#pragma once

#include <string_view>

namespace pathproof {

struct ModelName {
  std::string_view name;
  std::string_view summary;
};

// What the model, or its scope of this number, is called.
template <class Model>
constexpr ModelName named(unsigned scope) {
  if constexpr (requires { Model::scopes; }) {
    return {Model::scopes[scope].name, Model::scopes[scope].summary};
  } else {
    return {Model::name, Model::summary};
  }
}

// A fresh State or Parameters of the model, in its scope of this number.
template <class Model, class Fresh>
constexpr Fresh in_scope(unsigned scope) {
  Fresh made{};
  if constexpr (requires { Model::scopes; }) {
    made.scope = &Model::scopes[scope];
  }
  return made;
}

} // namespace pathproof
