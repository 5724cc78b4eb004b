import MIME
package import MailModel

/// The host of an address. RFC 3986 §3.2.2.
package struct Host: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case name
        case address(IPAddress)
    }

    package let kind: Kind
    /// In lower case, percent signs resolved, labels as they came; an address in its usual form.
    package let name: String
    /// Percent signs stood in it.
    package let isEscaped: Bool
    /// An IPv4 address that is not spelled as four decimal numbers.
    package let isDisguised: Bool

    /// `nil` for what can be no host.
    init?(_ octets: ArraySlice<UInt8>) {
        guard octets.count <= 3 * Self.longestName else { return nil }
        let decoded = PercentEncoding.decode(octets)
        isEscaped = decoded.count != octets.count
        let text =
            decoded.isASCII
            ? decoded.lowercased(decoded.indices) : String(decoding: decoded, as: UTF8.self).lowercased()
        if decoded.first == UInt8(ascii: "[") {
            guard let address = IPAddress(v6: text.dropFirst().prefix { $0 != "]" }) else { return nil }
            (kind, name, isDisguised) = (.address(address), "[\(address)]", false)
        } else if let address = IPAddress(v4: text) {
            (kind, name) = (.address(address), address.description)
            isDisguised = address.description != text
        } else {
            guard Self.mayBeName(decoded) else { return nil }
            (kind, name, isDisguised) = (.name, decoded.last == .dot ? String(text.dropLast()) : text, false)
        }
    }

    /// Whether no label is empty but the one behind a dot at the end, and no octet is forbidden.
    private static func mayBeName(_ octets: [UInt8]) -> Bool {
        guard octets.count <= longestName, let first = octets.first, first != .dot else { return false }
        var previous: UInt8 = 0
        for octet in octets {
            if octet.isForbiddenInHost || octet == .dot && previous == .dot { return false }
            previous = octet
        }
        return true
    }

    /// Octets. RFC 1035 §2.3.4 allows 253 as A-labels, and a name may stand there in UTF-8.
    private static let longestName = 1024

    package var address: IPAddress? {
        if case .address(let address) = kind { return address }
        return nil
    }

    var domain: DomainName { DomainName(normalized: name) }

    /// The registered part of a name; the whole of it where no suffix is known, and of an address.
    var organization: String { address == nil ? domain.organization : name }

    /// Means this machine, or one of a local network: nothing that a receiver can open.
    package var isLocal: Bool {
        address.map { $0.isLocal }
            ?? (domain.isLocal || domain.isReserved && (name.hasSuffix("test") || name.hasSuffix("invalid")))
    }
}

extension [UInt8] {
    fileprivate var isASCII: Bool { allSatisfy { $0 < 0x80 } }
}

extension UInt8 {
    /// WHATWG URL §3.2, "forbidden domain code point".
    fileprivate var isForbiddenInHost: Bool {
        switch self {
        case 0...0x20, UInt8(ascii: "#"), .slash, .colon, .less, .greater, .question, .at, UInt8(ascii: "["),
            .backslash,
            UInt8(ascii: "]"), UInt8(ascii: "^"), UInt8(ascii: "|"), .percent, .quote, UInt8(ascii: "`"),
            UInt8(ascii: "{"), UInt8(ascii: "}"):
            true
        default: false
        }
    }
}
