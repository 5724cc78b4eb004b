// How applications are pointed at Creel: lines, of which those hold that are not empty.

/**
 * `isUnknown`: no client trusts the certificate unless it is told to; `isTempted`: those that take STARTTLS unasked would find such a one.
 * @typedef {{host: string, port: number, user: string, password: string, security: ""|"starttls"|"implicit", isUnknown: boolean, isTempted: boolean}} Target
 */

const authority = ({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`;
const login = ({ user, password }) => user && `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`;
const unverified = ({ isUnknown, isTempted }) => (isUnknown || isTempted ? "?verify_peer=0" : "");

const pick = (to, starttls, implicit, none = /** @type {any} */ ("")) => ({ "": none, starttls, implicit })[to.security];

/** @type {Object<string, (to: Target) => (string|false)[]>} */
export const frameworks = {
  swaks: (to) => [[
    `swaks --server ${authority(to)} --to somebody@example.com`, pick(to, "--tls", "--tls-on-connect"),
    to.user && `--auth PLAIN --auth-user ${to.user} --auth-password ${to.password}`].filter(Boolean).join(" \\\n  ")],
  Rails: (to) => [
    "config.action_mailer.delivery_method = :smtp", "config.action_mailer.smtp_settings = {", `  address: "${to.host}", port: ${to.port},`,
    to.user && `  user_name: "${to.user}", password: "${to.password}", authentication: :plain,`,
    pick(to, "  enable_starttls: true,", "  tls: true,"), to.isTempted && "  enable_starttls_auto: false,",
    to.isUnknown && "  openssl_verify_mode: 'none',", "}"],
  Django: (to) => [
    `EMAIL_HOST = "${to.host}"`, `EMAIL_PORT = ${to.port}`,
    to.user && `EMAIL_HOST_USER = "${to.user}"\nEMAIL_HOST_PASSWORD = "${to.password}"`,
    pick(to, "EMAIL_USE_TLS = True", "EMAIL_USE_SSL = True"),
    to.isUnknown && "# Start it with SSL_CERT_FILE=…/creel-tls.pem, which is beside Creel's database"],
  Laravel: (to) => ["MAIL_MAILER=smtp", pick(to, "", "MAIL_SCHEME=smtps"), `MAIL_URL=smtp://${login(to)}${authority(to)}${unverified(to)}`],
  Symfony: (to) => [`MAILER_DSN=${pick(to, "smtp", "smtps", "smtp")}://${login(to)}${authority(to)}${unverified(to)}`],
  Nodemailer: (to) => [
    "nodemailer.createTransport({", `  host: "${to.host}", port: ${to.port},`, to.user && `  auth: { user: "${to.user}", pass: "${to.password}" },`,
    pick(to, "  requireTLS: true,", "  secure: true,"), to.isTempted && "  ignoreTLS: true,",
    to.isUnknown && "  tls: { rejectUnauthorized: false },", "});"],
  "Spring Boot": (to) => [
    `spring.mail.host=${to.host}`, `spring.mail.port=${to.port}`, ...[
      ...(to.user ? ["auth=true"] : []), ...pick(to, ["starttls.enable=true", "starttls.required=true"], ["ssl.enable=true"], []),
      ...(to.isUnknown ? ["ssl.trust=*", "ssl.checkserveridentity=false"] : []),
    ].map((property) => `spring.mail.properties.mail.smtp.${property}`),
    to.user && `spring.mail.username=${to.user}\nspring.mail.password=${to.password}`],
  "ASP.NET": (to) => [
    "using var client = new MailKit.Net.Smtp.SmtpClient();", to.isUnknown && "client.ServerCertificateValidationCallback = (_, _, _, _) => true;",
    `client.Connect("${to.host}", ${to.port}, MailKit.Security.SecureSocketOptions.${pick(to, "StartTls", "SslOnConnect", "None")});`,
    to.user && `client.Authenticate("${to.user}", "${to.password}");`, "client.Send(message);"],
  Go: (to) => {
    const trust = `&tls.Config{ServerName: "${to.host}"${to.isUnknown ? ", InsecureSkipVerify: true" : ""}}`;
    return [
      to.isTempted && "// smtp.SendMail would take STARTTLS, and not trust the certificate.",
      pick(to, "", `connection, err := tls.Dial("tcp", "${authority(to)}", ${trust})`),
      `client, err := smtp.${pick(to, "", `NewClient(connection, "${to.host}")`) || `Dial("${authority(to)}")`}`,
      // PlainAuth refuses to speak in the clear, but to the machine it runs on.
      pick(to, `client.StartTLS(${trust})`, ""), to.user && `client.Auth(smtp.${to.security || /^(127\.0\.0\.1|::1|localhost)$/.test(to.host)
        ? `PlainAuth("", "${to.user}", "${to.password}", "${to.host}")` : `CRAMMD5Auth("${to.user}", "${to.password}")`})`,
      "client.Mail(from)\nclient.Rcpt(to)\ndata, err := client.Data()\ndata.Write(message)\ndata.Close()\nclient.Quit()"];
  },
  Python: (to) => [
    `with smtplib.SMTP${pick(to, "", "_SSL")}("${to.host}", ${to.port}) as smtp:`, pick(to, "    smtp.starttls()", ""),
    to.user && `    smtp.login("${to.user}", "${to.password}")`, "    smtp.send_message(message)"],
  PHP: (to) => [to.security ? "; mail() does not encrypt; PHPMailer does, as for WordPress"
    : `; php.ini\nsendmail_path = "creel sendmail -t -i --server ${authority(to)}${to.user && ` --inbox ${to.user}`}"`],
  WordPress: (to) => [
    "add_action('phpmailer_init', function ($mail) {", `  $mail->isSMTP(); $mail->Host = '${to.host}'; $mail->Port = ${to.port};`,
    to.user && `  $mail->SMTPAuth = true; $mail->Username = '${to.user}'; $mail->Password = '${to.password}';`,
    to.isTempted && "  $mail->SMTPAutoTLS = false;", pick(to, "  $mail->SMTPSecure = 'tls';", "  $mail->SMTPSecure = 'ssl';"),
    to.isUnknown && "  $mail->SMTPOptions = ['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]];", "});"],
  Phoenix: (to) => [
    "config :my_app, MyApp.Mailer,", `  adapter: Swoosh.Adapters.SMTP, relay: "${to.host}", port: ${to.port},`,
    to.user && `  username: "${to.user}", password: "${to.password}", auth: :always,`,
    pick(to, `  tls: :always${to.isUnknown ? ", tls_options: [verify: :verify_none]" : ""}`,
      `  ssl: true, tls: :never${to.isUnknown ? ", sockopts: [verify: :verify_none]" : ""}`, `  tls: ${to.isTempted ? ":never" : ":if_available"}`)],
};
