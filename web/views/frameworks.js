// How applications are pointed at Creel.

/**
 * Where mail goes, and how.
 * @typedef {Object} Target
 * @property {string} host a name or an address, without brackets
 * @property {number} port
 * @property {string} user empty where nobody logs in
 * @property {string} password
 * @property {""|"starttls"|"implicit"} security
 * @property {boolean} isUnknown encrypted by a certificate that no client trusts unless it is told to
 * @property {boolean} isTempted STARTTLS is offered by such a certificate, and clients that take it unasked would fail
 */

/** @param {Target} to */
const authority = ({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`;

/** @param {Target} to */
const login = ({ user, password }) => (user ? `${encodeURIComponent(user)}:${encodeURIComponent(password)}@` : "");

/** What stands in quotation marks of most languages. @param {string} text */
const quoted = (text) => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** @param {Target} to */
const unverified = (to) => (to.isUnknown || to.isTempted ? "?verify_peer=0" : "");

/** Lines, without those that do not hold. @param {(string|false)[]} lines */
const lines = (...lines) => lines.filter((line) => line !== false).join("\n");

/** @type {Object<string, (to: Target) => string>} */
export const frameworks = {
  swaks: (to) => [
    `swaks --server ${authority(to)} --to somebody@example.com`,
    { starttls: "--tls", implicit: "--tls-on-connect" }[to.security],
    to.user && `--auth PLAIN --auth-user ${to.user} --auth-password ${to.password}`].filter(Boolean).join(" \\\n  "),

  Rails: (to) => {
    const settings = [
      `address: ${quoted(to.host)}, port: ${to.port}`,
      to.user && `user_name: ${quoted(to.user)}, password: ${quoted(to.password)}, authentication: :plain`,
      { starttls: "enable_starttls: true", implicit: "tls: true" }[to.security],
      to.isTempted && "enable_starttls_auto: false", to.isUnknown && "openssl_verify_mode: :none"].filter(Boolean);
    return `config.action_mailer.delivery_method = :smtp
config.action_mailer.smtp_settings = {
  ${settings.join(",\n  ")}
}`;
  },

  Django: (to) => lines(
    `EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"`, `EMAIL_HOST = ${quoted(to.host)}`, `EMAIL_PORT = ${to.port}`,
    Boolean(to.user) && `EMAIL_HOST_USER = ${quoted(to.user)}\nEMAIL_HOST_PASSWORD = ${quoted(to.password)}`,
    to.security === "starttls" && "EMAIL_USE_TLS = True", to.security === "implicit" && "EMAIL_USE_SSL = True",
    to.isUnknown && "# Start it with SSL_CERT_FILE=…/creel-tls.pem, which is beside Creel's database"),

  Laravel: (to) => lines(
    "MAIL_MAILER=smtp", to.security === "implicit" && "MAIL_SCHEME=smtps",
    `MAIL_URL=smtp://${login(to)}${authority(to)}${unverified(to)}`),

  Symfony: (to) =>
    `MAILER_DSN=${to.security === "implicit" ? "smtps" : "smtp"}://${login(to)}${authority(to)}${unverified(to)}`,

  Nodemailer: (to) => {
    const settings = [
      `host: ${quoted(to.host)}, port: ${to.port}`, to.user && `auth: { user: ${quoted(to.user)}, pass: ${quoted(to.password)} }`,
      { starttls: "requireTLS: true", implicit: "secure: true" }[to.security],
      to.isTempted && "ignoreTLS: true", to.isUnknown && "tls: { rejectUnauthorized: false }"].filter(Boolean);
    return `nodemailer.createTransport({\n  ${settings.join(",\n  ")}\n});`;
  },

  "Spring Boot": (to) => {
    const property = (name, value) => `spring.mail.properties.mail.smtp.${name}=${value}`;
    return lines(
      `spring.mail.host=${to.host}`, `spring.mail.port=${to.port}`,
      Boolean(to.user) && lines(`spring.mail.username=${to.user}`, `spring.mail.password=${to.password}`, property("auth", "true")),
      to.security === "starttls" && lines(property("starttls.enable", "true"), property("starttls.required", "true")),
      to.security === "implicit" && property("ssl.enable", "true"),
      to.isUnknown && lines(property("ssl.trust", "*"), property("ssl.checkserveridentity", "false")));
  },

  "ASP.NET": (to) => lines(
    "using var client = new MailKit.Net.Smtp.SmtpClient();",
    to.isUnknown && "client.ServerCertificateValidationCallback = (_, _, _, _) => true;",
    `client.Connect(${quoted(to.host)}, ${to.port}, SecureSocketOptions.${{ "": "None", starttls: "StartTls", implicit: "SslOnConnect" }[to.security]});`,
    Boolean(to.user) && `client.Authenticate(${quoted(to.user)}, ${quoted(to.password)});`, "client.Send(message);"),

  Go: (to) => {
    const trust = `&tls.Config{ServerName: ${quoted(to.host)}${to.isUnknown ? ", InsecureSkipVerify: true" : ""}}`;
    const auth = `smtp.PlainAuth("", ${quoted(to.user)}, ${quoted(to.password)}, ${quoted(to.host)})`;
    if (!to.isTempted && !to.isUnknown && to.security !== "implicit") {
      return `err := smtp.SendMail(${quoted(authority(to))}, ${to.user ? auth : "nil"}, from, []string{to}, message)`;
    }
    const open = to.security === "implicit"
      ? lines(`connection, err := tls.Dial("tcp", ${quoted(authority(to))}, ${trust})`, `client, err := smtp.NewClient(connection, ${quoted(to.host)})`)
      : lines(to.isTempted && "// smtp.SendMail would take STARTTLS, and not trust the certificate.", `client, err := smtp.Dial(${quoted(authority(to))})`);
    return lines(open, to.security === "starttls" && `client.StartTLS(${trust})`, Boolean(to.user) && `client.Auth(${auth})`,
      "client.Mail(from)", "client.Rcpt(to)", "data, err := client.Data()", "data.Write(message)", "data.Close()", "client.Quit()");
  },

  Python: (to) => lines(
    `with smtplib.SMTP${to.security === "implicit" ? "_SSL" : ""}(${quoted(to.host)}, ${to.port}) as smtp:`,
    to.security === "starttls" && "    smtp.starttls()",
    Boolean(to.user) && `    smtp.login(${quoted(to.user)}, ${quoted(to.password)})`, "    smtp.send_message(message)"),

  PHP: (to) => (to.security ? "; mail() does not encrypt; PHPMailer does, as for WordPress"
    : `; php.ini\nsendmail_path = "creel sendmail -t -i --server ${authority(to)}${to.user ? ` --inbox ${to.user}` : ""}"`),

  WordPress: (to) => lines(
    "add_action('phpmailer_init', function ($mail) {", `  $mail->isSMTP(); $mail->Host = '${to.host}'; $mail->Port = ${to.port};`,
    Boolean(to.user) && `  $mail->SMTPAuth = true; $mail->Username = '${to.user}'; $mail->Password = '${to.password}';`,
    to.isTempted && "  $mail->SMTPAutoTLS = false;",
    to.security !== "" && `  $mail->SMTPSecure = '${to.security === "implicit" ? "ssl" : "tls"}';`,
    to.isUnknown && "  $mail->SMTPOptions = ['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]];", "});"),

  Phoenix: (to) => lines(
    "config :my_app, MyApp.Mailer,", `  adapter: Swoosh.Adapters.SMTP, relay: ${quoted(to.host)}, port: ${to.port},`,
    Boolean(to.user) && `  username: ${quoted(to.user)}, password: ${quoted(to.password)}, auth: :always,`,
    to.security === "implicit"
      ? `  ssl: true, tls: :never${to.isUnknown ? ", sockopts: [verify: :verify_none]" : ""}`
      : `  tls: ${to.security ? ":always" : to.isTempted ? ":never" : ":if_available"}${to.isUnknown ? ", tls_options: [verify: :verify_none]" : ""}`),
};
