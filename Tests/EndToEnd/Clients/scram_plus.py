"""A login that is bound to the certificate: no mail program knows it without being told, so Python's smtplib is."""

from programs import Program, message

SOURCE = """
import base64, hashlib, hmac, smtplib, ssl, sys
context = ssl.create_default_context(cafile={certificate!r})
encode = lambda octets: base64.b64encode(octets).decode()
mac = lambda key, octets: hmac.digest(key, octets, "sha256")
with smtplib.SMTP("localhost", {port}) as server:
    server.starttls(context=context)
    server.ehlo()
    header, bare = b"p=tls-server-end-point,,", b"n={login},r=abcdefgh"
    binding = header + hashlib.sha256(server.sock.getpeercert(binary_form=True)).digest()
    code, text = server.docmd("AUTH", "SCRAM-SHA-256-PLUS " + encode(header + bare))
    assert code == 334, text
    offer = base64.b64decode(text)
    fields = dict(field.split("=", 1) for field in offer.decode().split(","))
    ending = ("c=" + encode(binding) + ",r=" + fields["r"]).encode()
    everything = b",".join([bare, offer, ending])
    salted = hashlib.pbkdf2_hmac("sha256", b"tiger", base64.b64decode(fields["s"]), int(fields["i"]))
    key = mac(salted, b"Client Key")
    signature = mac(hashlib.sha256(key).digest(), everything)
    proof = bytes(left ^ right for left, right in zip(key, signature))
    code, text = server.docmd(encode(ending + b",p=" + encode(proof).encode()))
    assert code == 334, text
    assert base64.b64decode(text)[2:].decode() == encode(mac(mac(salted, b"Server Key"), everything)), "who is that?"
    code, text = server.docmd("")
    assert code == 235, text
    server.sendmail("a@example.com", ["b@example.com"], sys.stdin.read())
"""


class ScramPlus(Program):
    name, needs = "scram-plus", ("python3",)
    modes = [("starttls", "SCRAM-SHA-256-PLUS")]

    def command(self, server, token, security, login, mechanism, folder):
        source = SOURCE.format(
            certificate=server.certificate, port=self.port(server, security, mechanism), login=login)
        return ["python3", "-c", source], message(token)
