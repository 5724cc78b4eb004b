"""Test jobs side by side, each with an inbox by its login, all with the same recipients: send, wait, look."""

import json
import multiprocessing
import time
import urllib.parse

from bench import say
from clients import HttpClient, SmtpClient
from failure import Failure
from figures import pair, plain, seconds_as_milliseconds
from report import Measurement

JOBS = 8
ROUNDS = 1000
RECIPIENT = "customer@shop.example"


def _work(number, smtp, http, rounds):
    """Seconds from sending to the answer of the wait, round by round; and rounds that saw another message or none."""
    sender, times, wrong, after = SmtpClient(smtp), [], 0, 0
    sender.greet()
    sender.login(f"job-{number}")
    for turn in range(rounds):
        subject = f"turn {turn} of job {number}"
        start = time.monotonic()
        message = f"To: <{RECIPIENT}>\r\nSubject: {subject}\r\n\r\nYour code is {turn:06}.\r\n"
        sender.deliver(RECIPIENT, message.encode())
        question = {"inbox": f"job-{number}", "q": f"to:{RECIPIENT}", "after": after, "timeout": "10s"}
        status, body = HttpClient.ask_once(http, f"/api/messages/wait?{urllib.parse.urlencode(question)}")
        times.append(time.monotonic() - start)
        found = json.loads(body)["messages"] if status == 200 else []
        wrong += [message["subject"] for message in found] != [subject]
        after = max([after] + [message["id"] for message in found])
    return times, wrong


def measure(bench):
    rounds = bench.scaled(ROUNDS)
    with bench.creel() as server, multiprocessing.get_context("fork").Pool(JOBS) as pool:
        done = pool.starmap(_work, [(number, server.smtp, server.http, rounds) for number in range(JOBS)])
    times, wrong = [time for times, _ in done for time in times], sum(wrong for _, wrong in done)
    if wrong:
        raise Failure(f"{wrong} of {len(times)} rounds saw another message than they had sent, or none")
    latency = seconds_as_milliseconds(times, 0.5, 0.99)
    say(f"jobs: {pair(latency)} ms")
    yield Measurement(f"{JOBS} jobs, {plain(rounds)} rounds each, none wrong: send, wait for it, p50 / p99", "ms",
                      latency)
