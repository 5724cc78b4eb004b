// How applications are pointed at Creel. `inbox` is the user name, where one is wanted.

/** @type {Object<string, (host: string, port: number, inbox: string) => string>} */
export const frameworks = {
  swaks: (host, port, inbox) => `swaks --server ${host}:${port} --to somebody@example.com${inbox ? ` --auth-user ${inbox} --auth-password x` : ""}`,
  Rails: (host, port, inbox) => `config.action_mailer.delivery_method = :smtp
config.action_mailer.smtp_settings = { address: "${host}", port: ${port}${inbox ? `, user_name: "${inbox}", password: "x", authentication: :plain` : ""} }`,
  Django: (host, port, inbox) => `EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "${host}"
EMAIL_PORT = ${port}${inbox ? `\nEMAIL_HOST_USER = "${inbox}"\nEMAIL_HOST_PASSWORD = "x"` : ""}`,
  Laravel: (host, port, inbox) => `MAIL_MAILER=smtp
MAIL_HOST=${host}
MAIL_PORT=${port}
MAIL_USERNAME=${inbox || "null"}
MAIL_PASSWORD=${inbox ? "x" : "null"}`,
  Symfony: (host, port, inbox) => `MAILER_DSN=smtp://${inbox ? `${encodeURIComponent(inbox)}:x@` : ""}${host}:${port}`,
  Nodemailer: (host, port, inbox) => `nodemailer.createTransport({ host: "${host}", port: ${port}${inbox ? `, auth: { user: "${inbox}", pass: "x" }` : ""} });`,
  "Spring Boot": (host, port, inbox) => `spring.mail.host=${host}
spring.mail.port=${port}${inbox ? `\nspring.mail.username=${inbox}\nspring.mail.password=x` : ""}`,
  "ASP.NET": (host, port, inbox) => `var smtp = new SmtpClient("${host}", ${port});${inbox ? `\nsmtp.Credentials = new NetworkCredential("${inbox}", "x");` : ""}`,
  Go: (host, port, inbox) => `smtp.SendMail("${host}:${port}", ${inbox ? `smtp.PlainAuth("", "${inbox}", "x", "${host}")` : "nil"}, from, to, message)`,
  Python: (host, port, inbox) => `with smtplib.SMTP("${host}", ${port}) as smtp:${inbox ? `\n    smtp.login("${inbox}", "x")` : ""}
    smtp.send_message(message)`,
  PHP: (host, port) => `sendmail_path = "creel sendmail --server ${host}:${port}"`,
  WordPress: (host, port, inbox) => `add_action('phpmailer_init', function ($mail) {
  $mail->isSMTP(); $mail->Host = '${host}'; $mail->Port = ${port};${inbox ? `\n  $mail->SMTPAuth = true; $mail->Username = '${inbox}'; $mail->Password = 'x';` : ""}
});`,
  Phoenix: (host, port, inbox) => `config :my_app, MyApp.Mailer,
  adapter: Swoosh.Adapters.SMTP, relay: "${host}", port: ${port}${inbox ? `,\n  username: "${inbox}", password: "x", auth: :always` : ""}`,
};
