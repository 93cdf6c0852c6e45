// SPDX-License-Identifier: Apache-2.0
#include "conformance/iut/lfp/layout_file.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <optional>
#include <sstream>
#include <string_view>

#include <toml++/toml.h>

#include "model/core/error.hpp"
#include "model/core/frame_text.hpp"

namespace pathproof::iut::lfp {

namespace {

namespace profile = pathproof::lfp;
using profile::Layout;
using profile::LayoutCode;
using profile::LayoutField;
using profile::LayoutPart;

// What no part is as large as, and no number as great.
constexpr std::int64_t octets_most = 65535;

class LayoutReader {
public:
  explicit LayoutReader(const std::string& file) : file_(file) {}

  Layout read() {
    toml::table table;
    try {
      table = toml::parse_file(file_);
    } catch (const toml::parse_error& error) {
      complain(error.source().begin.line, std::string(error.description()));
    }
    // The order of bytes holds for fields that stand before it too.
    if (const toml::node* const order = table.get("order")) {
      order_ = order_of(*order, "order");
    }
    for (const auto& [key, value] : table) {
      read_key(key.str(), value);
    }
    finish(table);
    return layout_;
  }

private:
  [[noreturn]] void complain(std::size_t line, const std::string& what) const {
    throw UsageError(file_ + ":" + std::to_string(line) + ": " + what);
  }

  [[noreturn]] void complain(const toml::node& node, const std::string& what) const {
    complain(node.source().begin.line, what);
  }

  void remember(const std::string& where, const toml::node& node) {
    lines_[where] = node.source().begin.line;
  }

  void read_key(std::string_view key, const toml::node& value) {
    if (key == "length") {
      layout_.length_of_body = word(value, key, "message", "body") == "body";
    } else if (key == "names") {
      layout_.ascii = word(value, key, "ebcdic", "ascii") == "ascii";
    } else if (key == "padding") {
      remember("padding", value);
      layout_.padding = static_cast<std::size_t>(number(value, key, 0, octets_most));
    } else if (key == "header") {
      read_part(value, "header", layout_.header);
    } else if (key == "hello") {
      read_part(value, "hello", layout_.hello);
    } else if (key == "call") {
      read_part(value, "call", layout_.call);
    } else if (key == "kinds") {
      kinds_ = codes(value, "kinds", profile::kinds);
    } else if (key == "calls") {
      calls_ = codes(value, "calls", profile::calls);
    } else if (key == "flags") {
      flags_ = codes(value, "flags", profile::flags);
    } else if (key == "refusals") {
      refusals_ = codes(value, "refusals", profile::refusals);
    } else if (key != "order") {
      complain(value,
               "'" + std::string(key) +
                   "' is not known; expected order, length, padding, names, [header], [hello], "
                   "[call], [kinds], [flags], [refusals] or [calls]");
    }
  }

  // ---- values -----------------------------------------------------------------------------------

  std::string_view word(const toml::node& node,
                        std::string_view key,
                        std::string_view one,
                        std::string_view other) const {
    const auto text = node.value<std::string_view>();
    if (!node.is_string() || (*text != one && *text != other)) {
      complain(node,
               "'" + std::string(key) + "' takes \"" + std::string(one) + "\" or \"" +
                   std::string(other) + "\"");
    }
    return *text;
  }

  ByteOrder order_of(const toml::node& node, std::string_view key) const {
    return word(node, key, "big", "little") == "big" ? ByteOrder::big : ByteOrder::little;
  }

  std::int64_t number(const toml::node& node,
                      std::string_view key,
                      std::int64_t least = 0,
                      std::int64_t most = INT64_MAX) const {
    const auto value = node.value<std::int64_t>();
    if (!node.is_integer() || *value < least || *value > most) {
      complain(node,
               "'" + std::string(key) + "' takes a number" +
                   (most == INT64_MAX
                        ? ""
                        : " from " + std::to_string(least) + " to " + std::to_string(most)));
    }
    return *value;
  }

  const toml::table& table_of(const toml::node& node, const std::string& what) const {
    if (!node.is_table()) {
      complain(node, what + " takes a table");
    }
    return *node.as_table();
  }

  std::vector<LayoutCode>
  codes(const toml::node& node, const std::string& table, std::span<const NamedValue> names) {
    remember(table, node);
    std::vector<LayoutCode> made;
    for (const auto& [key, value] : table_of(node, "[" + table + "]")) {
      const std::string_view name = key.str();
      const auto found = std::find_if(
          names.begin(), names.end(), [&](const NamedValue& one) { return one.name == name; });
      if (found == names.end()) {
        complain(value, "[" + table + "] has no '" + std::string(name) + "'");
      }
      remember(table + "." + std::string(found->name), value);
      made.push_back({found->value, static_cast<std::uint64_t>(number(value, name))});
    }
    return made;
  }

  std::vector<std::uint8_t> octets(const toml::node& node) const {
    const auto made = octets_of_digits(node.value_or(std::string_view()));
    if (!node.is_string() || !made) {
      complain(node, "'octets' takes pairs of hexadecimal digits in a text");
    }
    return *made;
  }

  // ---- parts ------------------------------------------------------------------------------------

  void read_part(const toml::node& node, const std::string& name, LayoutPart& part) {
    remember(name, node);
    for (const auto& [key, value] : table_of(node, "[" + name + "]")) {
      if (key.str() == "size") {
        part.size = static_cast<std::size_t>(number(value, key.str(), 0, octets_most));
      } else if (key.str() == "fields") {
        for (const auto& [field, where] : table_of(value, "'fields'")) {
          read_field(where, name, std::string(field.str()), part);
        }
      } else if (key.str() == "constants") {
        each_of(value, name + ".constants", [&](const toml::node& one) {
          part.constants.push_back(read_constant(one));
        });
      } else if (key.str() == "reserved") {
        each_of(value, name + ".reserved", [&](const toml::node& one) {
          part.reserved.push_back(read_gap(one));
        });
      } else {
        complain(value,
                 "'" + std::string(key.str()) + "' is not known in [" + name +
                     "]; expected size, fields, constants or reserved");
      }
    }
  }

  template <class Each>
  void each_of(const toml::node& node, const std::string& where, Each each) {
    if (!node.is_array()) {
      complain(node, "'" + where.substr(where.find('.') + 1) + "' takes a list of tables");
    }
    std::size_t index = 0;
    for (const toml::node& one : *node.as_array()) {
      remember(where + "." + std::to_string(index++), one);
      each(one);
    }
  }

  void unknown(const toml::node& node, std::string_view key, const std::string& expected) const {
    complain(node, "'" + std::string(key) + "' is not known here; expected " + expected);
  }

  profile::LayoutConstant read_constant(const toml::node& node) const {
    profile::LayoutConstant made;
    for (const auto& [key, value] : table_of(node, "a constant")) {
      if (key.str() == "offset") {
        made.offset = static_cast<std::size_t>(number(value, key.str(), 0, octets_most));
      } else if (key.str() == "octets") {
        made.octets = octets(value);
      } else {
        unknown(value, key.str(), "offset and octets");
      }
    }
    return made;
  }

  profile::LayoutGap read_gap(const toml::node& node) const {
    profile::LayoutGap made;
    for (const auto& [key, value] : table_of(node, "what is reserved")) {
      if (key.str() == "offset") {
        made.offset = static_cast<std::size_t>(number(value, key.str(), 0, octets_most));
      } else if (key.str() == "width") {
        made.width = static_cast<std::size_t>(number(value, key.str(), 0, octets_most));
      } else {
        unknown(value, key.str(), "offset and width");
      }
    }
    return made;
  }

  void read_field(const toml::node& node,
                  const std::string& part_name,
                  const std::string& name,
                  LayoutPart& part) {
    remember(part_name + "." + name, node);
    const FrameField* const field = part.table->find(name);
    if (field == nullptr || !profile::is_laid_out(*field)) {
      complain(node, "[" + part_name + "] has no field '" + name + "'");
    }
    LayoutField made{.field = field, .order = order_};
    std::optional<std::int64_t> offset;
    for (const auto& [key, value] : table_of(node, "field '" + name + "'")) {
      if (key.str() == "offset") {
        offset = number(value, key.str(), 0, octets_most);
      } else if (key.str() == "width") {
        made.width = static_cast<std::size_t>(number(value, key.str(), 0, octets_most));
      } else if (key.str() == "order" && field->is_number()) {
        made.order = order_of(value, key.str());
      } else if (key.str() == "bias" && takes_bias(*field)) {
        made.bias = number(value, key.str(), INT64_MIN);
      } else if (key.str() == "none" && name == "socket") {
        made.codes = {{profile::no_socket, static_cast<std::uint64_t>(number(value, key.str()))}};
      } else {
        unknown(value,
                key.str(),
                std::string("offset, width") + (field->is_number() ? ", order" : "") +
                    (takes_bias(*field) ? ", bias" : "") + (name == "socket" ? ", none" : ""));
      }
    }
    if (!offset) {
      complain(node, "field '" + name + "' of " + part_name + " needs an offset");
    }
    made.offset = static_cast<std::size_t>(*offset);
    part.fields.push_back(std::move(made));
  }

  // Codes have a table of their own.
  static bool takes_bias(const FrameField& field) {
    return field.kind == FieldKind::number && field.values.empty();
  }

  // ---- the whole --------------------------------------------------------------------------------

  // What has no table has the profile's numbers.
  static std::vector<LayoutCode> or_own(const std::optional<std::vector<LayoutCode>>& given,
                                        std::span<const NamedValue> names) {
    std::vector<LayoutCode> made;
    for (const NamedValue& one : names) {
      made.push_back({one.value, one.value});
    }
    return given.value_or(made);
  }

  static void set_codes(LayoutPart& part, std::string_view name, std::vector<LayoutCode> codes) {
    for (LayoutField& one : part.fields) {
      if (one.field->name == name) {
        one.codes = std::move(codes);
        return;
      }
    }
  }

  void finish(const toml::table& table) {
    for (const char* const part : {"header", "hello", "call"}) {
      if (!table.contains(part)) {
        complain(1, "there is no [" + std::string(part) + "]");
      }
    }
    set_codes(layout_.header, "kind", or_own(kinds_, profile::kinds));
    set_codes(layout_.header, "flags", or_own(flags_, profile::flags));
    set_codes(layout_.call, "call", or_own(calls_, profile::calls));
    layout_.refusals = or_own(refusals_, profile::refusals);
    if (const auto problem = profile::problem_of(layout_)) {
      complain(line_of(problem->where), problem->sentence);
    }
  }

  // Of what stands there or, where nothing does, of what it belongs to.
  std::size_t line_of(std::string where) const {
    while (!lines_.contains(where) && !where.empty()) {
      where.resize(where.find('.') == std::string::npos ? 0 : where.rfind('.'));
    }
    return where.empty() ? 1 : lines_.at(where);
  }

  std::string file_;
  Layout layout_;
  ByteOrder order_ = ByteOrder::big;
  std::optional<std::vector<LayoutCode>> kinds_;
  std::optional<std::vector<LayoutCode>> calls_;
  std::optional<std::vector<LayoutCode>> flags_;
  std::optional<std::vector<LayoutCode>> refusals_;
  std::map<std::string, std::size_t> lines_;
};

// ---- the text ---------------------------------------------------------------------------------

std::string number_text(std::uint64_t value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(),
                text.size(),
                value > 9 ? "0x%llX" : "%llu",
                static_cast<unsigned long long>(value));
  return text.data();
}

std::string field_text(const LayoutField& one) {
  std::string text = std::string(one.field->name) + " = { offset = " + std::to_string(one.offset) +
                     ", width = " + std::to_string(one.width);
  if (one.order == ByteOrder::little && one.field->is_number()) {
    text += ", order = \"little\"";
  }
  if (one.bias != 0) {
    text += ", bias = " + std::to_string(one.bias);
  }
  if (one.field->name == "socket" && !one.codes.empty()) {
    text += ", none = " + number_text(one.codes.front().wire);
  }
  return text + " }\n";
}

std::string part_text(const std::string& name, const LayoutPart& part) {
  std::string constants;
  for (const profile::LayoutConstant& one : part.constants) {
    constants += "  { offset = " + std::to_string(one.offset) + ", octets = \"" +
                 hexadecimal(one.octets) + "\" },\n";
  }
  std::string reserved;
  for (const profile::LayoutGap& one : part.reserved) {
    reserved += "  { offset = " + std::to_string(one.offset) +
                ", width = " + std::to_string(one.width) + " },\n";
  }
  std::string text = "\n[" + name + "]\nsize = " + std::to_string(part.size) + "\n";
  text += constants.empty() ? "" : "constants = [\n" + constants + "]\n";
  text += reserved.empty() ? "" : "reserved = [\n" + reserved + "]\n";
  text += "\n[" + name + ".fields]\n";
  std::vector<LayoutField> fields = part.fields;
  std::sort(fields.begin(), fields.end(), [](const LayoutField& a, const LayoutField& b) {
    return a.offset < b.offset;
  });
  for (const LayoutField& one : fields) {
    text += field_text(one);
  }
  return text;
}

std::string codes_text(const std::string& table,
                       std::span<const NamedValue> names,
                       const std::vector<LayoutCode>& codes) {
  std::string text = "\n[" + table + "]\n";
  for (const NamedValue& name : names) {
    for (const LayoutCode& one : codes) {
      text += one.profile == name.value
                  ? std::string(name.name) + " = " + number_text(one.wire) + "\n"
                  : std::string();
    }
  }
  return text;
}

} // namespace

std::shared_ptr<const Layout> read_layout(const std::string& file) {
  return file.empty() ? nullptr : std::make_shared<const Layout>(LayoutReader(file).read());
}

std::string text_of(const Layout& layout) {
  std::ostringstream text;
  text << "order = \"big\"\n"
       << "length = \"" << (layout.length_of_body ? "body" : "message") << "\"\n"
       << "padding = " << layout.padding << "\n"
       << "names = \"" << (layout.ascii ? "ascii" : "ebcdic") << "\"\n"
       << part_text("header", layout.header) << part_text("hello", layout.hello)
       << part_text("call", layout.call)
       << codes_text("kinds", profile::kinds, layout.header.find("kind")->codes)
       << codes_text("flags", profile::flags, layout.header.find("flags")->codes)
       << codes_text("refusals", profile::refusals, layout.refusals)
       << codes_text("calls", profile::calls, layout.call.find("call")->codes);
  return text.str();
}

std::optional<std::vector<std::uint8_t>> octets_of_digits(std::string_view text) {
  std::vector<std::uint8_t> made;
  std::string digits;
  for (const char one : text) {
    if (one != ' ' && std::string_view("0123456789abcdefABCDEF").find(one) == std::string::npos) {
      return {};
    }
    if (one != ' ' && (digits += one).size() == 2) {
      made.push_back(static_cast<std::uint8_t>(std::stoul(digits, nullptr, 16)));
      digits.clear();
    }
  }
  return digits.empty() ? std::optional(made) : std::nullopt;
}

} // namespace pathproof::iut::lfp
