// SPDX-License-Identifier: Apache-2.0
// Uses a header and a function of the library, so that both have to be where a consumer looks.
#include "model/core/label.hpp"

#include <array>
#include <iostream>

int main() {
  const std::array kinds{pathproof::LabelKind{.name = "call.open", .meaning = "an example"}};
  const std::string text = pathproof::print(pathproof::Label{}, kinds);
  std::cout << text << '\n';
  return text == "call.open" ? 0 : 1;
}
