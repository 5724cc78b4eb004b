import MIME
import MailModel
import MailStorage

/// What an inbox rule can ask of a message. Adding one is adding a value: the parser, its errors and `docs/inboxes.md` come
/// from it.
typealias InboxField = SyntaxField<InboxRule.Condition>

extension InboxField {
    static var all: [InboxField] { InboxFields.all }

    /// The table of all fields in `docs/inboxes.md`.
    static var markdown: String { markdown(all) }
}

/// Apart from the type, which is generic and so cannot store them.
private enum InboxFields {
    static let all: [InboxField] = [
        .pattern(
            "rcpt", "A recipient of the envelope is that: of several recipients one is enough", what: "an address",
            examples: ["rcpt:*@shop.example", "rcpt:bob+*@example.com"]
        ) { pattern in
            .init(pattern) { delivery, _ in delivery.envelope.forwardPaths }
        },
        .pattern(
            "from", "The reverse-path of the envelope is that", what: "an address",
            examples: ["from:*@billing.example"]
        ) { pattern in
            .init(pattern) { delivery, _ in [delivery.envelope.reversePath] }
        },
        InboxField(
            name: "header", value: "NAME=PATTERN",
            meaning: "A header field of that name has that value, decoded; without `=` there is one at all",
            examples: ["header:X-App=shop", "header:Subject=\"[staging]*\"", "header:X-Job"],
            read: { reader throws(QueryError) in
                let (name, hasValue) = try reader.headerField()
                guard hasValue else { return .init { _, header in header.contains(name) { _ in true } } }
                return .init(try reader.pattern("a value")) { _, header in header.values(of: name) }
            }),
        InboxField(
            name: "listener", value: "PORT\\|ADDRESS:PORT\\|unix:PATH",
            meaning: "It came to that listener: any address with the port, that address, or that socket",
            examples: ["listener:2526", "listener:10.0.0.5:1025", "listener:unix:/run/creel/lmtp.sock"],
            read: { reader throws(QueryError) in
                let expected = "a port, an IP address and a port, or unix: and the path of a socket"
                let place = try reader.value(expected) { ListenerPlace($0) }
                return .init { delivery, _ in delivery.listener.map(place.matches) ?? false }
            }),
        InboxField(
            name: "client", value: "ADDRESS[/BITS]\\|unix",
            meaning: "The client has that address, or one of that range; or came over a Unix socket",
            examples: ["client:10.1.0.0/16", "client:2001:db8::/32", "client:unix"],
            read: { reader throws(QueryError) in
                let range = try reader.value("an address, a range such as 10.1.0.0/16, or unix") { PeerRange($0) }
                return .init { delivery, _ in delivery.client.map(range.containsClient) ?? false }
            }),
    ]
}

extension PeerRange {
    /// - Parameter endpoint: With its port.
    fileprivate func containsClient(_ endpoint: String) -> Bool {
        contains(IPAddress(ofEndpoint: endpoint)?.description ?? endpoint)
    }
}

/// Where a listener is, as far as that is said.
private enum ListenerPlace: Sendable {
    case port(String)
    /// An address and a port, or `unix:` and a path.
    case endpoint(String)

    init?(_ text: String) {
        let isPath = text.hasPrefix("unix:") && text.count > 5
        let port = String(text[(text.lastIndex(of: ":").map { text.index(after: $0) } ?? text.startIndex)...])
        guard isPath || UInt16(port) ?? 0 > 0 else { return nil }
        if isPath {
            self = .endpoint(text)
        } else if port == text {
            self = .port(port)
        } else if let address = IPAddress(ofEndpoint: text), !address.isV6 || text.hasPrefix("[") {
            self = .endpoint(address.isV6 ? "[\(address)]:\(port)" : "\(address):\(port)")
        } else {
            return nil
        }
    }

    func matches(_ listener: String) -> Bool {
        switch self {
        case .port(let port): !listener.hasPrefix("unix:") && listener.hasSuffix(":\(port)")
        case .endpoint(let endpoint): listener == endpoint
        }
    }
}
