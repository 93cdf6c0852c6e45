// SPDX-License-Identifier: Apache-2.0
// Text helpers of all reports: whatever bytes an implementation wrote, a reader sees plain text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pathproof::reports {

enum class Newlines { keep, escape };

// The text as valid UTF-8 in which nothing acts on a terminal, reorders a line or is illegal in
// XML 1.0: such characters and stray bytes become `\x1b`, `\xff` or `\u202e`. Newlines and tabs
// stay with `keep` (CR LF becomes LF) and become `\n` and `\t` with `escape`.
std::string visible(std::string_view bytes, Newlines newlines = Newlines::escape);

// `visible` on one line of at most `columns` characters; a longer text ends with "...".
std::string one_line(std::string_view bytes, std::size_t columns);

// `visible`, broken at blanks or after `|` into lines of at most `columns` characters (anywhere in
// a longer word) and at most `lines_max` of them; a cut is said at the end of the last line.
std::vector<std::string> wrap(std::string_view bytes, std::size_t columns, std::size_t lines_max);

// The text itself, or its first and last bytes, `bytes_max` together, with a line between them
// that says how many bytes are left out.
std::string capped(std::string_view bytes, std::size_t bytes_max);

// The lines of a text without their ends; a last line without an end counts, no text gives none.
std::vector<std::string_view> split_lines(std::string_view text);

// How many characters (code points) a valid UTF-8 text has.
std::size_t length(std::string_view text);

// The text filled up with blanks to `columns` characters.
std::string padded(std::string_view text, std::size_t columns);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

// "1,204,511".
std::string grouped(std::uint64_t number);

// "1 case", "3 cases": the noun takes an s.
std::string counted(std::uint64_t number, std::string_view noun);

} // namespace pathproof::reports
