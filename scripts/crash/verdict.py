"""What a restarted server has, held against what the clients know."""

import collections
import dataclasses
import hashlib
import random

from clients import HttpClient

SAMPLE = 200


def stored_messages(server):
    """Every message that the API lists: its numbers by Message-ID."""
    client, ids, path = HttpClient(server.http), collections.defaultdict(list), "/api/messages?limit=500"
    while path:
        page = client.get_json(path)
        for row in page["messages"]:
            ids[row["messageID"]].append(row["id"])
        path = page["next"] and f"/api/messages?limit=500&before={page['next']}"
    client.close()
    return ids


@dataclasses.dataclass
class Verdict:
    """Counts of messages."""

    acknowledged: int
    uncertain: int
    stored: int
    lost: int
    # Stored more than once.
    twice: int
    # Stored, but never sent.
    unknown: int
    # Acknowledged and uncertain ones whose octets were read again, and those of them that differ.
    read: int
    altered: int
    # Uncertain ones that are stored.
    kept: int
    # So many may be stored more than once.
    most_twice: int = 0

    @classmethod
    def of(cls, server, ledger, removed_before=0):
        ids = stored_messages(server)
        sent = ledger.acknowledged | ledger.uncertain
        present = sorted(ids.keys() & sent.keys())
        # The newest are the endangered ones; of the others a sample.
        newest = sorted(present, key=lambda name: max(ids[name]))[-SAMPLE:]
        chosen = set(newest) | set(random.Random(1).sample(present, min(SAMPLE, len(present))))
        return cls(
            acknowledged=len(ledger.acknowledged), uncertain=len(ledger.uncertain),
            stored=sum(map(len, ids.values())),
            lost=sum(ledger.numbers.get(name, removed_before) >= removed_before
                     for name in ledger.acknowledged.keys() - ids.keys()),
            twice=sum(len(numbers) > 1 for numbers in ids.values()), unknown=len(ids.keys() - sent.keys()),
            read=len(chosen), altered=cls._altered(server, {name: ids[name][0] for name in chosen}, sent),
            kept=len(ids.keys() & ledger.uncertain.keys()))

    @staticmethod
    def _altered(server, numbers, digests):
        client = HttpClient(server.http)
        altered = sum(hashlib.sha256(client.get(f"/api/messages/{number}/raw")).digest() != digests[name]
                      for name, number in numbers.items())
        client.close()
        return altered

    @property
    def keeps_promise(self):
        return not (self.lost or self.twice > self.most_twice or self.unknown or self.altered)

    def __str__(self):
        return (f"{self.acknowledged} acknowledged, {self.lost} lost, {self.twice} twice, {self.unknown} unknown; "
                f"{self.read} read again, {self.altered} altered; "
                f"of {self.uncertain} without an answer {self.kept} stored")
