#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The corpus is what the rules give, replays against the reference, and kills what it was made for.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$PATHPROOF_PROGRAM" vectors check
"$PATHPROOF_PROGRAM" vectors check --anew cinet/sockets

# What no rule gives is found, and a vector that is left out, also when the file says that there is
# none: then by those who look anew.
copy=$work/corpus/cinet/sockets.json
# tampered WITH_STATUS PYTHON WORD…: changes the corpus and expects the status of a check of it.
tampered() {
  expected=$1
  change=$2
  shift 2
  mkdir -p "${copy%/*}"
  python3 - "$PATHPROOF_SOURCE_DIR/vectors/corpus/cinet/sockets.json" "$copy" "$change" <<'PYTHON'
import json, sys
with open(sys.argv[1]) as file:
    corpus = json.load(file)
vectors = corpus["vectors"]
exec(sys.argv[3])
corpus["count"] = len(vectors)
with open(sys.argv[2], "w") as file:
    file.write(json.dumps(corpus, indent=1, ensure_ascii=False) + "\n")
PYTHON
  status=0
  "$PATHPROOF_PROGRAM" vectors check cinet/sockets --corpus "$work/corpus" "$@" || status=$?
  [ "$status" -eq "$expected" ] || { echo "status $status, not $expected, after: $change"; exit 1; }
}
mutant="one = next(i for i, v in enumerate(vectors) if v['purpose'] == 'mutant' and not v.get('also'))"
hidden="$mutant; corpus['without'] = sorted(corpus['without'] + [vectors.pop(one)['id']])"
tampered 0 pass
tampered 1 "next(s for v in vectors for s in v['steps'] if 'permitted' in s)['permitted'].pop()"
tampered 1 "$mutant; vectors.pop(one)"
tampered 0 "$hidden"
tampered 1 "$hidden" --anew
tampered 1 "corpus['without'].pop()"

for role in application layer provider prerouter driver administrator cp guest_a guest_b endpoint \
  connector listener instance daemon; do
  "$PATHPROOF_PROGRAM" vectors replay --role "$role"
done

status=0
"$PATHPROOF_PROGRAM" vectors replay cinet/ioctl --role layer --iut reference:success_after_failure \
  >/dev/null || status=$?
[ "$status" -eq 1 ] || { echo "a mutant passed its vectors"; exit 1; }
