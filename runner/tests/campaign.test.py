#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The engines in examples/campaign run the shards, run again what was killed, and lose nothing.

usage: campaign.test.py parallel|slurm|kubernetes ROOT PATHPROOF FOLDER

The commands are those of the README there. For Slurm a cluster of one node is started, all of it in
a temporary folder. A Kubernetes manifest is checked by schema, with npm packages in FOLDER; its pods'
command is run.
"""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ENGINE, ROOT, PROGRAM, FOLDER = sys.argv[1:]
SKIPPED = 77
HERE = os.path.dirname(os.path.abspath(__file__))
SHARDS = 4
# In the place of pathproof: the first try of shard 1 is killed by the layer that it judges.
KILLED_ONCE = f"""#!/bin/sh
case "$*" in
  *'--shard-index 1 '*)
    echo started >>tries
    if [ "$(wc -l <tries)" -eq 1 ]; then
      echo $$ >kit
      export KILL_AT=100
    fi
    ;;
esac
exec {PROGRAM} "$@"
"""
LAYER = f"""#!/usr/bin/env python3
import os, sys
def lines(given):
    for number, line in enumerate(given, 1):
        if number == int(os.environ.get("KILL_AT", "0")):
            os.kill(int(open("kit").read()), 9)
            sys.exit(1)
        yield line
sys.stdin = lines(sys.stdin)
exec(open("{ROOT}/examples/adapters/layer.py", encoding="utf-8").read())
"""


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def need(*tools):
    for tool in tools:
        if shutil.which(tool) is None:
            skip(f"{tool} is not installed")


def put(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, 0o755)


def content(path):
    with open(path, "rb") as file:
        return file.read()


def command_of(word):
    """The command of the README that begins with the word."""
    with open(f"{ROOT}/examples/campaign/README.md", encoding="utf-8") as file:
        [command] = re.findall(rf"^```text\n({word} .*)\n```$", file.read(), re.M)
    return command


def workspace(folder):
    for name in ("shard.sh", "slurm.sh", "kubernetes.yaml"):
        shutil.copy(f"{ROOT}/examples/campaign/{name}", folder)
    put(f"{folder}/mylayer", LAYER)
    os.mkdir(f"{folder}/bin")
    put(f"{folder}/bin/pathproof", KILLED_ONCE)
    os.environ["PATH"] = f"{folder}/bin:{os.environ['PATH']}"


def run(folder, command):
    return subprocess.run(["sh", "-c", command], cwd=folder, text=True, check=False, timeout=240,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def reports(folder):
    return sorted(name for name in os.listdir(folder) if re.fullmatch(r"shard-\d\.json", name))


def merged_is_the_run(folder):
    assert reports(folder) == [f"shard-{index}.json" for index in range(SHARDS)], reports(folder)
    assert content(f"{folder}/tries").split() == [b"started"] * 2, content(f"{folder}/tries")
    whole = run(folder, f"{PROGRAM} run cinet --role layer --iut exec:./mylayer --seed 1 --quiet "
                        "--json whole.json")
    merged = run(folder, f"{PROGRAM} merge {' '.join(reports(folder))} --json merged.json --quiet")
    assert merged.returncode == whole.returncode == 0, (merged, whole)
    assert content(f"{folder}/merged.json") == content(f"{folder}/whole.json")
    print(f"{len(json.loads(content(f'{folder}/merged.json'))['cases'])} cases of {SHARDS} shards")


def parallel(folder):
    need("parallel")
    os.environ["HOSTS"] = ":"
    os.environ["HOME"] = folder  # where it keeps what it knows of hosts
    line = command_of("parallel")
    first = run(folder, line)
    assert first.returncode == 1, first  # as many as failed
    assert reports(folder) == ["shard-0.json", "shard-2.json", "shard-3.json"], reports(folder)
    os.unlink(f"{folder}/shard-2.json")  # is not run again: it was done
    again = run(folder, line)
    assert again.returncode == 0, again
    assert "shard-2.json" not in reports(folder), "what was done is run again"
    assert run(folder, "./shard.sh 2 4").returncode == 0
    merged_is_the_run(folder)


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def until(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.1)


class Cluster:
    """Slurm with one node, which is this host, and all its files in one folder."""

    def __init__(self, folder):
        self.folder, self.started = folder, []
        os.environ["SLURM_CONF"] = f"{folder}/slurm.conf"
        for name in ("state", "spool"):
            os.mkdir(f"{folder}/{name}")
        put(f"{folder}/slurm.conf", f"""ClusterName=campaign
SlurmctldHost=localhost
SlurmctldPort={free_port()}
SlurmdPort={free_port()}
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SchedulerParameters=batch_sched_delay=0
SlurmdParameters=config_overrides
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
NodeName=n0 NodeHostname=localhost NodeAddr=localhost CPUs=2
PartitionName=all Nodes=n0 Default=YES MaxTime=INFINITE State=UP
""")
        with open(f"{folder}/munge.key", "wb") as key:
            key.write(os.urandom(128))
        os.chmod(f"{folder}/munge.key", 0o600)
        os.chmod(folder, 0o755)

    def __enter__(self):
        where = self.folder
        self.start("munged", "--foreground", "--force", f"--key-file={where}/munge.key",
                   f"--socket={where}/munge.socket", f"--pid-file={where}/munged.pid",
                   f"--log-file={where}/munged.log", f"--seed-file={where}/munge.seed")
        until("munged", lambda: os.path.exists(f"{where}/munge.socket"), 20)
        self.start("slurmctld", "-D", "-f", f"{where}/slurm.conf")
        self.start("slurmd", "-D", "-f", f"{where}/slurm.conf", "-N", "n0")
        until("a node that is idle", lambda: "idle" in run(where, "sinfo -h -o %T").stdout)
        return self

    def start(self, *command):
        with open(f"{self.folder}/{command[0]}.out", "wb") as out:
            self.started.append(subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT,
                                                 cwd=self.folder))

    def __exit__(self, kind, *_):
        for one in reversed(self.started):
            one.send_signal(signal.SIGTERM)
            try:
                one.wait(20)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
        for name in sorted(os.listdir(self.folder)) if kind else ():
            if name.endswith((".out", ".log")):
                print(f"{name}: {content(f'{self.folder}/{name}')[-1500:].decode()}")

    def finish(self, submit):
        """Submits a job, and waits until it has left the queue."""
        done = run(self.folder, submit)
        assert done.returncode == 0 and "Submitted batch job" in done.stdout, done
        until("an empty queue", lambda: not run(self.folder, "squeue -h").stdout.strip(), 120)


def slurm(folder):
    need("slurmctld", "slurmd", "sbatch", "munged", "unshare")
    if os.environ.get("CAMPAIGN_HOST") != "localhost":
        # Daemons listen where the name of their host leads.
        if os.geteuid() != 0 or run(folder, "unshare -u true").returncode != 0:
            skip("a host name of its own, for the cluster, takes root")
        os.environ["CAMPAIGN_HOST"] = "localhost"
        shutil.rmtree(folder)
        os.execvp("unshare", ["unshare", "-u", "sh", "-c", 'hostname localhost; exec "$@"', "sh",
                              sys.executable, *sys.argv])
    with Cluster(folder) as cluster:
        submit = command_of("sbatch")
        cluster.finish(submit)
        assert reports(folder) == ["shard-0.json", "shard-2.json", "shard-3.json"], reports(folder)
        cluster.finish(submit.replace("--array=0-3", "--array=1"))
        assert b"cases were done before" in content(f"{folder}/shard-1.log")
        merged_is_the_run(folder)


def kubernetes(folder):
    need("node", "npm")
    node = ["node", f"{HERE}/kubernetes.test.mjs", FOLDER]
    manifest = f"{folder}/kubernetes.yaml"
    checked = subprocess.run([*node, manifest], text=True, check=False, timeout=200,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if checked.returncode == SKIPPED:
        skip(checked.stdout.strip().removeprefix("skipped: "))
    assert checked.returncode == 0, checked.stdout
    job = json.loads(checked.stdout)
    with open(manifest, encoding="utf-8") as file:
        text = file.read()
    for right, wrong, reason in (("completions: 4", "completions: four", "completions"),
                                 ("completions: 4", "completion: 4", '"completion"'),
                                 ("restartPolicy: OnFailure", "restartPolicie: Never",
                                  '"restartPolicie"'),
                                 ("claimName: campaign", "claim: campaign", "claim")):
        assert right in text, right
        put(f"{folder}/wrong.yaml", text.replace(right, wrong))
        refused = subprocess.run([*node, f"{folder}/wrong.yaml"], text=True, check=False,
                                 timeout=200, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert refused.returncode == 1 and reason in refused.stdout, (wrong, refused)
    spec = job["spec"]
    assert spec["completionMode"] == "Indexed" and spec["completions"] == SHARDS, spec
    [container] = spec["template"]["spec"]["containers"]
    for index in (0, 1, 1, 2, 3):  # a pod that failed is started again
        os.environ["JOB_COMPLETION_INDEX"] = str(index)
        subprocess.run(container["command"], cwd=folder, check=False, timeout=120,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    merged_is_the_run(folder)


def main():
    # Short: a socket's path has 107 octets.
    with tempfile.TemporaryDirectory(prefix="pp-", dir="/tmp") as folder:
        workspace(folder)
        {"parallel": parallel, "slurm": slurm, "kubernetes": kubernetes}[ENGINE](folder)


main()
