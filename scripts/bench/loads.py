"""The two clients that make the load: `smtp_load` of the bench folder, and Postfix's smtp-source."""

import dataclasses
import json
import os
import pathlib
import subprocess
import time

from failure import Failure
from processes import HOST, ROOT, postfix_program

LONGEST_RUN = 600


@dataclasses.dataclass
class Outcome:
    """What a load measured; latencies in milliseconds, as p50 and p99."""

    messages: int
    seconds: float
    # From the first octet of data to the reply.
    data_to_reply: tuple | None = None
    # From the moment a message was due to the reply.
    due_to_reply: tuple | None = None

    @property
    def rate(self):
        return self.messages / self.seconds


def _run(command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_RUN)
    except subprocess.TimeoutExpired:
        raise Failure(f"{command[0]} did not end within {LONGEST_RUN} s")


class SmtpLoad:
    """The generator with an event loop: closed or open loop, latencies to the microsecond."""

    def __init__(self, executable):
        self._executable = executable

    @classmethod
    def built(cls, folder):
        """Compiles it; `None` where its source is not there."""
        source = pathlib.Path(os.environ.get("CREEL_SHARED") or ROOT.parent / "shared") / "bench/smtp_load.c"
        if not source.exists():
            return None
        executable = pathlib.Path(folder) / "smtp_load"
        compiled = _run(["cc", "-O2", "-o", str(executable), str(source)])
        if compiled.returncode != 0:
            raise Failure(f"{source} does not compile: {compiled.stderr[-400:].strip()}")
        return cls(executable)

    def run(self, port, files, count, connections, *options):
        """Sends `count` messages; a single one that is refused or lost ends the bench."""
        done = _run([str(self._executable), "-a", f"{HOST}:{port}", "-n", str(count), "-c", str(connections),
                     *options, *map(str, files)])
        if done.returncode != 0:
            raise Failure(f"smtp_load: {done.stdout.strip() or done.stderr.strip()}")
        said = json.loads(done.stdout)
        return Outcome(said["msgs"], said["seconds"], self._latency(said["ack_us"]), self._latency(said["total_us"]))

    @staticmethod
    def _latency(microseconds):
        return microseconds["p50"] / 1000, microseconds["p99"] / 1000


def run_smtp_source(port, count, connections, length, *options):
    """Postfix's generator, lock-step; it reports nothing, so the clock around it counts."""
    command = [*postfix_program("smtp-source"), "-s", str(connections), "-m", str(count), "-l", str(length),
               "-f", "load@example.test", "-t", "user@example.test", *options, f"{HOST}:{port}"]
    start = time.monotonic()
    done = _run(command)
    if done.returncode != 0:
        raise Failure(f"smtp-source: {done.stderr.strip()}")
    return Outcome(count, time.monotonic() - start)
