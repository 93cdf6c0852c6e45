// SPDX-License-Identifier: Apache-2.0
#include "model/core/frame_documents.hpp"

#include <algorithm>

#include "model/core/ebcdic.hpp"
#include "model/core/frame_text.hpp"

namespace pathproof {

namespace {

std::string hexadecimal_of(std::uint64_t value, std::size_t width) {
  std::vector<std::uint8_t> octets;
  for (std::size_t i = width; i-- > 0;) {
    octets.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  return hexadecimal(octets);
}

// The octets of a field that has this value, as they are in the frame.
std::string octets_of(const FrameTable& table, const FrameField& field, std::uint64_t value) {
  std::vector<std::uint8_t> octets(field.width);
  FrameField alone = field;
  alone.offset = 0;
  write_number_of(table, alone, value, octets);
  return hexadecimal(octets);
}

std::string quoted(std::string_view text) {
  std::string made = "\"";
  for (const char c : text) {
    made += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return made + '"';
}

std::string lower(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(), [](char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  });
  return made;
}

void append_values(std::string& text,
                   std::string_view heading,
                   std::span<const NamedValue> values,
                   std::size_t width) {
  if (values.empty()) {
    return;
  }
  text += "\n| " + std::string(heading) + " | name | meaning |\n| --- | --- | --- |\n";
  for (const NamedValue& one : values) {
    text += "| " + hexadecimal_of(one.value, width) + " | " + std::string(one.name) + " | " +
            std::string(one.meaning) + " |\n";
  }
}

// Wireshark's type for a number of so many octets; nothing where it has none.
std::string_view number_type(std::size_t width) {
  switch (width) {
  case 1:
    return "uint8";
  case 2:
    return "uint16";
  case 3:
    return "uint24";
  case 4:
    return "uint32";
  case 8:
    return "uint64";
  default:
    return "";
  }
}

bool is_wireshark_number(const FrameField& field) {
  return field.is_number() && !number_type(field.width).empty();
}

std::string range_of(const FrameField& field) {
  return "octets(" + std::to_string(field.offset) + ", " + std::to_string(field.width) + ")";
}

std::string filter_of(const FrameTable& table, std::string_view field) {
  return quoted(std::string(table.name) + "." + std::string(field));
}

// field["window"] = ProtoField.uint16("afiucv.window", …)
std::string declaration(const FrameTable& table, const FrameField& field) {
  const std::string name = std::string(field.name);
  std::string text = "  field[" + quoted(name) + "] = ProtoField.";
  const std::string head = filter_of(table, name) + ", " + quoted(name);
  const std::string meaning = quoted(field.meaning);
  if (is_wireshark_number(field)) {
    text += std::string(number_type(field.width)) + "(" + head + ", base." +
            (field.hexadecimal || field.kind == FieldKind::flags ? "HEX" : "DEC") + ", nil, nil, " +
            meaning + ")\n";
  } else if (field.kind == FieldKind::ebcdic) {
    text += "string(" + head + ", base.ASCII, " + meaning + ")\n";
  } else {
    text += "bytes(" + head + ", base.NONE, " + meaning + ")\n";
  }
  for (const NamedValue& flag : field.flags) {
    const std::string bit = name + "." + lower(flag.name);
    text += "  field[" + quoted(bit) + "] = ProtoField.bool(" + filter_of(table, bit) + ", " +
            quoted(flag.name) + ", " + std::to_string(8 * field.width) + ", nil, 0x" +
            hexadecimal_of(flag.value, field.width) + ", " + quoted(flag.meaning) + ")\n";
  }
  return text;
}

// What adds the field to the tree.
std::string addition(const FrameTable& table, const FrameField& field) {
  const std::string add = table.order == ByteOrder::big ? "add" : "add_le";
  const std::string place = "field[" + quoted(field.name) + "], " + range_of(field);
  if (field.kind == FieldKind::ebcdic) {
    return "    top:add(" + place + ", ebcdic_text(" + range_of(field) + ", " +
           std::to_string(field.significant) + "))\n";
  }
  if (field.flags.empty() || !is_wireshark_number(field)) {
    return "    top:" + (is_wireshark_number(field) ? add : "add") + "(" + place + ")\n";
  }
  std::string text = "    local bits = top:" + add + "(" + place + ")\n";
  for (const NamedValue& flag : field.flags) {
    text += "    bits:" + add + "(field[" +
            quoted(std::string(field.name) + "." + lower(flag.name)) + "], " + range_of(field) +
            ")\n";
  }
  return "    do\n" + text + "    end\n";
}

std::string kinds_of(const FrameTable& table, const FrameField& kind) {
  std::string text = "  local kinds = {\n";
  for (const NamedValue& one : kind.values) {
    text += "    [" + quoted(octets_of(table, kind, one.value)) + "] = " + quoted(one.name) + ",\n";
  }
  return text + "  }\n";
}

// Finds the frame behind an Ethernet header that does not name it.
std::string after_empty_header(const FrameTable& table) {
  const FrameField& first = table.fields.front();
  if (!first.fixed) {
    return "";
  }
  const std::string header = std::to_string(ethernet_header_size);
  const std::string shortest = std::to_string(ethernet_header_size + first.width);
  return "  -- Some senders leave the Ethernet header empty.\n"
         "  local unnamed = Proto(" +
         quoted(std::string(table.name) + "_unnamed") + ", " +
         quoted(std::string(table.title) + " without its Ethernet type") +
         ")\n"
         "  local ethernet = Field.new(\"eth\")\n"
         "  function unnamed.dissector(octets, info, tree)\n"
         "    if ethernet() and octets:len() >= " +
         shortest +
         " and hexadecimal(octets(12, 2)) ~= " + quoted(hexadecimal_of(table.ethertype, 2)) +
         "\n"
         "      and hexadecimal(octets(" +
         header + ", " + std::to_string(first.width) +
         ")) == " + quoted(octets_of(table, first, first.fixed->value)) +
         " then\n"
         "      dissect(octets(" +
         header +
         "):tvb(), info, tree)\n"
         "    end\n"
         "  end\n"
         "  register_postdissector(unnamed)\n";
}

} // namespace

std::string_view to_string(FieldKind kind) {
  switch (kind) {
  case FieldKind::number:
    return "number";
  case FieldKind::flags:
    return "flags";
  case FieldKind::ebcdic:
    return "EBCDIC";
  case FieldKind::octets:
    return "octets";
  case FieldKind::reserved:
    break;
  }
  return "reserved";
}

std::string_view to_string(ByteOrder order) {
  return order == ByteOrder::big ? "big-endian" : "little-endian";
}

std::string cites_of(const FrameField& field) {
  std::string text;
  for (const Requirement* one : field.cites) {
    text += (text.empty() ? "" : " ") + std::string(one->id);
  }
  return text;
}

std::string frames_markdown_head() {
  return "# Frames\n\n"
         "Made from the frame tables of the kit, which encode, decode and prove by them too. The\n"
         "names are those of the Wireshark dissector that `pathproof dissector` prints.\n\n"
         "```sh\n"
         "pathproof list frames --format markdown | cmp - docs/frames.md\n"
         "```\n";
}

std::string frame_markdown(std::string_view name, const FrameTable& table) {
  std::string text = "\n## " + std::string(name) + ": " + std::string(table.title) + "\n\n" +
                     std::to_string(table.size) + " octets, " +
                     std::string(to_string(table.order)) + ", then the payload";
  if (table.ethertype != 0) {
    text += "; Ethernet type " + hexadecimal_of(table.ethertype, 2);
  }
  if (table.link_type != 0) {
    text += "; link type of captures " + std::to_string(table.link_type);
  }
  text += ".\n\n| offset | octets | field | kind | meaning | requirements |\n"
          "| --- | --- | --- | --- | --- | --- |\n";
  for (const FrameField& field : table.fields) {
    std::string kind(to_string(field.kind));
    if (field.kind == FieldKind::ebcdic && field.significant != field.width) {
      kind += ", " + std::to_string(field.significant) + " significant";
    }
    text += "| " + std::to_string(field.offset) + " | " + std::to_string(field.width) + " | `" +
            std::string(table.name) + "." + std::string(field.name) + "` | " + kind + " | " +
            std::string(field.meaning) + " | " + cites_of(field) + " |\n";
  }
  for (const FrameField& field : table.fields) {
    const std::string of = std::string(field.name);
    append_values(text, "bit of " + of, field.flags, field.width);
    append_values(text, "value of " + of, field.values, field.width);
  }
  if (!table.kind_field.empty()) {
    text += "\nA frame with any other value of " + std::string(table.kind_field) +
            " decodes too; its kind is *" + std::string(other_kind) + "*.\n";
  }
  text += "\nOctets that are no such frame, and where the error is:\n\n| error | at octet |\n"
          "| --- | --- |\n| " +
          std::string(too_short) + " | the first that is missing |\n";
  for (const FrameField& field : table.fields) {
    if (field.fixed) {
      text += "| " + std::string(field.fixed->error) + " | " + std::to_string(field.offset) +
              ", which has not " + octets_of(table, field, field.fixed->value) + " |\n";
    }
  }
  return text;
}

bool stands_alone(const FrameTable& table) {
  return !table.in_storage &&
         std::any_of(table.fields.begin(), table.fields.end(), [](const FrameField& field) {
           return field.fixed.has_value();
         });
}

std::string dissector_head() {
  std::string text =
      "-- A dissector for Wireshark and tshark, made by pathproof from its frame tables.\n"
      "-- Use it with: -X lua_script:FILE, or copy it into the folder of personal Lua plugins.\n\n"
      "local function hexadecimal(range)\n"
      "  return range:bytes():tohex()\n"
      "end\n\n"
      "-- Characters that every EBCDIC code page has in the same place.\n"
      "local characters = {";
  unsigned shown = 0;
  for (unsigned octet = 0; octet < 256; ++octet) {
    const char character = ebcdic::character(static_cast<std::uint8_t>(octet));
    if (stands_for_itself(character)) {
      text += (shown++ % 8 == 0 ? "\n  [" : " [") + std::to_string(octet) +
              "] = " + quoted(std::string_view(&character, 1)) + ",";
    }
  }
  return text + "\n}\n\n"
                "-- As pathproof shows it: without trailing blanks; other octets are %HH; after +\n"
                "-- comes what follows the significant octets, where it is not zero.\n"
                "local function ebcdic_text(range, significant)\n"
                "  local octets = range:bytes()\n"
                "  local last = significant - 1\n"
                "  while last >= 0 and octets:get_index(last) == 64 do\n"
                "    last = last - 1\n"
                "  end\n"
                "  local text = \"\"\n"
                "  for i = 0, last do\n"
                "    local octet = octets:get_index(i)\n"
                "    text = text .. (characters[octet] or string.format(\"%%%02X\", octet))\n"
                "  end\n"
                "  local rest = significant < range:len()\n"
                "    and octets:subset(significant, range:len() - significant):tohex() or \"\"\n"
                "  if rest:find(\"[^0]\") then\n"
                "    text = text .. \"+\" .. rest\n"
                "  end\n"
                "  return text\n"
                "end\n";
}

// Wireshark counts the link types for private use, which are 147 to 162, from 45.
constexpr unsigned wireshark_number(unsigned link_type) {
  return link_type - 147 + 45;
}

std::string dissector_of(const FrameTable& table) {
  const FrameField* kind = table.find(table.kind_field);
  // What is shown of the kind in words, beside a field of that name.
  const std::string shown_kind = table.find("kind") == nullptr ? "kind" : "kind_name";
  const std::string size = std::to_string(table.size);
  std::string text = "\ndo -- " + std::string(table.title) + "\n  local frame = Proto(" +
                     quoted(table.name) + ", " + quoted(table.title) + ")\n  local field = {}\n";
  for (const FrameField& field : table.fields) {
    text += declaration(table, field);
  }
  text += "  field[" + quoted(shown_kind) + "] = ProtoField.string(" +
          filter_of(table, shown_kind) +
          ", \"kind\")\n"
          "  field[\"payload_length\"] = ProtoField.uint32(" +
          filter_of(table, "payload_length") +
          ", \"payload length\")\n"
          "  field[\"payload\"] = ProtoField.bytes(" +
          filter_of(table, "payload") +
          ", \"payload\")\n"
          "  frame.fields = field\n"
          "  local malformed = ProtoExpert.new(" +
          filter_of(table, "malformed") +
          ", \"not such a frame\",\n"
          "    expert.group.MALFORMED, expert.severity.ERROR)\n"
          "  frame.experts = { malformed }\n";
  if (kind != nullptr) {
    text += kinds_of(table, *kind);
  }
  text += "  local function dissect(octets, info, tree)\n"
          "    info.cols.protocol = " +
          quoted(table.name) +
          "\n"
          "    local top = tree:add(frame, octets())\n"
          "    if octets:len() < " +
          size +
          " then\n"
          "      top:add_proto_expert_info(malformed, " +
          quoted(std::string(too_short) + " at octet ") +
          " .. octets:len())\n"
          "      info.cols.info = " +
          quoted(too_short) +
          "\n"
          "      return\n"
          "    end\n";
  for (const FrameField& field : table.fields) {
    text += addition(table, field);
    if (field.fixed) {
      text +=
          "    if hexadecimal(" + range_of(field) +
          ") ~= " + quoted(octets_of(table, field, field.fixed->value)) +
          " then\n      top:add_proto_expert_info(malformed, " +
          quoted(std::string(field.fixed->error) + " at octet " + std::to_string(field.offset)) +
          ")\n    end\n";
    }
  }
  text +=
      "    local kind = " +
      (kind == nullptr ? quoted(table.name)
                       : "kinds[hexadecimal(" + range_of(*kind) + ")] or " + quoted(other_kind)) +
      "\n"
      "    top:add(field[" +
      quoted(shown_kind) + "], " + (kind == nullptr ? "octets()" : range_of(*kind)) +
      ", kind):set_generated()\n"
      "    local length = octets:len() - " +
      size +
      "\n"
      "    top:add(field[\"payload_length\"], length):set_generated()\n"
      "    info.cols.info = kind .. \" payload length=\" .. length\n"
      "    if length > 0 then\n"
      "      top:add(field[\"payload\"], octets(" +
      size +
      "))\n"
      "    end\n"
      "  end\n"
      "  frame.dissector = dissect\n";
  if (table.ethertype != 0) {
    text += "  DissectorTable.get(\"ethertype\"):add(0x" + hexadecimal_of(table.ethertype, 2) +
            ", frame)\n" + after_empty_header(table);
  } else {
    text += "  DissectorTable.get(\"tcp.port\"):add_for_decode_as(frame)\n";
  }
  if (table.link_type != 0) {
    text += "  -- Of link type " + std::to_string(table.link_type) +
            ", by the number that Wireshark has for it.\n"
            "  DissectorTable.get(\"wtap_encap\"):add(" +
            std::to_string(wireshark_number(table.link_type)) + ", frame)\n";
  }
  return text + "end\n";
}

} // namespace pathproof
