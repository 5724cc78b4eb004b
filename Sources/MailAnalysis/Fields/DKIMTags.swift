/// The `tag=value` pairs of a `DKIM-Signature`. RFC 6376 §3.2.
struct DKIMTags {
    private let pairs: [(name: Substring, value: String)]

    init(_ value: String) {
        pairs = value.split(separator: ";").compactMap { pair in
            guard let equals = pair.firstIndex(of: "=") else { return nil }
            let name = String(pair[..<equals]).trimmingBlanks
            return (name, pair[pair.index(after: equals)...].filter { !$0.isWhitespace })
        }
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
}
