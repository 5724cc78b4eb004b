"""What the head and the tabs of a message tell, and what is done with them."""

import email.utils
import json
import time
import urllib.request

from page import OTHER_NAME
from selenium.webdriver.common.keys import Keys

MARKS = "[...document.querySelectorAll('#tab-panel mark')].map((mark) => mark.textContent).join()"


def newest(page):
    """Asked without the browser, which may not be at the page yet."""
    with urllib.request.urlopen(f"{page.url.replace(OTHER_NAME, '127.0.0.1')}api/messages?limit=1") as answer:
        return json.load(answer)["messages"][0]["id"]


def open_newest(page, tab="preview", **state):
    page.open(id=newest(page), tab=tab, **state)
    page.wait("document.getElementById('tab-panel')?.childNodes.length > 0")


def facts(page):
    return page.run("""return Object.fromEntries([...document.querySelectorAll('#message header dt')]
        .map((name) => [name.textContent, name.nextSibling.textContent]))""")


def pasted(page):
    page.run("document.body.append(Object.assign(document.createElement('textarea'), {id: 'paste'})); document.getElementById('paste').focus()")
    page.press(Keys.CONTROL + "v")
    return page.run("const box = document.getElementById('paste'); box.remove(); return box.value")


def copies_with_one_click(page):
    """Also over plain HTTP to another machine, where browsers let pages copy only by the command."""
    ours = page.url
    for page.url in (ours, ours.replace("127.0.0.1", OTHER_NAME)):
        code = f"{time.time_ns() % 1_000_000:06}"
        page.deliver("sign in", text=f"Your code is {code}.\n")
        open_newest(page)
        assert page.run("return isSecureContext") == (OTHER_NAME not in page.url)
        page.click("#message header .copy")
        page.click("#message header .copy")
        page.wait("document.querySelector('#message header .copy').textContent === 'Copied'")
        assert pasted(page) == code
        page.wait("document.querySelector('#message header .copy').textContent === 'Copy'")
        page.run("[...document.querySelectorAll('#message .copy')].at(-1).click()")
        page.wait("[...document.querySelectorAll('#message .copy')].at(-1).textContent === 'Copied'")
        assert pasted(page) == page.driver.current_url
        page.run("document.getElementById('rows').focus()")
        page.press("y")
        page.wait("document.querySelector('#message header .copy').textContent === 'Copied'")
        assert pasted(page) == code
        page.run("document.getElementById('rows').focus()")
        page.press("ga")
        page.wait("document.querySelector('#dialog[open] .copyable')")
        settings = page.text("#dialog .copyable pre")
        page.click("#dialog .copy")
        page.wait("document.querySelector('#dialog .copy').textContent === 'Copied'")
        page.run("document.getElementById('dialog').close()")
        assert " ".join(pasted(page).split()) == " ".join(settings.split())
    page.url = ours


def tells_what_people_look_for(page):
    """In the head: where answers go, a time that is not that of the receipt, and who is named and has no mail."""
    page.deliver("all of it", to="alice@example.com, Forgotten@example.com", headers={
        "Reply-To": "desk@shop.example", "Bcc": "archive@example.com", "Date": email.utils.formatdate(time.time() - 7200)})
    open_newest(page)
    told = facts(page)
    assert told["Reply-To"] == "desk@shop.example" and told["Bcc"] == "archive@example.com", told
    assert "Date" in told and told["Header only"].lower() == "forgotten@example.com", told
    assert page.driver.title.endswith("all of it · Creel"), page.driver.title
    page.deliver("in time", headers={"Date": email.utils.formatdate()}, recipients=[f"guest-{number}@example.com" for number in range(120)])
    open_newest(page)
    told = facts(page)
    assert "Date" not in told and "Reply-To" not in told and told["Header only"] == "alice@example.com", told
    assert "guest-49@" in told["Envelope"] and "guest-50@" not in told["Envelope"], told
    page.run("[...document.querySelectorAll('#message header dd button')].find((one) => one.textContent === '70 others').click()")
    assert page.run("return document.querySelectorAll('#message header .badge[title^=\"No To\"]').length") == 120
    page.press(Keys.ESCAPE)
    page.wait("document.title.endsWith('Creel') && !document.title.includes('in time')")


BOUNCE = b"""From: postmaster@mx.example\r\nTo: news@shop.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nFull.\r
--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns;mx.example\r\n\r\nFinal-Recipient: rfc822;bob@example.com\r
Action: failed\r\nStatus: 5.2.2\r\n\r\n--b--\r\n"""


def tells_what_a_bounce_says(page):
    page.deliver(octets=BOUNCE)
    open_newest(page)
    told = facts(page)["Reports"]
    assert all(words in told for words in ("mx.example", "bob@example.com", "failed", "5.2.2")), told


def leads_to_a_finding_and_back(page):
    page.deliver(octets=b"From: a@shop.example\r\n\r\nNo date.\r\n")
    open_newest(page, "report")
    page.keep("tab", "")
    page.run("document.querySelectorAll('.finding').forEach((finding) => { finding.open = true; })")
    page.click(".finding li button")
    page.wait("document.querySelector('#tab-source[aria-selected=true]') && document.querySelector('#tab-panel mark')")
    assert not page.run("return import('./store.js').then(({kept}) => kept('tab'))"), "nobody chose the source"
    page.driver.back()
    page.wait("document.querySelector('#tab-report[aria-selected=true]') && document.querySelector('.finding:not([open])')")
    rule = page.run("return document.querySelector('.finding:not([open])').id")
    page.open(id=newest(page), tab="report", at=rule)
    page.wait("document.getElementById(arguments[0])?.open", rule)
    address = page.run("return document.getElementById(arguments[0]).querySelector('a').href", rule)
    assert f"at={rule}" in address and "tab=report" in address, address


def asks_again_who_has_not_answered(page):
    page.deliver("second opinion")
    open_newest(page)
    page.run("""const real = window.fetch; let asked = 0;
        window.fetch = async (path, ...rest) => {
            const answer = await real(path, ...rest);
            if (!String(path).endsWith('/report')) return answer;
            const [verdict, failure] = asked++ ? ['clean', null] : [null, 'it has not answered yet; ask again for its answer'];
            return Response.json({...await answer.json(), outside: [{name: 'Scanner', score: null, verdict, detail: null, failure}]});
        }""")
    page.click("#tab-report")
    page.wait("document.getElementById('tab-panel').textContent.includes('ask again')")
    page.wait("document.getElementById('tab-panel').textContent.includes('clean')")


def shows_all_clients_in_the_matrix(page):
    page.deliver(html="<html><head><style>.a{display:grid}</style></head><body class=a>x</body></html>")
    open_newest(page, "clients")
    page.wait("document.querySelector('.matrix')")
    columns = "document.querySelectorAll('.matrix thead th').length"
    main = page.run(f"return {columns}")
    page.click("#tab-panel label input")
    page.wait(f"{columns} > 40 && {columns} > arguments[0]", main)
    page.click("#tab-panel label input")
    page.wait(f"{columns} === arguments[0]", main)


def finds_in_the_source_both_ways(page):
    page.deliver(text="Needle one\nneedle two\nNEEDLE three \u034f\n")
    open_newest(page, "source")
    page.click("#tab-panel input[type=search]")
    page.press("nEEdle")
    said = "document.querySelector('#tab-panel form [role=status]').textContent"
    for key, mark, place in ((Keys.ENTER, "Needle", "1 of 3"), (Keys.ENTER, "needle", "2 of 3"), (Keys.ENTER, "NEEDLE", "3 of 3"),
                             (Keys.ENTER, "Needle", "1 of 3"), (None, "NEEDLE", "3 of 3")):
        page.press(key) if key else page.run("[...document.querySelectorAll('#tab-panel form button')].at(-1).click()")
        page.wait(f"{MARKS} === arguments[0] && {said}.startsWith(arguments[1])", mark, place)
    page.click("#tab-panel input[type=search]")
    page.press("s", Keys.ENTER)
    page.wait(f"{said}.startsWith('not found')")
    page.run("[...document.querySelectorAll('#tab-panel label')].find((label) => label.textContent.includes('Invisible')).click()")
    page.wait("document.getElementById('tab-panel').textContent.includes('⟨U+034F⟩')")
    page.run("[...document.querySelectorAll('#tab-panel label')].find((label) => label.textContent.includes('Invisible')).click()")


def asks_no_longer_for_what_was_passed(page):
    page.deliver("passed")
    open_newest(page, "headers")
    page.run("""window.signals = []; const real = window.fetch;
        window.fetch = (path, options) => (/\\/(raw|report|session)$/.test(path)
            ? (window.signals.push(options.signal), new Promise((_, fail) => { options.signal.onabort = () => fail(options.signal.reason); }))
            : real(path, options))""")
    for tab in ("source", "report", "session", "clients", "headers"):
        page.click(f"#tab-{tab}")
    page.wait("document.querySelector('#tab-panel table') && window.signals.length === 4 && window.signals.every((signal) => signal.aborted)")


def compares_from_old_to_new(page):
    page.deliver("twin", text="old\n")
    page.deliver("twin", text="new\n")
    page.open(q="subject:twin")
    page.press("j", Keys.ENTER)
    page.wait("document.querySelector('#message h2')")
    page.press("k", "c", Keys.ENTER)
    added = "[...document.querySelectorAll('.difference .added')].map((line) => line.textContent).join().includes('+ new')"
    page.wait(added)
    page.press(Keys.ESCAPE, Keys.ESCAPE)
    page.wait("document.body.dataset.open === 'list'")
    page.press(Keys.HOME, "x", "j", "x")
    page.click("#bulk button:nth-last-child(2)")
    page.wait(added)


def goes_on_without_the_list(page):
    """By the buttons in the head, where there is no room for the list; and the key to delete does after Enter."""
    for number in "ab":
        page.deliver(f"onward {number}")
    page.cdp("Emulation.setDeviceMetricsOverride", width=360, height=640, deviceScaleFactor=1, mobile=False)
    page.open(q="subject:onward")
    page.click("#rows [data-id]")
    for button, subject in (("below", "onward a"), ("above", "onward b")):
        page.wait("document.getElementById(arguments[0])", button)
        page.click(f"#{button}")
        page.wait("document.querySelector('#message h2')?.textContent === arguments[0] && document.activeElement.id === arguments[1]", subject, button)
    page.cdp("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)
    page.open(q="subject:onward")
    page.press("j", Keys.ENTER)
    page.wait("document.activeElement.id === 'message' && document.querySelector('#message h2')")
    page.press(Keys.DELETE)
    page.wait("document.querySelectorAll('#rows .leaving').length === 1")
    page.press("z")


def shows_and_saves_parts(page):
    page.deliver(text="short words\n", html=f"<p>{'long ' * 30_000}</p>")
    open_newest(page, "parts")
    page.wait("document.querySelector('#tab-panel .tree')")
    assert "too long to show here" in page.text("#tab-panel")
    page.run("[...document.querySelectorAll('#tab-panel button')].find((button) => button.textContent === 'Show').click()")
    page.wait("document.querySelector('#tab-panel .tree pre').innerText.includes('short words')")
    assert page.run("return [...document.querySelectorAll('#tab-panel a[download]')].every((link) => link.textContent === 'Save')")


CHECKS = [copies_with_one_click, tells_what_people_look_for, tells_what_a_bounce_says, leads_to_a_finding_and_back,
          asks_again_who_has_not_answered, shows_all_clients_in_the_matrix, finds_in_the_source_both_ways,
          asks_no_longer_for_what_was_passed, compares_from_old_to_new, goes_on_without_the_list, shows_and_saves_parts]
