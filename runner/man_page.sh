#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The manual page of pathproof, made of its own help: man_page.sh PROGRAM FILE
set -eu
program=$1
exec >"$2"

# What troff would take for a command or an escape.
plain() {
  sed -e 's/\\/\\e/g' -e "s/^[.']/\\\\\&&/" -e 's/-/\\-/g'
}

version=$("$program" --version | plain)
cat <<TROFF
.TH PATHPROOF 1 "" "$version" "User Commands"
.SH NAME
pathproof \\- conformance tests backed by a formal model
.SH SYNOPSIS
.B pathproof
.I COMMAND
[\\fIOPTIONS\\fR]
.SH DESCRIPTION
$("$program" --help | sed 1q | plain)
.SH COMMANDS
TROFF
for command in $("$program" --help | sed -n '/^Subcommands:/,$s/^  \([a-z][a-z-]*\) .*/\1/p'); do
  printf '.SS %s\n.nf\n' "$(echo "$command" | plain)"
  "$program" "$command" --help | plain
  echo .fi
done
cat <<'TROFF'
.SH EXIT STATUS
Of
.BR run ,
and of
.B merge
for the run whose shards it is given:
.IP 0
nothing below
.IP 1
something failed, or passed against the expectation of the profile
.IP 2
an error of the adapter or the kit, bad usage, nothing ran, or the run was interrupted
.IP 3
something was inconclusive, unsupported or flaky
TROFF
