import Logging
import MailModel
import MailProtocols
import MailServer

extension ServeConfiguration {
    /// Every setting, in the order in which they are listed. Flags, variables, keys of the file, `--help`,
    /// `--print-configuration` and the tables of the README come from here.
    static let settings: [Setting] =
        listeners + rules + storage + access + outside + log + smtpLimits + messageLimits + storageLimits + httpLimits
        + scorerLimits + end

    private static let listeners = [
        Setting(
            "smtp", listOf: .mailEndpoint, \.smtp, atLeast: 1,
            "Take SMTP at this address, or at unix: and the path of a socket; +tls=off, +auth=file or "
                + "+disable=CHUNKING behind it hold there alone"),
        Setting(
            "smtps", listOf: .mailEndpoint, \.smtps,
            "Take SMTP at this address that is encrypted from the first octet on"),
        Setting("lmtp", listOf: .mailEndpoint, \.lmtp, "Take LMTP at this address: a reply for each recipient"),
        Setting("http", listOf: .listenAddress, \.http, atLeast: 1, "Serve API and page at this address"),
        Setting("https", listOf: .listenAddress, \.https, "Serve API and page at this address over TLS"),
        Setting("base-path", \.basePath, .path, "Serve API and page below this path, as behind a proxy"),
        Setting("hostname", \.hostname, .hostName, "What the server calls itself in banner and EHLO"),
        Setting(
            "tls", \.tls, .word,
            "Whether SMTP and LMTP are encrypted by STARTTLS: who wants to, required of all, or off"),
        Setting(
            "tls-cert", \.tlsCert, .filePath(absent: "self-signed"),
            "Certificate and those that vouch for it, in PEM, instead of one of our own making"),
        Setting("tls-key", \.tlsKey, .filePath(absent: "in-tls-cert"), "The key of the certificate, in PEM"),
        Setting(
            "disable-extension", listOf: .serviceExtension, \.disableExtension,
            "Do without this extension of SMTP, such as CHUNKING, to see what a client does then"),
        Setting(
            "paths", \.paths, .word,
            "Whether SMTP takes addresses without domain or angle brackets, with a dot at the end, or beyond ASCII without "
                + "SMTPUTF8, and notes it in the session; strict refuses them, as other servers may"),
        Setting(
            "auth", \.auth, .word,
            "Who logs in over SMTP: any who wants to, required of all, file for all with the password that --auth-file "
                + "has, or off; the user name is the inbox"),
        Setting(
            "auth-file", \.authFile, .filePath(absent: "none"),
            "Users and hashes of their passwords, as htpasswd writes them; read anew at SIGHUP"),
        Setting("auth-over-tls", \.authOverTLS, .word, "Whether logging in takes TLS"),
        Setting(
            "auth-channel-binding", \.authChannelBinding, .word,
            "Whether SCRAM-SHA-256-PLUS is offered, for clients that bind logins to the certificate"),
        Setting(
            "trusted-proxies", listOf: .peerRange, \.trustedProxies,
            "Let these addresses, or unix for whoever comes over a Unix socket, say for whom they speak, by XCLIENT and "
                + "XFORWARD"),
        Setting(
            "proxy-protocol", listOf: .peerRange, \.proxyProtocol,
            "Connections from these addresses, or unix for those over Unix sockets, begin with a header of the PROXY "
                + "protocol, version 1 or 2"),
    ]

    /// Each is asked of every message before its sender has an answer.
    private static let mostRules = 1000

    private static let rules = [
        Setting(
            "inbox-rules", listOf: .inboxRule, \.inboxRules, atMost: mostRules,
            "Put messages into an inbox by recipient, header field, listener or client, where no login names one, such as "
                + "rcpt:*@shop.example -> shop; the first rule that holds decides"),
        Setting(
            "tag-rules", listOf: .tagRule, \.tagRules, atMost: mostRules,
            "Tag messages that match a query, such as from:shop has:attachment -> invoice"),
    ]

    private static let storage = [
        Setting("database", \.database, .database, "Keep messages in this SQLite file, or in :memory:"),
        Setting(
            "durability", \.durability, .word,
            "What a 250 survives: full also a power cut, relaxed only the death of the process"),
        Setting(
            "duplicate-window", \.duplicateWindow, .duration(.zero...(.seconds(30 * 86_400))),
            "Mark a message as duplicate when the same octets came to one of its recipients so shortly before, since the "
                + "start; 0s for not at all"),
    ]

    private static let access = [
        Setting(
            "http-credentials", listOf: .credential, \.httpCredentials,
            "Ask for one of these over HTTP; environment or file keep it out of the process list"),
        Setting(
            "allowed-hosts", listOf: .hostName, \.allowedHosts,
            "Names in Host that are ours, besides localhost, addresses and the names of the listeners"),
    ]

    private static let outside = [
        Setting(
            "spamassassin", \.spamAssassin, .destination,
            "Ask SpamAssassin's spamd here, and show what it says beside our score"),
        Setting("rspamd", \.rspamd, .destination, "Ask Rspamd here, and show what it says beside our score"),
        Setting("clamav", \.clamAV, .destination, "Ask ClamAV's clamd here about attachments"),
        Setting(
            "outbound-networks", listOf: .addressRange, \.outboundNetworks,
            "Local addresses that names of such places may lead to, besides those of the Internet"),
    ]

    private static let log = [
        Setting("log-level", \.logLevel, .word, "Least level that is logged, on standard error"),
        Setting("log-format", \.logFormat, .word, "Log lines for reading, or one JSON object per line"),
    ]

    private static let smtpLimits = [
        Setting(
            "max-message-size", \.maxMessageSize, .octets(Octets(1024)...Octets.mebibytes(900)), "Largest message",
            whenReached: "552 5.3.4 at MAIL where declared, else after DATA; over HTTP 413"),
        Setting(
            "max-command-line", \.maxCommandLine, .octets(Octets(512)...Octets.mebibytes(1)),
            "Longest command line", whenReached: "500 5.5.2"),
        Setting(
            "max-path", \.maxPath, .octets(Octets(256)...Octets(4096)), "Longest address in MAIL and RCPT",
            whenReached: "501 5.5.4"),
        Setting(
            "max-recipients", \.maxRecipients, .count(1...1_000_000), "Most recipients of one message",
            whenReached: "452 4.5.3 at RCPT"),
        Setting(
            "max-errors", \.maxErrors, .count(1...1_000_000),
            "Wrong commands on one connection, counted anew after each message",
            whenReached: "421 4.7.0"),
        Setting(
            "max-idle-commands", \.maxIdleCommands, .count(1...1_000_000_000),
            "Commands on one connection that bring no message nearer, such as NOOP, counted anew after each message",
            whenReached: "421 4.7.0"),
        Setting(
            "max-dialogue-lines", \.maxDialogueLines, .count(1...100_000),
            "Lines that are kept of the beginning of a dialogue, and as many of its end",
            whenReached: "those between are left out; the session says how many"),
        Setting(
            "max-dialogue-line", \.maxDialogueLine, .octets(Octets(64)...Octets.mebibytes(1)),
            "Octets that are kept of a line of a dialogue",
            whenReached: "the rest of the line is left out; it says how long it was"),
        Setting(
            "max-waiting-logins", \.maxWaitingLogins, .count(1...1_000_000),
            "Passwords that are looked into, one after the other, or wait for it", whenReached: "454 4.7.0 at AUTH"),
        Setting(
            "max-connections", \.maxConnections, .count(1...1_000_000), "Most SMTP connections at one time",
            whenReached: "421 4.7.0 in place of the banner"),
        Setting(
            "max-connections-per-address", \.maxConnectionsPerAddress, .count(1...1_000_000),
            "Most SMTP connections at one time from one address", whenReached: "421 4.7.0 in place of the banner"),
        Setting(
            "max-octets-in-flight", \.maxOctetsInFlight, .octets(Octets.mebibytes(1)...Octets.mebibytes(1 << 20)),
            "Octets of messages in memory on their way in, of all together",
            whenReached: "452 4.3.1 at RCPT, DATA or BDAT, or at the end of the message; over HTTP 503"),
        Setting(
            "command-timeout", \.commandTimeout, .duration(.milliseconds(100)...(.seconds(86_400))),
            "Longest time from one command to the end of the next", whenReached: "421 4.4.2"),
        Setting(
            "data-timeout", \.dataTimeout, .duration(.milliseconds(100)...(.seconds(86_400))),
            "Longest time for 16 KiB of mail data, or for its end", whenReached: "421 4.4.2"),
        Setting(
            "tls-timeout", \.tlsTimeout, .duration(.milliseconds(100)...(.seconds(3600))),
            "Longest TLS handshake, and longest wait for a header of the PROXY protocol",
            whenReached: "the connection is closed; its session says why"),
    ]

    private static let messageLimits = [
        Setting(
            "max-mime-depth", \.maxMIMEDepth, .count(1...250), "Containers around a part of a message",
            whenReached: "what is inside stays whole; a defect says so"),
        Setting(
            "max-mime-parts", \.maxMIMEParts, .count(1...1_000_000), "Parts of a message",
            whenReached: "the rest stays whole; a defect says so"),
        Setting(
            "max-header-fields", \.maxHeaderFields, .count(10...1_000_000),
            "Header fields of a message and its parts together",
            whenReached: "further ones are not read; a defect says so"),
    ]

    private static let storageLimits = [
        Setting(
            "keep-count", \.keepCount, SettingKind.count(1...1_000_000_000).orUnlimited,
            "Messages that are kept, of all inboxes together", whenReached: "the oldest go"),
        Setting(
            "keep-age", \.keepAge, SettingKind.duration(.seconds(1)...(.seconds(36_500 * 86_400))).orUnlimited,
            "How long messages are kept, by our clock at their receipt; imported ones from the receipt that their file tells",
            whenReached: "they go, behind those that came in before them"),
        Setting(
            "keep-octets", \.keepOctets, SettingKind.octets(Octets(1)...Octets.mebibytes(1 << 20)).orUnlimited,
            "Octets of messages that are kept, of all inboxes together", whenReached: "the oldest go"),
        Setting(
            "min-free-disk", \.minFreeDisk, .octets(Octets(0)...Octets.mebibytes(1 << 20)),
            "Room left free on the disk of the database", whenReached: "452 4.3.1; over HTTP 507, and /readyz fails"),
        Setting(
            "max-memory", \.maxMemory, .octets(Octets.mebibytes(1)...Octets.mebibytes(1 << 20)),
            "Memory for messages and dialogues of --database :memory:",
            whenReached: "dialogues give way, then the oldest messages; with --keep-octets unlimited 452 4.3.1; "
                + "over HTTP 507, and /readyz fails"),
        Setting(
            "max-inboxes", \.maxInboxes, .count(1...1_000_000),
            "Inboxes, default among them: logins, rules and requests make them on first use",
            whenReached: "the first that is empty and has no settings gives way; "
                + "where none is, 452 4.3.1 for a message to one more; over HTTP 409"),
        Setting(
            "inbox-idle", \.inboxIdle, SettingKind.duration(.seconds(1)...(.seconds(36_500 * 86_400))).orUnlimited,
            "How long an inbox for which nothing is set stays when nothing comes to it any more over SMTP or LMTP",
            whenReached: "it goes with its messages, unless the last of them was posted or imported"),
        Setting(
            "max-sessions", \.maxSessions, .count(1...10_000_000), "SMTP dialogues that are kept",
            whenReached: "the oldest are forgotten; messages stay"),
        Setting(
            "max-session-age", \.maxSessionAge, .duration(.seconds(1)...(.seconds(3650 * 86_400))),
            "How long SMTP dialogues are kept", whenReached: "they are forgotten; messages stay"),
        Setting(
            "max-unindexed", \.maxUnindexed, .count(1...10_000_000),
            "Messages that the index is behind, which searches look at one by one",
            whenReached: "whoever sends more waits for the index"),
    ]

    private static let httpLimits = [
        Setting(
            "max-http-connections", \.maxHTTPConnections, .count(1...1_000_000),
            "Most HTTP connections at one time to one address", whenReached: "further ones wait until one closes"),
        Setting(
            "max-waiters", \.maxWaiters, .count(1...1_000_000), "Open requests to /api/messages/wait",
            whenReached: "503 with Retry-After"),
        Setting(
            "max-subscribers", \.maxSubscribers, .count(1...1_000_000), "Open requests to /api/events",
            whenReached: "503 with Retry-After"),
        Setting(
            "max-exports", \.maxExports, .count(1...1_000_000),
            "Open requests to /api/export, each with one message in memory",
            whenReached: "503 with Retry-After"),
        Setting(
            "max-searches", \.maxSearches, .count(1...1_000_000),
            "Requests with q that search or wait for their turn, two at a time", whenReached: "503 with Retry-After"),
        Setting(
            "max-inline-pictures", \.maxInlinePictures, .octets(Octets(0)...Octets.mebibytes(1024)),
            "Octets of pictures that the HTML of a message carries at /api/messages/{id}/html",
            whenReached: "further ones do not show there"),
        Setting(
            "search-timeout", \.searchTimeout, .duration(.milliseconds(100)...(.seconds(3600))),
            "Longest search, the wait for its turn included", whenReached: "503 with Retry-After"),
    ]

    private static let scorerLimits = [
        Setting(
            "scorer-patience", \.scorerPatience, .duration(.zero...(.seconds(60))),
            "How long a report waits for outside scorers",
            whenReached: "the report says that there is no answer yet, and has it when it is asked for again"),
        Setting(
            "scorer-timeout", \.scorerTimeout, .duration(.milliseconds(100)...(.seconds(600))),
            "Longest answer of an outside scorer",
            whenReached: "the report says so, and the scorer is left alone for half a minute"),
    ]

    private static let end = [
        Setting(
            "shutdown-grace", \.shutdownGrace, .duration(.zero...(.seconds(3600))),
            "How long running work may take to finish after SIGTERM or SIGINT; a second one ends it at once",
            whenReached: "what still runs is cut off")
    ]
}
