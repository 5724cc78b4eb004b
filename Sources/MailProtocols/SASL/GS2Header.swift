/// Channel binding and the identity to act as, in front of a message. RFC 5801 §4.
struct GS2Header {
    let binding: Binding
    let identity: String?

    /// How the client wants to be bound to the channel.
    enum Binding: Equatable {
        /// Not at all: `n`.
        case none
        /// It would, but believes that the server cannot: `y`.
        case unoffered
        /// By a name of IANA's: `p=tls-exporter`.
        case by(String)
    }

    var isBound: Bool { if case .by = binding { true } else { false } }

    /// `n,a=NAME,` or `n,,`; `p=tls-exporter,,`.
    init?(_ octets: ArraySlice<UInt8>) {
        guard let text = String(validating: octets, as: UTF8.self) else { return nil }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].isEmpty else { return nil }
        switch parts[0] {
        case "n": binding = .none
        case "y": binding = .unoffered
        case let flag where flag.hasPrefix("p=") && flag.count > 2: binding = .by(String(flag.dropFirst(2)))
        default: return nil
        }
        identity = parts[1].isEmpty ? nil : Self.unescaped(parts[1].dropFirst(2))
        guard parts[1].isEmpty || parts[1].hasPrefix("a=") && identity != nil else { return nil }
    }

    /// A comma stands as `=2C`, an equals sign as `=3D`.
    static func unescaped(_ text: Substring) -> String? {
        var name = ""
        var rest = text
        while let equals = rest.firstIndex(of: "=") {
            name += rest[..<equals]
            switch rest[equals...].prefix(3) {
            case "=2C": name += ","
            case "=3D": name += "="
            default: return nil
            }
            rest = rest[equals...].dropFirst(3)
        }
        return name + rest
    }
}
