/// A SASL mechanism as the server plays it. RFC 4422.
///
/// Adding a mechanism is adding a value.
package struct SASLMechanism: Sendable {
    /// As in EHLO and AUTH.
    package let name: String
    /// Whether the client speaks first, so that what it says may come with AUTH. RFC 4954 §4.
    let takesInitialResponse: Bool
    /// Whether the server has to know passwords, or what is derived from them, to play its part.
    var needs = Need.nothing
    /// Whether the login is bound to the connection.
    var isBound = false
    /// Whether a refusal is told first within the exchange, and then by the reply. RFC 7628 §3.2.2.
    var explainsRefusal = false
    /// What comes next, given all that the client has said so far.
    let next: @Sendable (_ responses: [[UInt8]], _ surroundings: Surroundings) -> Step

    /// What the server has to know of everybody who is to log in by a mechanism.
    enum Need { case nothing, passwords, scramKeys }

    /// What makes an exchange different from others.
    struct Surroundings: Sendable {
        /// What no other exchange has and nobody can guess, in the form of a message number. RFC 2195 §2.
        var challenge: String
        /// What nobody can guess: printable, without comma. RFC 5802 §5.1.
        var nonce = ""
        var users = UserDirectory()
        /// The hash of the certificate by which the connection is encrypted, where a login can be bound to it. RFC 5929 §4.
        var certificateHash: [UInt8]?
    }

    enum Step: Equatable {
        /// The server says this and waits for a response.
        case challenge(String)
        /// The exchange is over: this is what the client says of itself.
        case claim(SASLClaim)
        /// The exchange is over: the response is not of the mechanism's form, which is told.
        case malformed(String)
    }

    /// In the order in which EHLO names them.
    package static let all: [SASLMechanism] = [
        .plain, .login, .cramMD5, .xOAuth2, .oAuthBearer, .scramSHA256, .scramSHA256Plus,
    ]
}

/// Who a client says it is, and what it shows for it.
package struct SASLClaim: Equatable, Sendable {
    /// Whom the proof belongs to; `nil` where only a token tells.
    package var user: String?
    /// Whom the client wants to act for; `nil` for itself.
    package var actingFor: String?
    package var proof: Proof

    package enum Proof: Equatable, Sendable {
        case password(String)
        /// 32 hexadecimal digits: HMAC-MD5 of the challenge, keyed with the password. RFC 2195 §2.
        case digest(String, challenge: String)
        /// RFC 6750.
        case token(String)
        /// One that was looked at within the exchange. RFC 5802 §3.
        case examined(isRight: Bool)
    }
}

extension SASLClaim.Proof: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing of the secret, wherever it is printed.
    package var description: String { "***" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension SASLMechanism {
    /// `[act-for] NUL user NUL password`. RFC 4616.
    static let plain = SASLMechanism(name: "PLAIN", takesInitialResponse: true) { responses, _ in
        guard let response = responses.first else { return .challenge("") }
        let parts = response.split(separator: 0, omittingEmptySubsequences: false)
            .compactMap { String(validating: $0, as: UTF8.self) }
        guard parts.count == 3 else { return .malformed("PLAIN takes [act-for] NUL user NUL password") }
        return .claim(
            SASLClaim(user: parts[1], actingFor: parts[0].isEmpty ? nil : parts[0], proof: .password(parts[2])))
    }

    /// User name and password, each asked for; never a standard. draft-murchison-sasl-login.
    static let login = SASLMechanism(name: "LOGIN", takesInitialResponse: true) { responses, _ in
        switch responses.count {
        case 0: return .challenge("Username:")
        case 1: return .challenge("Password:")
        default:
            let texts = responses.compactMap { String(validating: $0, as: UTF8.self) }
            guard texts.count == 2 else { return .malformed("LOGIN takes a user name and a password in UTF-8") }
            return .claim(SASLClaim(user: texts[0], proof: .password(texts[1])))
        }
    }

    /// `user SP digest` of a challenge that no other exchange has. RFC 2195.
    static let cramMD5 = SASLMechanism(name: "CRAM-MD5", takesInitialResponse: false, needs: .passwords) {
        responses, surroundings in
        guard let response = responses.first else { return .challenge(surroundings.challenge) }
        guard let text = String(validating: response, as: UTF8.self), let space = text.lastIndex(of: " ") else {
            return .malformed("CRAM-MD5 takes user SP digest")
        }
        let digest = text[text.index(after: space)...]
        guard digest.utf8.count == 32, digest.utf8.allSatisfy(\.isASCIIHexDigit) else {
            return .malformed("The digest of CRAM-MD5 has 32 hexadecimal digits")
        }
        return .claim(
            SASLClaim(user: String(text[..<space]), proof: .digest(String(digest), challenge: surroundings.challenge)))
    }

    /// `user=NAME ^A auth=Bearer TOKEN ^A ^A`, as Google and Microsoft have it.
    static let xOAuth2 = SASLMechanism(name: "XOAUTH2", takesInitialResponse: true, explainsRefusal: true) {
        responses, _ in
        guard let response = responses.first else { return .challenge("") }
        guard let fields = BearerFields(response[...]), let user = fields["user"], let token = fields.token else {
            return .malformed("XOAUTH2 takes user=NAME ^A auth=Bearer TOKEN ^A ^A")
        }
        return .claim(SASLClaim(user: user, proof: .token(token)))
    }

    /// `n,[a=NAME], ^A … auth=Bearer TOKEN ^A ^A`. RFC 7628 §3.1.
    static let oAuthBearer = SASLMechanism(name: "OAUTHBEARER", takesInitialResponse: true, explainsRefusal: true) {
        responses, _ in
        guard let response = responses.first else { return .challenge("") }
        let form = "OAUTHBEARER takes n,a=NAME, ^A auth=Bearer TOKEN ^A ^A"
        guard let end = response.firstIndex(of: 1), let header = GS2Header(response[..<end]), !header.isBound,
            let fields = BearerFields(response[(end + 1)...]), let token = fields.token
        else { return .malformed(form) }
        return .claim(SASLClaim(user: header.identity, proof: .token(token)))
    }
}

/// `key=value` pairs, each ended by ^A, and one more ^A at the end of all. RFC 7628 §3.1.
private struct BearerFields {
    private var values: [String: String] = [:]

    init?(_ octets: ArraySlice<UInt8>) {
        guard octets.suffix(2) == [1, 1], let text = String(validating: octets.dropLast(2), as: UTF8.self) else {
            return nil
        }
        for pair in text.split(separator: "\u{1}", omittingEmptySubsequences: false) {
            guard let equals = pair.firstIndex(of: "=") else { return nil }
            values[pair[..<equals].lowercased()] = String(pair[pair.index(after: equals)...])
        }
    }

    subscript(key: String) -> String? { values[key] }

    /// RFC 6750 §2.1.
    var token: String? {
        let words = (values["auth"] ?? "").split(separator: " ")
        return words.count == 2 && words[0].lowercased() == "bearer" ? String(words[1]) : nil
    }
}
