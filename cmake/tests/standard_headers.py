#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Which headers of the standard library sources need for the names they use: those that the build
may have parsed before (cmake/Precompile.cmake), so that no compiler would miss them.
"""
import re

# Names that one header alone is sure to give.
OF_HEADER = {
    "algorithm": "all_of any_of binary_search clamp copy copy_if copy_n count count_if equal "
                 "equal_range fill fill_n find find_end find_first_of find_if find_if_not for_each "
                 "generate includes is_permutation is_sorted lexicographical_compare lower_bound max "
                 "max_element merge min min_element minmax mismatch next_permutation none_of "
                 "nth_element partial_sort partition remove_copy_if remove_if replace reverse rotate "
                 "search set_difference set_intersection set_union shuffle sort stable_partition "
                 "stable_sort transform unique upper_bound",
    "array": "array",
    "atomic": "atomic atomic_bool atomic_flag atomic_int",
    "chrono": "chrono",
    "filesystem": "filesystem",
    "fstream": "fstream ifstream ofstream",
    "functional": "bind function hash not_fn reference_wrapper",
    "iostream": "cerr cin clog cout",
    "map": "map multimap",
    "memory": "make_shared make_unique shared_ptr unique_ptr weak_ptr",
    "mutex": "call_once lock_guard mutex once_flag recursive_mutex scoped_lock unique_lock",
    "optional": "make_optional nullopt optional",
    "set": "multiset set",
    "span": "span",
    "sstream": "istringstream ostringstream stringstream",
    "string": "getline stod stoi stol stoul stoull string to_string",
    "string_view": "string_view",
    "thread": "jthread this_thread thread",
    "unordered_map": "unordered_map",
    "variant": "get_if holds_alternative monostate variant visit",
    "vector": "vector",
}
HEADER_OF = {name: header for header, names in OF_HEADER.items() for name in names.split()}
# What others are known to give with them.
ALSO = {"string": {"string_view"}, "iostream": {"string"}, "fstream": {"string"},
        "sstream": {"string", "string_view"}, "filesystem": {"string", "string_view"}}
INTEGERS = re.compile(r"\b(?:std::)?u?int(?:8|16|32|64)_t\b")
NAME = re.compile(r"\bstd::(?:ranges::)?([a-z_]+)")
NO_CODE = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"', re.DOTALL)


def needed(text):
    """What the names in a source need: a name and the line of its first use, by header."""
    code = NO_CODE.sub(lambda gone: "\n" * gone[0].count("\n"), text)
    found = {}
    for match in NAME.finditer(code):
        header = HEADER_OF.get(match[1])
        if header and header not in found:
            found[header] = (match[0], code.count("\n", 0, match.start()) + 1)
    if match := INTEGERS.search(code):
        found["cstdint"] = (match[0], code.count("\n", 0, match.start()) + 1)
    return found


def given(headers):
    """The headers whose names are there once these are included."""
    return set(headers).union(*(ALSO.get(header, ()) for header in headers))
