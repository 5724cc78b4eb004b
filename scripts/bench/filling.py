"""A Creel that is full of mails."""

import http.client
import json
import time
import urllib.parse

import mails
from clients import metric
from failure import Failure
from processes import HOST


def load(server, count):
    """Imports so many mails; answers with their octets, and seconds."""
    connection, octets, start = http.client.HTTPConnection(HOST, server.http, timeout=3600), 0, time.monotonic()

    def counted():
        nonlocal octets
        chunk = bytearray()
        for entry in mails.mbox(count):
            # Not what imports add: the separating line and the empty line at the end.
            octets += len(entry) - 47
            chunk += entry
            if len(chunk) > 1 << 18:
                yield bytes(chunk)
                chunk.clear()
        yield bytes(chunk)
    connection.request("POST", "/api/import", counted(), {"Content-Type": "application/mbox"}, encode_chunked=True)
    answer = json.load(connection.getresponse())
    if answer.get("imported") != count:
        raise Failure(f"not all was imported: {answer}")
    return octets, time.monotonic() - start


def add_inbox(server):
    """A mail in an inbox of its own: with one inbox alone much is simpler."""
    connection = http.client.HTTPConnection(HOST, server.http)
    connection.request("POST", "/api/messages?inbox=other&to=other@example.test", b"Subject: other\r\n\r\nx\r\n",
                       {"Content-Type": "message/rfc822"})
    answer = connection.getresponse()
    if answer.status != 201:
        raise Failure(f"a mail was not taken: {answer.status} {answer.read()[:200]}")


def until_indexed(server):
    """Seconds that the index took to reach the last mail."""
    start = time.monotonic()
    while metric(server.http, "creel_unindexed") > 0:
        time.sleep(0.2)
    return time.monotonic() - start


def mark(server, method, query=""):
    """Marks every match as seen (`PUT`) or not (`DELETE`); without a query, every mail."""
    connection = http.client.HTTPConnection(HOST, server.http, timeout=3600)
    connection.request(method, "/api/messages/seen?" + urllib.parse.urlencode({"q": query} if query else {}))
    answer = connection.getresponse()
    if answer.status != 200:
        raise Failure(f"{method} seen: {answer.status} {answer.read(200).decode(errors='replace')}")
    answer.read()
