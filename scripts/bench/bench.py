"""What every experiment gets: programs, messages, a place on disk, and how long it may take."""

import contextlib
import dataclasses
import itertools
import multiprocessing
import pathlib
import sys

from failure import Failure
from loads import SmtpLoad
from processes import Creel, start_smtp_sink


@dataclasses.dataclass
class Bench:
    folder: pathlib.Path
    files: dict
    # `None` where the generator is not there.
    smtp_load: SmtpLoad | None
    is_quick: bool
    # Among how many mails is searched and deleted.
    mails: int = 100_000
    _numbers: itertools.count = dataclasses.field(default_factory=itertools.count)

    def scaled(self, count, quick=None):
        """`count`, or in a quick run a tenth of it or `quick`."""
        return (quick or max(1, count // 10)) if self.is_quick else count

    @property
    def rounds(self):
        return range(1 if self.is_quick else 3)

    def creel(self, *settings):
        """A fresh Creel with an empty database, to be used in a `with`."""
        return Creel.start(self.new_folder(), *settings)

    def smtp_sink(self):
        return start_smtp_sink(self.folder)

    def new_folder(self):
        return self.folder / f"creel-{next(self._numbers)}"

    def preload(self, server, count):
        """Stores `count` notes, as fast as it goes."""
        self.smtp_load.run(server.smtp, self.files["note"], count, 20, "-T", "stored")


def say(text):
    """A line of progress, apart from the result."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def running(work, *arguments):
    """Runs `work`, which does not end by itself, in a process of its own for the length of a block."""
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments, daemon=True)
    process.start()
    try:
        yield
        if not process.is_alive():
            raise Failure(f"{work.__name__} ended before its time; see above")
    finally:
        process.terminate()
        process.join()
