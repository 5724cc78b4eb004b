/// The `tag=value` pairs of a `DKIM-Signature`. RFC 6376 §3.2.
struct DKIMTags {
    private let pairs: [(name: Substring, value: String)]
    /// Something stands between semicolons that is no tag.
    private let hasStrays: Bool

    init(_ value: String) {
        let pieces = value.split(separator: ";")
        pairs = pieces.compactMap { pair in
            guard let equals = pair.firstIndex(of: "=") else { return nil }
            let name = String(pair[..<equals]).trimmingBlanks
            return (name, pair[pair.index(after: equals)...].filter { !$0.isWhitespace })
        }
        hasStrays = pieces.contains { !$0.contains("=") && !$0.allSatisfy(\.isWhitespace) }
    }

    /// Without the white space that may stand anywhere in it.
    subscript(name: Substring) -> String? { pairs.first { $0.name == name }?.value }

    /// How many bits a key of RSA has, by the signature in `b=`; `nil` for other keys.
    var rsaBits: Int? {
        guard self["a"]?.lowercased().hasPrefix("rsa-") ?? true, let signature = self["b"] else { return nil }
        return signature.utf8.prefix { $0 != UInt8(ascii: "=") }.count * 6 / 8 * 8
    }

    /// The names of the fields that are signed, in lower case.
    var signedFields: Set<String> {
        Set((self["h"] ?? "").lowercased().split(separator: ":").map(String.init))
    }

    /// Why no verifier takes the signature, as the end of a sentence; `nil` where its form is right.
    /// RFC 6376 §3.5, §6.1.1.
    var fault: String? {
        if hasStrays { return "has something that is no tag" }
        var names: Set<Substring> = []
        for name in pairs.map(\.name) where !names.insert(name).inserted { return "has \(name)= twice" }
        for name in ["v", "a", "b", "bh", "d", "h", "s"] as [Substring] where self[name]?.isEmpty ?? true {
            return "has no \(name)="
        }
        if self["v"] != "1" { return "is of version \(self["v"] ?? "")" }
        if !signedFields.contains("from") { return "does not cover From" }
        if !isOfItsDomain { return "is for somebody outside of its domain" }
        if let end = self["x"].flatMap({ Int($0) }), let start = self["t"].flatMap({ Int($0) }), end <= start {
            return "ends before it begins"
        }
        return nil
    }

    /// Who signs, `i=`, is of the domain that signs, or of one below it.
    private var isOfItsDomain: Bool {
        guard let agent = self["i"]?.lowercased(), let domain = self["d"]?.lowercased() else { return true }
        guard let at = agent.lastIndex(of: "@") else { return false }
        let host = agent[agent.index(after: at)...]
        return host == domain || host.hasSuffix(".\(domain)")
    }
}
