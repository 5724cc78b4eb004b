#!/usr/bin/python3
"""Makes the pictures of the README, docs/images, from a Creel without mail.

    scripts/browser/pictures.py --http http://127.0.0.1:8025/ --smtp 1025 [--minutes 50] DIRECTORY

Sends what a few made-up applications send in that time, then takes the pictures; `pngquant 48` makes them small. Needs what
scripts/browser/run.py needs.
"""

import argparse
import os
import random
import time

from page import Page
from sample_mails import MAILS, mail

# Half as large as the page looks best.
SIZE, SCALE = (1280, 800), 0.625

ROUTINE = [
    ("Accounts <no-reply@shop.example>", "Your sign-in code is {0}", "Your code is {0}. It holds for ten minutes.\n", "alice@example.com", None),
    ("Fjord & Fell <orders@shop.example>", "Order {0}: thank you", "We have your order {0}.\n", "bob@example.com", None),
    ("CI <ci@build.example>", "build {0} is green", "1 204 tests passed.\n", "team@example.com", "ci-4711"),
    ("Cron <root@build.example>", "backup {0} finished", "Wrote 18 312 files, 2.4 GB.\n", "ops@example.com", "ops"),
]


def send(page, octets, sender, recipients, user):
    page.deliver(octets=octets, sender=sender, recipients=recipients, user=user)


def fill(page, minutes):
    chance = random.Random(7)
    for _ in range(minutes):
        begin = time.monotonic()
        for _ in range(chance.choice((0, 1, 1, 2, 3, 5))):
            sender, subject, text, to, user = chance.choice(ROUTINE)
            number = chance.randint(100_000, 999_999)
            send(page, mail(sender, subject.format(number), text.format(number), to=to), sender.split("<")[1][:-1], [to], user)
        time.sleep(max(0, 60 - (time.monotonic() - begin)))
    for sample in MAILS:
        send(page, *sample)


def take(page, directory):
    page.cdp("Emulation.setDeviceMetricsOverride", width=SIZE[0], height=SIZE[1], deviceScaleFactor=SCALE, mobile=False)
    page.open()
    order = page.read("api/messages?q=subject:shipped&limit=1")["messages"][0]["id"]
    for name, state, content in (
        ("preview", {"id": order, "tab": "preview"}, "#tab-panel iframe"), ("report", {"id": order, "tab": "report"}, ".finding"),
        ("clients", {"id": order, "tab": "clients"}, ".matrix"), ("overview", {"view": "overview"}, "#page svg"),
    ):
        page.open(**state)
        page.wait("document.querySelector(arguments[0])", content)
        page.within_preview(lambda: None)
        # Where the focus is says nothing to who only looks.
        page.run("document.activeElement.blur()")
        page.driver.save_screenshot(os.path.join(directory, f"{name}.png"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--http", required=True)
    parser.add_argument("--smtp", required=True, type=int)
    parser.add_argument("--minutes", type=int, default=50)
    parser.add_argument("directory")
    options = parser.parse_args()
    page = Page(options.http, options.smtp, is_logged=False)
    try:
        fill(page, options.minutes)
        take(page, options.directory)
    finally:
        page.close()


if __name__ == "__main__":
    main()
