import MailModel

/// Where mail is taken: `HOST:PORT`, or `unix:` and the path of a socket.
enum MailServerAddress: Hashable, Sendable {
    case tcp(ListenAddress)
    case unix(path: String)

    /// Whether nobody can stand in between.
    var isOnThisMachine: Bool {
        switch self {
        case .unix: true
        case .tcp(let address): IPAddress(address.host)?.unmapped.isLoopback ?? (address.host == "localhost")
        }
    }

    /// Where to connect to reach who listens here; `nil` for port 0, of which only the system knows what it has become.
    var reachable: MailServerAddress? {
        switch self {
        case .unix: self
        case .tcp(let address): address.port > 0 ? .tcp(address.reachable) : nil
        }
    }
}

extension MailServerAddress: LosslessStringConvertible {
    /// What begins the path of a socket.
    static let unixPrefix = "unix:"

    /// What `sun_path` holds besides its end. unix(7).
    private static let pathOctets = 107

    /// `nil` for anything else.
    init?(_ text: String) {
        if text.hasPrefix(Self.unixPrefix) {
            let path = String(text.dropFirst(Self.unixPrefix.count))
            guard (1...Self.pathOctets).contains(path.utf8.count), !path.utf8.contains(0) else { return nil }
            self = .unix(path: path)
        } else if let address = ListenAddress(text) {
            self = .tcp(address)
        } else {
            return nil
        }
    }

    var description: String {
        switch self {
        case .tcp(let address): address.description
        case .unix(let path): Self.unixPrefix + path
        }
    }
}
