// SPDX-License-Identifier: Apache-2.0
// Codes of pages, and a few definitions that stand for all: every code is in one of them, and the
// pages that labels speak of are one of each range.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace pathproof::nss {

// What a page of a saved system is to its users. The values of those with a code are the numbers
// that Linux has for them; pages without one are in a used segment, but in no range [NSS-012].
enum class PageCode : std::uint8_t { sw, ew, sr, er, sn, en, sc, rest_shared, rest_exclusive };

inline constexpr unsigned coded = 7; // codes with a name
inline constexpr std::array<std::string_view, coded> code_names{
    "SW", "EW", "SR", "ER", "SN", "EN", "SC"};

// One copy for all users [NSS-020].
constexpr bool is_shared(PageCode code) {
  return code == PageCode::sw || code == PageCode::sr || code == PageCode::sn ||
         code == PageCode::sc || code == PageCode::rest_shared;
}

// Users may store into it [NSS-020, NSS-012].
constexpr bool is_writable(PageCode code) {
  return code == PageCode::sw || code == PageCode::ew || code == PageCode::sn ||
         code == PageCode::en || code == PageCode::rest_exclusive;
}

// SAVESYS keeps its contents [NSS-020, NSS-041]. Of SC no source that was read says so.
constexpr bool is_saved(PageCode code) {
  return code == PageCode::sw || code == PageCode::ew || code == PageCode::sr ||
         code == PageCode::er;
}

// What a user finds there is said by a source.
constexpr bool is_known(PageCode code) {
  return code != PageCode::sc;
}

inline constexpr unsigned pages_max = 4;

// Numbers of the pages that labels speak of; 3FF is in segment 3, as page 300 is.
inline constexpr std::array<std::uint32_t, pages_max> page_numbers{0x000, 0x100, 0x300, 0x3FF};
inline constexpr std::array<std::string_view, pages_max> page_names{"0", "100", "300", "3FF"};

// What a DEFSYS says of pages. The first is that of SAVELX.
enum class Layout { savelx, writable, read_only, mixed, overlapping, count };

inline constexpr std::array<std::string_view, 5> layout_names{
    "0-FF:EW,100-2FF:SR,300-4FF:EW",
    "0-FF:EN,100-2FF:SW,300-37F:SN,400-4FF:EW",
    "0-FF:ER,100-2FF:SC,300-37F:EW,400-4FF:SR",
    "0-7F:EW,80-FF:SR,400-4FF:EW",   // segment 0 is both
    "0-FF:EW,80-17F:EW,400-4FF:EW"}; // pages 80 to FF are in two ranges

constexpr std::string_view name_of(Layout value) {
  return layout_names[static_cast<unsigned>(value)];
}

// By layout and page, of those that can be saved.
inline constexpr std::array<std::array<PageCode, pages_max>, 3> codes{
    {{PageCode::ew, PageCode::sr, PageCode::ew, PageCode::ew},
     {PageCode::en, PageCode::sw, PageCode::sn, PageCode::rest_shared},
     {PageCode::er, PageCode::sc, PageCode::ew, PageCode::rest_exclusive}}};

} // namespace pathproof::nss
