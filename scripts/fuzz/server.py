#!/usr/bin/env python3
"""Fuzzes the whole server through loopback: SMTP, LMTP, TLS, the PROXY protocol and HTTP, well formed and not.

    scripts/fuzz/server.py [--creel BINARY] [--seconds N] [--seed N]

Every connection is made of what means something to a server, cut anywhere, TLS records included; some have octets turned,
some end in the middle, some never read. Exits with 1 when the server has died, has kept a connection beyond its timeouts,
has lost a message that it acknowledged, has stored other octets than were sent, or has grown without end. Says with which seed to run it again.
"""

import argparse
import os
import pathlib
import random
import re
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WORKERS = 200
#: Longer than the timeouts that the server is given, with what it takes to close.
PATIENCE = 15

WORDS = [word.encode() for word in [
    "EHLO a\r\n", "HELO a\r\n", "LHLO a\r\n", "MAIL FROM:<a@b.example>\r\n", "MAIL FROM:<> SIZE=10 BODY=8BITMIME\r\n",
    "MAIL FROM:<ä@b.example> SMTPUTF8\r\n", "RCPT TO:<c@d.example>\r\n", "RCPT TO:<c@d.example> NOTIFY=NEVER\r\n",
    "RCPT TO:<c>\r\n", "DATA\r\n", ".\r\n", "\r\n.\r\n", "\n.\n", "\r.\r", "..\r\n", "RSET\r\n", "NOOP\r\n",
    "Subject: x\r\n\r\nbody\r\n.\r\n", "BDAT 5\r\nhello", "BDAT 0 LAST\r\n", "BDAT 3 LAST\r\nabc", "BDAT 99999999999\r\n",
    "AUTH LOGIN\r\n", "AUTH PLAIN AGFsaWNlAHRpZ2Vy\r\n", "AUTH CRAM-MD5\r\n", "AUTH SCRAM-SHA-256 biwsbj1hLHI9Yg==\r\n",
    "AUTH XOAUTH2 ", "YWJj\r\n", "*\r\n", "STARTTLS\r\n", "XCLIENT ADDR=192.0.2.1\r\n", "VRFY x\r\n", "HELP\r\n", "QUIT\r\n",
    "GET / HTTP/1.1\r\n", "x" * 5000, "\r\n", "\0", "\x16\x03\x01"]]
GOOD = (b"EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n", b"DATA\r\n", b"Subject: x\r\n\r\nhello\r\n.\r\n")
PROXIED = [
    b"PROXY TCP4 192.0.2.1 198.51.100.1 4000 25\r\n", b"PROXY UNKNOWN\r\n", b"PROXY TCP6 ::1 ::2 1 2\r\n",
    b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c" + bytes(range(12)), b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0", b"PROXY TCP4 1 2 3 4\r\n"]
REQUESTS = [
    b"GET /api/messages?q=%s HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /api/sessions?limit=5&q=%s HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: message/rfc822\r\nContent-Length: 5\r\n\r\na%s",
    b"POST /api/check HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n%s",
    b"DELETE /api/messages/99999999 HTTP/1.1\r\nHost: localhost\r\nX: %s\r\n\r\n", b"GET /api/messages/latest HTTP/1.0\r\n%s\r\n"]


def transaction(content, in_chunks):
    """What a client sends for a message, and what is stored of it."""
    begin = b"EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n"
    if in_chunks:
        half = len(content) // 2
        return (begin + b"BDAT %d\r\n%bBDAT %d LAST\r\n%b" % (half, content[:half], len(content) - half, content[half:])
                + b"QUIT\r\n"), content
    content += b"\r\n"
    # CRLF alone ends a line: RFC 5321 section 4.5.2.
    stuffed = (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:]
    return begin + b"DATA\r\n" + stuffed + b".\r\nQUIT\r\n", content


class Hung(Exception):
    pass


class Creel:
    def __init__(self, binary, directory):
        (pathlib.Path(directory) / "users.txt").write_text("alice:{PLAIN}tiger\n", encoding="utf-8")
        self.directory = directory
        self.log = open(os.path.join(directory, "log"), "wb")
        self.process = subprocess.Popen(
            [binary, "--smtp", "127.0.0.1:0", "--smtp", "127.0.0.1:0+auth=file", "--auth-file", "users.txt", "--smtps",
             "127.0.0.1:0", "--lmtp", "unix:lmtp.sock", "--http", "127.0.0.1:0", "--https", "127.0.0.1:0", "--database",
             "creel.sqlite", "--proxy-protocol", "127.0.0.9", "--trusted-proxies", "192.0.2.0/24", "--command-timeout", "3s",
             "--data-timeout", "3s", "--tls-timeout", "3s", "--max-errors", "20"],
            cwd=directory, stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.process.stdout.readline()
        self.places = dict(word.split("=") for word in line.split()[2:])

    def port(self, name, index=0):
        return int(self.places[name].split(",")[index].rsplit(":", 1)[1])

    def memory(self):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", text)[1]) / 1024

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port('http')}{path}", timeout=30) as answer:
            return answer.read()


class Client:
    """One connection, as `chance` has it."""

    def __init__(self, creel, chance):
        self.creel, self.chance = creel, chance
        self.heard = b""
        self.turns_octets = chance.random() < 0.2
        self.reads = chance.random() > 0.1
        #: The octets of its one message, where they are known.
        self.content = None

    def connect(self, name):
        if name == "lmtp":
            self.socket = socket.socket(socket.AF_UNIX)
            self.socket.connect(os.path.join(self.creel.directory, "lmtp.sock"))
        else:
            self.socket = socket.socket()
            if self.is_proxied:
                self.socket.bind(("127.0.0.9", 0))
            index = self.chance.randrange(2) if name == "smtp" else 0
            self.socket.connect(("127.0.0.1", self.creel.port(name, index)))
        self.socket.settimeout(PATIENCE)

    def soup(self):
        """What a client says: mostly something, sometimes a whole transaction."""
        if self.chance.random() < 0.4:
            said = b"".join(GOOD if self.chance.random() < 0.7 else GOOD[:2])
        else:
            said = b"EHLO a\r\n" if self.chance.random() < 0.5 else b""
        for _ in range(self.chance.randrange(12)):
            said += self.chance.choice(WORDS)
        return said

    def send(self, octets):
        """In pieces, some octets turned."""
        octets = bytearray(octets)
        if self.turns_octets and octets:
            octets[self.chance.randrange(len(octets))] ^= 1 << self.chance.randrange(8)
        while octets:
            size = self.chance.choice([1, 2, 5, 17, 100, 1000, 20000])
            self.socket.sendall(octets[:size])
            del octets[:size]
            if self.chance.random() < 0.02:
                time.sleep(self.chance.random() * 0.01)

    def hear(self, patience):
        self.socket.settimeout(patience)
        try:
            octets = self.socket.recv(65536)
        except TimeoutError:
            return None
        self.heard += octets
        return octets

    def encrypt(self):
        """A handshake and what is said behind it; records are cut, turned and broken off like anything else."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if self.chance.random() < 0.4:
            context.maximum_version = ssl.TLSVersion.TLSv1_2
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
        for _ in range(20):
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self.send(outgoing.read())
            octets = self.hear(5)
            if not octets:
                return
            incoming.write(octets)
        else:
            return
        tls.write(self.soup())
        records = outgoing.read()
        self.send(records[:self.chance.randrange(len(records) + 1)] if self.chance.random() < 0.3 else records)
        self.socket.settimeout(0.2)

    def speak(self, name):
        self.is_proxied = name != "lmtp" and self.chance.random() < 0.2
        self.connect(name)
        if self.is_proxied and name not in ("http", "https"):
            self.send(self.chance.choice(PROXIED))
        if name == "http":
            self.send(self.chance.choice(REQUESTS).replace(b"%s", self.chance.choice(WORDS)[:200]) + b"")
        elif name in ("smtps", "https"):
            if self.chance.random() < 0.1:
                self.send(self.soup())
            else:
                self.encrypt()
        elif self.chance.random() < 0.4:
            self.send(b"EHLO a\r\nSTARTTLS\r\n")
            for _ in range(20):
                octets = self.hear(1)
                if not octets or b"Ready to encrypt" in self.heard:
                    break
            self.encrypt()
        elif not self.turns_octets and not self.is_proxied and name == "smtp" and self.chance.random() < 0.3:
            content = bytes(self.chance.choices(b"\r\r\n\n...x\0\xff", k=self.chance.choice([0, 1, 50, 5000])))
            said, self.content = transaction(content, self.chance.random() < 0.5)
            self.send(said)
        else:
            self.send(self.soup())

    def end(self, name):
        """Leaves somehow; or stays, and sees whether the server ends it."""
        way = self.chance.random()
        if self.reads:
            self.hear(0.2)
        if way < 0.3:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif way < 0.6:
            self.socket.shutdown(socket.SHUT_WR)
        if way >= 0.3 and self.reads and (way < 0.9 or name not in ("http", "https")):
            deadline = time.monotonic() + PATIENCE
            # HTTP keeps connections for longer; there, hearing an answer is enough.
            while octets := self.hear(0.5 if name in ("http", "https") else PATIENCE):
                if time.monotonic() > deadline:
                    break
            if octets is None and name not in ("http", "https"):
                raise Hung(f"{name}: still open after {PATIENCE} s; last heard {self.heard[-200:]!r}")
        self.socket.close()


class Fuzz:
    def __init__(self, creel, seed, seconds):
        self.creel, self.seed, self.end = creel, seed, time.monotonic() + seconds
        self.lock = threading.Lock()
        self.connections, self.acknowledged, self.problems = 0, set(), []
        #: What messages hold, by their numbers, where that is known.
        self.contents = {}

    def work(self):
        while time.monotonic() < self.end and not self.problems:
            with self.lock:
                number = self.connections
                self.connections += 1
            chance = random.Random(f"{self.seed}.{number}")
            name = chance.choice(["smtp", "smtp", "smtp", "smtps", "smtps", "lmtp", "http", "https"])
            client = Client(self.creel, chance)
            try:
                client.speak(name)
                client.end(name)
            except Hung as hung:
                self.problems.append(f"connection {number}: {hung}")
            except (OSError, ssl.SSLError, ValueError):
                client.socket.close()
            ids = {int(id) for id in re.findall(rb"Captured as (\d+)", client.heard)}
            with self.lock:
                self.acknowledged |= ids
                if client.content is not None:
                    self.contents |= dict.fromkeys(ids, client.content)
            if self.creel.process.poll() is not None:
                self.problems.append(f"connection {number}: the server has died, {self.creel.process.returncode}")


def verdict(creel, fuzz, memory):
    """What is wrong in the end."""
    problems = list(fuzz.problems)
    if creel.process.poll() is not None:
        return problems
    for _ in range(40):
        open_connections = int(re.search(rb"^creel_smtp_connections (\d+)", creel.get("/metrics"), re.M)[1])
        if not open_connections:
            break
        time.sleep(0.5)
    else:
        problems.append(f"{open_connections} connections are still open")
    top = max(fuzz.acknowledged, default=0)
    if top:
        chance = random.Random(fuzz.seed)
        some = [chance.sample(sorted(ids), min(200, len(ids))) for ids in (fuzz.acknowledged, fuzz.contents)]
        for id in sorted(set(some[0] + some[1])):
            try:
                raw = creel.get(f"/api/messages/{id}/raw")
                if raw != fuzz.contents.get(id, raw):
                    problems.append(f"message {id} has other octets than were sent: {raw[:200]!r}")
            except OSError as error:
                problems.append(f"message {id} was acknowledged and is not there: {error}")
    if memory[-1] > 1.5 * memory[len(memory) // 3] + 30:
        problems.append(f"memory has grown: {', '.join(f'{megabytes:.0f}' for megabytes in memory)} MB")
    creel.process.terminate()
    try:
        status = creel.process.wait(30)
        problems += [f"it ended with status {status}"] if status else []
    except subprocess.TimeoutExpired:
        problems.append("it does not stop")
    return problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--creel", default=str(ROOT / ".build/release/creel"))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    options = parser.parse_args()
    print(f"fuzz: seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as directory:
        creel = Creel(os.path.abspath(options.creel), directory)
        fuzz = Fuzz(creel, options.seed, options.seconds)
        threads = [threading.Thread(target=fuzz.work) for _ in range(WORKERS)]
        for thread in threads:
            thread.start()
        memory = []
        while time.monotonic() < fuzz.end and not fuzz.problems and creel.process.poll() is None:
            time.sleep(options.seconds / 20)
            if creel.process.poll() is None:
                memory.append(creel.memory())
        for thread in threads:
            thread.join()
        problems = verdict(creel, fuzz, memory or [0])
        if problems:
            print(pathlib.Path(directory, "log").read_text(encoding="utf-8", errors="replace")[-3000:])
    for problem in problems:
        print(f"fuzz: {problem}")
    print(f"fuzz: {fuzz.connections} connections, {len(fuzz.acknowledged)} messages acknowledged and there, "
          f"{len(fuzz.contents)} with known octets, memory "
          f"{min(memory, default=0):.0f} to {max(memory, default=0):.0f} MB, {len(problems)} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
