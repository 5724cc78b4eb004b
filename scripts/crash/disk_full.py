"""A disk that fills up: what comes is refused with 452, nothing acknowledged is lost, and with room again it goes on."""

import contextlib
import http.client
import json
import os
import random
import subprocess
import time
import urllib.parse

from clients import HttpClient, SmtpClient
from failure import Failure
from load import RECIPIENT, Ledger, mbox, message
from processes import HOST, Creel
from trial import Impossible, judge, say
from verdict import stored_messages

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


def _ask(server, method, path, body=None):
    client = http.client.HTTPConnection(HOST, server.http, timeout=60)
    client.request(method, path, body)
    answer = client.getresponse()
    said = answer.status, json.load(answer)
    client.close()
    return said


def _import(server, ledger, name):
    """An import is told how many came in before the disk was full; the others were not acknowledged."""
    chance = random.Random(name)
    batch = [(f"{name}-{number}@full.test", message(f"{name}-{number}@full.test", LENGTH, chance)) for number in range(20)]
    for message_id, content in batch:
        ledger.begin(message_id, content)
    status, said = _ask(server, "POST", "/api/import", mbox(content for _, content in batch))
    if status != 507 or said["imported"] == len(batch):
        raise Failure(f"an import into the full disk: {status} {said}")
    for message_id, _ in batch[:said["imported"]]:
        ledger.acknowledge(message_id)


def _delete_half(server, ledger):
    """What the refusals recommend: deletes the older half while the disk is full, of which room has to come."""
    numbers = {message_id: ids[0] for message_id, ids in stored_messages(server).items()}
    middle = sorted(numbers.values())[len(numbers) // 2]
    status, said = _ask(server, "DELETE", f"/api/messages?q={urllib.parse.quote(f'id:1..{middle}')}")
    if status != 200:
        raise Failure(f"deleting on the full disk: {status} {said}")
    for message_id, number in numbers.items():
        if number <= middle:
            ledger.forget(message_id)
    # What is deleted leaves the files behind, in small steps.
    sent, deadline = 0, time.monotonic() + 60
    while sent < 20 or not _is_ready(server):
        if time.monotonic() > deadline:
            raise Failure(f"half of the messages were deleted, and there was room for {sent}")
        sent += _send(server, ledger, f"after-deleting-{sent}", 20 - sent)
        time.sleep(0.1)


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
            _import(server, ledger, "import")
            _delete_half(server, ledger)
            kept &= judge(f"{name}, with half of the messages deleted", server, ledger)
            _send(server, ledger, "refilled", MOST)
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
