extension SMTPClient {
    /// How a client speaks to its server.
    package struct Configuration: Sendable {
        package var dialect = Dialect.smtp
        /// What it calls itself. RFC 5321 §4.1.1.1.
        package var name = "localhost"
        package var security = Security.plain
        package var login: Login?

        package init() {}
    }

    package enum Dialect: Hashable, Sendable { case smtp, lmtp }

    package enum Security: String, Sendable, CaseIterable {
        case plain
        /// STARTTLS where it is offered.
        case opportunistic
        /// STARTTLS, or nothing is said. RFC 3207.
        case required
        /// TLS from the first octet on. RFC 8314 §3.
        case established
    }

    /// Who logs in, and what shows it.
    package struct Login: Sendable {
        package var user: String
        /// A password, or a token where `isToken`.
        package var secret: String
        package var isToken = false
        /// `nil` for whatever the server offers first of those there are.
        package var mechanism: String?

        package init(user: String, secret: String, isToken: Bool = false, mechanism: String? = nil) {
            (self.user, self.secret, self.isToken, self.mechanism) = (user, secret, isToken, mechanism)
        }
    }

    /// What became of a message that was handed over.
    package struct Receipt: Hashable, Sendable {
        /// What the server said when it took it.
        package let reply: Reply
        /// Recipients that it did not take it for after all: LMTP has a reply for each. RFC 2033 §4.2.
        package let refused: [RefusedRecipient]
    }
}

extension SMTPClient.Login: CustomStringConvertible, CustomReflectable {
    /// Without the secret, wherever it is printed.
    package var description: String { "\(user):…" }
    package var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}
