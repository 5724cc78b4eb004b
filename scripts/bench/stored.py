"""A hundred thousand messages: memory, disk, lists at any depth, single messages, starting."""

import random
import time

from bench import say
from clients import HttpClient
from figures import megabytes, pair, percentile, seconds_as_milliseconds
from loads import run_smtp_source
from processes import Creel
from report import Measurement
from starting import start_times

DEPTHS = [0, 0.25, 0.5, 0.75, 0.99]


def _fill(bench, server, count):
    if bench.smtp_load:
        bench.preload(server, count)
    else:
        run_smtp_source(server.smtp, count, 20, 2048, "-d")


def _timed(client, paths):
    times = []
    for path in paths:
        start = time.monotonic()
        client.get(path)
        times.append(time.monotonic() - start)
    return times


def _lists(client, count, repeats):
    """p50 and p99 at the depth where each is worst."""
    worst = []
    for depth in DEPTHS:
        before = max(51, int(count * (1 - depth)) + 1)
        worst.append(seconds_as_milliseconds(_timed(client, [f"/api/messages?before={before}"] * repeats), 0.5, 0.99))
    return [max(latency[0] for latency in worst), max(latency[1] for latency in worst)]


def _gets(client, count, repeats, suffix=""):
    chance = random.Random(7)
    paths = [f"/api/messages/{chance.randint(1, count)}{suffix}" for _ in range(repeats)]
    return seconds_as_milliseconds(_timed(client, paths), 0.5, 0.99)


def _reading(server, count, repeats):
    client = HttpClient(server.http)
    yield Measurement("list of 50, at the worst of five depths, p50 / p99", "ms", _lists(client, count, repeats),
                      [2, None])
    yield Measurement("one message, p50 / p99", "ms", _gets(client, count, repeats), [1, None])
    yield Measurement("its octets, p50 / p99", "ms", _gets(client, count, repeats, "/raw"))
    client.close()


def measure(bench):
    count = bench.scaled(100_000, quick=5000)
    stored = f"{count:,}".replace(",", " ")
    with bench.creel() as server:
        # An idle server is one that has settled.
        time.sleep(2)
        yield Measurement("memory, idle (RSS)", "MB", [megabytes(server.memory())], [40])
        _fill(bench, server, count)
        yield Measurement(f"memory after {stored} messages", "MB", [megabytes(server.memory())], [120])
        say(f"{stored} messages stored")
        yield from _reading(server, count, bench.scaled(1000))
        yield Measurement("memory after reading them", "MB", [megabytes(server.memory())], [120])
        used = server.disk() / count
    yield Measurement("disk per 2 KB message, while it runs", "KB", [used / 1000])
    yield Measurement("disk per 2 KB message, stopped", "KB", [server.disk() / count / 1000])
    times = start_times(server.folder, 5)
    say(f"start: {pair([1000 * min(times)])} ms")
    yield Measurement(f"start to first connection, {stored} stored, best / worst of 5", "ms",
                      [1000 * min(times), 1000 * percentile(times, 1)], [100, None])
