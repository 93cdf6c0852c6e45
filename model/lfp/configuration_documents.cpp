// SPDX-License-Identifier: Apache-2.0
#include "model/lfp/configuration_documents.hpp"

#include <algorithm>

namespace pathproof::lfp {

namespace {

constexpr std::string_view head = R"(# Configuration of LFP

Made from the tables by which the kit reads, checks and explains configurations.

```sh
pathproof lfp-config --explain --format markdown | cmp - docs/lfp-configuration.md
```

No document with the keywords could be read, so that **none is confirmed**: *unverified* ones are
known from hearsay, of the *kit's spelling* only the letters HS are, and the *kit's extensions*
(`KIT_…`) are no part of LFP: they are for running both sides where there is no z/VM. Samples are
unconfirmed too. Ranges are those that carrier and units force, but for `1 to 4294967295`, where
no source has an upper bound and the kit holds no more. The names in the column *decision* are
explained in [ambiguities](ambiguities.md#configuration-of-lfp).

## Whether two files fit

```console
$ pathproof lfp-config examples/lfp/instance.txt examples/lfp/lfpd-LINR02.conf
unchecked  unchecked.linux_guest  LFP-046 LFP-064
             examples/lfp/instance.txt:…: IucvDestVMId = LINR02
             why     the user ID, or HiperSockets name, of Linux is in neither file
             change  say it with --linux-guest
unverified  keywords of the instance: ID, MTU, …
unverified  keywords of the daemon: IUCV_SRC_APPNAME, …
findings    0 errors, 0 notes, 1 unchecked
$ sed 's/= LINLFP/= LINLFQ/' examples/lfp/instance.txt >instance.txt
# exit 1
$ pathproof lfp-config instance.txt examples/lfp/lfpd-LINR02.conf \
> --linux-guest LINR02
error      names.destination  LFP-047 LFP-064 LFP-113
             instance.txt:…: IucvDestAppName = LINLFQ
             examples/lfp/lfpd-LINR02.conf:…: IUCV_SRC_APPNAME = LINLFP
             why     no daemon listens by the name that the instance asks for, so …
             change  give both the name at which the daemon listens
…
findings    1 error, 0 notes, 0 unchecked
```

The exit status is 0 if nothing is wrong, 1 if something would not work (with `--strict` also for
a note), and 2 for a file that cannot be read or has an error; then each error of both files is a
line `FILE:LINE:COLUMN: …`. What is in neither file is said by options: `--vse-guest`,
`--linux-guest`, and `--device-mtu` for the MTU of the HiperSockets device of Linux. `--format
json` prints the same for programs.

## Syntax

The job stream of the instance, in the kit's own reading (decision `instance_syntax`): lines
`KEYWORD = value`, the case of keywords does not count; `*` in column 1 is a comment; blank lines
and job control statements (`//` in column 1) before the keywords are skipped; `/*` or `/&` in
column 1 ends them, and so does the end of the file. There is no continuation, and columns 73 to
80 are no sequence numbers.

The file of the daemon, `lfpd-NAME.conf`, usually in `/etc/opt/ibm/vselfpd/confs-enabled` (LFP-031;
decision `daemon_syntax`): lines `KEYWORD = value`, keywords as they are spelled here; `#` at the
beginning of a line or behind a blank begins a comment.

Each keyword is given once. Octets take a suffix `K` (1024) or `M` (1048576), other numbers none.
Names keep their case.
)";

constexpr std::string_view table_head =
    "| keyword | meaning | takes | if not given | counterpart | sample | name | requirements | "
    "decision |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";

constexpr std::string_view checks_head =
    "\n## What is checked between both files\n\n"
    "An *error* would not work, a *note* works otherwise than one may think, and *unchecked* says "
    "what would be\nneeded.\n\n"
    "| check | severity | why | what to change | requirements |\n"
    "| --- | --- | --- | --- | --- |\n";

constexpr std::string_view tail =
    "\n`MAX_SOCKETS` is not compared with the limit of open files of the process (LFP-057): that "
    "is "
    "known only where the\ndaemon runs. What the carrier's z/VM directory allows (LFP-014 to "
    "LFP-017) is in neither file. An MTU has to be larger than the headers of the messages too "
    "(LFP-041), which is\nnot looked at here: they are those of the layout.\n";

// As it is written in a text: `X`.
std::string code(std::string_view text) {
  return text.empty() ? "" : "`" + std::string(text) + "`";
}

// Every word of "a b" as `a` `b`.
std::string codes(std::string_view words) {
  std::string text;
  while (!words.empty()) {
    const std::size_t length = std::min(words.find(' '), words.size());
    text += (text.empty() ? "" : " ") + code(words.substr(0, length));
    words.remove_prefix(std::min(length + 1, words.size()));
  }
  return text;
}

std::string absence_of(const Parameter& parameter) {
  return parameter.absent.empty() ? "an error" : std::string(parameter.absent);
}

std::string row(const Parameter& one) {
  return "| " + code(one.keyword) + " | " + std::string(one.meaning) + " | " + expectation(one) +
         " | " + absence_of(one) + " | " + code(one.counterpart) + " | " + code(one.sample) +
         " | " + std::string(to_string(one.status)) + " | " + std::string(one.requirements) +
         " | " + codes(one.variation) + " |\n";
}

std::string row(const Check& one) {
  return "| " + code(one.name) + " | " + std::string(to_string(one.severity)) + " | " +
         std::string(one.why) + " | " + std::string(one.change) + " | " +
         std::string(one.requirements) + " |\n";
}

std::string paragraph(Side side, const Parameter& one) {
  const auto line = [](std::string_view what, const std::string& text) {
    return text.empty() ? "" : "    " + std::string(what) + text + "\n";
  };
  return std::string(to_string(side)) + "  " + std::string(one.keyword) + "  [" +
         std::string(one.requirements) + "], " + std::string(to_string(one.status)) + "\n" +
         line("", std::string(one.meaning)) + line("takes        ", expectation(one)) +
         line("if not given ", absence_of(one)) + line("sample       ", std::string(one.sample)) +
         line("counterpart  ", std::string(one.counterpart)) +
         line("decision     ", std::string(one.variation));
}

} // namespace

std::string configuration_markdown() {
  std::string text(head);
  for (const Side side : {Side::instance, Side::daemon}) {
    text += "\n## Keywords of the " + std::string(to_string(side)) + "\n\n";
    text += table_head;
    for (const Parameter& one : parameters_of(side)) {
      text += row(one);
    }
  }
  text += checks_head;
  for (const Check& one : checks()) {
    text += row(one);
  }
  return text + std::string(tail);
}

std::string configuration_text() {
  std::string text;
  for (const Side side : {Side::instance, Side::daemon}) {
    for (const Parameter& one : parameters_of(side)) {
      text += paragraph(side, one);
    }
  }
  return text;
}

std::string unverified_keywords(Side side, const GivenKeywords& given) {
  std::string text;
  for (const Parameter& one : parameters_of(side)) {
    const bool certain =
        one.status == KeywordStatus::verified || one.status == KeywordStatus::extension;
    if (!certain && given.contains(one.keyword)) {
      text += (text.empty() ? "" : ", ") + std::string(one.keyword);
    }
  }
  return text;
}

} // namespace pathproof::lfp
