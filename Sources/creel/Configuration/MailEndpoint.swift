import MailProtocols

/// Where mail is taken, and what is otherwise there than the settings say: `127.0.0.1:1025`, `unix:/run/creel.sock`,
/// `[::1]:2525+auth=off+disable=CHUNKING`.
struct MailEndpoint: Hashable, Sendable {
    var address: Address
    var tls: TLSPolicy?
    var auth: LoginPolicy?
    /// Keywords of extensions that are not shown here either.
    var disabled: [String] = []

    enum Address: Hashable, Sendable {
        case tcp(ListenAddress)
        case unix(path: String)
    }

    init(host: String, port: Int) { address = .tcp(ListenAddress(host: host, port: port)) }
}

extension MailEndpoint: LosslessStringConvertible {
    /// `nil` for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
        guard let address = Address(parts[0]) else { return nil }
        self.address = address
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2, set(pair[0], pair[1]) else { return nil }
        }
    }

    /// `false` for what cannot be set.
    private mutating func set(_ name: String, _ value: String) -> Bool {
        switch name {
        case "tls":
            tls = TLSPolicy(rawValue: value)
            return tls != nil
        case "auth":
            auth = LoginPolicy(rawValue: value)
            return auth != nil
        case "disable":
            let keyword = SettingKind<String>.serviceExtension.parse(value)
            disabled += keyword.map { [$0] } ?? []
            return keyword != nil
        default: return false
        }
    }

    var description: String {
        let options =
            [tls.map { "tls=\($0.rawValue)" }, auth.map { "auth=\($0.rawValue)" }].compactMap(\.self)
            + disabled.map { "disable=\($0)" }
        return ([address.description] + options).joined(separator: "+")
    }
}

extension MailEndpoint.Address: LosslessStringConvertible {
    /// What `sun_path` holds besides its end. unix(7).
    private static let pathOctets = 107

    init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
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
        case .unix(let path): "unix:\(path)"
        }
    }
}
