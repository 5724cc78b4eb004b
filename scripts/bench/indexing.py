"""What the index costs those who send, and whether a message is found by its words as soon as it is acknowledged."""

import multiprocessing
import statistics
import time

import mails
from bench import say
from clients import HttpClient, SmtpClient
from failure import Failure
from figures import pair, plain, seconds_as_milliseconds
from report import Measurement

BURST = 50_000
# More than the index may be behind: from then on whoever sends waits for it.
BEHIND = 70_000
SENDERS = 4


def _rate(bench, server, count):
    return bench.smtp_load.run(server.smtp, bench.files["note"], count, 10).rate


def _without_index(bench):
    """While many come in the index waits, and may be behind by more than are sent."""
    with bench.creel("--max-unindexed", "10000000") as server:
        return _rate(bench, server, bench.scaled(BURST))


def _burst(bench):
    with bench.creel() as server:
        return _rate(bench, server, bench.scaled(BURST))


def _sustained(bench):
    with bench.creel("--max-unindexed", str(bench.scaled(65_536))) as server:
        bench.preload(server, bench.scaled(BEHIND))
        return _rate(bench, server, bench.scaled(BURST))


CASES = [("2 KB messages a second on 10 connections without an index", _without_index),
         ("of that, a burst", _burst), ("of that, sustained: the index is as far behind as it may be", _sustained)]
LEAST = {_burst: 0.85, _sustained: 0.5}


def _send_and_find(smtp, http, numbers):
    """Sends mails, and looks for the word that each alone has in its subject when its 250 has come."""
    sender, times, missed = SmtpClient(smtp), [], 0
    sender.greet()
    for number, mail in zip(numbers, mails.mails(len(numbers), numbers.start)):
        sender.deliver("found@example.test", mail.replace("\n", "\r\n").encode())
        start = time.monotonic()
        status, body = HttpClient.ask_once(http, f"/api/messages/latest?q={mails.reference(number)}")
        times.append(time.monotonic() - start)
        missed += status != 200 or mails.reference(number).encode() not in body
    return times, missed


def _found(bench):
    """Seconds of each search, and how many messages were not found."""
    count = bench.scaled(BURST) // SENDERS
    with bench.creel() as server, multiprocessing.get_context("fork").Pool(SENDERS) as pool:
        numbers = [range(1 + count * turn, 1 + count * (turn + 1)) for turn in range(SENDERS)]
        found = pool.starmap(_send_and_find, [(server.smtp, server.http, some) for some in numbers])
    return [time for times, _ in found for time in times], sum(missed for _, missed in found)


def measure(bench):
    rates = {case: [] for _, case in CASES}
    for number in bench.rounds:
        for name, case in CASES:
            rates[case].append(case(bench))
            say(f"{name}: {plain(rates[case][-1])} msgs/s (round {number + 1})")
    yield Measurement(CASES[0][0], "msgs/s", [max(rates[_without_index])])
    for name, case in CASES[1:]:
        # Each round by itself: between two of them a host may become half as fast.
        shares = [rate / whole for rate, whole in zip(rates[case], rates[_without_index])]
        yield Measurement(name, "", [statistics.median(shares)], [LEAST[case]], is_least=True)
    times, missed = _found(bench)
    if missed:
        raise Failure(f"{missed} of {len(times)} messages were not found when they were acknowledged")
    latency = seconds_as_milliseconds(times, 0.5, 0.99)
    say(f"found: {len(times)}, {pair(latency)} ms")
    yield Measurement(f"{plain(len(times))} messages, each found by a word of its own after its 250, p50 / p99", "ms",
                      latency)
