"""A browser with the page in it, and what checks ask of both."""

import email.message
import http.server
import itertools
import os
import re
import shutil
import smtplib
import socket
import threading
import time
from urllib.parse import urlencode, urlsplit

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from network import CHROMIUMS_OWN, CONNECTION, REQUEST, NetworkLog

PATIENCE = 10

# Stands for a server on another machine, over plain HTTP: browsers trust it less than this machine.
OTHER_NAME = "creel.test"

# How an entry of the log begins that has the frame of a message for its document, the error that stands where mail led it,
# or a page that wanted to be in no frame.
OF_MAIL = re.compile(r"\S+/api/messages/\d+/html\?\S* \S+ (?!Failed)|chrome-error:|security - Framing '[^']*' violates .*\"frame-ancestors ")
# A search that is wrong, and a server that browsers do not trust.
ON_PURPOSE = re.compile(
    rf"\S+/api/(messages|sessions)\?\S* .* status of 400|http://{OTHER_NAME}\S+ \S+ The Cross-Origin-Opener-Policy header has been ignored")


class Trap(http.server.ThreadingHTTPServer):
    """Stands for the whole Internet: every host name leads here, and nobody should come."""

    def __init__(self):
        self.visits = []
        # What it answers after all, by path.
        self.pages = {}
        trap = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                host, content = self.headers.get("Host") or "", trap.pages.get(self.path)
                if content is not None:
                    self.send_response(200)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.end_headers()
                    self.wfile.write(content.encode())
                    return
                if not host.endswith(CHROMIUMS_OWN):
                    trap.visits.append(f"{host}{self.path}")
                self.send_response(404)
                self.end_headers()

            do_POST = do_HEAD = do_OPTIONS = do_PUT = do_GET

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Page:
    def __init__(self, url, smtp, size=(1280, 800), is_dark=False, before="", is_brief=False, is_logged=True):
        self.url, self.smtp, self.trap, self.network = url, smtp, Trap(), NetworkLog()
        self.marks, self.is_brief = itertools.count(), is_brief
        options = webdriver.ChromeOptions()
        options.binary_location = os.environ.get("CREEL_CHROME") or shutil.which("chromium") or shutil.which("google-chrome") or ""
        # Chromium looks up nothing and calls nobody by itself; what mail asks for ends in the trap.
        for argument in (
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
            "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync",
            "--disable-features=OptimizationHints,MediaRouter,HttpsUpgrades", "--lang=en-US", f"--window-size={size[0]},{size[1]}",
            f"--host-resolver-rules=MAP {OTHER_NAME} 127.0.0.1,MAP * 127.0.0.1:{self.trap.server_port},EXCLUDE 127.0.0.1",
            "--enable-precise-memory-info", *([f"--log-net-log={self.network.path}"] if is_logged else []),
        ):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options)
        self.driver.set_script_timeout(3 * PATIENCE)
        self.cdp("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=1, mobile=False)
        if is_dark:
            self.cdp("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
        if before:
            self.cdp("Page.addScriptToEvaluateOnNewDocument", source=before)

    def cdp(self, command, **parameters):
        return self.driver.execute_cdp_cmd(command, parameters)

    def close(self):
        self.driver.quit()
        self.trap.shutdown()
        self.network.close()

    def open(self, **state):
        """Loads the page anew with this state in the address."""
        self.driver.get("about:blank")
        self.go(**state)
        self.wait("document.getElementById('connection')?.textContent === 'live'")
        self.wait("document.querySelector('#rows [data-id]') || !document.getElementById('empty').hidden"
                  " || !document.getElementById('search-error').hidden || document.body.dataset.open === 'page'")
        # Keys do nothing before this is here, which the list does not wait for.
        self.wait("import('./deeds.js').then(() => true)")

    def go(self, **state):
        self.driver.get(f"{self.url}#{urlencode({'with' if k == 'with_' else k: v for k, v in state.items()})}")

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition, *arguments, patience=PATIENCE):
        """Until the JavaScript expression is true."""
        end = time.monotonic() + patience
        while not (value := self.run(f"return (async () => {condition})()", *arguments)):
            if time.monotonic() > end:
                raise AssertionError(f"never became true: {condition}; the page says: {self.text()[:400]}")
            time.sleep(0.02)
        return value

    def within_preview(self, look):
        """What `look` finds in the frame of the preview, once that has loaded; `None` where there is none."""
        end = time.monotonic() + PATIENCE
        while frames := self.driver.find_elements(By.CSS_SELECTOR, "#tab-panel iframe"):
            try:
                self.driver.switch_to.frame(frames[0])
                self.wait("document.readyState === 'complete' && document.URL !== 'about:blank'")
                return look()
            except WebDriverException:
                # Another has just taken its place.
                if time.monotonic() > end:
                    raise
            finally:
                self.driver.switch_to.default_content()
        return None

    def press(self, *keys):
        """Each on its own, at whatever has the focus by then; two keys that make one command only together are one string."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def click(self, selector):
        end = time.monotonic() + PATIENCE
        while True:
            self.wait("document.querySelector(arguments[0])", selector)
            try:
                return self.driver.find_element(By.CSS_SELECTOR, selector).click()
            except StaleElementReferenceException:
                # Its like has just taken its place.
                if time.monotonic() > end:
                    raise

    def choose(self, label, value):
        """What a person does with a menu of that label."""
        self.run("""const menu = [...document.querySelectorAll('label')].find((one) => one.textContent.startsWith(arguments[0])).control;
            menu.value = arguments[1]; menu.dispatchEvent(new Event('change'))""", label, value)

    def keep(self, name, value):
        """As if it were known since the last visit."""
        self.run("return import('./store.js').then(({keep}) => { keep(...arguments); })", name, value)

    def text(self, selector="body"):
        return self.run("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def subject(self):
        return self.text("#message h2")

    def read(self, path):
        """What the API answers, asked by the page itself."""
        return self.driver.execute_async_script(
            "const [path, done] = arguments; fetch(path).then((r) => r.json()).then(done)", path)

    def deliver(self, subject="hello", text="Hello.\n", html=None, sender="shop@shop.example",
                recipients=("alice@example.com",), to="alice@example.com", user=None, octets=None, headers=None):
        """Sends a message over SMTP and returns the time of the 250, in seconds."""
        if octets is None:
            message = email.message.EmailMessage()
            message["From"], message["To"], message["Subject"] = f"Shop <{sender}>", to, subject
            for name, value in (headers or {}).items():
                message[name] = value
            message.set_content(text)
            if html:
                message.add_alternative(html, subtype="html")
            octets = message.as_bytes()
        with smtplib.SMTP("127.0.0.1", self.smtp) as client:
            if user:
                client.login(user, "password")
            client.sendmail(sender, list(recipients), octets)
            return time.time()

    def converse(self, *lines):
        """Says lines to the server, waiting for a reply to each but the last, and leaves."""
        with socket.create_connection(("127.0.0.1", self.smtp)) as connection, connection.makefile("rwb") as stream:
            for line in lines:
                while stream.readline()[3:4] == b"-":
                    pass
                stream.write(f"{line}\r\n".encode())
                stream.flush()

    def kept_out(self):
        """What the browser's log says that a policy kept out."""
        return [entry["message"] for entry in self.driver.get_log("browser") if "Content Security Policy" in entry["message"]]

    def complaints(self):
        """What the browser's log has against the page and its code: all but what concerns a frame of mail, and what the
        checks bring about on purpose."""
        return [entry["message"] for entry in self.driver.get_log("browser")
                if entry["level"] == "SEVERE" and not OF_MAIL.match(entry["message"]) and not ON_PURPOSE.match(entry["message"])]

    def requested(self, also_connected=True):
        """URLs of others than the server that were asked for since the last time, or connected to in advance."""
        mark, names, urls = f"mark={next(self.marks)}", {REQUEST, CONNECTION} if also_connected else {REQUEST}, []
        end = time.monotonic() + PATIENCE
        # The log is written in batches: what stands before this is in it when this is.
        while time.monotonic() < end:
            self.run("return fetch(`?${arguments[0]}`).then(() => null)", mark)
            events = list(self.network.events())
            urls += [url for name, url in events if name in names]
            if any(url.endswith(mark) for _, url in events):
                return [url for url in urls if self.is_foreign(url)]
        raise AssertionError("the browser writes no log of the network")

    def is_foreign(self, url):
        parts = urlsplit(url)
        return (parts.scheme in ("http", "https", "ws", "wss") and not (parts.hostname or "").endswith(CHROMIUMS_OWN)
                and not url.startswith(f"{urlsplit(self.url).scheme}://{urlsplit(self.url).netloc}"))
