"""How many messages a second, beside smtp-sink: closed loops that send as fast as replies come."""

import dataclasses

from bench import say
from figures import plain
from loads import run_smtp_source
from report import Throughput


@dataclasses.dataclass(frozen=True)
class Scenario:
    name: str
    # What `smtp_load` sends; for smtp-source, which writes its own messages, their length in octets.
    content: str | int
    count: int
    connections: int
    options: tuple = ()
    target: float | None = None

    @property
    def needs_smtp_load(self):
        return isinstance(self.content, str)

    def run(self, bench, port):
        count = max(self.connections, bench.scaled(self.count))
        if self.needs_smtp_load:
            files = bench.files[self.content]
            return bench.smtp_load.run(port, files, count, self.connections, *self.options)
        return run_smtp_source(port, count, self.connections, self.content, *self.options)


SCENARIOS = {
    "source": Scenario("smtp-source, 2 KB, 10 reused connections", 2048, 20_000, 10, ("-d",)),
    "source-connect": Scenario("smtp-source, 2 KB, one connection per message", 2048, 10_000, 10),
    "S1": Scenario("S1: 2 KB, 10 reused connections", "note", 30_000, 10, target=0.40),
    "S1p": Scenario("S1 pipelined, 100 connections", "note", 40_000, 100, ("-p",), 0.50),
    "S2": Scenario("S2: 2 KB, one connection per message", "note", 12_000, 10, ("-m", "1"), 0.45),
    "S3": Scenario("S3: 20 KB newsletter", "newsletter", 12_000, 10, target=0.40),
    "S4": Scenario("S4: 1 MB, 4 connections", "megabyte", 400, 4, target=0.45),
    "S5": Scenario("S5: 10 MB, 2 connections", "ten-megabytes", 40, 2, target=0.55),
}


def _measured(scenario, bench, server):
    """Rate, CPU milliseconds per message and latency of one run."""
    with server:
        before = server.cpu_seconds()
        outcome = scenario.run(bench, server.smtp)
        cpu = 1000 * (server.cpu_seconds() - before) / outcome.messages
    return outcome.rate, cpu, outcome.data_to_reply


def compare(scenario, bench):
    """Turn and turn about, so that what disturbs the machine disturbs both; the fastest run of each counts."""
    creel, sink = [], []
    for number in bench.rounds:
        creel.append(_measured(scenario, bench, bench.creel()))
        sink.append(_measured(scenario, bench, bench.smtp_sink()))
        say(f"{scenario.name}: {plain(creel[-1][0])} msgs/s, smtp-sink {plain(sink[-1][0])} (round {number + 1})")
    rate, cpu, latency = max(creel, key=lambda run: run[0])
    sink_rate, sink_cpu, sink_latency = max(sink, key=lambda run: run[0])
    yield Throughput(scenario.name, rate, sink_rate, scenario.target, cpu, sink_cpu, latency, sink_latency)
