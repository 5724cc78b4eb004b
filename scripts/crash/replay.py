"""The files of a folder as a power cut may leave them, from what `recorder.c` wrote down."""

import dataclasses
import os
import pathlib
import struct

HEADER = struct.Struct("=cxxxIQQ")
SECTOR = 512


def records(path):
    """Kind, number of the file, position, octets; a record that the end cut off is left out."""
    with open(path, "rb") as file:
        while len(head := file.read(HEADER.size)) == HEADER.size:
            kind, number, position, length = HEADER.unpack(head)
            octets = file.read(length)
            if len(octets) < length:
                return
            yield kind, number, position, octets


@dataclasses.dataclass
class Change:
    """A write, or, where there are no octets, a new length."""

    position: int
    octets: bytes | None

    def apply(self, content):
        if self.octets is None:
            content[self.position:] = bytes(max(0, self.position - len(content)))
            return
        content.extend(bytes(max(0, self.position - len(content))))
        content[self.position:self.position + len(self.octets)] = self.octets

    def torn(self, chance):
        """The sectors of it that reach the disk, each by chance and for itself."""
        if self.octets is None:
            return [self] if chance.random() < 0.5 else []
        starts = range(0, len(self.octets), SECTOR)
        return [Change(self.position + start, self.octets[start:start + SECTOR])
                for start in starts if chance.random() < 0.5]


class RecordedFile:
    """What is surely on the disk, and the changes since, which the disk may or may not have."""

    def __init__(self):
        self.durable = bytearray()
        self.pending = []
        # How many changes were there when a sync began.
        self._syncs = {}
        self._settled = 0

    def change(self, change):
        self.pending.append(change)

    def begin_sync(self, number):
        self._syncs[number] = self._settled + len(self.pending)

    def end_sync(self, number):
        count = max(0, self._syncs.pop(number) - self._settled)
        for change in self.pending[:count]:
            change.apply(self.durable)
        self.pending = self.pending[count:]
        self._settled += count

    def after_cut(self, chance):
        """Without `chance` nothing that was not synced; else each change wholly, in part or not at all."""
        content = bytearray(self.durable)
        for change in self.pending if chance else []:
            fate = chance.choice(["kept", "torn", "dropped"])
            for part in {"kept": [change], "torn": change.torn(chance), "dropped": []}[fate]:
                part.apply(content)
        return content

    def complete(self):
        content = bytearray(self.durable)
        for change in self.pending:
            change.apply(content)
        return content


def replayed(path):
    """The files by path. Names come and go at once: SQLite syncs the folder, and journals keep the order of names."""
    files, numbers = {}, {}
    for kind, number, position, octets in records(path):
        if kind == b"O":
            numbers[number] = files.setdefault(os.fsdecode(octets), RecordedFile())
        elif kind == b"U":
            files.pop(os.fsdecode(octets), None)
        elif kind in b"WT":
            numbers[number].change(Change(position, octets if kind == b"W" else None))
        elif kind == b"B":
            numbers[number].begin_sync(position)
        elif kind == b"E":
            numbers[number].end_sync(position)
    # Shared memory of SQLite, made anew by whoever opens the database first.
    return {name: file for name, file in files.items() if not name.endswith("-shm") and not pathlib.Path(name).is_dir()}


def write_after_cut(path, folder, chance):
    """Writes the files as they are after the cut into `folder`; answers how many changes were uncertain."""
    folder.mkdir()
    files = replayed(path)
    for name, file in files.items():
        (folder / pathlib.Path(name).name).write_bytes(file.after_cut(chance))
    return sum(len(file.pending) for file in files.values())


def differences(path):
    """The recorded files that are not what the record says: it must miss nothing."""
    return [name for name, file in replayed(path).items() if pathlib.Path(name).read_bytes() != file.complete()]
