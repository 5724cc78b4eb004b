"""Import and export: every message that was collected comes back octet for octet, in each format."""

import collections
import http.client
import io
import os
import pathlib
import subprocess
import tarfile
import zipfile

from bench import say
from failure import Failure
from processes import HOST, ROOT, creel_executable
from report import Measurement

MESSAGES = {".eml", ".txt", ".msg"}


def _collected():
    """Files of ours, and those of the folder beside the sources where it is there."""
    shared = pathlib.Path(os.environ.get("CREEL_SHARED") or ROOT.parent / "shared")
    files = [file for folder in (ROOT / "fixtures/mail", shared / "conformance") for file in folder.rglob("*")]
    # An mbox among them is no message.
    return sorted(file for file in files if file.suffix in MESSAGES and not file.read_bytes().startswith(b"From "))


def _import(server, files):
    done = subprocess.run([creel_executable(), "import", "--quiet", "--server", f"http://{HOST}:{server.http}", *files],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure(f"creel import: {done.returncode} {done.stderr[-400:].strip()}")


def _export(server, form):
    connection = http.client.HTTPConnection(HOST, server.http, timeout=600)
    connection.request("GET", f"/api/export?format={form}")
    return connection.getresponse().read()


def _of_zip(octets):
    archive = zipfile.ZipFile(io.BytesIO(octets))
    return [archive.read(name) for name in archive.namelist()]


def _of_maildir(octets):
    archive = tarfile.open(fileobj=io.BytesIO(octets))
    return [archive.extractfile(entry).read() for entry in archive if entry.isfile()]


def measure(bench):
    files = _collected()
    sent = collections.Counter(file.read_bytes() for file in files)
    with bench.creel() as first, bench.creel() as second:
        _import(first, files)
        for form, read in (("zip", _of_zip), ("maildir", _of_maildir)):
            if collections.Counter(read(_export(first, form))) != sent:
                raise Failure(f"an export as {form} has other octets than were imported")
        mbox = bench.new_folder().with_suffix(".mbox")
        mbox.write_bytes(_export(first, "mbox"))
        _import(second, [mbox])
        if collections.Counter(_of_zip(_export(second, "zip"))) != sent:
            raise Failure("by way of an mbox other octets come back than were imported")
    say(f"roundtrip: {len(files)} messages")
    yield Measurement("messages that came back octet for octet, by way of mbox, Maildir and zip", "", [len(files)])
