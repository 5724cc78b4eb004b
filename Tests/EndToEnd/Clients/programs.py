"""Mail programs, and how each is told to deliver one message.

`command` answers with the words of a command and what it reads on standard input. A mode is a way of encryption (`plain`,
`starttls`, `implicit`) and `anonymous`, or a mechanism of login that it is told to use (`login` where it picks one).
"""

import os
import subprocess

ALL_SECURITIES = ("plain", "starttls", "implicit")


def modes(securities, *logins):
    return [(security, login) for security in securities for login in ("anonymous",) + logins]


def message(token):
    return f"From: <a@example.com>\nTo: <b@example.com>\nSubject: {token}\n\nHello.\n"


class Program:
    """What is common to all."""

    name = ""
    #: What must be there: a command, or a path.
    needs = ()
    modes = []
    is_lmtp = False
    #: Whether it has a method `run` in place of a command.
    runs_itself = False
    successes = (0,)

    def missing(self, which):
        for need in self.needs:
            if not (os.path.exists(need) if need.startswith("/") else which(need)):
                return f"{need} is not installed"
        return None

    def port(self, server, security, mechanism=None):
        if "scram" in (mechanism or "").lower():
            return server.ports["scram"]
        return server.ports["smtps" if security == "implicit" else "smtp"]


class Swaks(Program):
    name, needs = "swaks", ("swaks",)
    modes = modes(ALL_SECURITIES, "PLAIN", "LOGIN", "CRAM-MD5")

    def command(self, server, token, security, login, mechanism, folder):
        words = ["swaks", "--server", f"127.0.0.1:{self.port(server, security)}", "--from", "a@example.com", "--to",
                 "b@example.com", "--header", f"Subject: {token}"]
        words += {"plain": [], "starttls": ["--tls"], "implicit": ["--tls-on-connect"]}[security]
        if login:
            words += ["--auth", mechanism, "--auth-user", login, "--auth-password", "tiger"]
        return words, None


class Curl(Program):
    name, needs = "curl", ("curl",)
    modes = modes(ALL_SECURITIES, "PLAIN", "LOGIN", "CRAM-MD5", "OAUTHBEARER", "XOAUTH2")

    def command(self, server, token, security, login, mechanism, folder):
        scheme = "smtps" if security == "implicit" else "smtp"
        words = ["curl", "--silent", "--show-error", "--crlf", "--cacert", server.certificate]
        words += ["--ssl-reqd"] if security == "starttls" else []
        if login:
            words += ["--login-options", f"AUTH={mechanism}", "--user", login if "O" in mechanism[:2] else f"{login}:tiger"]
            words += ["--oauth2-bearer", "tiger"] if "O" in mechanism[:2] else []
        words += [f"{scheme}://localhost:{self.port(server, security)}", "--mail-from", "a@example.com", "--mail-rcpt",
                  "b@example.com", "--upload-file", "-"]
        return words, message(token)


class Msmtp(Program):
    name, needs = "msmtp", ("msmtp",)
    modes = modes(ALL_SECURITIES, "plain", "login", "cram-md5", "oauthbearer", "xoauth2") + [
        ("plain", "scram-sha-256"), ("starttls", "scram-sha-256")]

    def command(self, server, token, security, login, mechanism, folder):
        words = ["msmtp", "--host=localhost", f"--port={self.port(server, security, mechanism)}", "--from=a@example.com"]
        words += ["--tls=off"] if security == "plain" else [
            "--tls=on", f"--tls-starttls={'on' if security == 'starttls' else 'off'}",
            f"--tls-trust-file={server.certificate}"]
        words += [f"--auth={mechanism}", f"--user={login}", "--passwordeval=echo tiger"] if login else ["--auth=off"]
        return words + ["b@example.com"], message(token)


class Python(Program):
    """smtplib, which picks the mechanism itself."""

    name, needs = "smtplib", ("python3",)
    modes = modes(ALL_SECURITIES, "login")

    def command(self, server, token, security, login, mechanism, folder):
        kind = "SMTP_SSL" if security == "implicit" else "SMTP"
        context = ", context=context" if security == "implicit" else ""
        program = f"""
import smtplib, ssl, sys
context = ssl.create_default_context(cafile={server.certificate!r})
with smtplib.{kind}("localhost", {self.port(server, security)}{context}) as server:
    if {security == "starttls"}: server.starttls(context=context)
    if {bool(login)}: server.login({login!r}, "tiger")
    server.sendmail("a@example.com", ["b@example.com"], sys.stdin.read())
"""
        return ["python3", "-c", program], message(token)


class Aiosmtplib(Program):
    name, needs = "aiosmtplib", ("/usr/bin/python3", "/usr/lib/python3/dist-packages/aiosmtplib")
    modes = modes(ALL_SECURITIES, "login")

    def command(self, server, token, security, login, mechanism, folder):
        program = f"""
import aiosmtplib, asyncio, ssl, sys
context = ssl.create_default_context(cafile={server.certificate!r})
asyncio.run(aiosmtplib.send(
    sys.stdin.read(), sender="a@example.com", recipients=["b@example.com"], hostname="localhost",
    port={self.port(server, security)}, username={login!r}, password={'tiger' if login else None!r},
    use_tls={security == "implicit"}, start_tls={security == "starttls"},
    tls_context=None if {security == "plain"} else context))
"""
        return ["/usr/bin/python3", "-c", program], message(token)


class Mutt(Program):
    name, needs = "mutt", ("mutt",)
    modes = modes(ALL_SECURITIES) + [("starttls", "login"), ("implicit", "login")]

    def command(self, server, token, security, login, mechanism, folder):
        scheme = "smtps" if security == "implicit" else "smtp"
        user = f"{login}@" if login else ""
        settings = [f'set smtp_url="{scheme}://{user}localhost:{self.port(server, security)}/"', "set copy=no",
                    "set from=a@example.com", f"set ssl_force_tls={'no' if security == 'plain' else 'yes'}",
                    f"set ssl_starttls={'yes' if security == 'starttls' else 'no'}", 'set smtp_pass="tiger"',
                    f'set certificate_file="{server.certificate}"', f'set ssl_ca_certificates_file="{server.certificate}"']
        if not login:
            settings.append("unset smtp_pass")
        with open(os.path.join(folder, "muttrc"), "w", encoding="utf-8") as file:
            file.write("\n".join(settings) + "\n")
        return ["mutt", "-n", "-F", os.path.join(folder, "muttrc"), "-s", token, "b@example.com"], "Hello.\n"


class GitSendEmail(Program):
    name, needs = "git-send-email", ("git", "/usr/lib/git-core/git-send-email")
    modes = modes(ALL_SECURITIES) + [("starttls", "PLAIN"), ("implicit", "PLAIN")]

    def command(self, server, token, security, login, mechanism, folder):
        patch = os.path.join(folder, "0001.patch")
        with open(patch, "w", encoding="utf-8") as file:
            file.write(f"From: A <a@example.com>\nSubject: {token}\n\nHello.\n---\n")
        words = ["git", "send-email", "--quiet", "--from=a@example.com", "--to=b@example.com", "--confirm=never",
                 "--suppress-cc=all", "--smtp-server=localhost", f"--smtp-server-port={self.port(server, security)}",
                 f"--smtp-ssl-cert-path={server.certificate}"]
        words += {"plain": [], "starttls": ["--smtp-encryption=tls"], "implicit": ["--smtp-encryption=ssl"]}[security]
        words += [f"--smtp-user={login}", "--smtp-pass=tiger", f"--smtp-auth={mechanism}"] if login else []
        return words + [patch], None

    def missing(self, which):
        if subprocess.run(["perl", "-MAuthen::SASL", "-MNet::SMTP::SSL", "-e1"], capture_output=True).returncode == 0:
            return super().missing(which)
        self.modes = modes(("plain",))
        return super().missing(which)


class NetSMTP(Program):
    name, needs = "Net::SMTP", ("perl",)
    modes = modes(ALL_SECURITIES, "login")

    def command(self, server, token, security, login, mechanism, folder):
        program = f"""
use strict; use Net::SMTP;
my $server = Net::SMTP->new("localhost", Port => {self.port(server, security)}, SSL => {int(security == "implicit")},
    SSL_ca_file => "{server.certificate}") or die "no connection: $@";
{'$server->starttls(SSL_ca_file => "' + server.certificate + '") or die $server->message;' if security == "starttls" else ""}
{f'$server->auth("{login}", "tiger") or die $server->message;' if login else ""}
$server->mail('a@example.com') or die $server->message;
$server->to('b@example.com') or die $server->message;
$server->data(join "", <STDIN>) or die $server->message;
$server->quit;
"""
        return ["perl", "-e", program], message(token)

    def missing(self, which):
        if subprocess.run(["perl", "-MNet::SMTP", "-MIO::Socket::SSL", "-MAuthen::SASL", "-e1"], capture_output=True).returncode:
            return "Perl lacks IO::Socket::SSL or Authen::SASL"
        return super().missing(which)


class Nodemailer(Program):
    name, needs = "nodemailer", ("node", "/usr/share/nodejs/nodemailer")
    modes = modes(ALL_SECURITIES, "PLAIN", "LOGIN", "CRAM-MD5")

    def command(self, server, token, security, login, mechanism, folder):
        user = f"auth: {{ user: '{login}', pass: 'tiger' }}, authMethod: '{mechanism}'," if login else ""
        program = f"""
require("nodemailer").createTransport({{
    host: "localhost", port: {self.port(server, security)}, secure: {str(security == "implicit").lower()},
    requireTLS: {str(security == "starttls").lower()}, ignoreTLS: {str(security == "plain").lower()}, {user}
}}).sendMail({{ from: "a@example.com", to: "b@example.com", subject: "{token}", text: "Hello." }})
    .catch((error) => {{ console.error(error); process.exit(1); }});
"""
        return ["node", "-e", program], None


class PHPMailer(Program):
    name, needs = "PHPMailer", ("php", "/usr/share/php/libphp-phpmailer/autoload.php")
    modes = modes(ALL_SECURITIES, "PLAIN", "LOGIN", "CRAM-MD5")

    def command(self, server, token, security, login, mechanism, folder):
        secure = {"plain": "", "starttls": "tls", "implicit": "ssl"}[security]
        program = f"""
require '/usr/share/php/libphp-phpmailer/autoload.php';
$mail = new PHPMailer\\PHPMailer\\PHPMailer(true);
$mail->isSMTP();
$mail->Host = 'localhost'; $mail->Port = {self.port(server, security)};
$mail->SMTPSecure = '{secure}'; $mail->SMTPAutoTLS = false;
$mail->SMTPOptions = ['ssl' => ['cafile' => '{server.certificate}']];
{f"$mail->SMTPAuth = true; $mail->AuthType = '{mechanism}'; $mail->Username = '{login}'; $mail->Password = 'tiger';" if login else ""}
$mail->setFrom('a@example.com'); $mail->addAddress('b@example.com');
$mail->Subject = '{token}'; $mail->Body = 'Hello.';
$mail->send();
"""
        return ["php", "-r", program], None


class OpenSSL(Program):
    """A dialogue by hand, a command at a time: s_client sends what it reads as it comes."""

    name, needs = "s_client", ("openssl",)
    modes = modes(("starttls", "implicit"))
    line_end = "\n"

    def words(self, server, security):
        return ["openssl", "s_client", "-quiet", "-crlf", "-verify_return_error", "-CAfile", server.certificate,
                "-connect", f"localhost:{self.port(server, security)}"] + (
                    ["-starttls", "smtp"] if security == "starttls" else [])

    def command(self, server, token, security, login, mechanism, folder):
        dialogue = "\n".join(["EHLO client", "MAIL FROM:<a@example.com>", "rcpt TO:<b@example.com>", "DATA",
                              message(token) + ".", "quit", ""]).replace("\n", self.line_end)
        script = "{ printf %s \"$0\"; sleep 2; } | \"$@\""
        return ["sh", "-c", script, dialogue] + self.words(server, security), None


class GnuTLS(OpenSSL):
    name, needs = "gnutls-cli", ("gnutls-cli",)
    # Its own --crlf sends an octet too many behind each line.
    line_end = "\r\n"

    def words(self, server, security):
        return ["gnutls-cli", f"--x509cafile={server.certificate}", "-p", str(self.port(server, security)),
                "localhost"] + (["--starttls-proto=smtp"] if security == "starttls" else [])


PROGRAMS = [Swaks(), Curl(), Msmtp(), Python(), Aiosmtplib(), Mutt(), GitSendEmail(), NetSMTP(), Nodemailer(), PHPMailer(),
            OpenSSL(), GnuTLS()]
