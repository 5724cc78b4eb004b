"""Mails that want to run, to phone home, or to break the page. None may."""

from hostile_mails import MAILS

TABS = ["preview", "report", "source", "parts", "headers", "links"]

# What a mail that runs would leave behind, here or in a frame.
TRACES = """
const frames = [...document.querySelectorAll("iframe")].map((frame) => { try { return frame.contentWindow.ran; } catch { return undefined; } });
return [window.ran, ...frames].some((trace) => trace !== undefined) || document.title.includes("HACKED") || !location.hash
"""


def holds_off_hostile_mail(page):
    assert len(MAILS) >= 60, len(MAILS)
    page.open()
    page.requested()
    for name, octets in MAILS.items():
        page.deliver(octets=octets)
        newest = page.read("api/messages?limit=1")["messages"][0]["id"]
        for tab in TABS:
            page.go(id=newest, tab=tab)
            page.wait("document.getElementById('tab-panel')?.classList.contains(arguments[0])"
                      " && document.getElementById('tab-panel').childNodes.length > 0", tab)
            if tab == "preview":
                show_pictures(page)
                click_links(page)
            assert not page.run(TRACES), f"{name} left a trace at {tab}"
            assert page.run("return document.getElementById('head').offsetHeight > 0 && document.getElementById('rows') !== null"), name
        requested = page.requested()
        assert not requested and not page.trap.visits, f"{name} asked for {requested} {page.trap.visits}"
        assert len(page.driver.window_handles) == 1, f"{name} opened a window"
        page.complaints()
    print(f"  {len(MAILS)} hostile mails")


def show_pictures(page):
    """Waits until the HTML is there, where there is any."""
    page.wait("""(() => { const frame = document.querySelector("#tab-panel iframe");
        return !frame || frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank"; })()""")


def click_links(page):
    """What a person does: clicks on what can be clicked."""
    page.run("""const frame = document.querySelector("#tab-panel iframe");
        const nodes = frame?.contentDocument?.querySelectorAll("a, area, button, input, summary, form, label") ?? [];
        [...nodes].slice(0, 10).forEach((node) => { try { node.click(); } catch { } })""")


CHECKS = [holds_off_hostile_mail]
