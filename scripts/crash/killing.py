"""`kill -9` under load: what the process had acknowledged must be there, because the kernel lives on."""

import random
import subprocess
import time

from clients import HttpClient, metric
from failure import Failure
from load import Imports, Ledger, Load, mbox, message
from processes import Creel, creel_executable
from trial import judge, say

KILLS = 10
# So many messages and no more are kept where retention is at work.
KEPT = 300
# Messages of a file that is imported, their length, and how many creel import hands over at a time at most.
FILE, LENGTH, BATCH = 3_000, 20_000, (4 << 20) // 20_000 + 1


def _load_and_kill(folder, ledger, name, seconds, *settings):
    with Creel.start(folder, *settings) as server, Load(server.smtp, ledger, name) as load:
        time.sleep(seconds)
        load.check()
        server.kill()


def _moments(is_quick, name):
    """Seconds after which to kill, by chance, and what to call it."""
    chance = random.Random(9)
    for number in range(3 if is_quick else KILLS):
        yield f"{name}, number {number + 1}", f"{name.replace(' ', '-')}-{number}", chance.uniform(0.3, 2 if is_quick else 4)


def measure(place, is_quick):
    """Ten kills at chance moments, one database throughout; every start repairs what the kill before left."""
    folder, ledger = place / "killed", Ledger()
    all_kept = True
    for name, label, seconds in _moments(is_quick, "kill -9"):
        _load_and_kill(folder, ledger, label, seconds)
        with Creel.start(folder) as server:
            all_kept &= judge(name, server, ledger)
    return all_kept & _control(place)


def measure_import(place, is_quick):
    """The same while messages are imported as well: an import that was answered is there as a whole."""
    folder, ledger = place / "killed-importing", Ledger()
    all_kept = True
    for name, label, seconds in _moments(is_quick, "kill -9 during import"):
        with (Creel.start(folder) as server, Load(server.smtp, ledger, label) as load,
              Imports(server.http, ledger, label) as imports):
            time.sleep(seconds)
            load.check()
            imports.check()
            server.kill()
        with Creel.start(folder) as server:
            all_kept &= judge(name, server, ledger)
    return all_kept


def measure_import_command(place, is_quick):
    """`creel import --journal` is killed, then its server: another run brings in the rest, at most a request twice."""
    folder, ledger = place / "killed-import-command", Ledger()
    all_kept, broken_off = True, 0
    for number, (name, label, seconds) in enumerate(_moments(is_quick, "kill -9 of an import, then of its server")):
        path, journal = place / f"{label}.mbox", place / f"{label}.journal"
        _write_file(path, ledger, label)
        with Creel.start(folder) as server:
            importer = _import_command(server, path, journal)
            time.sleep(seconds / 10)
            # What was done, and so has no journal any more, would come in anew.
            if importer.poll() is None:
                importer.kill()
                importer.wait()
                broken_off += 1
                importer = _import_command(server, path, journal)
                time.sleep(seconds / 10)
            server.kill()
            if importer.wait(timeout=60) not in (0, 69, 75):
                raise Failure(f"creel import exited with {importer.returncode} when its server was gone")
            broken_off += importer.returncode != 0
        with Creel.start(folder) as server:
            if importer.returncode and _import_command(server, path, journal).wait(timeout=120):
                raise Failure("creel import did not bring in the rest")
            for message_id in list(ledger.uncertain):
                ledger.acknowledge(message_id)
            all_kept &= judge(name, server, ledger, most_twice=2 * BATCH * (number + 1))
        path.unlink()
    if not broken_off:
        raise Failure("every import was done before anything was killed: this test proves nothing")
    return all_kept


def _write_file(path, ledger, label):
    chance, contents = random.Random(label), []
    for number in range(FILE):
        message_id = f"{label}-{number}@import.test"
        contents.append(message(message_id, LENGTH, chance))
        ledger.begin(message_id, contents[-1])
    path.write_bytes(mbox(contents))


def _import_command(server, path, journal):
    return subprocess.Popen([creel_executable(), "import", "--quiet", "--server", f"http://127.0.0.1:{server.http}",
                             "--journal", journal, path], stderr=subprocess.DEVNULL)


def measure_retention(place, is_quick):
    """The same while the oldest go: of those that are newer than the last that went, none is missing."""
    folder, ledger, settings = place / "killed-pruning", Ledger(), ["--keep-count", str(KEPT)]
    all_kept, removed_before = True, 0
    for name, label, seconds in _moments(is_quick, "kill -9 during retention"):
        _load_and_kill(folder, ledger, label, seconds, *settings)
        # Without that setting, so that nothing goes while it is looked at.
        with Creel.start(folder) as server:
            removed_before = _removed_before(server)
            all_kept &= judge(name, server, ledger, removed_before=removed_before)
    if not removed_before:
        raise Failure("retention had removed nothing: this test proves nothing")
    return all_kept


def _removed_before(server):
    client = HttpClient(server.http)
    number = client.get_json("/api/messages?limit=1")["removedBefore"]
    client.close()
    return number or 0


def measure_reindex(place, is_quick):
    """`creel reindex` is killed: the next start has every message, and finds each by its words."""
    folder, ledger = place / "killed-reindexing", Ledger()
    with Creel.start(folder) as server, Imports(server.http, ledger, "reindex"):
        time.sleep(3 if is_quick else 10)
    all_kept, broken_off = True, 0
    for name, _, seconds in _moments(is_quick, "kill -9 during reindex"):
        reindex = subprocess.Popen([creel_executable(), "reindex", "--quiet", "--database", folder / "creel.sqlite"])
        time.sleep(seconds / 4)
        broken_off += reindex.poll() is None
        reindex.kill()
        reindex.wait()
        with Creel.start(folder) as server:
            all_kept &= judge(name, server, ledger) & _finds(server, ledger)
    if not broken_off:
        raise Failure("every reindex was done before it was killed: this test proves nothing")
    return all_kept


def _finds(server, ledger):
    """Whether searches find messages at once, and when the index is complete."""
    sample = random.Random(3).sample(sorted(ledger.acknowledged), 30)
    missed = _missed(server, sample)
    while metric(server.http, "creel_unindexed") > 0:
        time.sleep(0.1)
    missed += _missed(server, sample)
    if missed:
        say(f"searches did not find {', '.join(missed)}")
    return not missed


def _missed(server, sample):
    missed = []
    for message_id in sample:
        client = HttpClient(server.http)
        if client.get_json(f"/api/messages?q=message-id:{message_id}")["matched"] != 1:
            missed.append(message_id)
        client.close()
    return missed


def _control(place):
    """Shows that the test can fail: what is kept in memory must be found to be lost."""
    folder, ledger = place / "killed-in-memory", Ledger()
    _load_and_kill(folder, ledger, "memory", 1, "--database", ":memory:")
    with Creel.start(folder) as server:
        found = judge("control: kill -9 with --database :memory:", server, ledger, is_control=True)
    if not found:
        say("the control lost nothing: this test proves nothing")
    return found
