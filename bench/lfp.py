#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast programs are through the fast path, and through a SOCKS proxy: JSON on standard output.

usage: lfp.py PATHPROOF LIBRARY OCTETS REQUESTS ROUNDS
Rounds take turns, so that what else the machine does meets all three alike. Exit 77: what is
missing is said."""
import json
import os
import pathlib
import re
import sys

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "runner" / "tests"))
from lfp_path import FastPath, free_port, need, nginx_configuration

DANTE = """logoutput: {folder}/dante.log
internal: 127.0.0.1 port = {port}
external: lo
clientmethod: none
socksmethod: none
user.privileged: {user}
user.unprivileged: {user}
client pass {{ from: 127.0.0.0/8 to: 0.0.0.0/0 }}
socks pass {{ from: 127.0.0.0/8 to: 0.0.0.0/0 }}
"""


def main():
    octets, requests, rounds = map(int, sys.argv[3:])
    curl, nginx, redis, benchmark, chains, danted = need(
        "curl", "nginx", "redis-server", "redis-benchmark", "proxychains4", "danted"
    )
    # A message wakes its receiver, whatever is in it: bulk goes in large ones. Linux's usual limit
    # of what waits in a Unix socket bears two of these.
    path = FastPath(sys.argv[1:3], "unix", mtu=196_608, window=1 << 20)
    try:
        web, store, proxy = free_port(), free_port(), free_port()
        path.start([nginx, "-c", nginx_configuration(path, web)], port=web)
        with open(path.folder / "www" / "large", "wb") as large:
            large.truncate(octets)
        path.start([redis, "--port", str(store), "--save", "", "--bind", "127.0.0.1"], port=store)
        user = "root" if os.getuid() == 0 else os.environ.get("USER", "nobody")
        conf = path.folder / "dante.conf"
        conf.write_text(DANTE.format(folder=path.folder, port=proxy, user=user))
        path.start([danted, "-f", str(conf), "-p", str(path.folder / "dante.pid")], port=proxy)
        chain = path.folder / "chain.conf"
        chain.write_text(f"strict_chain\nquiet_mode\n[ProxyList]\nsocks5 127.0.0.1 {proxy}\n")
        ways = {
            "direct": ([], False),
            "path": ([], True),
            "proxy": ([chains, "-q", "-f", str(chain)], False),
        }
        made = {way: {"bulk": [], "requests": []} for way in ways}
        for _ in range(rounds):
            for way, (before, through) in ways.items():
                url = f"http://127.0.0.1:{web}/large"
                words = [curl, "-fsS", "-o", "/dev/null", "-w", "%{speed_download}", url]
                out = path.run(before + words, through=through, timeout=300)
                made[way]["bulk"].append(float(out))
                words = [benchmark, "-h", "127.0.0.1", "-p", str(store), "-c", "50"]
                words += ["-n", str(requests), "-t", "get", "--csv"]
                out = path.run(before + words, through=through, timeout=300)
                made[way]["requests"].append(float(re.search(r'"GET","([0-9.]+)"', out)[1]))
        print(json.dumps(made))
    finally:
        path.stop()


main()
