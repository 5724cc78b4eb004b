"""What the page makes of its stream of events: one that breaks off, says nothing, or goes on with another store."""

from selenium.webdriver.common.keys import Keys

# A stream in the hands of a check, in a browser without shared workers. What takes long takes a fiftieth of it.
FAKE = """
delete window.SharedWorker;
window.streams = [];
window.EventSource = class extends EventTarget {
  static OPEN = 1; static CLOSED = 2;
  constructor(url) { super(); this.url = url; this.readyState = 0; window.streams.push(this); }
  close() { this.readyState = 2; }
  open() { this.readyState = 1; this.onopen(); }
  refuse() { this.readyState = 2; this.onerror(); }
  say(name, data = {}, lastEventId = "") { this.dispatchEvent(new MessageEvent(name, {data: JSON.stringify(data), lastEventId})); }
};
for (const name of ["setTimeout", "setInterval"]) {
  const real = window[name].bind(window);
  window[name] = (act, wait, ...rest) => real(act, wait >= 2500 && wait !== 6000 ? wait / 50 : wait, ...rest);
}
window.stream = () => window.streams.at(-1);
"""


def begin(page, **state):
    page.driver.get("about:blank")
    page.go(**state)
    page.wait("window.streams.length && document.querySelector('#rows [data-id]')")
    page.wait("import('./deeds.js').then(() => true)")


def live(page, **state):
    begin(page, **state)
    page.run("stream().open()")
    page.wait("document.getElementById('connection').textContent === 'live'")


def notices_a_stream_that_says_nothing(page):
    page.deliver("for the streams")
    live(page)
    page.wait("document.getElementById('connection').textContent === 'every 3 s'")
    page.run("stream().say('ping')")
    page.wait("document.getElementById('connection').textContent === 'live'")


def asks_where_there_is_no_stream(page):
    """And says so, for as long as it has answers."""
    live(page)
    page.run("stream().refuse()")
    page.wait("document.getElementById('connection').textContent === 'every 3 s'")
    page.deliver("found by asking")
    page.wait("document.getElementById('rows').textContent.includes('found by asking')")
    page.run("window.answers = window.fetch; window.fetch = () => Promise.reject(new TypeError('nobody there'))")
    page.wait("document.getElementById('connection').textContent.startsWith('offline')")
    page.run("window.fetch = window.answers")
    page.wait("document.getElementById('connection').textContent === 'every 3 s'")
    page.run("stream().open()")
    page.wait("document.getElementById('connection').textContent === 'live'")


def goes_on_where_it_was(page):
    live(page)
    page.run("stream().say('ping', {}, '41'); stream().refuse()")
    page.wait("streams.length > 1")
    assert page.run("return stream().url") == "api/events?after=41"


def forgets_what_it_meant_in_another_store(page):
    """The same numbers are other messages; but the same store may only have more to tell than it tells one by one."""
    live(page)
    page.run("stream().say('ping', {}, '41')")
    page.press("x")
    page.wait("document.querySelector('#rows .selected')")
    page.run("stream().say('reset', {at: 50}, '50')")
    page.wait("!document.querySelector('#rows > div:not([data-id])')")
    assert page.run("return document.querySelectorAll('#rows .selected').length") == 1
    page.run("stream().refuse()")
    page.wait("streams.length > 1")
    page.run("stream().open(); stream().say('reset', {at: 3}, '3')")
    page.wait("!document.querySelector('#rows .selected') && document.querySelector('#rows [data-id]')")


def allows_pictures_to_one_message_and_not_to_its_number(page):
    page.deliver("with pictures", html="<p>Hello.</p><img src='https://shop.example/x.png' alt='x'>")
    live(page, q='subject:"with pictures"')
    page.press(Keys.ENTER, "1")
    page.wait("document.querySelector('#tab-panel iframe')")
    page.choose("Images", "all")
    page.wait("document.querySelector('#tab-panel iframe').src.includes('images=all')")
    page.run("stream().say('ping', {}, '41'); stream().say('reset', {at: 3}, '3')")
    page.wait("document.querySelector('#tab-panel iframe')?.src.includes('images=embedded')")


def notices_by_polling_that_the_open_message_went(page):
    page.deliver("soon gone")
    begin(page, q='subject:"soon gone"')
    page.run("stream().refuse()")
    page.wait("document.getElementById('connection').textContent === 'every 3 s'")
    page.click("#rows [data-id]")
    page.wait("document.querySelector('#message h2')?.textContent === 'soon gone'")
    message = "`api/messages/${document.getElementById('message').dataset.id}`"
    page.wait(f"(await (await fetch({message})).json()).seen")
    page.run(f"return fetch({message}, {{method: 'DELETE'}}).then(() => null)")
    page.wait("document.getElementById('message').textContent.includes('was deleted')")


CHECKS = [notices_a_stream_that_says_nothing, asks_where_there_is_no_stream, goes_on_where_it_was, forgets_what_it_meant_in_another_store,
          allows_pictures_to_one_message_and_not_to_its_number, notices_by_polling_that_the_open_message_went]
