"""From starting the program to its first connection."""

import time

from failure import Failure
from figures import pair
from bench import say
from processes import Creel, Server, accepts, free_port
from report import Measurement

PATIENCE = 20


def _time_to_accept(folder):
    """Seconds until a connection is taken, tried without pause."""
    port = free_port()
    start = time.monotonic()
    process = Creel.spawn(folder, smtp=port)
    with Server(process, port):
        while not accepts(port):
            if process.poll() is not None or time.monotonic() - start > PATIENCE:
                raise Failure(f"Creel did not start: {(folder / 'creel.log').read_text()[-400:].strip()}")
            time.sleep(0.0002)
        taken = time.monotonic() - start
        # A graceful stop is not what is measured, but it has to wait for the end of the start.
        process.stdout.readline()
    return taken


def start_times(folder, repeats):
    return [_time_to_accept(folder) for _ in range(repeats)]


def measure(bench):
    folder = bench.new_folder()
    folder.mkdir()
    first, *later = start_times(folder, 6)
    say(f"start: {pair([1000 * min(later)])} ms")
    yield Measurement("start to first connection, best / worst of 5", "ms", [1000 * min(later), 1000 * max(later)],
                      [100, None])
    yield Measurement("the same on the first start, which makes the database", "ms", [1000 * first])
