// SPDX-License-Identifier: Apache-2.0
// Which fields a layout has, and what is wrong with one.
#include <algorithm>

#include "model/lfp/layout.hpp"

namespace pathproof::lfp {

namespace {

using Problem = std::optional<LayoutProblem>;

std::string name_of(const LayoutPart& part) {
  return part.table == &header_table ? "header" : part.table == &hello_table ? "hello" : "call";
}

constexpr bool fits(std::uint64_t value, std::size_t width) {
  return frame_detail::fits(value, width);
}

std::string octets_text(std::size_t octets) {
  return std::to_string(octets) + (octets == 1 ? " octet" : " octets");
}

// Each named value has one code, which fits, and no two have the same.
Problem problem_of(const std::string& table,
                   std::span<const NamedValue> names,
                   const std::vector<LayoutCode>& codes,
                   std::size_t width,
                   bool bits) {
  const auto problem = [&](std::string_view name, const std::string& sentence) {
    return LayoutProblem{table + "." + std::string(name),
                         "'" + std::string(name) + "' of " + table + " " + sentence};
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto is_own = [&](const LayoutCode& one) { return one.profile == names[i].value; };
    const auto code = std::find_if(codes.begin(), codes.end(), is_own);
    if (std::count_if(codes.begin(), codes.end(), is_own) != 1) {
      return problem(names[i].name, "needs one value");
    }
    if (!fits(code->wire, width)) {
      return problem(names[i].name,
                     "is " + std::to_string(code->wire) + ", which does not fit in " +
                         octets_text(width));
    }
    if (bits && (code->wire == 0 || (code->wire & (code->wire - 1)) != 0)) {
      return problem(names[i].name, "is not one bit");
    }
    for (std::size_t k = 0; k < i; ++k) {
      const auto before = std::find_if(codes.begin(), codes.end(), [&](const LayoutCode& one) {
        return one.profile == names[k].value;
      });
      if (before->wire == code->wire) {
        return problem(names[i].name, "has the value of '" + std::string(names[k].name) + "'");
      }
    }
  }
  if (codes.size() != names.size()) {
    return LayoutProblem{table, table + " has a value that the profile does not have"};
  }
  return {};
}

// A number that is always said has to fit.
bool says(const LayoutField& one, std::uint64_t value) {
  const auto code = std::find_if(
      one.codes.begin(), one.codes.end(), [&](const auto& each) { return each.profile == value; });
  const auto biased = static_cast<std::int64_t>(value) + one.bias;
  return code != one.codes.end()
             ? fits(code->wire, one.width)
             : biased >= 0 && fits(static_cast<std::uint64_t>(biased), one.width);
}

Problem problem_of(const std::string& part, const LayoutField& one) {
  const FrameField& field = *one.field;
  const std::string name(field.name);
  const auto problem = [&](const std::string& sentence) {
    return LayoutProblem{part + "." + name, "field '" + name + "' of " + part + " " + sentence};
  };
  const std::size_t most = field.is_number() ? 8 : layout_text_most;
  if (one.width == 0 || one.width > most) {
    return problem("has " + std::to_string(one.width) + " octets, not 1 to " +
                   std::to_string(most));
  }
  if (one.bias < -layout_bias_most || one.bias > layout_bias_most) {
    return problem("has a bias of more than 40 bits");
  }
  // What a message does not use is 0.
  const bool used = name == "length" || name == "version" || name == "mtu" || name == "result";
  if (field.is_number() && field.values.empty() && !used && !says(one, 0)) {
    return problem("has no room for 0");
  }
  if (name == "version" && !says(one, profile_version)) {
    return problem("has no room for version " + std::to_string(profile_version));
  }
  if (name == "socket" && !says(one, no_socket)) {
    return problem("has no room for FFFFFFFF, which is no socket: say 'none'");
  }
  if (!field.values.empty()) {
    return problem_of(
        name == "kind" ? "kinds" : "calls", field.values, one.codes, one.width, false);
  }
  if (field.kind == FieldKind::flags) {
    return problem_of("flags", field.flags, one.codes, one.width, true);
  }
  if (one.codes.size() > (name == "socket" ? 1U : 0U) ||
      (!one.codes.empty() && one.codes.front().profile != no_socket)) {
    return problem("has other values, and is no code");
  }
  return {};
}

// What octets of a part are for.
struct Piece {
  std::size_t offset;
  std::size_t width;
  std::string where;
  std::string name; // for a sentence
};

std::vector<Piece> pieces_of(const LayoutPart& part) {
  const std::string name = name_of(part);
  std::vector<Piece> pieces;
  for (const LayoutField& one : part.fields) {
    pieces.push_back({one.offset,
                      one.width,
                      name + "." + std::string(one.field->name),
                      "field '" + std::string(one.field->name) + "'"});
  }
  for (std::size_t i = 0; i < part.constants.size(); ++i) {
    const LayoutConstant& one = part.constants[i];
    pieces.push_back({one.offset,
                      one.octets.size(),
                      name + ".constants." + std::to_string(i),
                      "the constant at " + std::to_string(one.offset)});
  }
  for (std::size_t i = 0; i < part.reserved.size(); ++i) {
    const LayoutGap& one = part.reserved[i];
    pieces.push_back({one.offset,
                      one.width,
                      name + ".reserved." + std::to_string(i),
                      "what is reserved at " + std::to_string(one.offset)});
  }
  std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) {
    return a.offset < b.offset;
  });
  return pieces;
}

// Each octet belongs to one piece.
Problem problem_of_places(const LayoutPart& part) {
  const std::string name = name_of(part);
  if (part.size == 0 || part.size > layout_part_most) {
    return LayoutProblem{name,
                         name + " has " + std::to_string(part.size) + " octets, not 1 to " +
                             std::to_string(layout_part_most)};
  }
  std::size_t end = 0;
  const Piece* before = nullptr;
  const std::vector<Piece> pieces = pieces_of(part);
  const auto hole = [&](std::size_t to, const std::string& where) {
    return LayoutProblem{where,
                         "octets " + std::to_string(end) + " to " + std::to_string(to - 1) +
                             " of " + name +
                             " belong to nothing; say what they are, or that they are reserved"};
  };
  for (const Piece& one : pieces) {
    if (one.width == 0) {
      return LayoutProblem{one.where, one.name + " of " + name + " has no octets"};
    }
    if (one.offset >= part.size || one.width > part.size - one.offset) {
      return LayoutProblem{one.where,
                           one.name + " ends behind the " + std::to_string(part.size) +
                               " octets of " + name};
    }
    if (one.offset < end) {
      return LayoutProblem{one.where, one.name + " of " + name + " overlaps " + before->name};
    }
    if (one.offset > end) {
      return hole(one.offset, one.where);
    }
    end = one.offset + one.width;
    before = &one;
  }
  return end == part.size ? Problem{} : hole(part.size, name);
}

Problem problem_of(const LayoutPart& part) {
  const std::string name = name_of(part);
  for (const FrameField& field : part.table->fields) {
    const auto places = std::count_if(part.fields.begin(),
                                      part.fields.end(),
                                      [&](const LayoutField& one) { return one.field == &field; });
    if (is_laid_out(field) && places != 1) {
      return LayoutProblem{name,
                           name + " needs a place for its field '" + std::string(field.name) +
                               "': " + std::string(field.meaning)};
    }
    if (!is_laid_out(field) && places != 0) {
      return LayoutProblem{name, "'" + std::string(field.name) + "' has no place in a layout"};
    }
  }
  for (const LayoutField& one : part.fields) {
    if (auto problem = problem_of(name, one)) {
      return problem;
    }
  }
  return problem_of_places(part);
}

LayoutPart open_part(const FrameTable& table) {
  LayoutPart part{.table = &table, .size = table.size};
  for (const FrameField& field : table.fields) {
    if (is_laid_out(field)) {
      LayoutField one{
          .field = &field, .offset = field.offset, .width = field.width, .order = table.order};
      for (const NamedValue& value : field.values.empty() ? field.flags : field.values) {
        one.codes.push_back({value.value, value.value});
      }
      part.fields.push_back(std::move(one));
      continue;
    }
    LayoutConstant constant{.offset = field.offset, .octets{}};
    const std::uint64_t value = field.fixed ? field.fixed->value : 0;
    for (std::size_t i = 0; i < field.width; ++i) {
      constant.octets.push_back(static_cast<std::uint8_t>(
          value >> (8 * frame_detail::place(table.order, field.width, i))));
    }
    if (field.fixed) {
      part.constants.push_back(std::move(constant));
    } else {
      part.reserved.push_back({field.offset, field.width});
    }
  }
  return part;
}

} // namespace

Layout open_layout() {
  Layout layout{.header = open_part(header_table),
                .hello = open_part(hello_table),
                .call = open_part(call_table)};
  for (const NamedValue& one : refusals) {
    layout.refusals.push_back({one.value, one.value});
  }
  return layout;
}

std::optional<LayoutProblem> problem_of(const Layout& layout) {
  if (layout.padding == 0 || layout.padding > layout_padding_most) {
    return LayoutProblem{"padding",
                         "messages cannot be padded to a multiple of " +
                             std::to_string(layout.padding) + ": 1 to " +
                             std::to_string(layout_padding_most)};
  }
  for (const LayoutPart* part : {&layout.header, &layout.hello, &layout.call}) {
    if (auto problem = problem_of(*part)) {
      return problem;
    }
  }
  return problem_of(
      "refusals", refusals, layout.refusals, layout.header.find("value")->width, false);
}

} // namespace pathproof::lfp
