"""A disk that fills up: what comes is refused with 452, nothing acknowledged is lost, and with room again it goes on."""

import contextlib
import os
import random
import subprocess

from clients import HttpClient, SmtpClient
from failure import Failure
from load import RECIPIENT, Ledger, message
from processes import Creel
from trial import Impossible, judge, say

SMALL, LARGE = "48m", "96m"
# What each message takes.
LENGTH = 20_000
# The disk is full after fewer.
MOST = 10_000


@contextlib.contextmanager
def _small_disk(folder):
    """A file system in memory."""
    if os.geteuid() != 0:
        raise Impossible("needs root, to mount a file system in memory")
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={SMALL}", "none", folder)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def _mount(*words):
    done = subprocess.run(["mount", *words], capture_output=True, text=True)
    if done.returncode != 0:
        raise Impossible(f"mount: {done.stderr.strip()}")


def _send(server, ledger, name, most):
    """Sends until one is refused, which has to be for want of room; answers how many were not."""
    client, chance = SmtpClient(server.smtp), random.Random(name)
    client.greet()
    for number in range(most):
        content = message(f"{name}-{number}@full.test", LENGTH, chance)
        ledger.begin(f"{name}-{number}@full.test", content)
        try:
            client.deliver(RECIPIENT, content)
        except Failure as refusal:
            if "452 4.3.1" not in str(refusal):
                raise
            return number
        ledger.acknowledge(f"{name}-{number}@full.test")
    return most


def _is_ready(server):
    return HttpClient.ask_once(server.http, "/readyz")[0] == 200


def _trial(folder, name, *settings):
    ledger = Ledger()
    with _small_disk(folder):
        with Creel.start(folder, *settings) as server:
            sent = _send(server, ledger, "small", MOST)
            if sent == MOST or _is_ready(server):
                raise Failure("the disk was not filled, or /readyz did not tell")
            kept = judge(f"{name}, full after {sent} messages", server, ledger)
            # More room, without a word to the server.
            _mount("-o", f"remount,size={LARGE}", folder)
            if _send(server, ledger, "large", 100) < 100 or not _is_ready(server):
                raise Failure("there is room again, and messages are refused still")
            kept &= judge(f"{name}, with more room", server, ledger)
            _send(server, ledger, "again", MOST)
            server.kill()
        # There is room for the start, if for nothing else.
        with Creel.start(folder, *settings) as server:
            kept &= judge(f"{name}, full again, killed and started", server, ledger)
    folder.rmdir()
    return kept


def measure(place, is_quick):
    """With a reserve, which keeps room for deleting, and down to the last page of the disk."""
    kept = _trial(place / "reserve", "disk full", "--min-free-disk", "16m")
    if is_quick:
        return kept
    say("without a reserve …")
    return kept & _trial(place / "no-reserve", "disk full to the last page", "--min-free-disk", "0")
