"""Thirty messages a second: what a client feels that sends now and then."""

import json

from bench import running, say
from clients import HttpClient
from figures import pair
from report import Measurement

RATE = 30
STORED = 2000


def read_without_pause(port):
    """Lists, reads the newest message, takes its octets, and begins again."""
    client = HttpClient(port)
    while True:
        newest = json.loads(client.get("/api/messages?limit=50"))["messages"][0]["id"]
        client.get(f"/api/messages/{newest}")
        client.get(f"/api/messages/{newest}/raw")


def _latency(bench, server):
    seconds = bench.scaled(20, quick=4)
    count = RATE * seconds
    return bench.smtp_load.run(server.smtp, bench.files["note"], count, 10, "-r", str(RATE)).due_to_reply


def _alone(bench):
    with bench.creel() as server:
        bench.preload(server, STORED)
        return _latency(bench, server)


def _beside_a_reader(bench):
    with bench.creel() as server:
        bench.preload(server, STORED)
        with running(read_without_pause, server.http):
            return _latency(bench, server)


def _smtp_sink(bench):
    with bench.smtp_sink() as server:
        return _latency(bench, server)


CASES = [
    ("30 msgs/s, message due → 250, p50 / p99", _alone, [1, 3]),
    ("the same while a client lists and reads without pause", _beside_a_reader, [1, 3]),
    ("the same to smtp-sink", _smtp_sink, []),
]


def measure(bench):
    runs = {name: [] for name, _, _ in CASES}
    for number in bench.rounds:
        for name, case, _ in CASES:
            runs[name].append(case(bench))
            say(f"{name}: {pair(runs[name][-1])} ms (round {number + 1})")
    for name, _, limits in CASES:
        yield Measurement(name, "ms", min(runs[name], key=lambda latency: latency[1]), limits)
