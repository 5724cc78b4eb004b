"""How soon a waiting request is answered."""

import json
import resource
import selectors
import time

from bench import say
from clients import HttpClient, SmtpClient, metric
from failure import Failure
from figures import pair, seconds_as_milliseconds
from report import Measurement

# As many as Creel allows unless it is told otherwise.
WAITERS = 1000


class Waiters:
    """Open waits, each for mail to a recipient of its own, or all for mail to one."""

    def __init__(self, port, recipient=None):
        self._port = port
        self._recipient = recipient
        self._selector = selectors.DefaultSelector()
        self._open = {}

    @staticmethod
    def recipient(number):
        return f"waiter-{number}@example.test"

    def open(self, number, after=0):
        client = HttpClient(self._port)
        recipient = self._recipient or self.recipient(number)
        client.ask(f"/api/messages/wait?q=to:={recipient}&after={after}&timeout=5m")
        self._selector.register(client, selectors.EVENT_READ, number)
        self._open[number] = client

    def answered(self):
        """Waits for the next answer: when it came, whose it is, and the number of the last message that it speaks of."""
        ready = self._selector.select(timeout=30)
        moment = time.monotonic()
        if len(ready) != 1:
            raise Failure(f"{len(ready)} waits were answered instead of one")
        number = ready[0][0].data
        return moment, number, self._take(number)

    def all_answered(self):
        """Waits until all are: when each answer came."""
        moments = []
        while self._open:
            ready = self._selector.select(timeout=30)
            moments += [time.monotonic()] * len(ready)
            if not ready:
                raise Failure(f"{len(self._open)} of the waits were not answered")
            for key, _ in ready:
                self._take(key.data)
        return moments

    def _take(self, number):
        client = self._open.pop(number)
        self._selector.unregister(client)
        status, body = client.answer()
        client.close()
        if status != 200:
            raise Failure(f"a wait was answered with {status}: {body[:200]}")
        return json.loads(body)["after"]


def _message(recipient, turn):
    return (f"From: <load@example.test>\r\nTo: <{recipient}>\r\nSubject: turn {turn}\r\n"
            f"Message-ID: <turn-{turn}@load.test>\r\n\r\n" + "Here it is.\r\n" * 100).encode()


def _await_waiters(server):
    for _ in range(600):
        if metric(server.http, "creel_http_waiters") == WAITERS:
            return
        time.sleep(0.005)
    raise Failure("the waits did not come about")


def measure(bench):
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    yield from _measure_each(bench)
    yield from _measure_all(bench)


def _measure_all(bench):
    """Messages for which all wait: how far the first of them and the last are answered behind the 250, on average."""
    firsts, lasts = [], []
    with bench.creel() as server:
        sender = SmtpClient(server.smtp)
        sender.greet()
        for turn in range(1, 1 + bench.scaled(20, quick=3)):
            recipient = f"everybody-{turn}@example.test"
            waiters = Waiters(server.http, recipient)
            for number in range(WAITERS):
                waiters.open(number)
            _await_waiters(server)
            sender.deliver(recipient, _message(recipient, turn))
            stored = time.monotonic()
            moments = waiters.all_answered()
            firsts.append(max(0, min(moments) - stored))
            lasts.append(max(0, max(moments) - stored))
    means = [1000 * sum(times) / len(times) for times in (firsts, lasts)]
    say(f"wait of all for one: {pair(means)} ms")
    yield Measurement(f"250 → answers of {WAITERS} waits for the same message, first / last", "ms", means)


def _measure_each(bench):
    """One message at a time, each to another of the recipients; an answer that is there with the 250 counts as 0."""
    times = []
    with bench.creel() as server:
        waiters, sender = Waiters(server.http), SmtpClient(server.smtp)
        for number in range(WAITERS):
            waiters.open(number)
        sender.greet()
        for turn in range(1, 1 + bench.scaled(2000, quick=200)):
            _await_waiters(server)
            number = turn * 7 % WAITERS
            sender.deliver(Waiters.recipient(number), _message(Waiters.recipient(number), turn))
            stored = time.monotonic()
            moment, who, after = waiters.answered()
            if who != number:
                raise Failure(f"waiter {who} was answered instead of {number}")
            times.append(max(0, moment - stored))
            waiters.open(number, after)
    latency = seconds_as_milliseconds(times, 0.5, 0.99)
    say(f"wait: {pair(latency)} ms")
    yield Measurement(f"250 → answer of the wait for it, {WAITERS} waits open, p50 / p99", "ms", latency, [3, None])
