#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# lfpctl has the exit statuses that service managers expect, and lfpd tells one when it is ready.
# usage: lfpctl.test.sh LFPCTL
set -u
lfpctl=$1
work=$(mktemp -d)
export LFPD_CONFS="$work/confs" LFPD_RUN="$work/run" LFPD_PATIENCE=5
PATH=$(dirname "$PATHPROOF_PROGRAM"):$PATH
mkdir "$LFPD_CONFS"
cd "$work" || exit 1
trap '"$lfpctl" stop ONE 2>/dev/null; rm -rf "$work"' EXIT

# expect STATUS WORD ARGUMENT…
expect() {
  wanted=$1
  shift
  timeout 30 "$lfpctl" "$@" 2>"$work/err"
  status=$?
  [ "$status" -eq "$wanted" ] || {
    echo "lfpctl $*: status $status instead of $wanted"
    cat "$work/err"
    exit 1
  }
}

sed "s,^KIT_CARRIER.*,KIT_CARRIER = unix:$work/carrier," \
  "$PATHPROOF_SOURCE_DIR/examples/lfp/lfpd-LINR02.conf" >"$LFPD_CONFS/lfpd-ONE.conf"
echo 'MTU = nonsense' >"$LFPD_CONFS/lfpd-BAD.conf"

expect 2 start
expect 2 begin ONE
expect 2 start ../ONE
expect 0 help >/dev/null
expect 3 status ONE
expect 6 start OTHER
expect 1 start BAD
expect 3 status BAD
expect 0 start ONE
expect 0 status ONE
expect 0 start ONE
[ -S carrier ] || exit 1
expect 0 restart ONE
expect 0 status ONE
expect 0 stop ONE
[ ! -e carrier ] || exit 1
expect 0 stop ONE
expect 3 status ONE
expect 0 start ONE
kill -KILL "$(cat run/ONE.pid)"
sleep 0.2
expect 1 status ONE
expect 0 start ONE # over what the one before has left
expect 0 status ONE
# A number that is somebody else's by now.
expect 0 stop ONE
echo $$ >run/ONE.pid
expect 1 status ONE
expect 0 stop ONE

python3 - "$PATHPROOF_PROGRAM" "$LFPD_CONFS/lfpd-ONE.conf" <<'END' || exit 1
import os, socket, subprocess, sys
with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
    manager.bind("notify")
    manager.settimeout(10)
    daemon = subprocess.Popen([sys.argv[1], "lfpd", "--quiet", "--config", sys.argv[2]],
                              env=dict(os.environ, NOTIFY_SOCKET=os.path.abspath("notify")))
    assert manager.recv(100) == b"READY=1"
    daemon.terminate()
    assert manager.recv(100) == b"STOPPING=1"
    assert daemon.wait(10) == 0
END
if command -v systemd-analyze >/dev/null; then
  sed "s,^ExecStart=[^ ]*,ExecStart=$PATHPROOF_PROGRAM," \
    "$PATHPROOF_SOURCE_DIR/examples/lfp/lfpd@.service" >"$work/lfpd@.service"
  systemd-analyze verify "$work/lfpd@.service" || exit 1
else
  echo 'the unit was not checked: systemd-analyze is not installed'
fi
