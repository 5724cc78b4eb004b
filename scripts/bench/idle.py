"""Connections that do nothing, or nearly nothing, and what others feel of them."""

import resource
import time

from bench import running, say
from clients import SmtpClient, metric
from failure import Failure
from figures import pair
from report import Measurement

SILENT = 1000
SLOW = 200
RATE = 200


def _allow_many_files():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def hold_connections(port):
    """Keeps silent connections open, and others that send an octet a second, half of them inside mail data.

    They come from addresses of their own, because the server bounds the connections of one address.
    """
    _allow_many_files()
    silent = [SmtpClient(port, source="127.0.0.2") for _ in range(SILENT)]
    slow = [SmtpClient(port, source="127.0.0.3") for _ in range(SLOW)]
    for client in slow[::2]:
        client.greet()
        client.open_data("slow@example.test")
    while silent:
        for client in slow:
            client.send(b"N")
            time.sleep(1 / SLOW)


def _await_connections(server):
    for _ in range(600):
        if metric(server.http, "creel_smtp_connections") >= SILENT + SLOW:
            return
        time.sleep(0.1)
    raise Failure("the idle connections did not come about")


def _latency(bench, server):
    count = RATE * bench.scaled(10, quick=3)
    return bench.smtp_load.run(server.smtp, bench.files["note"], count, 10, "-r", str(RATE)).due_to_reply


def _with_none(bench):
    with bench.creel() as server:
        return _latency(bench, server)


def _with_many(bench):
    with bench.creel() as server:
        with running(hold_connections, server.smtp):
            _await_connections(server)
            return _latency(bench, server)


CASES = [(f"{RATE} msgs/s, message due → 250, p50 / p99, alone", _with_none),
         (f"the same beside {SILENT} silent connections and {SLOW} that send an octet a second", _with_many)]


def measure(bench):
    runs = {name: [] for name, _ in CASES}
    for number in bench.rounds:
        for name, case in CASES:
            runs[name].append(case(bench))
            say(f"{name}: {pair(runs[name][-1])} ms (round {number + 1})")
    for name, _ in CASES:
        yield Measurement(name, "ms", min(runs[name], key=lambda latency: latency[1]))
