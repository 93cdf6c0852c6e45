// SPDX-License-Identifier: Apache-2.0
#include "model/nss/definition_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "model/core/error.hpp"
#include "model/nss/requirements.hpp"

namespace pathproof::nss {

namespace {

constexpr std::uint32_t highest_page = 0x7FFFFFF;     // of newer systems
constexpr std::uint32_t highest_documented = 0x7FEFF; // NSS-009
constexpr std::size_t name_length = 8;                // NSS-004
constexpr std::size_t digits_of_k = 7;                // NSS-002
constexpr std::size_t digits_of_m = 4;
constexpr std::uint32_t k_of_m = 1024;
constexpr unsigned last_register = 15;
constexpr std::array<std::string_view, 2> reserved_names{"LOADDEV", "DUMPDEV"};

// One operand: a word, and the place at which it stands, the command being number 1.
struct Operand {
  std::string text; // in upper case
  unsigned place = 0;
};

[[noreturn]] void refuse(const Operand& operand, const std::string& why) {
  throw UsageError("DEFSYS: word " + std::to_string(operand.place) + " ('" + operand.text + "') " +
                   why);
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hexadecimal(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
}

bool is_alphanumeric(std::string_view text) {
  return std::all_of(
      text.begin(), text.end(), [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); });
}

std::vector<Operand> words_of(std::string_view text) {
  std::vector<Operand> words;
  bool inside = false;
  for (char c : text) {
    if (is_blank(c)) {
      inside = false;
      continue;
    }
    if (static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) > '~') {
      throw UsageError("DEFSYS: a character that is not printable stands behind word " +
                       std::to_string(words.size()));
    }
    if (!inside) {
      words.push_back({"", static_cast<unsigned>(words.size()) + 1});
    }
    inside = true;
    words.back().text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return words;
}

std::uint32_t number_of(std::string_view digits, int base) {
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  return value;
}

std::uint32_t page_of(const Operand& operand, std::string_view digits) {
  constexpr std::size_t digits_max = 7;
  if (!is_hexadecimal(digits) || digits.size() > digits_max ||
      number_of(digits, 16) > highest_page) {
    refuse(operand,
           "is no range of pages: '" + std::string(digits) +
               "' is no hexadecimal number of a page up to 7FFFFFF");
  }
  return number_of(digits, 16);
}

PageCode code_of(const Operand& range, std::span<const Operand> rest) {
  if (rest.empty()) {
    refuse(range, "is a range without a code behind it");
  }
  const auto found = std::find(code_names.begin(), code_names.end(), rest.front().text);
  if (found == code_names.end()) {
    refuse(rest.front(), "is no code of pages; expected EW, EN, ER, SW, SN, SR or SC");
  }
  return static_cast<PageCode>(found - code_names.begin());
}

PageRange range_of(const Operand& operand, std::span<const Operand> rest) {
  const std::size_t dash = operand.text.find('-');
  const std::string_view text = operand.text;
  return {.first = page_of(operand, text.substr(0, dash)),
          .last = page_of(operand, text.substr(dash + 1)),
          .code = code_of(operand, rest)};
}

// nnnnnnnK or nnnnM, in K.
std::uint32_t size_of(const Operand& operand, std::string_view text) {
  const char unit = text.empty() ? ' ' : text.back();
  const std::string_view digits = text.substr(0, text.empty() ? 0 : text.size() - 1);
  const std::size_t most = unit == 'K' ? digits_of_k : digits_of_m;
  const bool well_formed = (unit == 'K' || unit == 'M') && !digits.empty() &&
                           digits.size() <= most &&
                           std::all_of(digits.begin(), digits.end(), is_digit);
  if (!well_formed) {
    refuse(operand, "has no size; expected MINSIZE=nnnnnnnK or MINSIZE=nnnnM");
  }
  return number_of(digits, 10) * (unit == 'K' ? 1 : k_of_m);
}

ParameterRegisters registers_of(const Operand& operand, std::string_view text) {
  if (text == "NONE") {
    return {.none = true};
  }
  const std::size_t dash = text.find('-');
  const auto one = [&](std::string_view digits) {
    if (digits.empty() || digits.size() > 2 ||
        !std::all_of(digits.begin(), digits.end(), is_digit) ||
        number_of(digits, 10) > last_register) {
      refuse(operand, "has no registers; expected PARMREGS=m-n of 0 to 15, or PARMREGS=NONE");
    }
    return number_of(digits, 10);
  };
  if (dash == std::string_view::npos) {
    refuse(operand, "has no registers; expected PARMREGS=m-n of 0 to 15, or PARMREGS=NONE");
  }
  const ParameterRegisters made{.first = one(text.substr(0, dash)),
                                .last = one(text.substr(dash + 1))};
  if (made.first > made.last) {
    refuse(operand, "has registers in descending order");
  }
  return made;
}

std::vector<std::string> modes_of(const Operand& keyword, std::span<const Operand> rest) {
  if (rest.empty()) {
    refuse(keyword, "has no modes behind it");
  }
  std::vector<std::string> modes;
  const std::string& text = rest.front().text;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t comma = std::min(text.find(',', at), text.size());
    const std::string mode = text.substr(at, comma - at);
    if (mode.empty() || !is_alphanumeric(mode)) {
      refuse(rest.front(), "is no list of modes, separated by commas");
    }
    modes.push_back(mode);
    at = comma + 1;
  }
  return modes;
}

std::string name_of(const Operand& operand) {
  if (operand.text.size() > name_length || !is_alphanumeric(operand.text)) {
    refuse(operand, "is no name of 1 to 8 alphanumeric characters");
  }
  if (std::find(reserved_names.begin(), reserved_names.end(), operand.text) !=
      reserved_names.end()) {
    refuse(operand, "is a reserved name");
  }
  return operand.text;
}

void once(const Operand& operand, bool given) {
  if (given) {
    refuse(operand, "says what was said before");
  }
}

constexpr std::string_view minsize = "MINSIZE=";
constexpr std::string_view parmregs = "PARMREGS=";

// Reads what begins with the operand; gives how many words that were.
std::size_t read_operand(std::span<const Operand> words, DefinitionLine& line) {
  const Operand& first = words.front();
  const std::string_view text = first.text;
  if (text.starts_with(minsize)) {
    once(first, line.minsize_k.has_value());
    line.minsize_k = size_of(first, text.substr(minsize.size()));
  } else if (text.starts_with(parmregs)) {
    once(first, line.registers.has_value());
    line.registers = registers_of(first, text.substr(parmregs.size()));
  } else if (text == "RSTD") {
    once(first, line.restricted);
    line.restricted = true;
  } else if (text == "VMGROUP") {
    once(first, line.group);
    line.group = true;
  } else if (text == "MACHMODE") {
    once(first, !line.modes.empty());
    line.modes = modes_of(first, words.subspan(1));
    return 2;
  } else if (text.find('-') != std::string_view::npos) {
    line.ranges.push_back(range_of(first, words.subspan(1)));
    return 2;
  } else {
    refuse(first,
           "is no operand; expected a range of pages, MINSIZE=, RSTD, PARMREGS=, VMGROUP or "
           "MACHMODE");
  }
  return 1;
}

std::string hexadecimal(std::uint32_t number) {
  std::array<char, 8> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
  std::string text(digits.data(), end);
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::string print(const PageRange& range) {
  return hexadecimal(range.first) + "-" + hexadecimal(range.last) + " " +
         std::string(code_names[static_cast<unsigned>(range.code)]);
}

// A segment in which pages of the first range and of the second one are.
std::optional<std::uint32_t> common_segment(const PageRange& a, const PageRange& b) {
  const std::uint32_t first = std::max(a.first, b.first) / pages_in_segment;
  const std::uint32_t last = std::min(a.last, b.last) / pages_in_segment;
  return first <= last ? std::optional(first) : std::nullopt;
}

std::uint32_t last_page(const DefinitionLine& line) {
  std::uint32_t last = 0;
  for (const PageRange& one : line.ranges) {
    last = std::max(last, one.last);
  }
  return last;
}

void check_pair(const PageRange& a, const PageRange& b, std::vector<DefinitionFinding>& out) {
  if (const auto segment = common_segment(a, b);
      segment && is_shared(a.code) != is_shared(b.code)) {
    out.push_back({&req::nss_011,
                   true,
                   "segment " + hexadecimal(*segment) +
                       " has exclusive and shared pages: " + print(a) + ", " + print(b)});
  }
  if (a.first <= b.last && b.first <= a.last) {
    out.push_back({&req::nss_014, true, "ranges overlap: " + print(a) + ", " + print(b)});
  }
}

} // namespace

DefinitionLine read_definition(std::string_view text) {
  const std::vector<Operand> words = words_of(text);
  if (words.empty() || words.front().text != "DEFSYS") {
    throw UsageError("DEFSYS: expected 'DEFSYS name range code [range code ...]', not '" +
                     (words.empty() ? std::string() : words.front().text) + "'");
  }
  if (words.size() < 2) {
    throw UsageError("DEFSYS: there is no name behind it");
  }
  DefinitionLine line;
  line.name = name_of(words[1]);
  std::span<const Operand> rest = std::span(words).subspan(2);
  while (!rest.empty()) {
    rest = rest.subspan(read_operand(rest, line));
  }
  if (line.ranges.empty()) {
    throw UsageError("DEFSYS: " + line.name + " has no range of pages");
  }
  return line;
}

std::string print(const DefinitionLine& line) {
  std::string text = "DEFSYS " + line.name;
  for (const PageRange& range : line.ranges) {
    text += " " + print(range);
  }
  if (line.minsize_k) {
    const bool even = *line.minsize_k % k_of_m == 0;
    text +=
        " MINSIZE=" + std::to_string(*line.minsize_k / (even ? k_of_m : 1)) + (even ? "M" : "K");
  }
  text += line.restricted ? " RSTD" : "";
  if (line.registers) {
    text += line.registers->none ? " PARMREGS=NONE"
                                 : " PARMREGS=" + std::to_string(line.registers->first) + "-" +
                                       std::to_string(line.registers->last);
  }
  text += line.group ? " VMGROUP" : "";
  std::string modes;
  for (const std::string& mode : line.modes) {
    modes += (modes.empty() ? " MACHMODE " : ",") + mode;
  }
  return text + modes;
}

std::vector<DefinitionFinding> findings_of(const DefinitionLine& line) {
  std::vector<DefinitionFinding> findings;
  constexpr std::size_t digits_of_devices = 4;
  if (is_hexadecimal(line.name) && line.name.size() <= digits_of_devices) {
    findings.push_back(
        {&req::nss_005, false, line.name + " is also a device number, and IPL takes the device"});
  }
  for (std::size_t i = 0; i < line.ranges.size(); ++i) {
    const PageRange& one = line.ranges[i];
    if (one.first > one.last) {
      findings.push_back({&req::nss_014, true, "the range is reversed: " + print(one)});
    }
    if (one.last > highest_documented) {
      findings.push_back(
          {&req::nss_009, false, "pages above 7FEFF are for newer systems only: " + print(one)});
    }
    for (std::size_t j = 0; j < i; ++j) {
      check_pair(line.ranges[j], one, findings);
    }
    if (i > 0 && one.first < line.ranges[i - 1].first) {
      findings.push_back({&req::nss_014, true, "ranges descend: " + print(one)});
    }
  }
  return findings;
}

std::vector<PageRange> with_rest_of_segments(const DefinitionLine& line) {
  std::vector<PageRange> ranges = line.ranges;
  std::sort(ranges.begin(), ranges.end(), [](const PageRange& a, const PageRange& b) {
    return a.first < b.first;
  });
  std::vector<PageRange> all;
  // Between `from` and `to`, of the segment that the range is in.
  const auto rest = [&](std::uint32_t from, std::uint32_t to, const PageRange& of) {
    if (from < to) {
      all.push_back(
          {from, to - 1, is_shared(of.code) ? PageCode::rest_shared : PageCode::rest_exclusive});
    }
  };
  std::uint32_t done = 0; // pages below are in `all`, or in no segment that is used
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const PageRange& one = ranges[i];
    const std::uint32_t begin = one.first / pages_in_segment * pages_in_segment;
    rest(std::max(done, begin), one.first, one);
    all.push_back(one);
    const std::uint32_t end = (one.last / pages_in_segment + 1) * pages_in_segment;
    const bool more = i + 1 < ranges.size() && ranges[i + 1].first < end;
    done = more ? one.last + 1 : end;
    rest(one.last + 1, more ? one.last + 1 : end, one);
  }
  return all;
}

std::uint32_t least_storage_k(const DefinitionLine& line) {
  constexpr std::uint32_t k_of_page = page_size / 1024;
  return line.minsize_k.value_or((last_page(line) + 1) * k_of_page);
}

} // namespace pathproof::nss
