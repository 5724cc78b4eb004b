"""A message: every tab, links to each, comparing; and the views beside the list."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

HTML = """<html><head><style>.a{display:grid;color:red}</style></head><body><h1 class="a">Hello</h1>
<p>Your code is 482913. <a href="https://shop.example/confirm?t=1">Confirm</a><img src="https://shop.example/x.png" alt="x"></p>
</body></html>"""

TABS = {
    "preview": "iframe", "report": ".finding", "clients": "table.matrix", "source": ".segment pre", "parts": ".tree li",
    "headers": "table", "session": ".dialogue", "links": ".code",
}


def show(page, subject="Your code is 482913"):
    page.deliver(subject, html=HTML, recipients=("alice@example.com", "hidden@example.com"), sender="bounce@shop.example")
    page.open(q=f'subject:"{subject}"')
    page.press("j", Keys.ENTER)
    page.wait("document.querySelector('#message h2')")


def shows_each_tab(page):
    show(page)
    for name, content in TABS.items():
        page.click(f"#tab-{name}")
        page.wait("document.querySelector('#tab-panel ' + arguments[0])", content)
        assert f"tab={name}" in page.driver.current_url


def keeps_the_tab_from_message_to_message(page):
    page.deliver("Your code is 1")
    show(page)
    page.press("6")
    page.wait("document.querySelector('#tab-headers[aria-selected=true]')")
    page.open(q="subject:code")
    page.press("j", Keys.ENTER)
    page.wait("document.querySelector('#tab-headers[aria-selected=true]')")


def tells_envelope_and_header_apart(page):
    show(page)
    assert "envelope only" in page.text("#message header") and "hidden@example.com" in page.text("#message header")


def names_all_whom_the_header_names(page):
    """More than the row of a message keeps: authors, recipients and characters."""
    named = [f"guest-{number}@example.com" for number in range(150)]
    words = " ".join(["many"] * 300)
    page.deliver(octets=f"From: one@shop.example, two@shop.example\r\nTo: {', '.join(named)}\r\nSubject: {words}\r\n\r\n".encode(),
                 recipients=(*named[-2:], "hidden@example.com"))
    page.open(q="subject:many")
    page.press("j", Keys.ENTER)
    page.wait("document.querySelector('#message h2')")
    head = page.text("#message header")
    assert "two@shop.example" in head and head.count("envelope only") == 1, head[:400]
    page.click("#message dd button.quiet")
    page.wait("document.querySelector('#tab-headers[aria-selected=true]')")
    page.wait("document.querySelector('#tab-panel table')?.textContent.includes('guest-149@')")


def begins_each_message_at_its_head(page):
    lines = "".join(f"<p>{number}</p>" for number in range(300))
    for number in (1, 2):
        page.deliver(f"tall {number}", html=lines, headers={f"X-{field}": "long" for field in range(150)})
    page.open(q="subject:tall", tab="headers")
    page.press("j", Keys.ENTER)
    page.wait("document.querySelectorAll('#tab-panel tr').length > 100")
    first = page.subject()
    page.run("document.getElementById('message').scrollTop = 1500")
    page.run("""fetch(`api/messages/${document.getElementById('message').dataset.id}/tags`, {method: 'PUT', body: '{"tags": ["seen by me"]}', headers: {'content-type': 'application/json'}})""")
    page.wait("document.querySelector('#message .tag')?.textContent === 'seen by me'")
    assert page.run("return document.getElementById('message').scrollTop") >= 1500
    page.press("k" if first == "tall 1" else "j")
    page.wait("document.querySelector('#message h2').textContent !== arguments[0] && document.querySelectorAll('#tab-panel tr').length > 100", first)
    assert page.run("return document.getElementById('message').scrollTop") == 0


def goes_into_the_message_by_key(page):
    """Who opens one hears which, and comes back to the list, also where there is no room for both."""
    page.deliver("to be read aloud")
    for width in (1280, 360):
        page.cdp("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
        page.open(q='subject:"to be read aloud"')
        page.press("j", Keys.ENTER)
        named = "document.activeElement.id === 'message' && document.activeElement.getAttribute('aria-label') === 'to be read aloud'"
        page.wait(f"document.querySelector('#message h2') && {named}")
        page.driver.back()
        page.wait("document.activeElement.id === 'rows'")
    page.click("#rows [data-id]")
    page.wait("document.activeElement.id === 'message'")
    page.wait("document.querySelector('#message .actions button')")
    page.run("document.querySelector('#message .actions button').focus()")
    page.run("fetch(`api/messages/${document.getElementById('message').dataset.id}`, {method: 'DELETE'})")
    page.wait("document.querySelector('#message [role=alert]')?.textContent.includes('was deleted')")
    assert page.run("return document.activeElement.id") == "message"
    page.cdp("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)


def loses_no_focus_with_the_selection(page):
    page.deliver("chosen")
    page.open(q="subject:chosen")
    page.press("j", "x")
    page.wait("!document.getElementById('bulk').hidden")
    page.run("[...document.querySelectorAll('#bulk button')].at(-1).focus()")
    page.press(Keys.ENTER)
    page.wait("document.getElementById('bulk').hidden && document.activeElement.id === 'rows'")


def lays_out_subjects_by_their_own_words(page):
    page.deliver("مرحبا بكم", headers={"X-Tags": "release"})
    page.deliver("ordinary", headers={"X-Tags": "תג"})
    for words, isRightToLeft in (("مرحبا", True), ("ordinary", False)):
        page.open(q=f"subject:{words}")
        page.wait("document.querySelector('#rows .tag')")
        assert page.run("return document.querySelector('#rows .tag').parentElement.matches(':dir(rtl)')") == isRightToLeft, words


def points_at_the_mistake_in_a_search(page):
    marked = []
    for letter in ("e", "e\u0301", "\U0001f469\u200d\U0001f680"):
        page.open(q=f"subject:{letter} larger:much")
        page.wait("document.querySelector('#search-error mark')")
        marked.append(page.text("#search-error mark"))
    assert len(set(marked)) == 1 and marked[0], marked


def tells_days_apart(page):
    """Also when the page is open past midnight."""
    page.open()
    written = page.driver.execute_async_script("""const done = arguments[0];
        import(new URL('parts/format.js', document.baseURI)).then(({clock}) => done([clock('2020-01-02T12:34:56Z').textContent,
          clock(new Date().toISOString()).textContent, clock(new Date().toISOString(), 'moment').textContent]))""")
    assert "2020" in written[0].replace("/20,", "/2020,") and ":34" in written[0], written
    assert "," not in written[1] and "," in written[2], written
    page.deliver("before midnight")
    page.wait("document.querySelector('#rows [data-id] time')?.textContent.includes(':')")
    page.run("""const Today = Date; window.Date = class extends Today { constructor(...of) { super(...(of.length ? of : [Today.now() + 86_400_000])); } };
        document.getElementById('list').dispatchEvent(new Event('scroll'))""")
    page.wait("document.querySelector('#rows [data-id] time').textContent.includes('/')")


def leads_from_a_finding_to_the_source(page):
    show(page)
    page.press("2")
    page.wait("document.querySelector('.finding')")
    page.run("document.querySelectorAll('.finding').forEach((finding) => { finding.open = true; })")
    page.click(".finding li button")
    page.wait("document.querySelector('#tab-panel mark')")
    assert "at=" in page.driver.current_url


def shows_html_as_clients_see_it(page):
    show(page)
    page.press("1")
    page.wait("document.querySelector('iframe')")
    page.choose("As seen by", "outlook.windows")
    page.wait("document.querySelector('iframe').src.includes('client=outlook.windows')")
    page.choose("Images", "block")
    page.wait("document.querySelector('iframe').src.includes('images=block')")
    page.choose("Images", "embedded")
    page.choose("Width", "375px")
    page.wait("document.querySelector('iframe').clientWidth === 375")


def tells_whose_the_keys_are(page):
    """A frame that was clicked, tabbed into or scrolled has the keys, and says so; Shift+Tab leads out of it."""
    page.deliver("keys one", html=HTML)
    show(page, "keys two")
    page.open(q="subject:keys")
    page.press("j", Keys.ENTER, "1")
    page.wait("document.querySelector('#tab-panel iframe')")
    page.within_preview(lambda: None)
    ActionChains(page.driver).click(page.driver.find_element("css selector", "#tab-panel iframe")).perform()
    leaves_the_preview(page)
    for key, focused in ((Keys.TAB, ".fill [type=checkbox]"), (Keys.PAGE_DOWN, "#tab-panel")):
        page.run("document.querySelector(arguments[0]).focus()", focused)
        page.press(key)
        leaves_the_preview(page)


def leaves_the_preview(page):
    hint = "getComputedStyle(document.querySelector('.hint')).display === 'block'"
    page.wait(f"document.activeElement.tagName === 'IFRAME' && {hint}")
    # By way of the links in the mail, of which there are fewer.
    for _ in range(4):
        # The driver sends keys to the frame that it is in, whichever has the focus.
        page.within_preview(ActionChains(page.driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform)
        try:
            page.wait("document.activeElement.tagName !== 'IFRAME'", patience=1)
            break
        except AssertionError:
            continue
    page.wait(f"document.activeElement.type === 'checkbox' && !({hint})")


PICTURE = """From: Shop <shop@shop.example>
Subject: own picture
Content-Type: multipart/related; boundary=b

--b
Content-Type: text/html

<img src=cid:a@b><p><a href=https://shop.example/>Shop</a></p>
--b
Content-Type: image/gif
Content-ID: <a@b>
Content-Transfer-Encoding: base64

R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7
--b--
"""


def shows_the_pictures_of_a_message_but_follows_no_link(page):
    page.deliver(octets=PICTURE.replace("\n", "\r\n").encode())
    page.open(q='subject:"own picture"')
    page.press("j", Keys.ENTER)
    page.press("1")
    page.wait("document.querySelector('#tab-panel iframe')")
    loaded = "return document.images[0]?.complete && document.images[0].naturalWidth === 1 && self.origin === 'null'"
    assert page.within_preview(lambda: page.run(loaded))
    page.within_preview(lambda: page.driver.find_element("css selector", "a").click())
    page.wait("document.getElementById('toasts').textContent.includes('Links do not open')")
    assert page.within_preview(lambda: page.run(loaded))


def tells_apart_what_the_source_is_made_of(page):
    page.deliver("Grüße aus dem Laden, die länger sind als eine einzige Zeile im Kopf einer Nachricht es erlaubt", html=HTML)
    page.open(q="subject:Laden")
    page.press("j", Keys.ENTER)
    page.press("4")
    page.wait("document.querySelector('.segment .name')")
    names = page.run("return [...document.querySelectorAll('.segment .name')].map((node) => node.textContent)")
    assert {"From", "Subject", "MIME-Version", "Content-Type"} <= set(names), names
    assert page.run("return document.querySelector('.segment .word').title").startswith("Grüße aus")
    assert page.run("return document.querySelectorAll('.segment .fold').length") > 0
    assert page.run("return document.querySelectorAll('.segment .boundary').length") == 3
    whole = page.run("return document.querySelector('.segment pre').textContent")
    page.run("[...document.querySelectorAll('.tools label')].find((label) => label.textContent.includes('lengths')).click()")
    page.wait("document.querySelector('.segment .length')")
    measured = page.run("return document.querySelector('.segment pre').textContent").split("\n")
    assert [line[7:] for line in measured] == whole.split("\n")
    assert int(measured[0][:4]) == len(measured[0][7:]), measured[0]


def shows_what_is_long_as_it_is(page):
    """A cut in a character makes no other charset of it, and what is deep in a part is shown without the whole of it."""
    long = b"".join(f"{number:06} {'Привет ' * 8}\r\n".encode() for number in range(4000))
    for shift in ("", "x"):
        page.deliver(octets=f"Subject: long {shift}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{shift}".encode() + long)
        page.open(q="subject:long", tab="source")
        page.press("j", Keys.ENTER)
        page.wait("document.querySelectorAll('.segment pre')[1]?.textContent.length > 50000")
        assert page.run("return /^x?000000 Привет/.test(document.querySelectorAll('.segment pre')[1].textContent)")
    page.click("#tab-panel input[type=search]")
    page.press("003999 ", Keys.ENTER)
    page.wait("document.querySelector('#tab-panel mark')?.textContent === '003999 '")
    shown = page.run("return document.getElementById('tab-panel').textContent")
    assert "003998 Привет" in shown and "002000 " not in shown and len(shown) < 150_000, len(shown)
    page.click("#tab-parts")
    page.click("#tab-panel .tree button")
    page.wait("document.querySelector('#tab-panel mark')?.textContent === '▸'")
    assert page.run("return document.getElementById('tab-panel').textContent.length") < 300_000


def tells_that_links_do_not_open(page):
    """Wherever mail wants them to, and beside another message."""
    for number in (1, 2):
        page.deliver(f"link {number}", html="<p><a href='https://shop.example/' target=_blank>new</a> <a href='https://shop.example/'>same</a></p>")
    page.open(q="subject:link")
    page.press("j", Keys.ENTER, "1")
    page.wait("document.querySelector('#tab-panel iframe')")
    page.within_preview(lambda: page.driver.find_element("css selector", "a").click())
    page.wait("getComputedStyle(document.querySelector('.hint')).display === 'block'")
    assert "links do not open" in page.text(".hint").lower()
    newest, other = page.read("api/messages?q=subject:link&limit=2")["messages"]
    page.open(view="compare", id=newest["id"], with_=other["id"])
    page.wait("document.querySelectorAll('.sides iframe').length === 2")
    page.driver.switch_to.frame(page.driver.find_element("css selector", ".sides iframe"))
    page.wait("document.links.length === 2")
    page.driver.find_elements("css selector", "a")[1].click()
    page.driver.switch_to.default_content()
    page.wait("document.getElementById('toasts').textContent.includes('Links do not open')")
    # The message is there again.
    page.driver.switch_to.frame(page.driver.find_element("css selector", ".sides iframe"))
    page.wait("document.links.length === 2")
    page.driver.switch_to.default_content()


def scrolls_what_is_wide_by_key(page):
    show(page, "wide")
    page.press("1")
    page.wait("document.querySelector('.stage iframe')")
    page.choose("Width", "1100px")
    page.wait("document.querySelector('.stage').scrollWidth > document.querySelector('.stage').clientWidth")
    page.run("document.querySelector('.stage').focus()")
    assert page.run("return document.activeElement.matches('.stage[tabindex][aria-label]')")
    page.press(Keys.ARROW_RIGHT)
    page.wait("document.querySelector('.stage').scrollLeft > 0")
    page.choose("Width", "100%")


def compares_two_messages(page):
    page.deliver("twins", text="same\nleft\n")
    page.deliver("twins", text="same\nright\n")
    page.open(q="subject:twins")
    page.press("j", Keys.ENTER)
    page.wait("document.querySelector('#message h2')")
    page.press("k")
    page.press("c", Keys.ENTER)
    page.wait("document.querySelectorAll('.difference .added').length > 0")


def tells_of_sessions_and_statistics(page):
    page.open()
    page.press("gs")
    page.wait("document.querySelectorAll('#page tbody tr').length > 0")
    page.click("#page tbody button")
    page.wait("document.querySelector('dialog[open] .dialogue')")
    page.press(Keys.ESCAPE)
    page.press("go")
    page.wait("document.querySelectorAll('#page svg rect').length > 70")


def follows_and_searches_sessions(page):
    page.open(view="sessions")
    page.deliver("over a session", user="session-user")
    page.wait("document.querySelector('#page tbody')?.textContent.includes('session-user')")
    assert "not encrypted" in page.text("#page tbody")
    page.click("#page input[type=search]")
    page.press("user:session-user")
    page.wait("[...document.querySelectorAll('#page tbody tr')].every((row) => row.textContent.includes('session-user'))")
    page.press(" user:nobody")
    page.wait("document.querySelectorAll('#page tbody tr').length === 0")
    page.press(Keys.ESCAPE)


def walks_by_keyboard_alone(page):
    show(page, "by keyboard")
    for key in "12345678":
        page.press(key)
        page.wait("document.querySelector(`[role=tab]:nth-child(${arguments[0]})[aria-selected=true]`)", key)
    page.press(Keys.ESCAPE)
    page.wait("document.getElementById('message').hidden")
    page.press("?")
    page.wait("document.querySelector('dialog[open] .keys')")
    page.press(Keys.ESCAPE)
    page.press(":")
    page.wait("document.querySelector('dialog[open] #palette')")
    page.press("overview", Keys.ENTER)
    page.wait("document.querySelector('#page svg')")
    page.press(Keys.ESCAPE)
    page.wait("document.body.dataset.open === 'list'")
    page.press("/")
    page.wait("document.activeElement.id === 'q'")


def tells_of_new_mail_on_the_desktop(page):
    page.open()
    page.keep("notifies", "yes")
    page.run("""window.told = [];
        window.Notification = class { static permission = 'granted'; constructor(title) { window.told.push(title); window.note = this; } close() {} };
        Object.defineProperty(document, 'hidden', {get: () => true})""")
    page.deliver("ring the bell")
    page.wait("window.told.includes('ring the bell')")
    page.run("window.note.onclick()")
    page.wait("document.querySelector('#message h2')?.textContent === 'ring the bell'")
    page.keep("notifies", "")


def asks_whether_it_may_tell_of_new_mail(page):
    """Phones have notifications by name, and fail when one is made."""
    page.open()
    page.run("""window.Notification = class { static requestPermission = async () => 'granted'; constructor() { if (window.isPhone) throw new TypeError(); } }""")
    for is_phone, answer, kept in ((True, "has no notifications", ""), (False, "New mail is told", "yes")):
        page.run("window.isPhone = arguments[0]", is_phone)
        page.run("document.getElementById('rows').focus()")
        page.press(":")
        page.wait("document.querySelector('dialog[open] #palette')")
        page.press("on the desktop", Keys.ENTER)
        page.wait("document.getElementById('toasts').textContent.includes(arguments[0])", answer)
        assert page.run("return import('./store.js').then(({kept}) => kept('notifies'))") == kept
    page.press(":")
    page.wait("document.querySelector('dialog[open] #palette')")
    page.press("on the desktop", Keys.ENTER)
    page.wait("document.getElementById('toasts').textContent.includes('no longer told')")
    assert page.run("return import('./store.js').then(({kept}) => kept('notifies'))") == ""


CHECKS = [shows_each_tab, keeps_the_tab_from_message_to_message, tells_envelope_and_header_apart,
          names_all_whom_the_header_names, begins_each_message_at_its_head, goes_into_the_message_by_key,
          loses_no_focus_with_the_selection, lays_out_subjects_by_their_own_words, points_at_the_mistake_in_a_search,
          tells_days_apart, leads_from_a_finding_to_the_source, shows_html_as_clients_see_it, tells_whose_the_keys_are,
          shows_the_pictures_of_a_message_but_follows_no_link, tells_that_links_do_not_open, scrolls_what_is_wide_by_key,
          tells_apart_what_the_source_is_made_of, shows_what_is_long_as_it_is, compares_two_messages,
          tells_of_sessions_and_statistics, follows_and_searches_sessions, walks_by_keyboard_alone,
          tells_of_new_mail_on_the_desktop, asks_whether_it_may_tell_of_new_mail]
