"""The servers that are measured, and what the kernel says about them."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

from failure import Failure

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".build/tools"
HOST = "127.0.0.1"


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def creel_executable():
    path = pathlib.Path(os.environ.get("CREEL_BINARY") or ROOT / ".build/release/creel")
    if not os.access(path, os.X_OK):
        raise Failure(f"{path} is not there; run make build, or set CREEL_BINARY")
    return path


def postfix_program(name):
    """The command line of a program of Postfix, installed or unpacked by scripts/require."""
    for place in (shutil.which(name), f"/usr/sbin/{name}"):
        if place and os.access(place, os.X_OK):
            return [place]
    unpacked = TOOLS / "postfix/usr"
    if not (unpacked / "sbin" / name).exists():
        raise Failure(f"{name} is not there; run scripts/require test")
    return ["env", f"LD_LIBRARY_PATH={unpacked / 'lib/postfix'}", str(unpacked / "sbin" / name)]


def accepts(port):
    try:
        socket.create_connection((HOST, port), timeout=5).close()
        return True
    except ConnectionRefusedError:
        return False


class Server:
    """A process that takes mail; ended at the end of a `with`."""

    def __init__(self, process, smtp):
        self.process = process
        self.smtp = smtp

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def pid(self):
        return self.process.pid

    def cpu_seconds(self):
        """What all its threads have used so far, in steps of 10 ms."""
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self):
        """What of it is in memory, octets, mapped files included."""
        lines = pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))

    def stop(self):
        """Lets it finish; what does not end in time is killed."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self):
        self.process.kill()
        self.process.wait()


class Creel(Server):
    """A running Creel whose database lies in `folder`."""

    def __init__(self, process, smtp, http, folder):
        super().__init__(process, smtp)
        self.http = http
        self.folder = folder

    @classmethod
    def start(cls, folder, *settings, smtp=0, environment=None):
        folder = pathlib.Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        process = cls.spawn(folder, *settings, smtp=smtp, environment=environment)
        try:
            smtp, http = cls._addresses(process)
        except Exception:
            process.kill()
            process.wait()
            raise Failure(f"Creel did not start: {(folder / 'creel.log').read_text()[-400:].strip()}")
        return cls(process, smtp, http, folder)

    @staticmethod
    def spawn(folder, *settings, smtp=0, http=0, environment=None):
        command = [str(creel_executable()), "--smtp", f"{HOST}:{smtp}", "--http", f"{HOST}:{http}",
                   "--database", str(folder / "creel.sqlite"), *settings]
        # What is measured are the defaults, not what the caller has set.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("CREEL_")}
        with open(folder / "creel.log", "ab") as log:
            return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, cwd=folder,
                                    env=inherited | (environment or {}))

    @staticmethod
    def _addresses(process):
        """The ports in the line with which it says that it accepts."""
        line = process.stdout.readline().decode()
        places = dict(word.split("=") for word in line.split() if "=" in word)
        return int(places["smtp"].rpartition(":")[2]), int(places["http"].rpartition(":")[2])

    def disk(self):
        """Octets that the files of the database take on disk."""
        return sum(512 * file.stat().st_blocks for file in self.folder.glob("creel.sqlite*"))


def start_smtp_sink(folder):
    """Postfix's smtp-sink, which takes mail and keeps none: the speed that the machine and the load allow."""
    port = free_port()
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    process = subprocess.Popen([*postfix_program("smtp-sink"), *user, f"{HOST}:{port}", "1000"], cwd="/",
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(2000):
        if accepts(port):
            return Server(process, port)
        if process.poll() is not None:
            break
        time.sleep(0.005)
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    raise Failure("smtp-sink did not start")
