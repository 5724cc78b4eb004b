#!/usr/bin/env python3
"""What TLS costs, and what connections cost that do nothing.

    scripts/bench/connections.py [--creel BINARY] [--seconds N] [--rounds N]

Handshakes take turns with `openssl s_server`, which has the same certificate; messages over TLS take turns with messages in
the clear. The best of the rounds counts. Needs the headers of OpenSSL (Debian's libssl-dev). Prints rows of a table.
"""

import argparse
import os
import pathlib
import resource
import smtplib
import socket
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
IDLE = 10_000


def memory(pid):
    """Resident megabytes."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0


def processor(pid):
    """Seconds of all threads so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Creel:
    def __init__(self, binary, directory, *settings):
        self.process = subprocess.Popen(
            [binary, "--smtp", "127.0.0.1:0", "--smtps", "127.0.0.1:0", "--http", "127.0.0.1:0", "--database",
             "creel.sqlite", *settings],
            cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        words = dict(word.split("=") for word in self.process.stdout.readline().split()[2:])
        self.places, self.pid = words, self.process.pid

    def port(self, name):
        return int(self.places[name].rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def load(tool, *words):
    return float(subprocess.run([tool, *map(str, words)], check=True, capture_output=True, text=True).stdout)


def handshakes(options, tool, directory):
    ours, theirs, cost = [], [], []
    port = free_port()
    with Creel(options.creel, directory) as creel:
        certificate = os.path.join(directory, "creel-tls.pem")
        other = subprocess.Popen(
            ["openssl", "s_server", "-accept", str(port), "-cert", certificate, "-key", certificate, "-quiet",
             "-no_ticket", "-naccept", "1000000"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        for _ in range(options.rounds):
            before = processor(creel.pid), processor(other.pid)
            ours.append(load(tool, "handshakes", creel.places["smtps"], 4, options.seconds))
            theirs.append(load(tool, "handshakes", f"127.0.0.1:{port}", 4, options.seconds))
            cost.append(((processor(creel.pid) - before[0]) / ours[-1] / options.seconds * 1000,
                         (processor(other.pid) - before[1]) / theirs[-1] / options.seconds * 1000))
        other.kill()
    ratio = max(ours) / max(theirs)
    best = min(cost)
    print(f"| TLS handshakes, four at a time, {max(ours):.0f} and {max(theirs):.0f} of `openssl s_server` a second "
          f"({best[0]:.2f} and {best[1]:.2f} ms of processor each) | {ratio:.2f} | ≥ 0.5 |", flush=True)


def messages(options, tool, directory):
    path = os.path.join(directory, "message")
    with open(path, "wb") as file:
        file.write(b"From: a@example.com\r\nTo: b@example.com\r\nSubject: load\r\n\r\n" + (b"x" * 70 + b"\r\n") * 28)
    plain, encrypted = [], []
    with Creel(options.creel, directory) as creel:
        for _ in range(options.rounds):
            plain.append(load(tool, "messages", creel.places["smtp"], 10, options.seconds, "plain", path))
            encrypted.append(load(tool, "messages", creel.places["smtps"], 10, options.seconds, "tls", path))
    print(f"| 2 KB messages on 10 kept connections, {max(encrypted):.0f} over TLS and {max(plain):.0f} in the clear a "
          f"second | {max(encrypted) / max(plain):.2f} | ≥ 0.7 |", flush=True)


def latency(creel, count=300):
    """Milliseconds from the first octet of data to 250, at the median and the 99th percentile, 100 messages a second."""
    times = []
    with smtplib.SMTP("127.0.0.1", creel.port("smtp")) as client:
        for _ in range(count):
            client.ehlo_or_helo_if_needed()
            client.mail("a@example.com")
            client.rcpt("b@example.com")
            client.putcmd("data")
            client.getreply()
            start = time.perf_counter()
            client.send(b"Subject: x\r\n\r\nx\r\n.\r\n")
            client.getreply()
            times.append((time.perf_counter() - start) * 1000)
            time.sleep(0.01)
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


def idle(options, directory):
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    wanted = str(IDLE + 100)
    with Creel(options.creel, directory, "--max-connections", wanted, "--max-connections-per-address", wanted,
               "--max-http-connections", "100") as creel:
        alone = latency(creel)
        empty = memory(creel.pid)
        sockets = []
        start = time.monotonic()
        for number in range(IDLE):
            connection = socket.socket()
            # Ports of one address would run short.
            connection.bind((f"127.0.0.{2 + number % 8}", 0))
            connection.connect(("127.0.0.1", creel.port("smtp")))
            sockets.append(connection)
        for connection in sockets:
            assert connection.recv(100).startswith(b"220"), "no banner"
        took = time.monotonic() - start
        full = memory(creel.pid)
        beside = latency(creel)
        before = processor(creel.pid)
        time.sleep(5)
        used = (processor(creel.pid) - before) / 5
    print(f"| {IDLE} idle connections (made in {took:.1f} s), resident memory; {empty:.0f} MB before | {full:.0f} MB "
          "| < 300 |")
    print(f"| first octet of data → 250, p50 / p99, alone | {alone[0]:.2f} / {alone[1]:.2f} ms | |")
    print(f"| the same beside them | {beside[0]:.2f} / {beside[1]:.2f} ms | no more |")
    print(f"| processor that they take | {used * 100:.1f} % of one | |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--creel", default=str(ROOT / ".build/release/creel"))
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("what", nargs="*", default=["handshakes", "messages", "idle"])
    options = parser.parse_args()
    options.creel = os.path.abspath(options.creel)
    with tempfile.TemporaryDirectory() as tools:
        tool = os.path.join(tools, "tls_load")
        subprocess.run(["cc", "-O2", "-o", tool, str(ROOT / "scripts/bench/tls_load.c"), "-lssl", "-lcrypto", "-lpthread"],
                       check=True)
        print("| what | measured | wanted |\n| --- | --- | --- |")
        for what in options.what:
            with tempfile.TemporaryDirectory() as directory:
                if what == "idle":
                    idle(options, directory)
                else:
                    (handshakes if what == "handshakes" else messages)(options, tool, directory)


if __name__ == "__main__":
    main()
