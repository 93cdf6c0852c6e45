#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The files of the source tree: what git knows or would add, or without git everything but builds.

usage: source_files.py ROOT ENDING…    prints the files with these endings, each followed by a NUL
"""
import os
import subprocess
import sys

NOT_SOURCE = (".git", "build", "report", "out", "__pycache__")


def source_files(root):
    git = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", root, "ls-files", "-z", "-co", "--exclude-standard"],
        capture_output=True, check=False)
    if git.returncode == 0:
        paths = [path.decode() for path in git.stdout.split(b"\0") if path]
    else:
        paths = []
        for folder, names, files in os.walk(root):
            names[:] = [name for name in names if name not in NOT_SOURCE]
            paths += [os.path.relpath(os.path.join(folder, file), root) for file in files]
    return sorted({path for path in paths if os.path.isfile(os.path.join(root, path))})


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    for found in source_files(sys.argv[1]):
        if found.endswith(tuple(sys.argv[2:])):
            sys.stdout.write(found + "\0")
