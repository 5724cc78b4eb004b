import MailProtocols

/// Where mail is taken, and what is otherwise there than the settings say: `127.0.0.1:1025`, `unix:/run/creel.sock`,
/// `[::1]:2525+auth=off+disable=CHUNKING`. A plus sign in a path is doubled, to be none that begins an option.
struct MailEndpoint: Hashable, Sendable {
    var address: MailServerAddress
    var tls: TLSPolicy?
    var auth: LoginPolicy?
    /// Keywords of extensions that are not shown here either.
    var disabled: [String] = []

    init(host: String, port: Int) { address = .tcp(ListenAddress(host: host, port: port)) }
}

extension MailEndpoint: LosslessStringConvertible {
    /// `nil` for anything else.
    init?(_ text: String) {
        let parts = Self.parts(of: text)
        guard let address = MailServerAddress(parts[0]) else { return nil }
        self.address = address
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2, set(pair[0], pair[1]) else { return nil }
        }
    }

    /// What single plus signs part, with one in place of each two.
    private static func parts(of text: String) -> [String] {
        var (parts, rest) = ([""], text[...])
        while let plus = rest.firstIndex(of: "+") {
            parts[parts.count - 1] += rest[..<plus]
            rest = rest[plus...].dropFirst()
            if rest.first == "+" {
                parts[parts.count - 1] += "+"
                rest = rest.dropFirst()
            } else {
                parts.append("")
            }
        }
        parts[parts.count - 1] += rest
        return parts
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
        return ([address.description.replacing("+", with: "++")] + options).joined(separator: "+")
    }
}
