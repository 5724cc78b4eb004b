"""`kill -9` under load: what the process had acknowledged must be there, because the kernel lives on."""

import random
import time

from load import Ledger, Load
from processes import Creel
from trial import judge, say

KILLS = 10


def _load_and_kill(folder, ledger, name, seconds, *settings):
    with Creel.start(folder, *settings) as server, Load(server.smtp, ledger, name) as load:
        time.sleep(seconds)
        load.check()
        server.kill()


def measure(place, is_quick):
    """Ten kills at chance moments, one database throughout; every start repairs what the kill before left."""
    folder, ledger, chance = place / "killed", Ledger(), random.Random(9)
    all_kept = True
    for number in range(3 if is_quick else KILLS):
        _load_and_kill(folder, ledger, f"kill-{number}", chance.uniform(0.3, 2 if is_quick else 4))
        with Creel.start(folder) as server:
            all_kept &= judge(f"kill -9, number {number + 1}", server, ledger)
    return all_kept & _control(place)


def _control(place):
    """Shows that the test can fail: what is kept in memory must be found to be lost."""
    folder, ledger = place / "killed-in-memory", Ledger()
    _load_and_kill(folder, ledger, "memory", 1, "--database", ":memory:")
    with Creel.start(folder) as server:
        found = judge("control: kill -9 with --database :memory:", server, ledger, is_control=True)
    if not found:
        say("the control lost nothing: this test proves nothing")
    return found
