"""How soon a waiting request is answered."""

import json
import selectors
import time

from bench import say
from clients import HttpClient, SmtpClient, metric
from failure import Failure
from figures import pair, seconds_as_milliseconds
from report import Measurement

WAITERS = 200


class Waiters:
    """Open waits, each for mail to a recipient of its own."""

    def __init__(self, port):
        self._port = port
        self._selector = selectors.DefaultSelector()
        self._open = {}
        for number in range(WAITERS):
            self.open(number)

    @staticmethod
    def recipient(number):
        return f"waiter-{number}@example.test"

    def open(self, number, after=0):
        client = HttpClient(self._port)
        client.ask(f"/api/messages/wait?q=to:{self.recipient(number)}&after={after}&timeout=5m")
        self._selector.register(client, selectors.EVENT_READ, number)
        self._open[number] = client

    def answered(self):
        """Waits for the next answer: when it came, whose it is, and the number of the last message that it speaks of."""
        ready = self._selector.select(timeout=30)
        moment = time.monotonic()
        if len(ready) != 1:
            raise Failure(f"{len(ready)} waits were answered instead of one")
        number = ready[0][0].data
        client = self._open.pop(number)
        self._selector.unregister(client)
        status, body = client.answer()
        client.close()
        if status != 200:
            raise Failure(f"a wait was answered with {status}: {body[:200]}")
        return moment, number, json.loads(body)["after"]


def _message(number, turn):
    return (f"From: <load@example.test>\r\nTo: <{Waiters.recipient(number)}>\r\nSubject: turn {turn}\r\n"
            f"Message-ID: <turn-{turn}@load.test>\r\n\r\n" + "Here it is.\r\n" * 100).encode()


def _await_waiters(server):
    for _ in range(600):
        if metric(server.http, "creel_http_waiters") == WAITERS:
            return
        time.sleep(0.005)
    raise Failure("the waits did not come about")


def measure(bench):
    """One message at a time, each to another of the recipients; an answer that is there with the 250 counts as 0."""
    times = []
    with bench.creel() as server:
        waiters, sender = Waiters(server.http), SmtpClient(server.smtp)
        sender.greet()
        for turn in range(1, 1 + bench.scaled(2000, quick=200)):
            _await_waiters(server)
            number = turn * 7 % WAITERS
            sender.deliver(Waiters.recipient(number), _message(number, turn))
            stored = time.monotonic()
            moment, who, after = waiters.answered()
            if who != number:
                raise Failure(f"waiter {who} was answered instead of {number}")
            times.append(max(0, moment - stored))
            waiters.open(number, after)
    latency = seconds_as_milliseconds(times, 0.5, 0.99)
    say(f"wait: {pair(latency)} ms")
    yield Measurement(f"250 → answer of the wait for it, {WAITERS} waits open, p50 / p99", "ms", latency, [3, None])
