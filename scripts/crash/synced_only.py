"""A power cut as a record of writes has it: what was synced is there, of the rest anything may be.

A library that is loaded into the server notes every write and every sync. The files after the cut are made from that:
every change that a finished `fsync` or `fdatasync` covers, and of the others none, or each by chance wholly, in single
sectors, or not at all, in any order. That is harsher than file systems and disks are, and needs neither root nor a loop
device. It takes a sync that has returned for the truth, and the names of files for durable at once. That the library
misses no write is checked first.
"""

import random
import shutil
import subprocess
import time

from load import Ledger, Load
from pathlib import Path
from processes import Creel
from replay import differences, write_after_cut
from trial import Impossible, judge, say


def _recorder(place):
    library = place / "recorder.so"
    if not shutil.which("cc"):
        raise Impossible("needs a C compiler (cc)")
    source = Path(__file__).with_name("recorder.c")
    done = subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise Impossible(f"recorder.c does not compile: {done.stderr.strip()}")
    return library


class Recording:
    """A server whose writes are recorded, with its record beside it."""

    def __init__(self, place, library, name, *settings):
        self.name = name
        self.record = place / f"{name}.record"
        self.folder = place / name
        self.folder.mkdir()
        self.server = Creel.start(self.folder, *settings, environment={
            "LD_PRELOAD": str(library), "RECORDER_FILE": str(self.record),
            "RECORDER_PREFIX": str(self.folder / "creel.sqlite")})
        self.ledger = Ledger()

    def load_and_kill(self, seconds):
        with self.server, Load(self.server.smtp, self.ledger, self.name) as load:
            time.sleep(seconds)
            load.check()
            self.server.kill()

    def load_and_rest(self, seconds):
        """Lets the server come to rest before it is killed, so that record and files must agree."""
        with self.server:
            with Load(self.server.smtp, self.ledger, self.name):
                time.sleep(seconds)
            size = -1
            while size != (size := self.record.stat().st_size):
                time.sleep(0.5)
            self.server.kill()

    def discard(self):
        shutil.rmtree(self.folder)
        self.record.unlink()


def _misses_nothing(place, library):
    recording = Recording(place, library, "complete")
    recording.load_and_rest(1)
    missed = differences(recording.record)
    say(f"the record of writes {'is complete' if not missed else 'MISSES writes to ' + ', '.join(missed)}")
    recording.discard()
    return not missed


def _judge_cut(place, recording, variant, seed, settings, is_control):
    folder = place / "after"
    uncertain = write_after_cut(recording.record, folder, random.Random(seed) if seed else None)
    name = f"power cut, {recording.name}, {uncertain} changes not synced, {variant}"
    with Creel.start(folder, *settings) as server:
        result = judge(name, server, recording.ledger, is_control)
    shutil.rmtree(folder)
    return result


def _trial(place, library, name, seconds, chances):
    recording = Recording(place, library, name)
    recording.load_and_kill(seconds)
    results = [_judge_cut(place, recording, "none there", None, (), False)]
    results += [_judge_cut(place, recording, f"by chance {seed}", seed, (), False) for seed in range(1, 1 + chances)]
    recording.discard()
    return all(results)


def _control(place, library):
    """Shows that the test can fail: with relaxed durability the record holds messages that were not synced."""
    settings = ("--durability", "relaxed")
    recording = Recording(place, library, "control-relaxed", *settings)
    recording.load_and_kill(2)
    lost = _judge_cut(place, recording, "none there", None, settings, True)
    recording.discard()
    if not lost:
        say("the control lost nothing: this test proves nothing")
    return lost


def measure(place, is_quick):
    library = _recorder(place)
    if not _misses_nothing(place, library):
        return False
    results = [_trial(place, library, f"recorded-{number}", 1 + number, 1 if is_quick else 5)
               for number in range(1 if is_quick else 4)]
    return all(results) & _control(place, library)
