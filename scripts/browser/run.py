#!/usr/bin/python3
"""Drives the page of a running Creel in a real browser.

    scripts/browser/run.py --http http://127.0.0.1:8025/ --smtp 1025 [--only AREA] [--pictures DIRECTORY] [--brief]

`--brief` leaves out what is timed, and looks at hostile mails in the preview only, without clicks. AREA is list, message,
hostile, desktop, phone or dark. Needs the Debian packages chromium, chromium-driver and python3-selenium, and a Creel that
was started with `--allowed-hosts creel.test`. Messages that are there stay; many more come. Exits with 1 when a check fails.
"""

import argparse
import sys
import time
import traceback

import deeds_checks
import hostile_checks
import list_checks
import manners_checks
import message_checks
import reading_checks
import rows_checks
import stream_checks
from page import Page


def among_a_million(check):
    def run(page, _):
        page.driver.get("about:blank")
        page.driver.get(page.url)
        check(page)
    run.__name__ = check.__name__
    return run


def manners(kind):
    def keeps_its_manners(page, pictures):
        manners_checks.keeps_the_manners(page, pictures, kind)
    return keeps_its_manners


def plain(checks):
    def wrap(check):
        def run(page, _):
            check(page)
        run.__name__ = check.__name__
        return run
    return [wrap(check) for check in checks]


AREAS = {
    "list": [({}, plain(list_checks.CHECKS + deeds_checks.CHECKS + rows_checks.CHECKS)),
             ({"before": stream_checks.FAKE}, plain(stream_checks.CHECKS)),
             ({"before": list_checks.MILLION}, [among_a_million(check) for check in list_checks.MILLION_CHECKS])],
    "message": [({}, plain(message_checks.CHECKS + reading_checks.CHECKS))],
    "hostile": [({}, plain(hostile_checks.CHECKS))],
    # To write each event of the network down takes longer than to load the page.
    "desktop": [({}, [manners("desktop")]), ({"is_logged": False}, plain(manners_checks.CHECKS))],
    # A window of 1280 by 1024 at 400 % is the second.
    "phone": [({"size": (360, 640)}, [manners("phone")]), ({"size": (320, 256)}, [manners("zoomed")])],
    "dark": [({"is_dark": True}, [manners("dark")]), ({"is_dark": True, "size": (360, 640)}, [manners("dark-phone")])],
}


# These need a machine that does nothing else.
TIMED = {"scrolls_a_million_rows", "shows_new_mail_within_200_ms", "loads_fast"}


def run(check, page, pictures):
    """Whether it passed."""
    begin = time.monotonic()
    try:
        check(page, pictures)
        complaints = page.complaints()
        assert not complaints, complaints
        print(f"ok {check.__name__} ({time.monotonic() - begin:.1f} s)", flush=True)
        return True
    except Exception:
        print(f"FAILED {check.__name__}\n{traceback.format_exc()}", flush=True)
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--http", required=True)
    parser.add_argument("--smtp", required=True, type=int)
    parser.add_argument("--only", choices=AREAS)
    parser.add_argument("--pictures")
    parser.add_argument("--brief", action="store_true")
    options = parser.parse_args()
    passed = True
    for area, rounds in AREAS.items():
        if options.only not in (None, area):
            continue
        for settings, checks in rounds:
            checks = [check for check in checks if not (options.brief and check.__name__ in TIMED)]
            if not checks:
                continue
            page = Page(options.http, options.smtp, is_brief=options.brief, **settings)
            try:
                passed = all([run(check, page, options.pictures) for check in checks]) and passed
            finally:
                page.close()
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
