/// A SASL mechanism as the client plays it. RFC 4422.
///
/// Adding a mechanism is adding a value.
struct SASLInitiator: Sendable {
    /// As in EHLO and AUTH.
    let name: String
    /// Whether the client speaks first. RFC 4954 §4.
    let hasInitialResponse: Bool
    /// What the client says to the last of the challenges; `nil` where it has no answer.
    let respond: @Sendable (SMTPClient.Login, _ challenges: [[UInt8]]) -> [UInt8]?

    /// In the order in which they are chosen, those for passwords and those for tokens.
    static let passwords: [SASLInitiator] = [.plain, .login]
    static let tokens: [SASLInitiator] = [.oAuthBearer, .xOAuth2]

    /// `NUL user NUL password`. RFC 4616.
    private static let plain = SASLInitiator(name: "PLAIN", hasInitialResponse: true) { login, _ in
        Array("\0\(login.user)\0\(login.secret)".utf8)
    }

    /// User name and password, whatever the server calls them. draft-murchison-sasl-login.
    private static let login = SASLInitiator(name: "LOGIN", hasInitialResponse: false) { login, challenges in
        switch challenges.count {
        case 1: Array(login.user.utf8)
        case 2: Array(login.secret.utf8)
        default: nil
        }
    }

    /// RFC 7628 §3.1. A challenge tells of an error, and is answered by ^A. RFC 7628 §3.2.3.
    private static let oAuthBearer = SASLInitiator(name: "OAUTHBEARER", hasInitialResponse: true) { login, challenges in
        guard challenges.isEmpty else { return [1] }
        let user = login.user.split(separator: "=", omittingEmptySubsequences: false).joined(separator: "=3D")
            .split(separator: ",", omittingEmptySubsequences: false).joined(separator: "=2C")
        return Array("n,a=\(user),\u{1}auth=Bearer \(login.secret)\u{1}\u{1}".utf8)
    }

    /// As Google and Microsoft have it. A challenge tells of an error, and is answered by nothing.
    private static let xOAuth2 = SASLInitiator(name: "XOAUTH2", hasInitialResponse: true) { login, challenges in
        challenges.isEmpty ? Array("user=\(login.user)\u{1}auth=Bearer \(login.secret)\u{1}\u{1}".utf8) : []
    }
}
