#!/usr/bin/env python3
"""Deleting very many messages by query while others come in: how long those wait, and what becomes of the file.

    scripts/bench/deleting.py 500000

Imports so many mails (`mails.py`), sends 1000 messages a second by `smtp_load`, and deletes the mails meanwhile; then waits
until the file is no longer getting smaller.
"""

import argparse
import http.client
import json
import pathlib
import shutil
import tempfile
import threading
import time

import corpus
import searching
from bench import say
from figures import pair
from loads import SmtpLoad
from processes import HOST, Creel

RATE = 1000


def _delete(server, outcome):
    start = time.monotonic()
    connection = http.client.HTTPConnection(HOST, server.http, timeout=3600)
    connection.request("DELETE", "/api/messages?q=from:example+subject:ref")
    answer = connection.getresponse()
    outcome.update(answer=json.load(answer), seconds=time.monotonic() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--seconds", type=int, default=60, help="how long messages come in (default: %(default)s)")
    arguments = parser.parse_args()
    root = pathlib.Path(tempfile.mkdtemp(prefix="creel-deleting-"))
    try:
        note = corpus.write(root / "corpus")["note"]
        load = SmtpLoad.built(root)
        with Creel.start(root / "creel", "--keep-octets", "unlimited") as server:
            searching._load(server, arguments.count)
            searching._until_indexed(server)
            sizes = lambda: {file.name: file.stat().st_size // 1_000_000 for file in (root / "creel").glob("creel.sqlite*")}
            say(f"{arguments.count} mails are in: {sizes()} MB")
            alone = load.run(server.smtp, [note], 10 * RATE, 50, "-r", str(RATE))
            say(f"alone: due → 250 {pair(alone.due_to_reply)} ms")
            outcome = {}
            deleting = threading.Thread(target=_delete, args=(server, outcome))
            deleting.start()
            beside = load.run(server.smtp, [note], arguments.seconds * RATE, 50, "-r", str(RATE))
            deleting.join()
            say(f"beside: due → 250 {pair(beside.due_to_reply)} ms; {outcome}")
            before, settled = sizes(), 0
            while settled < 5:
                time.sleep(1)
                settled, before = (settled + 1 if sizes() == before else 0), sizes()
            say(f"afterwards: {sizes()} MB, {searching._metric(server, 'creel_messages')} messages")
    finally:
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
