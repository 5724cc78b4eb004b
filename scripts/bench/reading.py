"""How fast messages are read, beside GMime, and the most that one costs."""

import re
import subprocess

from bench import say
from failure import Failure
from processes import ROOT
from report import Measurement

FIGURE = re.compile(r"(?P<what>.+): (?P<value>[\d.]+) (?P<unit>\S+)")


def measure(bench):
    script = subprocess.run([ROOT / "scripts/bench/mime"], capture_output=True, text=True)
    if script.returncode != 0:
        raise Failure(f"scripts/bench/mime: {(script.stdout + script.stderr)[-2000:].strip()}")
    for line in script.stdout.splitlines():
        figure = FIGURE.fullmatch(line)
        say(line)
        if figure:
            yield Measurement(f"reading: {figure['what']}", figure["unit"], [float(figure["value"])])
