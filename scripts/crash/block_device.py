"""A power cut as the block layer has it: ext4 on a loop device, copied while the server is stopped.

The copy is taken of the file behind the loop device, so it holds what ext4 has handed to the device up to that moment:
what was only in the page cache of the file system above is not in it. The disk is taken to be honest and to have no
memory of its own: whatever was handed to it counts as kept. ext4 also writes on its own account (its journal commits,
and old pages are written back), which can save data that was never synced; the journal interval is long for that
reason, and the control shows that enough is missing without `fsync`. What a disk does that forgets or reorders what it
was given without a flush is the subject of `synced_only`.
"""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import time

from load import Ledger, Load
from processes import Creel
from trial import Impossible, judge, say

SIZE = 1 << 30
TOOLS = ["losetup", "mkfs.ext4", "mount", "umount"]


def _run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise Impossible(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
    return done.stdout.strip()


def _require():
    if os.geteuid() != 0:
        raise Impossible("needs root, to mount a loop device")
    for tool in TOOLS:
        if not shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin:/sbin"):
            raise Impossible(f"{tool} is not there")


@contextlib.contextmanager
def mounted(image, folder):
    """Attaches and mounts an image; yields the name of its device."""
    folder.mkdir()
    device = _run("losetup", "--find", "--show", image)
    try:
        # Unless synced, nothing is to reach the device by itself while the test runs.
        _run("mount", "-o", "commit=300", device, folder)
        try:
            yield device
        finally:
            _run("umount", folder)
            folder.rmdir()
    finally:
        _run("losetup", "--detach", device)


def _stop(process):
    """Stops every thread; one that waits for the disk stops when that has answered."""
    process.send_signal(signal.SIGSTOP)
    tasks = pathlib.Path(f"/proc/{process.pid}/task")
    while any(task.read_text().rpartition(")")[2].split()[0] != "T" for task in tasks.glob("*/stat")):
        time.sleep(0.001)


def _copy(device, image, copy):
    """Copies the backing file; again, if the file system wrote meanwhile, since that would be two moments in one."""
    statistics = pathlib.Path("/sys/block") / pathlib.Path(device).name / "stat"
    for _ in range(20):
        before = statistics.read_text().split()[4:8]
        subprocess.run(["cp", "--sparse=always", image, copy], check=True)
        fields = statistics.read_text().split()
        # Fields 5 to 8 are the writes, field 9 is what is under way.
        if fields[4:8] == before and fields[8] == "0":
            return
    raise Impossible("the file system never rested while it was copied")


def _cut(place, name, seconds, *settings):
    """Loads a server on a file system of its own and cuts the power; answers the copy and what the clients know."""
    image, copy, ledger = place / f"{name}.image", place / f"{name}.copy", Ledger()
    with open(image, "wb") as file:
        file.truncate(SIZE)
    _run("mkfs.ext4", "-q", image)
    with mounted(image, place / name) as device:
        server = Creel.start(place / name / "state", *settings)
        try:
            with Load(server.smtp, ledger, name) as load:
                time.sleep(seconds)
                load.check()
                _stop(server.process)
                _copy(device, image, copy)
                # Only now, so that the clients read every 250 that was sent before the cut.
                server.kill()
                load.stop()
        finally:
            server.kill()
    image.unlink()
    return copy, ledger


def _trial(place, name, seconds, settings, is_control):
    copy, ledger = _cut(place, name, seconds, *settings)
    with mounted(copy, place / f"{name}-after"), Creel.start(place / f"{name}-after/state", *settings) as server:
        kept = judge(f"power cut, ext4 on a loop device, {name}", server, ledger, is_control)
    copy.unlink()
    return kept


def measure(place, is_quick):
    _require()
    trials = [(f"cut-{number}", 1 + number, (), False) for number in range(1 if is_quick else 5)]
    trials.append(("control-relaxed", 2, ("--durability", "relaxed"), True))
    results = [_trial(place, *trial) for trial in trials]
    if not results[-1]:
        say("the control lost nothing: this test proves nothing")
    return all(results)
