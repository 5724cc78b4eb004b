/// Where a server takes mail: `HOST:PORT`, or `unix:` and the path of a socket.
enum MailServerAddress: Hashable, Sendable {
    case tcp(ListenAddress)
    case unix(path: String)

    /// Whether nobody can stand in between.
    var isOnThisMachine: Bool {
        switch self {
        case .unix: true
        case .tcp(let address): address.host == "localhost" || address.host == "::1" || address.host.hasPrefix("127.")
        }
    }
}

extension MailServerAddress: LosslessStringConvertible {
    /// - Returns: `nil` for anything else, and for port 0, at which nobody is.
    init?(_ text: String) {
        if text.hasPrefix("unix:") {
            self = .unix(path: String(text.dropFirst(5)))
        } else if let address = ListenAddress(text), address.port > 0 {
            self = .tcp(address)
        } else {
            return nil
        }
    }

    var description: String {
        switch self {
        case .tcp(let address): address.description
        case .unix(let path): "unix:\(path)"
        }
    }
}

extension Surroundings {
    /// The server that is named, or where one takes mail that was started here.
    func mailServer(_ text: String?, isLMTP: Bool = false) throws(CommandFailure) -> MailServerAddress {
        if let text {
            guard let address = MailServerAddress(text) else {
                throw CommandFailure(
                    .usage,
                    "'\(text.escapingControls())' is no server; give HOST:PORT, or unix: and the path of a socket")
            }
            return address
        }
        let (listener, name) =
            isLMTP ? (configuration.lmtp.first, "lmtp") : (configuration.smtp.first, "smtp")
        guard let address = listener.flatMap({ MailServerAddress($0.address) }) else {
            throw CommandFailure(.usage, "the setting \(name) names no server; give one by --server HOST:PORT")
        }
        return address
    }
}

extension MailServerAddress {
    /// Where to connect to reach who listens here; `nil` where only the system knows the port.
    fileprivate init?(_ listener: MailEndpoint.Address) {
        switch listener {
        case .unix(let path): self = .unix(path: path)
        case .tcp(let address) where address.port > 0: self = .tcp(address.reachable)
        case .tcp: return nil
        }
    }
}
