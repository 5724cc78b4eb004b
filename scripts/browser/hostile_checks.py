"""Mails that want to run, to phone home, or to break the page. None may."""

import base64
import html

from hostile_mails import BODIES, EVIL, LEADS_TO_ITSELF, MAILS, MARKUP
from page import OTHER_NAME
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By

TABS = ["preview", "report", "clients", "source", "parts", "headers", "session", "links"]

# What a mail that runs would leave behind.
TRACES = "return window.ran !== undefined || document.title.includes('HACK1ED') || !location.hash"
IN_FRAME = "return window.ran !== undefined || self.origin !== 'null'"

# These run wherever scripts may, and as many do in all.
RUNS = {"script", "image-error", "svg-load", "svg-script"}
MANY = 15

CLICKABLE = "a, area, button, input, summary, label, [onclick]"
MOST_CLICKS = 4


def newest(page):
    return page.read("api/messages?limit=1")["messages"][0]["id"]


def show(page, number, tab):
    page.go(id=number, tab=tab)
    page.wait("document.getElementById('message').dataset.id === arguments[0]"
              " && document.getElementById('tab-panel')?.classList.contains(arguments[1])"
              " && document.getElementById('tab-panel').childNodes.length > 0", str(number), tab)
    if tab == "preview":
        # Until the frame is that of this message, it is that of the one before.
        page.wait("(document.querySelector('#tab-panel iframe')?.src ?? '').includes(arguments[0])"
                  " && !document.querySelector('#tab-panel iframe') === !arguments[0]", html_path(page, number))


def html_path(page, number):
    """Empty for a message without HTML."""
    path = f"api/messages/{number}"
    return "" if page.read(path)["html"] is None else f"/{path}/html"


def sees_what_runs(page):
    """That the check below can fail: of mails in a frame in which scripts may run, it sees those that run."""
    ran = set()
    for name, body in BODIES.items():
        if page.is_brief and name not in RUNS:
            continue
        page.trap.pages["/frame"] = f'<div id=tab-panel><iframe sandbox=allow-scripts srcdoc="{html.escape(body)}"></iframe></div>'
        page.driver.get("http://frame.example/frame")
        if page.within_preview(lambda: page.run(IN_FRAME)):
            ran.add(name)
    assert ran >= RUNS, RUNS - ran
    assert f"{EVIL}/ran" in page.requested()
    assert page.is_brief or len(ran) >= MANY, ran
    print(f"  of {len(BODIES)} mails {len(ran)} ran")
    page.trap.visits.clear()
    page.complaints()


def sees_what_its_own_policy_keeps_out(page):
    """That complaints tell of the page's own code, whatever they leave out of what mail does."""
    page.open()
    page.complaints()
    page.run("""document.head.append(Object.assign(document.createElement('style'), {textContent: 'p { color: red }'}));
        document.body.append(Object.assign(document.createElement('img'), {src: arguments[0]}))""", f"{EVIL}/own.png")
    assert page.run("try { document.body.innerHTML = 'x' } catch (error) { return error.name }") == "TypeError"
    complaints = page.complaints()
    for directive in ("style-src", "img-src", "TrustedHTML"):
        assert any(directive in message for message in complaints), (directive, complaints)


def sees_what_leaves_the_browser(page):
    """That the check below can fail: a picture that may be asked for is seen, and so is a click on a link."""
    page.open()
    page.deliver(html=f"<html><body><img src='{EVIL}/friendly.png'><p><a href='{EVIL}/friendly'>Shop</a></p></body></html>")
    show(page, newest(page), "preview")
    page.requested()
    assert click_links(page) == 1
    assert any("frame-src" in message for message in page.kept_out()), "the click led nowhere"
    assert not page.requested(also_connected=False)
    page.choose("Images", "all")
    page.wait("document.querySelector('#tab-panel iframe').src.includes('images=all')")
    page.within_preview(lambda: None)
    assert page.requested() == [f"{EVIL}/friendly.png"] * 2 and page.trap.visits, page.trap.visits
    page.trap.visits.clear()


def follows_no_link_to_where_pictures_load(page):
    """Over plain HTTP to another machine, where browsers do not tell who makes a request."""
    ours, page.url = page.url, page.url.replace("127.0.0.1", OTHER_NAME)
    try:
        page.open()
        assert page.run("return !isSecureContext && location.hostname === arguments[0]", OTHER_NAME)
        for name, body in LEADS_TO_ITSELF.items():
            page.deliver(html=f"<html><body>{body}</body></html>")
            show(page, newest(page), "preview")
            page.requested()
            page.run("document.querySelector('#tab-panel iframe').dataset.isFirst = ''")
            page.within_preview(lambda: page.driver.find_element(By.CSS_SELECTOR, "a").click())
            # Another takes the place of a frame that went somewhere.
            page.wait("document.querySelector('#tab-panel iframe:not([data-is-first])')")
            page.within_preview(lambda: None)
            assert not (urls := page.requested()) and not page.trap.visits, f"{name} asked for {urls}"
        page.run("const frame = document.querySelector('#tab-panel iframe'); frame.src = frame.src.replace('embedded', 'all')")
        page.wait("document.querySelector('#tab-panel iframe').src.includes('embedded')")
        assert f"{EVIL}/remote.png" in page.requested(), "not even the page can have pictures of other servers"
    finally:
        page.url = ours
        page.trap.visits.clear()


def holds_off_hostile_mail(page):
    assert len(MAILS) >= 60, len(MAILS)
    page.open()
    page.requested()
    clicks, reached = 0, {}
    for name, octets in MAILS.items():
        page.deliver(octets=octets)
        number = newest(page)
        for tab in TABS[:1] if page.is_brief else TABS:
            show(page, number, tab)
            if tab == "preview":
                looked = page.within_preview(lambda: page.run(IN_FRAME))
                assert not looked, f"{name} ran in its frame, or has an origin"
                assert looked is not None or not html_path(page, number), f"{name} has HTML, and no frame"
                if urls := page.requested():
                    reached[name] = urls
                clicks += 0 if page.is_brief else click_links(page)
            assert not page.run(TRACES), f"{name} left a trace at {tab}"
            assert page.run("return document.getElementById('head').offsetHeight > 0 && document.querySelectorAll('#rows [data-id]').length > 0"), name
        requested = [] if page.is_brief else page.requested(also_connected=False)
        assert not requested and not page.trap.visits, f"{name} asked for {requested} {page.trap.visits}"
        assert len(page.driver.window_handles) == 1, f"{name} opened a window"
        assert not (complaints := page.complaints()), f"{name}: {complaints}"
    assert not reached, f"without a click, there were requests or connections for {reached}"
    assert page.is_brief or clicks > 20, clicks
    print(f"  {len(MAILS)} hostile mails, {clicks} clicks")


def holds_off_hostile_envelopes(page):
    """What comes beside a message: the name of the client, reverse-path, user, tags, and a session that is refused."""
    page.converse(f"EHLO {MARKUP}", f"MAIL FROM:<{MARKUP}@evil.example>", "QUIT")
    login = base64.b64encode(f"\0{MARKUP}\0x".encode()).decode()
    page.converse("EHLO evil.example", f"AUTH PLAIN {login}", 'MAIL FROM:<"<script>"@evil.example>', 'RCPT TO:<"<img/src=x/onerror=x>"@example.com>',
                  "DATA", f"X-Tags: {MARKUP}\r\nSubject: enveloped\r\n\r\n.", "QUIT")
    page.open(view="sessions")
    page.wait("document.querySelectorAll('#page tbody tr').length > 1")
    assert MARKUP in page.text("#page tbody"), page.text("#page tbody")[:400]
    page.click("#page tbody button")
    page.wait("document.querySelector('dialog[open] .dialogue')")
    page.run("document.getElementById('dialog').close()")
    page.open(q="subject:enveloped")
    page.wait("document.querySelector('#rows [data-id]')")
    number = newest(page)
    for tab in TABS:
        show(page, number, tab)
    page.go(view="compare", id=number, with_=number)
    page.wait("document.querySelector('#page .sides')")
    assert not page.run(TRACES) and not page.requested(also_connected=False) and not page.trap.visits
    assert not page.run("return [...document.querySelectorAll('img')].some((image) => image.hasAttribute('onerror'))")


def click_links(page):
    """What a person does: clicks with the mouse on what can be clicked, one after the other. Returns how often."""
    clicks = 0
    for place in range(MOST_CLICKS):
        if not page.within_preview(lambda: click(page, place)):
            return clicks
        clicks += 1
    return clicks


def click(page, place):
    """Whether there was something at this place among what can be clicked. What is covered or has no size cannot be."""
    found = page.driver.find_elements(By.CSS_SELECTOR, CLICKABLE)
    if place >= len(found):
        return False
    try:
        found[place].click()
    except WebDriverException:
        pass
    return True


CHECKS = [sees_what_runs, sees_what_its_own_policy_keeps_out, sees_what_leaves_the_browser,
          follows_no_link_to_where_pictures_load, holds_off_hostile_mail, holds_off_hostile_envelopes]
