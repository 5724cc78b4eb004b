extension SMTPSession {
    /// What the sessions of a listener have in common.
    package struct Configuration: Sendable {
        package var dialect = Dialect.smtp
        /// What the server calls itself.
        package var hostname = "localhost"
        package var limits = Limits()
        package var extensions = ServiceExtension.all
        package var paths = PathPolicy.lenient
        package var login = LoginPolicy.any
        /// Who may log in where the policy is `file`.
        package var users = UserDirectory()
        /// Whether logging in takes a connection that is encrypted.
        package var loginNeedsEncryption = false
        /// Whether logins can be bound to the certificate. Off unless told: clients that can be bound choose it by themselves,
        /// and most by what the server does not know.
        package var offersChannelBinding = false
        /// Whether STARTTLS is offered; whoever offers it must be able to encrypt.
        package var tls = TLSPolicy.off

        package init() {}
    }

    /// Which of two protocols is spoken; they differ in the greeting, and in how many replies a message gets.
    package enum Dialect: String, Sendable {
        case smtp
        /// RFC 2033: for the last step, from a server that queues to one that delivers. One reply for each recipient.
        case lmtp

        /// As the banner has it.
        var name: String { self == .smtp ? "ESMTP" : "LMTP" }

        /// The command that asks for extensions.
        var hello: String { self == .smtp ? "EHLO" : "LHLO" }
    }

    /// What input may make grow, and how long silence is borne.
    package struct Limits: Sendable {
        /// Octets of a command line, CRLF included. RFC 5321 §4.5.3.1.4 asks for 512 and for more with extensions.
        package var commandLine = 4096
        /// Octets of a path. RFC 5321 §4.5.3.1.3 asks for 256, and senders that put one address into another use more.
        package var path = 512
        /// Octets of a message.
        package var message = 50 << 20
        /// Recipients of a message. RFC 5321 §4.5.3.1.8 asks for 100 at least.
        package var recipients = 1000
        /// Wrong commands, after which the connection is ended; an accepted message is a new beginning.
        package var errors = 100
        /// Commands that bring no message nearer, NOOP among them, counted anew after each message.
        package var idleCommands = 10_000
        /// From one command to the end of the next. RFC 5321 §4.5.3.2.7.
        package var commandTimeout = Duration.seconds(300)
        /// From 16 KiB of mail data to the next, or to the end. RFC 5321 §4.5.3.2.5.
        package var dataTimeout = Duration.seconds(600)
        /// From the wish to encrypt until it is agreed how.
        package var tlsTimeout = Duration.seconds(30)
        package var dialogue = Dialogue.Limits()

        package init() {}
    }
}
