"""JavaMail, which is Java's standard client."""

import os

from programs import ALL_SECURITIES, Program, modes

JARS = ("/usr/share/java/javax.mail.jar", "/usr/share/java/javax.activation.jar")

SOURCE = """
import java.util.Properties;
import javax.mail.*;
import javax.mail.internet.*;

class Send {
    public static void main(String[] words) throws Exception {
        Properties settings = new Properties();
        for (int index = 3; index < words.length; index++) {
            String[] pair = words[index].split("=", 2);
            settings.setProperty(pair[0], pair[1]);
        }
        Session session = Session.getInstance(settings);
        MimeMessage message = new MimeMessage(session);
        message.setFrom("a@example.com");
        message.setRecipients(Message.RecipientType.TO, "b@example.com");
        message.setSubject(words[0]);
        message.setText("Hello.");
        if (words[1].isEmpty()) Transport.send(message); else Transport.send(message, words[1], words[2]);
    }
}
"""


class JavaMail(Program):
    name, needs = "JavaMail", ("java", "javac") + JARS
    modes = modes(ALL_SECURITIES, "PLAIN", "LOGIN", "XOAUTH2")

    def command(self, server, token, security, login, mechanism, folder):
        with open(os.path.join(folder, "Send.java"), "w", encoding="utf-8") as file:
            file.write(SOURCE)
        settings = {"mail.smtp.host": "localhost", "mail.smtp.port": self.port(server, security),
                    "mail.smtp.ssl.trust": "localhost", "mail.smtp.ssl.enable": str(security == "implicit").lower(),
                    "mail.smtp.starttls.required": str(security == "starttls").lower(),
                    "mail.smtp.starttls.enable": str(security == "starttls").lower(),
                    "mail.smtp.auth": str(bool(login)).lower(), "mail.smtp.auth.mechanisms": mechanism or ""}
        words = [f"{name}={value}" for name, value in settings.items()]
        return ["java", "-cp", ":".join(JARS), "Send.java", token, login or "", "tiger"] + words, None
