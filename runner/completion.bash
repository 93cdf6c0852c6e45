# SPDX-License-Identifier: Apache-2.0
# Completion of pathproof in bash: what the program's own help names, and files.
# shellcheck shell=bash

_pathproof() {
  local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} program=${COMP_WORDS[0]} help
  if ((COMP_CWORD == 1)); then
    help=$("$program" --help 2>/dev/null | sed -n '/^Subcommands:/,$s/^  \([a-z][a-z-]*\) .*/\1/p')
    mapfile -t COMPREPLY < <(compgen -W "$help --help --version" -- "$word")
  elif [[ $word == -* ]]; then
    help=$("$program" "$command" --help 2>/dev/null | grep -oE -- '(^  |,)--?[a-z][a-z0-9-]*' |
      tr -d ' ,')
    mapfile -t COMPREPLY < <(compgen -W "$help" -- "$word")
  elif [[ $command == run || $command == list ]]; then
    help=$("$program" list cases 2>/dev/null | grep -oE '^[a-z]+(/[a-z_]+)+')
    mapfile -t COMPREPLY < <(compgen -W "$help" -- "$word"; compgen -f -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}
complete -o filenames -F _pathproof pathproof
