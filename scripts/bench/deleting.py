"""Deleting very many messages by query while others come in: how long those wait, and what becomes of the file."""

import http.client
import json
import threading
import time

import filling
from bench import say
from figures import megabytes, pair, plain
from processes import HOST
from report import Measurement

# Messages a second that come in meanwhile.
RATE = 1000
SECONDS = 60
# What comes in waits no longer than that, in milliseconds.
LONGEST_WAIT = 100


def _delete(server, outcome):
    """Deletes what was imported, and none of what comes in."""
    start = time.monotonic()
    connection = http.client.HTTPConnection(HOST, server.http, timeout=3600)
    connection.request("DELETE", "/api/messages?q=from:example+subject:ref")
    outcome.update(json.load(connection.getresponse()), seconds=time.monotonic() - start)


def _settled_disk(server):
    """Octets of the file, once it has not changed for five seconds."""
    octets, since = server.disk(), time.monotonic()
    while time.monotonic() - since < 5:
        time.sleep(0.5)
        if server.disk() != octets:
            octets, since = server.disk(), time.monotonic()
    return octets


def measure(bench):
    """Half a million where `--mails 500000` says so."""
    count, seconds = bench.scaled(bench.mails, quick=5000), bench.scaled(SECONDS)
    with bench.creel("--keep-octets", "unlimited") as server:
        filling.load(server, count)
        filling.until_indexed(server)
        full, outcome = server.disk(), {}
        send = lambda seconds: bench.smtp_load.run(server.smtp, bench.files["note"], seconds * RATE, 50, "-r", str(RATE))
        alone = send(min(seconds, 10))
        deleting = threading.Thread(target=_delete, args=(server, outcome))
        deleting.start()
        beside = send(seconds)
        deleting.join()
        say(f"deleting: due → 250 {pair(beside.due_to_reply)} ms; {outcome}")
        yield Measurement(f"{RATE} msgs/s, message due → 250, p50 / p99", "ms", list(alone.due_to_reply))
        yield Measurement(f"the same while {plain(outcome['deleted'])} messages are deleted", "ms",
                          list(beside.due_to_reply), [None, LONGEST_WAIT])
        yield Measurement("what deleting them took", "s", [outcome["seconds"]])
        yield Measurement("disk before and after, of which the later ones take their part", "MB",
                          [megabytes(full), megabytes(_settled_disk(server))])
