#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Run by clean_root.test.sh as root of the clean root: installs the package there, and uses it.
set -eu

install() {
  apt-get -q -y -o Dpkg::Use-Pty=0 --no-install-recommends --allow-downgrades \
    --reinstall install "$1" </dev/null
}
say() {
  echo "clean root: $1"
}
uses() {
  say "pathproof $*"
  (cd /tmp && pathproof "$@" </dev/null >out 2>&1) || {
    status=$?
    cat /tmp/out
    say "FAILED with status $status"
    exit 1
  }
}

install /less.deb
if pathproof --version >/tmp/out 2>&1; then
  say 'FAILED: it runs without a library that it needs'
  exit 1
fi
install /pathproof.deb
say "$(dpkg-query -W -f '${Depends}' pathproof)"

examples=/usr/share/doc/pathproof/examples
uses --version
uses list requirements CINET-102
uses run cinet/ioctl --role layer --quiet --html run.html --junit run.xml --pcap .
uses prove cinet/ioctl iucv/hs_frame
uses explore cinet/ioctl --instances 2
uses vectors replay cinet/ioctl --role layer
uses mutants --quick ask.ioctl/drop
uses decode "$examples/captures/afiucv.pcap"
uses run nss/pages --role cp --iut nss:memory --tests 3
uses lfp-config "$examples/lfp/instance.txt" "$examples/lfp/lfpd-LINR02.conf"
uses run lfp/session/hello --role daemon --iut 'lfp-daemon:exec:pathproof lfpd --quiet'
uses run lfp/session/hello --role instance --iut 'lfp-instance:exec:pathproof lfp --quiet'
lfpctl --help >/tmp/out 2>&1 || { cat /tmp/out; say 'FAILED: lfpctl --help'; exit 1; }
say 'all of it runs'
