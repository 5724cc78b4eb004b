"""Clients that send as fast as they can and remember which messages were acknowledged."""

import hashlib
import http.client
import itertools
import json
import random
import threading

from clients import SmtpClient
from failure import Failure
from processes import HOST

# Share of messages by length: mostly notes, some as long as a page, few that take several writes to the disk.
LENGTHS = [(0.90, 2_000), (0.09, 60_000), (0.01, 1_500_000)]
RECIPIENT = "crash@example.test"


def message(message_id, length, chance):
    """A message whose octets nobody else sends, CR LF at line ends, no line that starts with a dot."""
    head = (f"From: <load@example.test>\r\nTo: <{RECIPIENT}>\r\nSubject: {message_id}\r\n"
            f"Message-ID: <{message_id}>\r\n\r\n")
    line = chance.randbytes(35).hex() + "\r\n"
    return (head + line * (length // len(line))).encode()


def mbox(contents):
    """A file of messages that have no line to be quoted."""
    return b"".join(b"From load@example.test Thu Jan  1 00:00:00 2026\n" + content + b"\n" for content in contents)


class Ledger:
    """What the clients know: digests of what was acknowledged, and what is uncertain.

    A message is uncertain from the moment its data is sent until its 250 has been read.
    """

    def __init__(self):
        self.acknowledged = {}
        self.uncertain = {}
        # Of those that came over SMTP: what the 250 said.
        self.numbers = {}

    def begin(self, message_id, content):
        self.uncertain[message_id] = hashlib.sha256(content).digest()

    def acknowledge(self, message_id, number=None):
        self.acknowledged[message_id] = self.uncertain.pop(message_id)
        if number is not None:
            self.numbers[message_id] = number

    def forget(self, message_id):
        """It was deleted."""
        self.acknowledged.pop(message_id, None)
        self.uncertain.pop(message_id, None)


class Load:
    """Twelve clients, half of them on one connection each, half on a new one per message; until the server is gone.

    The number of clients lets several messages share a commit, which is where a store can acknowledge too early.
    """

    CLIENTS = 12

    def __init__(self, port, ledger, name):
        self._port, self._ledger, self._name = port, ledger, name
        self._stopped = threading.Event()
        self._refusals = []
        self._threads = [threading.Thread(target=self._work, args=(number,)) for number in range(self.CLIENTS)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def check(self):
        """Makes sure that all clients are still at work: called just before what ends them."""
        if self._refusals or not all(thread.is_alive() for thread in self._threads):
            raise self._refusals[0] if self._refusals else Failure("the server dropped a connection under load")

    def stop(self):
        """Returns when every client has ended: at its next message, or with its connection.

        A server that refuses makes no load, and so ends the test.
        """
        self._stopped.set()
        for thread in self._threads:
            thread.join()
        if self._refusals:
            raise self._refusals[0]

    def _work(self, number):
        chance = random.Random(f"{self._name} {number}")
        try:
            self._send(number, chance)
        except (OSError, http.client.HTTPException):
            # The server was killed or stopped, which is what is being tested.
            pass
        except Failure as refusal:
            self._refusals.append(refusal)

    def _turns(self):
        return itertools.takewhile(lambda _: not self._stopped.is_set(), itertools.count())

    def _send(self, number, chance):
        client = None
        for turn in self._turns():
            if client is None:
                client = SmtpClient(self._port, timeout=10)
                client.greet()
            self._deliver(client, *self._begin(f"{self._name}-{number}-{turn}@load.test", chance))
            if number % 2:
                client.close()
                client = None

    def _begin(self, message_id, chance):
        """A message that is about to be sent."""
        length = chance.choices([length for _, length in LENGTHS], [share for share, _ in LENGTHS])[0]
        content = message(message_id, length, chance)
        self._ledger.begin(message_id, content)
        return message_id, content

    def _deliver(self, client, message_id, content):
        client.open_data(RECIPIENT)
        client.send(content + b".\r\n")
        said = client.expect(250)
        self._ledger.acknowledge(message_id, int(said.rpartition(" ")[2]))


class Imports(Load):
    """Three clients that import a hundred messages at a time: all of them are acknowledged at once."""

    CLIENTS = 3

    def _send(self, number, chance):
        client = http.client.HTTPConnection(HOST, self._port, timeout=60)
        for turn in self._turns():
            batch = [self._begin(f"{self._name}-import-{number}-{turn}-{place}@load.test", chance) for place in range(100)]
            client.request("POST", "/api/import", mbox(content for _, content in batch))
            answer = client.getresponse()
            said = json.load(answer)
            if answer.status != 200 or said["imported"] != len(batch):
                raise Failure(f"import: {answer.status} {said}")
            for message_id, _ in batch:
                self._ledger.acknowledge(message_id)
