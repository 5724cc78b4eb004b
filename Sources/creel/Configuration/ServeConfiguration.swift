import Egress
import Intake
import Logging
import MailModel
import MailProtocols
import MailServer
import MailStorage
import SQLiteStorage

/// Everything that `creel serve` can be told, with its defaults.
///
/// The initial value of a property is the default of its setting; ``settings`` gives each property its name in flags,
/// environment and file.
struct ServeConfiguration: Sendable {
    // Listeners

    /// Where SMTP is taken; at least one. Port 0 picks a free one.
    var smtp = [MailEndpoint(host: "127.0.0.1", port: 1025)]
    /// Where SMTP is taken that is encrypted from the first octet on. RFC 8314 §3.3. Port 0 picks a free one.
    var smtps: [MailEndpoint] = []
    /// Where LMTP is taken. RFC 2033. Port 0 picks a free one.
    var lmtp: [MailEndpoint] = []
    /// Where the API and the page are served; at least one. Port 0 picks a free one.
    var http = [ListenAddress(host: "127.0.0.1", port: 8025)]
    /// Where API and page are served over TLS. Port 0 picks a free one.
    var https: [ListenAddress] = []
    /// What the server calls itself in its banner and in `EHLO`. RFC 5321 §4.1.1.1.
    var hostname = "localhost"

    /// Whether SMTP and LMTP that begin in the clear are encrypted by STARTTLS.
    var tls = TLSPolicy.optional
    /// A PEM file with the certificate and those that vouch for it; `nil` for one of our own making.
    var tlsCert: String?
    /// A PEM file with the key; `nil` where the file of the certificate has it.
    var tlsKey: String?

    /// Keywords of service extensions that EHLO does not show, to see what a client does without.
    var disableExtension: [String] = []
    /// Whether addresses are taken that lack what SMTP asks of them.
    var paths = PathPolicy.lenient

    /// Who must log in over SMTP.
    var auth = LoginPolicy.any
    /// Users and hashes of their passwords; `nil` where no password is looked at.
    var authFile: String?
    /// Whether logging in takes TLS.
    var authOverTLS = LoginEncryption.optional
    /// What logins by SCRAM can be bound to.
    var authChannelBinding = ChannelBinding.off
    /// From whom XCLIENT and XFORWARD are taken.
    var trustedProxies: [PeerRange] = []
    /// Whose connections begin with a header of the PROXY protocol.
    var proxyProtocol: [PeerRange] = []

    // Where messages go, and what they are marked with

    /// Inboxes of messages for which neither login nor request names one: the first rule that holds decides.
    var inboxRules: [InboxRule] = []
    /// Tags for messages that match a query.
    var tagRules: [TagRule] = []

    // Storage

    var database: DatabaseLocation
    /// What an acknowledged message survives.
    var durability = SQLiteStore.Durability.full

    // Access over HTTP

    /// Who may use HTTP; when empty, anybody who can connect.
    var httpCredentials: [Credential] = []
    /// Names besides addresses and `localhost` that a request may give in `Host`, in lower case, without a port.
    var allowedHosts: [String] = []
    /// Begins with a slash and ends in one only where it is nothing else.
    var basePath = "/"

    // What lies outside

    /// Where SpamAssassin's `spamd` is asked; `nil` for not at all, as for the others.
    var spamAssassin: Destination?
    var rspamd: Destination?
    /// Where ClamAV's `clamd` is asked about attachments.
    var clamAV: Destination?
    /// Addresses besides those of the Internet to which names of destinations may lead.
    var outboundNetworks: [AddressRange] = []

    // Log

    var logLevel = Logger.Level.info
    var logFormat = LogFormat.human

    // Limits of SMTP

    /// Largest message.
    var maxMessageSize = Octets.mebibytes(50)
    /// Longest command line, line end included.
    var maxCommandLine = Octets(4096)
    /// Longest path in MAIL and RCPT. RFC 5321 §4.5.3.1.3.
    var maxPath = Octets(512)
    /// Most recipients of one message.
    var maxRecipients = 1000
    /// Wrong commands between two messages, after which a connection is ended.
    var maxErrors = 100
    /// Commands between two messages that bring none nearer, after which a connection is ended.
    var maxIdleCommands = 10_000
    /// Lines that are kept of the beginning of a dialogue, and as many of its end.
    var maxDialogueLines = 128
    /// Octets that are kept of a line of a dialogue.
    var maxDialogueLine = Octets(512)
    /// Passwords that wait to be looked into. A client has its answer, or is told to come again, within seconds.
    var maxWaitingLogins = 100
    /// Most SMTP connections at one time.
    var maxConnections = 2000
    /// Most SMTP connections at one time from one address.
    var maxConnectionsPerAddress = 1000
    /// Message octets that all sessions together may hold in memory before they are stored.
    var maxOctetsInFlight = Octets.mebibytes(256)
    /// From one command to the end of the next. RFC 5321 §4.5.3.2.7.
    var commandTimeout = Duration.seconds(300)
    /// From 16 KiB of mail data to the next, or to the end. RFC 5321 §4.5.3.2.5.
    var dataTimeout = Duration.seconds(600)

    /// From the wish to encrypt until it is agreed how.
    var tlsTimeout = Duration.seconds(30)

    // Limits of messages

    /// Containers around a part of a message.
    var maxMIMEDepth = 100
    /// Parts of a message.
    var maxMIMEParts = 10_000
    /// Header fields of a message and its parts.
    var maxHeaderFields = 10_000

    // Limits of storage

    /// Messages that are kept, of all inboxes together; the oldest go. `nil` for any number, as for the others.
    var keepCount: Int?
    /// How long messages are kept.
    var keepAge: Duration?
    /// Octets of messages that are kept.
    var keepOctets: Octets? = Octets.mebibytes(2048)
    /// Room that is left free on the disk of the database.
    var minFreeDisk = Octets.mebibytes(256)
    /// Memory that the messages of `:memory:` may take.
    var maxMemory = Octets.mebibytes(1024)
    /// Inboxes that there may be, `default` among them.
    var maxInboxes = 10_000
    /// How long an inbox for which nothing is set stays without new mail.
    var inboxIdle: Duration?
    /// SMTP dialogues that are kept.
    var maxSessions = 10_000
    /// How long they are kept.
    var maxSessionAge = Duration.seconds(30 * 86_400)
    /// The longest time between two messages of the same content to one recipient that are duplicates.
    var duplicateWindow = Duration.seconds(600)
    /// Messages that the index may be behind.
    var maxUnindexed = 65_536

    // Limits of HTTP

    /// Most HTTP connections at one time to one address.
    var maxHTTPConnections = 4000
    /// Most open `GET /api/messages/wait` at one time.
    var maxWaiters = 1000
    /// Most open `GET /api/events` at one time.
    var maxSubscribers = 1000
    /// Most open `GET /api/export` at one time.
    var maxExports = 4
    /// Most requests that search, or wait for their turn, at one time.
    var maxSearches = 100
    /// Octets of pictures that the HTML of a message carries.
    var maxInlinePictures = Octets.mebibytes(8)
    /// Longest search, the wait for its turn included.
    var searchTimeout = Duration.seconds(10)

    // Limits of outside scorers

    /// How long a report waits for outside scorers.
    var scorerPatience = Duration.seconds(1)
    /// Longest answer of an outside scorer.
    var scorerTimeout = Duration.seconds(30)

    // The end

    /// How long running transactions and requests may take to finish after SIGTERM or SIGINT.
    var shutdownGrace = Duration.seconds(10)

    /// The defaults, of which the place of the database depends on `environment`.
    init(environment: [String: String]) {
        database = .default(environment: environment)
    }
}

/// Whether somebody can log in over a connection in the clear.
enum LoginEncryption: String, CaseIterable, Sendable {
    case optional, required
}

/// What ties a login to its connection. RFC 5929.
enum ChannelBinding: String, CaseIterable, Sendable {
    case off
    case certificate = "tls-server-end-point"
}

/// How log lines are written.
enum LogFormat: String, CaseIterable, Sendable {
    /// For reading: time, level, message, `key=value`; in colours on a terminal.
    case human
    /// One JSON object per line.
    case json
}
