"""What is done to messages, by key and mouse: to which, how often, and what is taken back."""

import itertools
import time
from urllib.parse import quote

from selenium.webdriver.common.keys import Keys

# Messages of another run may be there.
names = itertools.count(int(time.time()))


def some(page, count=3, **state):
    """Delivers messages that only this check has, and opens the list of them, the newest first."""
    name = f"deed-{next(names)}"
    for number in range(count):
        page.deliver(f"{name} {'abcdef'[number]}")
    page.open(q=f"subject:{name}", **state)
    page.wait(f"document.querySelectorAll('#rows [data-id]').length === {count}")
    page.run("document.getElementById('rows').focus()")
    return name


def shows(page, ending):
    page.wait("document.querySelector('#message h2')?.textContent.endsWith(arguments[0]) && !document.getElementById('message').hidden", ending)


def deletes_a_message_once(page):
    some(page)
    hold = "document.getElementById('rows').dispatchEvent(new KeyboardEvent('keydown', {key: '#', bubbles: true, repeat: arguments[0]}))"
    for is_held in (False, True, True):
        page.run(hold, is_held)
    page.wait("document.querySelectorAll('#rows .leaving').length === 1")
    # The cursor went on; back at the first, there is nothing left to delete.
    page.press("k", "#")
    page.wait("document.querySelectorAll('#toasts .toast').length === 1")
    page.press("z")
    page.wait("document.querySelectorAll('#rows .leaving').length === 0")
    assert page.text("#toasts") == ""


def goes_on_to_what_stays(page):
    some(page)
    page.press(Keys.END, Keys.ENTER)
    shows(page, " a")
    page.press("#")
    shows(page, " b")
    page.press("#")
    shows(page, " c")
    page.press("#")
    page.wait("document.getElementById('message').hidden && document.querySelectorAll('#rows .leaving').length === 3")
    page.press("z", "z", "z")


def reads_one_unread_message_after_another(page):
    name = some(page)
    page.open(q=f"subject:{name} is:unseen")
    for ending in " c", " b", " a":
        page.press(Keys.ENTER if ending == " c" else "j")
        shows(page, ending)
        page.wait("![...document.querySelectorAll('#rows [data-id]')].some((row) => row.textContent.includes(arguments[0]))", f"{name}{ending}")


def finds_the_open_message_on_the_list(page):
    name = some(page)
    oldest = page.run("return [...document.querySelectorAll('#rows [data-id]')].map((row) => Number(row.dataset.id)).sort((a, b) => a - b)[0]")
    page.open(q=f"subject:{name}", id=oldest)
    page.wait("document.querySelector('#rows .current')?.dataset.id === arguments[0]", str(oldest))
    shows(page, " a")
    page.press("k")
    shows(page, " b")


def opens_again_what_could_not_be_read(page):
    some(page, 1)
    page.run("""const real = window.fetch; let isBroken = true;
        window.fetch = (path, ...rest) => (isBroken && /messages.\\d+$/.test(path) ? (isBroken = false, Promise.reject(new TypeError('Failed to fetch'))) : real(path, ...rest))""")
    page.press(Keys.ENTER)
    page.wait("document.getElementById('message').textContent.includes('Creel does not answer')")
    page.click("#rows [data-id]")
    shows(page, " a")


def has_the_tab_in_its_address(page):
    some(page, 1)
    page.keep("tab", "headers")
    page.click("#rows [data-id]")
    page.wait("document.querySelector('#tab-headers[aria-selected=true]')")
    assert "tab=headers" in page.driver.current_url, page.driver.current_url
    page.keep("tab", "")


def tags_and_marks_what_is_no_longer_in_memory(page):
    """Taking it back takes back what was done, and no more."""
    some(page, 2)
    ids = page.run("return [...document.querySelectorAll('#rows [data-id]')].map((row) => row.dataset.id)")
    page.run("""return fetch(`api/messages/${arguments[0]}/tags`, {method: 'PUT', headers: {'content-type': 'application/json'},
        body: '{"tags": ["kept"]}'}).then(() => fetch(`api/messages/${arguments[0]}/seen`, {method: 'PUT'})).then(() => null)""", ids[0])
    page.wait("document.querySelector('#rows .tag') && document.querySelectorAll('#rows .unread').length === 1")
    page.press("x", "j", "x")
    page.wait("document.querySelectorAll('#rows .selected').length === 2")
    page.run("return import('./store.js').then(({pages}) => { pages.begin(); pages.isLoaded = true; })")
    of = "[...arguments].sort().map(async (id) => (await (await fetch(`api/messages/${id}`)).json()))"
    tags = f"String((await Promise.all({of})).map((one) => one.tags.length))"
    page.run("[...document.querySelectorAll('#bulk button')].find((button) => button.textContent === 'Tag…').click()")
    page.wait("document.querySelector('dialog[open] input')")
    page.press("kept, more", Keys.ENTER)
    page.wait(f"{tags} === '2,2'", *ids)
    page.press("z")
    page.wait(f"{tags} === (arguments[0] < arguments[1] ? '1,0' : '0,1')", *ids)
    seen = f"String((await Promise.all({of})).map((one) => one.seen))"
    page.press("I")
    page.wait(f"{seen} === 'true,true'", *ids)
    page.press("z")
    page.wait(f"{seen} === (arguments[0] < arguments[1] ? 'true,false' : 'false,true')", *ids)


def marks_everything_read_after_a_while(page):
    some(page, 2)

    def mark():
        page.press(":")
        page.wait("document.querySelector('dialog[open] #palette')")
        page.press("everything on the list read", Keys.ENTER)
        page.wait("document.querySelector('#toasts .toast')")

    mark()
    page.press("z")
    page.wait("!document.querySelector('#toasts .toast')")
    mark()
    assert page.run("return document.querySelectorAll('#rows .unread').length") == 2
    page.click(".toast [aria-label=Dismiss]")
    page.wait("document.querySelectorAll('#rows .unread').length === 0")


def keeps_what_was_typed(page):
    some(page, 1)
    page.run("""const box = document.getElementById('q'); box.focus(); box.value = 'typed-in-haste'; box.dispatchEvent(new Event('input'));
        document.getElementById('rows').focus(); return import('./store.js').then(({draw}) => { draw(); })""")
    page.wait("location.hash.includes('typed-in-haste') && document.getElementById('q').value === 'typed-in-haste'")


def says_that_nobody_answers(page):
    name = some(page, 1)
    page.run("""window.answers = window.fetch; window.fetch = (path, ...rest) => (path.startsWith('api/messages?') ? Promise.reject(new TypeError()) : window.answers(path, ...rest))""")
    page.run("location.hash = `#q=${arguments[0]}`", quote(f"{name} hello"))
    page.wait("document.getElementById('search-error').textContent.includes('Creel does not answer')")
    assert page.run("return document.getElementById('empty').hidden && document.getElementById('q').getAttribute('aria-invalid') === 'false'")
    page.run("window.fetch = window.answers")
    page.wait("document.querySelector('#rows [data-id]') && document.getElementById('search-error').hidden")


def compares_with_none_but_the_one_below(page):
    some(page, 2)
    page.press(Keys.END, "c")
    page.wait("document.querySelector('dialog[open] input')")
    page.press(Keys.ENTER)
    page.wait("document.getElementById('toasts').textContent.includes('none to compare with')")


CHECKS = [deletes_a_message_once, goes_on_to_what_stays, reads_one_unread_message_after_another, finds_the_open_message_on_the_list,
          opens_again_what_could_not_be_read, has_the_tab_in_its_address, tags_and_marks_what_is_no_longer_in_memory,
          marks_everything_read_after_a_while, keeps_what_was_typed, says_that_nobody_answers, compares_with_none_but_the_one_below]
