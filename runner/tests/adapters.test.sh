#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The worked adapters conform by every way in, broken copies of them are caught by the requirement
# they break, and the served reference does over a pipe what it does in process.
set -eu
program=$PATHPROOF_PROGRAM
source_dir=$PATHPROOF_SOURCE_DIR
adapters=$source_dir/examples/adapters
corpus=$source_dir/vectors/corpus
work=$(mktemp -d)
listener=
# The listener is ended by its number; it would end by itself after its time.
trap '[ -z "$listener" ] || kill "$listener" 2>/dev/null || true; rm -rf "$work"' EXIT

# All cases and all vectors pass by this way in.
conforms() {
  echo "conforms: $1"
  "$program" run --role layer --iut "$1" --quiet
  "$program" vectors replay --role layer --corpus "$corpus" --iut "$1"
}

# Offers an adapter at a socket and expects it to conform.  usage: conforms_at WHERE COMMAND...
conforms_at() {
  : >"$work/where"
  timeout 60 python3 "$adapters/listen.py" "$@" >"$work/where" &
  listener=$!
  tries=0
  while [ ! -s "$work/where" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || { echo "nobody listens at $1"; exit 1; }
    sleep 0.1
  done
  conforms "$(cat "$work/where")"
  kill "$listener"
  wait "$listener" || true
  listener=
}

# The program that a copy of an adapter runs as, compiled if need be.
command_of() {
  case $1 in
    *.py) echo "python3 $1" ;;
    *.c) cc -std=c89 -w -o "${1%.c}" "$1" && echo "${1%.c}" ;;
  esac
}

# Changes lines of an adapter and expects a failure that names the requirement as broken.
broken() {
  copy=$work/broken_$1
  sed "$3" "$adapters/$1" >"$copy"
  if cmp -s "$adapters/$1" "$copy"; then
    echo "nothing was broken in $1 by: $3"
    exit 1
  fi
  command=$(command_of "$copy")
  status=0
  "$program" run --role layer --iut "exec:$command" >"$work/out" || status=$?
  sed -n '/^broken /,/^$/p' "$work/out" >"$work/named"
  if [ "$status" -ne 1 ] || ! grep -q "$2" "$work/named"; then
    echo "exit status $status, $2 not named as broken, after: $3"
    head -60 "$work/out"
    exit 1
  fi
  echo "caught in $1, naming $2: $3"
}

conforms "exec:python3 $adapters/layer.py"
conforms_at "unix:$work/layer.socket" python3 "$adapters/layer.py"
conforms_at tcp:127.0.0.1:0 python3 "$adapters/layer.py"

# Goes on after a failure; loses the code; forgets to tell of a new provider; ignores affinity; a
# tied socket keeps all; asks one provider only; confuses objects; waits for a provider that ended.
broken layer.py CINET-102 's/if name == "failed":/if False:/'
broken layer.py CINET-103 's/return.failure code={code}/return.failure code=-1,121,74610301/'
broken layer.py CINET-082 's/one.due |= one.notify/one.due |= False/'
broken layer.py CINET-060 's/{self.affinity} if self.affinity else self.up/self.up/'
broken layer.py CINET-066 's/one.at - {tp}, one.at.discard/one.at, one.at.discard/'
broken layer.py CINET-101 's/sorted(providers, key=int), done/sorted(providers, key=int)[:1], done/'
broken layer.py SMO-053 's/ object={object}/ object=1/'
broken layer.py CINET-100 's/            if self.asked == tp: .*/            if False:/'
broken layer.py CINET-025 's/none = "return.failure.*/none = "return.success"/'

if command -v cc >/dev/null; then
  cc -std=c89 -pedantic -Wall -Wextra -Werror -o "$work/layer" "$adapters/layer.c"
  cc -std=c89 -pedantic -Wall -Wextra -Werror -I "$source_dir" -shared -fPIC \
    -o "$work/layer.so" "$adapters/plugin.c"
  conforms "exec:$work/layer"
  conforms "plugin:$work/layer.so"
  conforms_at "unix:$work/layer_c.socket" "$work/layer"
  conforms_at tcp:127.0.0.1:0 "$work/layer"
  # The same faults as above; then a wrong provider for an interface index, and a duplicate ignored.
  broken layer.c CINET-102 \
    's/ answer.done / answer.done answer.failed /; s/IS(" answer.failed ") && code/code \&\& !asked/'
  broken layer.c CINET-103 's/" \\n"), code);/" \\n"), "code=-1,121,74610301");/'
  broken layer.c CINET-082 's/one->due |= /one->due |= 0 \&\& /'
  broken layer.c CINET-060 's/affinity ? affinity : up/up/'
  broken layer.c CINET-066 's/ask("close ", line, one->at & ~BIT(tp))/ask("close ", line, one->at)/'
  broken layer.c CINET-100 's/ask(word + 6, line, one->at)/ask(word + 6, line, one->at \& ~2UL)/'
  broken layer.c SMO-053 's/object = number(line, " object=")/object = !!number(line, " object=")/'
  broken layer.c CINET-025 's/return.failure code=-1,112,00000296/return.success/'
  broken layer.c CINET-112 's/ask("ioctl ", line, BIT(tp))/ask("ioctl ", line, up)/'
  broken layer.c SMO-021 's/one->duplicated = IS(" call.duplicate ")/one->duplicated = 0/'
else
  echo "no C compiler (cc): layer.c and plugin.c are not tested"
fi

"$program" run --role layer --iut "exec:$program serve cinet --role layer" --quiet
status=0
"$program" run cinet/ioctl --role layer \
  --iut "exec:$program serve cinet --role layer --mutant success_after_failure" >"$work/out" ||
  status=$?
[ "$status" -eq 1 ] || { echo "a served mutant was not caught"; exit 1; }

# IUCV: CP and a guest, over a pipe and over a socket.
"$program" run iucv --role cp --tests 20 --iut "exec:$program serve iucv --role cp" --quiet
# A guest of one's own does what it likes: a case that waits for a certain call is inconclusive.
"$program" run iucv/path iucv/completion iucv/interrupt iucv/limit --role guest_a --tests 20 \
  --iut "exec:$program serve iucv --role guest_a" --quiet
"$program" serve iucv --role cp --listen "unix:$work/cp" >/dev/null &
server=$!
tries=0
while [ ! -S "$work/cp" ] && [ "$tries" -lt 100 ]; do
  sleep 0.1
  tries=$((tries + 1))
done
# Peers whose line has no end, or who ask and never read, are given up, and the next is served.
status=0
timeout 60 python3 - "$work/cp" <<'EOF' || status=$?
import socket, sys
for said, enough in ((b"x" * 65536, 64), (b"1 hello\n" * 8192, 4096)):
    peer = socket.socket(socket.AF_UNIX)
    peer.settimeout(20)
    peer.connect(sys.argv[1])
    try:
        for _ in range(enough):
            peer.sendall(said)
        sys.exit("what no peer may say is taken")
    except (BrokenPipeError, ConnectionResetError):
        peer.close()
EOF
[ "$status" -eq 0 ] || { kill "$server"; echo "the served CP does not give up a peer"; exit 1; }
status=0
"$program" run iucv/path --role cp --tests 20 --iut "unix:$work/cp" --quiet || status=$?
kill "$server"
[ "$status" -eq 0 ] || { echo "the served CP did not conform"; exit 1; }
status=0
"$program" run iucv/message --role cp \
  --iut "exec:$program serve iucv --role cp --mutant loses_a_message" >"$work/out" || status=$?
[ "$status" -eq 1 ] || { echo "a served CP that loses messages was not caught"; exit 1; }
"$program" run iucv/hs --tests 20 --iut "exec:$program serve iucv/hs --role endpoint" --quiet
status=0
"$program" run iucv/hs/teardown \
  --iut "exec:$program serve iucv/hs --role endpoint --mutant answers_fin" >"$work/out" || status=$?
[ "$status" -eq 1 ] || { echo "a served endpoint that answers FIN was not caught"; exit 1; }
