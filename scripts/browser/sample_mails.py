"""Mails as shops, services and machines send them, for pictures of the page. All names are made up."""

import base64
import email.message
import email.policy
import email.utils

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkqPtfDwAEAgIBi1+jOQAAAABJRU5ErkJggg==")

ORDER = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Your order 1042 has shipped</title>
<style>.button:hover { opacity: .8 } @media (prefers-color-scheme: dark) { body { background: #10201c } }
.steps { display: flex; gap: 8px } .card { border-radius: 12px; box-shadow: 0 2px 8px #0002 }</style></head>
<body style="margin:0;background:#eef3f1;font-family:Georgia,serif;color:#1d2b27">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px">
<table role="presentation" class="card" width="560" cellpadding="0" cellspacing="0" style="max-width:560px;background:#fff">
<tr><td style="padding:20px 28px;background:#17463a;color:#fff;font-size:20px">Fjord &amp; Fell</td></tr>
<tr><td style="padding:28px"><h1 style="margin:0 0 12px;font-size:24px">Your tent is on its way</h1>
<p>Hello Alice,</p><p>order <b>1042</b> left our warehouse this morning. Your code at the parcel shop is <b>482913</b>.</p>
<div class="steps"><span>✓ Packed</span> <span>✓ Shipped</span> <span style="color:#789">○ Delivered</span></div>
<p style="margin:24px 0"><a class="button" href="https://shop.example/track/1042" style="background:#c8552d;color:#fff;padding:12px 22px;text-decoration:none">Track the parcel</a></p>
<table width="100%" cellpadding="6" style="border-top:1px solid #dde5e2"><tr><td>Tent “Skarven”, two persons</td><td align="right">289.00 €</td></tr>
<tr><td>Shipping</td><td align="right">4.90 €</td></tr><tr><td><b>Total</b></td><td align="right"><b>293.90 €</b></td></tr></table>
<img src="https://shop.example/open.gif?u=alice" width="1" height="1" alt=""></td></tr>
<tr><td style="padding:16px 28px;color:#567;font-size:13px">Fjord &amp; Fell, Harbour Street 5, Exampletown ·
<a href="https://shop.example/unsubscribe?u=alice">Unsubscribe</a></td></tr></table></td></tr></table></body></html>"""

NEWSLETTER = """<html><head><style>.grid{display:grid;grid-template-columns:1fr 1fr;gap:1rem}.hero{position:sticky;background-image:linear-gradient(#fc0,#f60)}
</style></head><body><h1 class="hero">SALE! 70 % OFF EVERYTHING!!!</h1><div class="grid"><p>Act now, limited offer.</p><p><b>Click here</b></p></div>
<img src="http://cdn.shop.example/hero.jpg"><a href="http://203.0.113.7/win">http://shop.example/sale</a></body></html>"""

ARABIC = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>مرحبا</title></head><body style="font-family:sans-serif;padding:24px">
<h1>مرحبا بكم في المتجر</h1><p>شكرا لتسجيلكم. رمز التأكيد هو <b>730184</b>.</p><p><a href="https://shop.example/ar/confirm">تأكيد العنوان</a></p></body></html>"""


def mail(sender, subject, text, html=None, to="alice@example.com", headers=None, attachments=()):
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = email.utils.localtime(), email.utils.make_msgid(domain="shop.example")
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, kind, content in attachments:
        message.add_attachment(content, *kind.split("/"), filename=name)
    return message.as_bytes()


ONE_CLICK = {"List-Unsubscribe": "<https://shop.example/unsubscribe?u=alice>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}

# What is sent, by whom and to whom, and as which user; the last are the newest.
MAILS = [
    (mail("Cron <root@build.example>", "backup finished in 41 s", "Wrote 18 312 files, 2.4 GB.\n", to="ops@example.com"), "root@build.example", ["ops@example.com"], "ops"),
    (mail("Fjord & Fell <news@shop.example>", "SALE!!! 70 % off, today only", "Act now.\n", NEWSLETTER), "bounce-77@mailer.example", ["alice@example.com", "bob@example.com"], None),
    (mail("Billing <billing@shop.example>", "Invoice 2026-118", "The invoice is attached.\n", attachments=[
        ("invoice-2026-118.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n"), ("logo.png", "image/png", PIXEL)]),
     "billing@shop.example", ["alice@example.com", "archive@example.com"], None),
    (b"From: postmaster@mx.example\r\nTo: news@shop.example\r\nSubject: Undelivered: mailbox full\r\nMIME-Version: 1.0\r\n"
     b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nbob@example.com: mailbox full.\r\n"
     b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns;mx.example\r\n\r\nFinal-Recipient: rfc822;bob@example.com\r\n"
     b"Action: failed\r\nStatus: 5.2.2\r\n", "", ["news@shop.example"], None),
    (mail("CI <ci@build.example>", "main is red: 2 of 1 204 tests failed", "CheckoutTests.paysByCard\nCheckoutTests.refunds\n", to="team@example.com"),
     "ci@build.example", ["team@example.com"], "ci-4711"),
    (mail("Accounts <no-reply@shop.example>", "Your sign-in code is 204 518", "Your code is 204518. It holds for ten minutes.\n"),
     "no-reply@shop.example", ["alice@example.com"], None),
    (mail("Mia Berg <mia@studio.example>", "Re: Grüße aus Ålesund", "The new pictures are ready.\n> Are they?\n"), "mia@studio.example", ["alice@example.com"], None),
    (mail("Fjord & Fell <orders@shop.example>", "Your order 1042 has shipped", "Order 1042 is on its way. Your code is 482913.\n", ORDER,
          headers=ONE_CLICK, attachments=[("invoice-1042.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n")]),
     "orders@shop.example", ["alice@example.com", "hidden@example.com"], None),
    (mail("المتجر <salam@shop.example>", "مرحبا بكم في المتجر", "رمز التأكيد هو 730184.\n", ARABIC), "salam@shop.example", ["alice@example.com"], None),
]
