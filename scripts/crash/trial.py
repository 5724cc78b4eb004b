"""One line per trial, and the reasons why some cannot be made here."""

from verdict import Verdict


class Impossible(Exception):
    """Why a test cannot be made on this machine."""


def say(text):
    print(f"crash: {text}", flush=True)


def judge(name, server, ledger, is_control=False, removed_before=0, most_twice=0):
    """Prints what became of the messages; answers whether it is as it should be: a control has to lose some.

    Messages with numbers below `removed_before` may have gone, and `most_twice` may be there twice."""
    verdict = Verdict.of(server, ledger, removed_before)
    verdict.most_twice = most_twice
    if is_control:
        say(f"{name}: {verdict} → {'as expected' if verdict.lost else 'NOTHING LOST'}")
        return verdict.lost > 0
    say(f"{name}: {verdict} → {'kept' if verdict.keeps_promise else 'BROKEN'}")
    return verdict.keeps_promise and verdict.acknowledged > 0
