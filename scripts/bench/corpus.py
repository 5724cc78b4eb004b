"""The messages that the bench sends: the same octets on every machine and in every run.

Each file holds the fields of MIME and a body, without From, To, Subject, Date and Message-ID: `smtp_load` writes those
itself, different for each message.
"""

import base64
import pathlib
import random
import struct
import zlib

SEED = 1982
LINE = 68


class Prose:
    """Text of invented words, the frequent ones short, as in a living language."""

    def __init__(self, seed):
        self._random = random.Random(seed)
        self._words = [self._word() for _ in range(6000)]

    def _word(self):
        syllables = 1 + min(3, int(self._random.expovariate(0.9)))
        return "".join(self._random.choice("bdfgklmnprstvz") + self._random.choice("aeiou") for _ in range(syllables))

    def octets(self, count):
        return self._random.randbytes(count)

    def lines(self, length):
        """Lines of at most `LINE` octets, about `length` octets together."""
        lines, line, total = [], "", 0
        while total + len(line) < length:
            # Squared, so that few words make up most of the text.
            word = self._words[int(len(self._words) * self._random.random() ** 2)]
            if len(line) + len(word) >= LINE:
                lines.append(line)
                total += len(line) + 1
                line = ""
            line = f"{line} {word}" if line else word
        return lines + [line]

    def text(self, length):
        return "\n".join(self.lines(length)) + "\n"


def picture(prose, side):
    """A PNG of `side` times `side` pixels of noise."""
    def chunk(kind, content):
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
    pixels = b"".join(b"\0" + prose.octets(3 * side) for _ in range(side))
    header = struct.pack(">2I5B", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def entity(fields, body):
    return "".join(f"{name}: {value}\n" for name, value in fields.items()) + "\n" + body


def multipart(subtype, boundary, parts):
    fields = {"Content-Type": f'multipart/{subtype}; boundary="{boundary}"'}
    return entity(fields, "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--\n")


def base64_part(content_type, disposition, octets, **fields):
    fields = {"Content-Type": content_type, "Content-Disposition": disposition,
              "Content-Transfer-Encoding": "base64"} | fields
    return entity(fields, base64.encodebytes(octets).decode())


def text_part(prose, length):
    return entity({"Content-Type": "text/plain; charset=utf-8"}, prose.text(length))


def note(prose):
    """2 KB of text, as a shop sends when somebody has ordered."""
    return "MIME-Version: 1.0\n" + text_part(prose, 1700)


def newsletter(prose):
    """20 KB: text and HTML as alternatives, and a picture that the HTML shows."""
    articles = "".join(
        f'<h2 style="font:bold 18px Georgia">{" ".join(prose.lines(40))}</h2>\n'
        f'<p style="color:#444">{prose.text(520)}</p>\n'
        f'<p><a href="https://news.example.test/{number}">Read on</a></p>\n' for number in range(14))
    page = entity({"Content-Type": "text/html; charset=utf-8"},
                  f'<html><body><img src="cid:head@example.test">\n{articles}</body></html>\n')
    body = multipart("alternative", "choice", [text_part(prose, 3000), page])
    image = base64_part("image/png", 'inline; filename="head.png"', picture(prose, 36),
                        **{"Content-ID": "<head@example.test>"})
    return "MIME-Version: 1.0\n" + multipart("related", "whole", [body, image])


def with_attachment(prose, length):
    """A short text with a file; `length` octets as it goes over the wire."""
    document = prose.octets(length * 73 // 100)
    part = base64_part('application/pdf; name="plan.pdf"', 'attachment; filename="plan.pdf"', document)
    return "MIME-Version: 1.0\n" + multipart("mixed", "parcel", [text_part(prose, 900), part])


def write(folder):
    """Writes all messages; answers their files by kind: note, newsletter, megabyte, ten-megabytes."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    prose = Prose(SEED)
    messages = {
        "note": [note(prose) for _ in range(16)],
        "newsletter": [newsletter(prose) for _ in range(8)],
        "megabyte": [with_attachment(prose, 1 << 20)],
        "ten-megabytes": [with_attachment(prose, 10 << 20)],
    }
    files = {}
    for kind, texts in messages.items():
        files[kind] = [folder / f"{kind}-{number}.eml" for number in range(len(texts))]
        for file, text in zip(files[kind], texts):
            file.write_text(text)
    return files
