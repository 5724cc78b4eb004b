"""Clients of our own over plain sockets, thin enough not to be what is measured."""

import base64
import json
import socket

from failure import Failure
from processes import HOST


class SmtpClient:
    """One SMTP connection, lock-step. A lost connection is an `OSError`, an unexpected reply a `Failure`."""

    def __init__(self, port, source=HOST, timeout=60):
        self._socket = socket.create_connection((HOST, port), timeout=timeout, source_address=(source, 0))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._input = self._socket.makefile("rb")
        self.expect(220)

    def greet(self):
        self.command("EHLO client.example.test", 250)

    def login(self, user):
        """As a user without a secret: the name is the inbox."""
        self.command("AUTH PLAIN " + base64.b64encode(f"\0{user}\0none".encode()).decode(), 235)

    def command(self, text, code):
        self.send(text.encode() + b"\r\n")
        self.expect(code)

    def send(self, octets):
        self._socket.sendall(octets)

    def expect(self, code):
        """Reads a reply, of however many lines, and answers with the last."""
        while True:
            line = self._input.readline()
            if not line.endswith(b"\n"):
                raise ConnectionError("the server closed the connection")
            if line[3:4] != b"-":
                break
        if line[:3] != str(code).encode():
            raise Failure(f"expected {code}, got {line.decode(errors='replace').strip()}")
        return line.decode(errors="replace").strip()

    def open_data(self, recipient):
        """Goes as far as the server's invitation to send the message."""
        self.command("MAIL FROM:<load@example.test>", 250)
        self.command(f"RCPT TO:<{recipient}>", 250)
        self.command("DATA", 354)

    def deliver(self, recipient, message):
        """Returns with the `250`. `message` has CR LF line ends and no line that starts with a dot."""
        self.open_data(recipient)
        self.send(message + b".\r\n")
        self.expect(250)

    def close(self):
        self._input.close()
        self._socket.close()


class HttpClient:
    """One connection that is kept open."""

    def __init__(self, port, timeout=60):
        self._socket = socket.create_connection((HOST, port), timeout=timeout)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._input = self._socket.makefile("rb")

    def fileno(self):
        return self._socket.fileno()

    def ask(self, path):
        self._socket.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())

    def answer(self):
        """Status and body of the answer to what was asked."""
        status = self._input.readline()
        if not status:
            raise ConnectionError("the server closed the connection")
        length = 0
        while (line := self._input.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return int(status.split()[1]), self._input.read(length)

    def get(self, path):
        """The body of an answer that must be 200."""
        self.ask(path)
        status, body = self.answer()
        if status != 200:
            raise Failure(f"GET {path}: {status} {body[:200].decode(errors='replace')}")
        return body

    @classmethod
    def ask_once(cls, port, path):
        """Status and body, on a connection of its own: searches and waits end theirs."""
        client = cls(port)
        client.ask(path)
        answer = client.answer()
        client.close()
        return answer

    def get_json(self, path):
        return json.loads(self.get(path))

    def close(self):
        self._input.close()
        self._socket.close()


def metric(port, name):
    """A figure of the server's own."""
    client = HttpClient(port)
    lines = client.get("/metrics").decode().splitlines()
    client.close()
    return next(float(line.split()[-1]) for line in lines if line.split(" ")[0] == name)
