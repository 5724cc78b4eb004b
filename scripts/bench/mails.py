"""Any number of mails of 2 KB, as applications send them: the same octets for the same count on every machine.

    scripts/bench/mails.py 100000 > mails.mbox

Words are invented, and as frequent as in a living language: the n-th of 40 000 about 1/n times as often as the first. What
is rare is planted where a search knows to look: see `RARE_EVERY`, `word(rank)`, `person(number)`.
"""

import itertools
import random
import sys

SEED = 1982
VOCABULARY = 40_000
PEOPLE = 5000
# One of so many mails holds the rare word.
RARE_EVERY = 9973
RARE_WORD = "quetzalcoatl"
# Mails that one build sends.
MAILS_PER_BUILD = 40
TEXT = 1500

_ONSETS = ["b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pl", "qu", "r", "s",
           "sh", "st", "t", "th", "tr", "v", "w", "z"]
_NUCLEI = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
_CODAS = ["", "", "n", "r", "s", "t", "l", "nd", "ck", "m"]
KINDS = ["Your order", "Reset your password", "Invoice", "Welcome aboard", "Build failed", "Weekly report", "Your receipt",
         "Sign in from a new device"]


def _syllables():
    return [onset + nucleus + coda for onset in _ONSETS for nucleus in _NUCLEI for coda in dict.fromkeys(_CODAS)]


def _vocabulary():
    chance = random.Random(SEED)
    syllables, words = _syllables(), {}
    while len(words) < VOCABULARY:
        # Frequent words are short.
        count = 1 if len(words) < 800 else 2 if len(words) < 12_000 else 3
        words.setdefault("".join(chance.choices(syllables, k=count)))
    return list(words)


WORDS = _vocabulary()


def word(rank):
    """The word of that rank; 0 is the most frequent."""
    return WORDS[rank]


def person(number):
    """Name and address of somebody who gets or sends mail."""
    first, last = WORDS[900 + number % 1000], WORDS[2000 + number]
    return f"{first.capitalize()} {last.capitalize()}", f"{first}.{last}@example.{('com', 'net', 'org')[number % 3]}"


def reference(number):
    """A word of that mail alone, in its subject."""
    return f"ref{number * 2654435761 % (1 << 32):08x}"


def build(number):
    """The value of `X-Build` in that mail."""
    return f"build-{number // MAILS_PER_BUILD}"


def _paragraphs(words):
    lines = []
    for start in range(0, len(words), 11):
        lines.append(" ".join(words[start:start + 11]).capitalize() + ("." if start % 33 else ".\n"))
    return "\n".join(lines)


def mails(count, first=1):
    """(headers and text) of mails number `first` and on."""
    chance = random.Random(SEED + first)
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))
    for number in range(first, first + count):
        words = chance.choices(WORDS, cum_weights=weights, k=TEXT // 6)
        if number % RARE_EVERY == 0:
            words[7] = RARE_WORD
        (sender, sender_address), (name, address) = person(chance.randrange(50)), person(chance.randrange(PEOPLE))
        subject = f"{KINDS[number % len(KINDS)]} {words[0]} {words[1]} {reference(number)}"
        minute = number % 1_400_000
        yield (
            f"From: {sender} <{sender_address}>\nTo: {name} <{address}>\nSubject: {subject}\n"
            f"Date: Thu, {1 + minute // 50_000} Jan 2026 {minute // 60 % 24:02}:{minute % 60:02}:00 +0000\n"
            f"Message-ID: <{number}.{reference(number)}@app.example.com>\n"
            f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nX-Mailer: example-app 4.2\n"
            f"X-Build: {build(number)}\nX-Environment: staging\n\n"
            f"Dear {name},\n\n{_paragraphs(words)}\n\nYour code is {number % 900_000 + 100_000}.\n"
            f"https://app.example.com/confirm?token={reference(number)}&user={number % PEOPLE}\n")


def mbox(count, first=1):
    """The same as an mbox, mail by mail; no line of them begins with `From `."""
    for mail in mails(count, first):
        yield f"From app@example.com Thu Jan  1 00:00:00 2026\n{mail}\n".encode()


if __name__ == "__main__":
    for entry in mbox(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        sys.stdout.buffer.write(entry)
