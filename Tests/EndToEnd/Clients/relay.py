"""Postfix as a relay: an instance of its own, with a queue of its own, that hands everything on to Creel."""

import glob
import os
import pathlib
import shutil
import smtplib
import socket
import subprocess
import tempfile

from programs import Program, message

DAEMONS = "/usr/lib/postfix/sbin"

MODULES = {"PLAIN": "/usr/lib/*/sasl2/libplain.so", "CRAM-MD5": "/usr/lib/*/sasl2/libcrammd5.so",
           "SCRAM-SHA-256": "/usr/lib/*/sasl2/libscram.so"}

SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Postfix(Program):
    """Its queue takes the message over SMTP; what arrives is what it hands on."""

    needs = ("/usr/sbin/postfix", f"{DAEMONS}/smtpd")
    runs_itself = True

    def __init__(self, is_lmtp, place):
        self.name = f"postfix-{'lmtp' if is_lmtp else 'smtp'}-{place}"
        self.is_lmtp, self.place = is_lmtp, place
        self.modes = [("plain", "anonymous")] if place == "unix" else [
            ("plain", "anonymous"), ("starttls", "anonymous"), ("starttls", "PLAIN")]
        if not is_lmtp:
            self.modes += [("implicit", "anonymous"), ("implicit", "PLAIN"), ("plain", "CRAM-MD5"),
                           ("plain", "SCRAM-SHA-256"), ("starttls", "SCRAM-SHA-256")]

    def missing(self, which):
        if os.geteuid() != 0:
            return "Postfix starts as root only"
        # Mechanisms are modules of Cyrus SASL, in a package of their own.
        self.modes = [mode for mode in self.modes if mode[1] == "anonymous" or glob.glob(MODULES[mode[1]])]
        return super().missing(which)

    def transport(self, server, security, mechanism):
        if self.place == "unix":
            return f"lmtp:unix:{server.directory}/lmtp.sock"
        return (f"lmtp:inet:127.0.0.1:{server.ports['lmtp']}" if self.is_lmtp
                else f"smtp:[127.0.0.1]:{self.port(server, security, mechanism)}")

    def settings(self, server, security, login, mechanism, folder):
        kind = "lmtp" if self.is_lmtp else "smtp"
        level = "none" if security == "plain" else "secure"
        lines = {
            "compatibility_level": "3.6", "queue_directory": f"{folder}/queue", "data_directory": f"{folder}/data",
            "command_directory": "/usr/sbin", "daemon_directory": DAEMONS, "mail_owner": "postfix",
            "setgid_group": "postdrop", "inet_interfaces": "127.0.0.1", "inet_protocols": "ipv4", "mydestination": "",
            "myhostname": "relay.example", "mynetworks": "127.0.0.0/8", "alias_maps": "", "alias_database": "",
            "local_recipient_maps": "", "smtpd_relay_restrictions": "permit_mynetworks,reject",
            "default_transport": self.transport(server, security, mechanism), "maillog_file": f"{folder}/log",
            "maillog_file_prefixes": folder, "smtp_dns_support_level": "disabled", "smtp_host_lookup": "native",
            f"{kind}_tls_security_level": level, f"{kind}_tls_CAfile": server.certificate,
            f"{kind}_tls_secure_cert_match": "localhost", "minimal_backoff_time": "1s", "queue_run_delay": "1s",
            "shlib_directory": "/usr/lib/postfix", "meta_directory": "/etc/postfix"}
        if security == "implicit":
            lines["smtp_tls_wrappermode"] = "yes"
        if login:
            lines |= {f"{kind}_sasl_auth_enable": "yes", f"{kind}_sasl_mechanism_filter": mechanism.lower(),
                      f"{kind}_sasl_security_options": "noanonymous", f"{kind}_sasl_tls_security_options": "noanonymous",
                      f"{kind}_sasl_password_maps": "static:" + f"{login}:tiger"}
        return lines

    def run(self, server, token, security, login, mechanism, folder):
        """What went wrong; None for nothing so far."""
        # Not below the folder of the test: its daemons run as another user, who has to get there.
        with tempfile.TemporaryDirectory(prefix="creel-relay-") as home:
            os.chmod(home, 0o755)
            home = pathlib.Path(home)
            for name in ("etc", "queue", "data"):
                (home / name).mkdir()
            shutil.chown(home / "data", "postfix", "postfix")
            port = free_port()
            lines = self.settings(server, security, login, mechanism, str(home))
            (home / "etc/main.cf").write_text("".join(f"{name} = {value}\n" for name, value in lines.items()))
            (home / "etc/master.cf").write_text(SERVICES.format(port=port))
            started = subprocess.run(["postfix", "-c", str(home / "etc"), "start"], capture_output=True, text=True)
            if started.returncode:
                return f"it does not start: {started.stderr.strip()[-300:]}"
            try:
                with smtplib.SMTP("127.0.0.1", port, timeout=20) as relay:
                    relay.sendmail("a@example.com", ["b@example.com"], message(token))
                reason = server.arrival(token)
                if reason and (home / "log").exists():
                    reason += f"; {(home / 'log').read_text()[-600:]}"
                return reason
            finally:
                subprocess.run(["postfix", "-c", str(home / "etc"), "stop"], capture_output=True)


RELAYS = [Postfix(False, "tcp"), Postfix(True, "tcp"), Postfix(True, "unix")]
