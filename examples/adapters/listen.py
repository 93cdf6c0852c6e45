#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Offers an adapter that speaks on stdin and stdout at a socket; each connection gets its own.

usage: listen.py unix:PATH|tcp:HOST:PORT COMMAND [ARGUMENT...]     (port 0: any that is free)

Prints where it listens as --iut takes it.
"""
import signal
import socket
import subprocess
import sys

if len(sys.argv) < 3:
    sys.exit(__doc__)
kind, _, where = sys.argv[1].partition(":")
if kind == "unix":
    server = socket.create_server(where, family=socket.AF_UNIX)
else:
    host, _, port = where.rpartition(":")
    server = socket.create_server((host, int(port)))
    where = f"{host}:{server.getsockname()[1]}"
print(f"{kind}:{where}", flush=True)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # adapters that have ended are not waited for
while True:
    connection, _ = server.accept()
    with connection:
        if kind == "tcp":  # an answer written in pieces would take 40 ms
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        subprocess.Popen(sys.argv[2:], stdin=connection, stdout=connection)
