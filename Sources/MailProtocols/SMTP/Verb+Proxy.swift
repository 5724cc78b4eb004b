import MailModel

/// What a proxy says of the client for which it speaks. Postfix's XCLIENT and XFORWARD; only trusted addresses may.
extension Verb {
    static let xClientAttributes = ["NAME", "ADDR", "PORT", "PROTO", "HELO", "LOGIN", "DESTADDR", "DESTPORT"]
    static let xForwardAttributes = ["NAME", "ADDR", "PORT", "PROTO", "HELO", "IDENT", "SOURCE"]

    /// Begins the session anew, as that of the client behind the proxy.
    static func xclient(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        let attributes = try attributes(argument, of: "XCLIENT", in: session, known: xClientAttributes)
        let identity = ProxyIdentity(
            client: try endpoint(attributes, "ADDR", "PORT"),
            listener: try endpoint(attributes, "DESTADDR", "DESTPORT"),
            login: try attributes["LOGIN"].map { name throws(Reply) in
                guard let inbox = InboxName(name) else { throw .badArgument("LOGIN '\(name)' cannot name an inbox") }
                return Login(inbox: inbox)
            })
        session.beginAnew(as: identity)
        return session.banner
    }

    /// Tells of the client behind the proxy, for evidence alone: the command stands in the dialogue.
    static func xforward(_ session: inout SMTPSession, _ argument: Substring) throws(Reply) -> Reply? {
        let attributes = try attributes(argument, of: "XFORWARD", in: session, known: xForwardAttributes)
        _ = try endpoint(attributes, "ADDR", "PORT")
        return Reply(250, .success, "Noted")
    }

    /// `NAME=value` pairs in xtext; `[UNAVAILABLE]` and `[TEMPUNAVAIL]` count as absent.
    private static func attributes(
        _ argument: Substring, of verb: String, in session: SMTPSession, known: [String]
    ) throws(Reply) -> [String: String] {
        guard session.transaction == nil else { throw .badSequence("\(verb) comes before MAIL; RSET begins anew") }
        let words = argument.split(separator: " ")
        guard !words.isEmpty else { throw .badArgument("\(verb) takes pairs such as ADDR=192.0.2.1") }
        var attributes: [String: String] = [:]
        for word in words {
            let pair = word.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let value = XText.decode(pair[1]), known.contains(pair[0].uppercased()) else {
                throw .badArgument("'\(word)' is none of \(known.joined(separator: ", ")) with a value in xtext")
            }
            let isAbsent = ["[UNAVAILABLE]", "[TEMPUNAVAIL]"].contains(value.uppercased())
            attributes[pair[0].uppercased()] = isAbsent ? nil : value
        }
        return attributes
    }

    /// `192.0.2.1:25`, `[2001:db8::1]:25`; `nil` where no address is given. IPv6 comes as `IPV6:2001:db8::1`.
    private static func endpoint(
        _ attributes: [String: String], _ addressName: String, _ portName: String
    ) throws(Reply) -> String? {
        let port = attributes[portName].map(UInt16.init) ?? 0
        guard let port else { throw .badArgument("\(portName) is a number from 0 to 65535") }
        guard let address = attributes[addressName] else { return nil }
        let isIPv6 = address.prefix(5).uppercased() == "IPV6:"
        guard AddressLiteral.isValid("[\(address)]"), isIPv6 || !address.contains(":") else {
            throw .badArgument("\(addressName) is of the form 192.0.2.1 or IPV6:2001:db8::1")
        }
        return isIPv6 ? "[\(address.dropFirst(5))]:\(port)" : "\(address):\(port)"
    }
}

/// Whom a proxy speaks for; `nil` stands for what it did not say.
struct ProxyIdentity {
    /// `address:port`.
    let client: String?
    /// `address:port` to which the client had connected.
    let listener: String?
    /// Who has logged in at the proxy.
    let login: Login?
}

extension ServiceExtension {
    static let xClient = ServiceExtension(
        keyword: "XCLIENT", isOffered: \.isTrusted,
        argument: { _ in Verb.xClientAttributes.joined(separator: " ") })

    static let xForward = ServiceExtension(
        keyword: "XFORWARD", isOffered: \.isTrusted,
        argument: { _ in Verb.xForwardAttributes.joined(separator: " ") })
}
