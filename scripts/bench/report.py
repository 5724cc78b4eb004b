"""The result as Markdown."""

import dataclasses
import datetime
import os
import pathlib
import platform
import subprocess
import tempfile
import time

from figures import pair, plain
from processes import ROOT, creel_executable

DOCUMENT = ROOT / "docs/performance.md"
BEGIN = "<!-- bench: from here to the end mark written by scripts/bench/run -->"
END = "<!-- end of bench -->"


@dataclasses.dataclass
class Throughput:
    """One load, Creel beside smtp-sink. Times in milliseconds."""

    name: str
    rate: float
    sink_rate: float
    # Least share of smtp-sink's rate that is wanted.
    target: float | None
    cpu: float
    sink_cpu: float
    latency: tuple | None
    sink_latency: tuple | None

    HEADINGS = ["load", "Creel msgs/s", "smtp-sink msgs/s", "ratio", "wanted", "CPU ms per message", "of smtp-sink",
                "first octet of data → 250, p50 / p99 ms", "of smtp-sink"]

    def cells(self):
        ratio = self.rate / self.sink_rate
        return [self.name, plain(self.rate), plain(self.sink_rate), f"{ratio:.2f}",
                wanted(f"≥ {self.target:.2f}", ratio >= self.target) if self.target else "",
                plain(self.cpu), plain(self.sink_cpu),
                pair(self.latency) if self.latency else "", pair(self.sink_latency) if self.sink_latency else ""]


@dataclasses.dataclass
class Measurement:
    """Anything else: one figure or several, each with the most it may be."""

    name: str
    unit: str
    values: list
    limits: list = dataclasses.field(default_factory=list)
    # Whether each is the least that it may be.
    is_least: bool = False

    HEADINGS = ["what", "measured", "wanted"]

    def cells(self):
        limits = [limit for limit in self.limits if limit is not None]
        holds = all(value != limit and (value > limit) == self.is_least
                    for value, limit in zip(self.values, self.limits) if limit is not None)
        target = ("> " if self.is_least else "< ") + " / ".join("–" if limit is None else f"{limit:g}" for limit in self.limits)
        return [self.name, f"{pair(self.values)} {self.unit}", wanted(target, holds) if limits else ""]


def wanted(text, holds):
    return text if holds else f"**{text}: missed**"


def table(rows):
    lines = [rows[0].HEADINGS, ["---"] * len(rows[0].HEADINGS)] + [row.cells() for row in rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def _first_line(path, prefix):
    lines = pathlib.Path(path).read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(prefix)), "unknown")


def _sync_time(folder):
    """Milliseconds that `fdatasync` takes at the median after 4 KiB were appended."""
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(100):
            os.write(file.fileno(), bytes(4096))
            start = time.monotonic()
            os.fdatasync(file.fileno())
            times.append(time.monotonic() - start)
    return 1000 * sorted(times)[50]


def circumstances(folder, load_before):
    """Where and when it was measured; figures of different machines do not compare."""
    version = subprocess.run([str(creel_executable()), "--version"], capture_output=True, text=True).stdout.strip()
    kind = subprocess.run(["df", "--output=fstype", str(folder)], capture_output=True, text=True).stdout.split()[-1]
    return (f"Creel {version}, {datetime.date.today().isoformat()}; {os.cpu_count()} cores "
            f"({_first_line('/proc/cpuinfo', 'model name')}), shared by server and load; Linux {platform.release()}; "
            f"database on {kind}, where `fdatasync` of 4 KiB takes {plain(_sync_time(folder))} ms; load average before "
            f"the run {load_before:.1f}.\n")


def markdown(rows, remarks, folder, load_before):
    parts = [circumstances(folder, load_before)]
    parts += [table(chosen) for kind in (Throughput, Measurement)
              if (chosen := [row for row in rows if isinstance(row, kind)])]
    return "\n".join(parts + [f"{remark}\n" for remark in remarks])


def write_into_document(text):
    """Replaces what stands between the two marks."""
    before, _, rest = DOCUMENT.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}")
