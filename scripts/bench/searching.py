#!/usr/bin/env python3
"""Searching among ten thousand, a hundred thousand, a million mails: how long questions take, and what it all costs.

    scripts/bench/searching.py 10000 100000 1000000

Makes the mails (`mails.py`), imports them over HTTP into a Creel of its own, waits for the index, and asks each question on
a connection of its own: a search closes it. Prints a table in Markdown, a column for each number of mails.
"""

import argparse
import itertools
import pathlib
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
import urllib.parse

import corpus
import filling
import mails
from bench import Bench, running, say
from clients import HttpClient
from figures import percentile, plain
from loads import SmtpLoad
from processes import Creel
from report import Measurement
from starting import start_times

ROUNDS = 100
# What one question may take together, in seconds: slow ones are asked less often.
LONGEST = 4
DEPTHS = [0, 0.25, 0.5, 0.75, 0.99]


def _question(query):
    return "/api/messages?" + urllib.parse.urlencode({"q": query, "limit": 50})


def questions(count):
    """(name, most milliseconds at p50, paths): paths differ, so that nothing is answered from what was just read."""
    chance = random.Random(count)
    some = lambda make: [make(chance) for _ in range(ROUNDS)]
    lists = [(f"list of 50, at {int(100 * depth)} %", 3, [f"/api/messages?before={max(51, int(count * (1 - depth)) + 2)}"])
             for depth in DEPTHS]
    number = lambda chance: chance.randint(1, count)
    # Of three letters or more: shorter ones are looked for mail by mail.
    common = lambda chance, ranks: chance.choice([word for word in mails.WORDS[:ranks] if len(word) > 2])
    return lists + [
        ("word of one mail", 5, some(lambda c: _question(mails.reference(number(c))))),
        ("word of one in 10 000", 5, [_question(mails.RARE_WORD)]),
        ("address", 5, some(lambda c: _question(mails.person(c.randrange(mails.PEOPLE))[1]))),
        ("`to:` address", 5, some(lambda c: _question("to:" + mails.person(c.randrange(mails.PEOPLE))[1]))),
        ("header value", 5, some(lambda c: _question(f"header:X-Build={mails.build(number(c))}"))),
        ("word that most have", 10, some(lambda c: _question(common(c, 20)))),
        ("two of them", 10, some(lambda c: _question(f"{common(c, 20)} {common(c, 60)}"))),
        ("`OR` of three", 30, some(lambda c: _question(" OR ".join(common(c, 3000) for _ in range(3))))),
        ("part of a word", None, some(lambda c: _question(mails.word(c.randrange(2000, 40_000))[1:6]))),
        ("phrase", None, some(lambda c: _question(f'"{mails.word(c.randrange(5))} {mails.word(c.randrange(5))}"'))),
        ("word with a digit, `build-3`", None, some(lambda c: _question(f"build-{c.randrange(10)}"))),
        ("`is:unseen`", 5, [_question("is:unseen")]),
        ("`is:seen`, of which there are none", None, [_question("is:seen")]),
        ("`larger:1M`, of which there are none", None, [_question("larger:1M")]),
        ("word that none has", 5, [_question("absentwordofnomail")]),
        ("unread count, `/api/inboxes`", 5, ["/api/inboxes"]),
    ]


# How many mails are left unseen among all others, half of them the newest.
UNSEEN = 20


def _see_nearly_all(server, count):
    """Marks all as seen but for a few; answers with the seconds that it took."""
    client, half = HttpClient(server.http), UNSEEN // 2
    lists = [f"before={2 + number * count // half}&limit=1" for number in range(half)] + [f"limit={half}"]
    rows = [row for wanted in lists for row in client.get_json(f"/api/messages?{wanted}")["messages"]]
    client.close()
    start = time.monotonic()
    filling.mark(server, "PUT")
    filling.mark(server, "DELETE", "id:" + ",".join(str(row["id"]) for row in rows))
    return time.monotonic() - start


def _ask(server, paths):
    """Milliseconds of each answer, the connection included."""
    times, end = [], time.monotonic() + LONGEST
    for number in range(-1, ROUNDS):
        start = time.monotonic()
        client = HttpClient(server.http)
        client.get(paths[number % len(paths)])
        client.close()
        # The first of all only warms up.
        if number < 0:
            continue
        times.append(1000 * (time.monotonic() - start))
        if time.monotonic() > end:
            break
    return times


def search_without_pause(port, count):
    """One question after the other, as many kinds as there are."""
    asked = [paths for _, _, paths in questions(count)]
    for number in itertools.count():
        for paths in asked:
            client = HttpClient(port)
            client.get(paths[number % len(paths)])
            client.close()


def _intake(bench, server):
    """30 messages a second: milliseconds at p50 and p99 from the moment one was due to its reply."""
    messages = 30 * bench.scaled(20, quick=4)
    return bench.smtp_load.run(server.smtp, bench.files["note"], messages, 10, "-r", "30").due_to_reply


def _tables(folder):
    """Octets by table: `dbstat` counts the pages of each."""
    sums = {}
    for file, place in ((folder / "creel.sqlite", "database"), (folder / "creel.sqlite-index", "index")):
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
            for name, octets in database.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
                group = name if place == "database" else name.split("_")[0]
                sums[f"{place}: {group}"] = sums.get(f"{place}: {group}", 0) + octets
    return sums


def figures_of(bench, count, folder):
    """What is asked of so many mails, and what it costs, by name: a number, or p50, p99 and the most that p50 may be."""
    figures = {}
    with Creel.start(folder, "--keep-octets", "unlimited") as server:
        octets, seconds = filling.load(server, count)
        filling.add_inbox(server)
        waited = filling.until_indexed(server)
        say(f"{count} mails are in after {seconds:.1f} s, indexed {waited:.1f} s later")
        figures["import, mails a second"] = count / seconds
        figures["the same, index included"] = count / (seconds + waited)
    with Creel.start(folder, "--keep-octets", "unlimited") as server:
        for name, most, paths in questions(count):
            times = _ask(server, paths)
            figures[name] = (percentile(times, 0.5), percentile(times, 0.99), most)
            say(f"{count}: {name}: {plain(figures[name][0])} / {plain(figures[name][1])} ms")
        figures["resident memory, MB"] = server.memory() / 1e6
        figures["all marked as seen, s"] = _see_nearly_all(server, count)
        name = f"`is:unseen`, {UNSEEN} among all others"
        times = _ask(server, [_question("is:unseen")])
        figures[name] = (percentile(times, 0.5), percentile(times, 0.99), 5)
        say(f"{count}: {name}: {plain(figures[name][0])} / {plain(figures[name][1])} ms")
    figures["disk per octet of mail"] = sum(file.stat().st_size for file in folder.glob("creel.sqlite*")) / octets
    for name, size in sorted(_tables(folder).items(), key=lambda pair: -pair[1]):
        if size / count > 4:
            figures[f"of it, {name}, octets a mail"] = size / count
    figures["start, ms"] = 1000 * statistics.median(start_times(folder, 5))
    if bench.smtp_load:
        with Creel.start(folder, "--keep-octets", "unlimited") as server:
            figures["30 msgs/s while nobody searches, due → 250"] = (*_intake(bench, server), None)
            with running(search_without_pause, server.http, count):
                beside = _intake(bench, server)
            figures["the same beside a client that searches without pause"] = (*beside, 1)
    return figures


def measure(bench):
    """The same as rows of the bench."""
    count = bench.scaled(bench.mails, quick=5000)
    mails_there = f"{plain(count)} mails"
    for name, value in figures_of(bench, count, bench.new_folder()).items():
        if isinstance(value, tuple):
            yield Measurement(f"{mails_there}, {name}, p50 / p99", "ms", list(value[:2]), [value[2], None])
        else:
            yield Measurement(f"{mails_there}, {name}", "", [value])


def _cell(value):
    if value is None:
        return "–"
    if isinstance(value, tuple):
        text = f"{plain(value[0])} / {plain(value[1])}"
        return f"**{text}**" if len(value) > 2 and value[2] and value[0] > value[2] else text
    return plain(value)


def table(columns):
    names = list(dict.fromkeys(name for figures in columns.values() for name in figures))
    most = {name: value[2] for figures in columns.values() for name, value in figures.items()
            if isinstance(value, tuple) and len(value) > 2}
    counts = [f"{count:,}".replace(",", " ") for count in columns]
    lines = [f"| p50 / p99 in ms | {' | '.join(counts)} | p50 wanted |", "|---|" + "---|" * (len(counts) + 1)]
    for name in names:
        cells = " | ".join(_cell(figures.get(name)) for figures in columns.values())
        lines.append(f"| {name} | {cells} | {'< ' + plain(most[name]) if most.get(name) else ''} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("counts", type=int, nargs="+")
    parser.add_argument("--folder", type=pathlib.Path, help="keep the databases here")
    arguments = parser.parse_args()
    root = arguments.folder or pathlib.Path(tempfile.mkdtemp(prefix="creel-searching-"))
    columns = {}
    try:
        bench = Bench(root, corpus.write(root / "corpus"), SmtpLoad.built(root), False)
        for count in arguments.counts:
            columns[count] = figures_of(bench, count, root / str(count))
            if not arguments.folder:
                shutil.rmtree(root / str(count))
    finally:
        if not arguments.folder:
            shutil.rmtree(root, ignore_errors=True)
        if columns:
            print(table(columns))


if __name__ == "__main__":
    sys.exit(main())
