/// How a message says that one can leave its list. RFC 2369 §3.2, RFC 8058.
package struct ListUnsubscribe: Hashable, Sendable {
    /// Every address of `List-Unsubscribe`, in order of preference.
    package let links: [String]
    /// `List-Unsubscribe-Post` announces that one POST to the `https` link suffices. RFC 8058 §3.1.
    package let isOneClick: Bool

    /// `nil` for a message without such a field.
    init?(_ header: Header) {
        let bodies = header.bodies(of: "list-unsubscribe")
        guard !bodies.isEmpty else { return nil }
        links = bodies.flatMap { Self.links($0, in: header.source) }
        let announcement = header.last("list-unsubscribe-post")?.lowercased().split(separator: " ")
        isOneClick = announcement == ["list-unsubscribe=one-click"]
    }

    package var mail: String? { links.first { $0.lowercased().hasPrefix("mailto:") } }
    package var web: String? {
        links.first { $0.lowercased().hasPrefix("https:") } ?? links.first { $0.lowercased().hasPrefix("http:") }
    }

    /// What stands in angle brackets; white space inside them is not part of it. RFC 2369 §2.
    static func links(_ body: Range<Int>, in source: [UInt8]) -> [String] {
        var links: [String] = []
        var position = body.lowerBound
        while let open = source.firstIndex(of: .less, in: position..<body.upperBound) {
            let close = source.firstIndex(of: .greater, in: open..<body.upperBound) ?? body.upperBound
            let link = source[(open + 1)..<close].filter { !$0.isFolding }
            if !link.isEmpty { links.append(String(octets: link)) }
            position = min(close + 1, body.upperBound)
        }
        return links
    }
}

extension Header {
    package var listUnsubscribe: ListUnsubscribe? { ListUnsubscribe(self) }

    /// What stands in angle brackets in the fields with that name: the addresses of `List-Post`, `List-Help` and
    /// their like. RFC 2369 §3.
    package func links(of name: String) -> [String] {
        bodies(of: name).flatMap { ListUnsubscribe.links($0, in: source) }
    }
}
