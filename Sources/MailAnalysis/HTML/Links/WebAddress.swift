import MIME

/// Where a link or a picture points. RFC 3986, read as forgivingly as browsers do (WHATWG URL §4).
package struct WebAddress: Hashable, Sendable {
    package enum Form: String, Sendable {
        /// With a scheme.
        case absolute
        /// `//host/…`: the scheme of the page, which mail does not have.
        case schemeRelative
        case relative
        /// Only `#…`.
        case fragment
        case empty
    }

    package enum Fault: String, Sendable {
        case unescapedSpace, controlCharacter, doubledScheme, missingSlashes, missingHost, badHost, badPort, badEscape
    }

    package private(set) var form = Form.empty
    /// In lower case, without the colon; empty where there is none.
    package private(set) var scheme = ""
    /// `user:password` before an at sign.
    package private(set) var userinfo: String?
    package private(set) var host: Host?
    package private(set) var port: Int?
    /// Path, query and fragment; everything behind the scheme where there is no host.
    package private(set) var rest = ""
    package private(set) var faults: [Fault] = []

    /// `http` or `https`, with a host.
    package var isWeb: Bool { (scheme == "https" || scheme == "http") && host != nil }

    /// - Parameter text: Without white space at its ends.
    package init(_ text: String) { self.init(octets: Array(text.utf8)) }

    /// - Parameter address: In UTF-8, without white space at its ends.
    init(octets address: [UInt8]) {
        var octets = address
        note(.unescapedSpace, if: octets.contains(.space))
        note(.controlCharacter, if: octets.contains { $0 < 0x20 || $0 == 0x7F })
        // Browsers take tabs and line ends out before they read anything.
        if !faults.isEmpty { octets.removeAll { $0 == .tab || $0 == .lf || $0 == .cr } }
        guard let first = octets.first else { return }
        note(.badEscape, if: Self.hasBadEscape(octets))
        var start = 0
        if let colon = Self.endOfScheme(octets) {
            (form, start) = (.absolute, colon + 1)
            scheme = octets.lowercased(0..<colon)
        } else if first == UInt8(ascii: "#") {
            form = .fragment
        } else {
            form = octets.count > 1 && octets[0].isPathSlash && octets[1].isPathSlash ? .schemeRelative : .relative
        }
        let isHierarchical = scheme.isEmpty ? form == .schemeRelative : Self.hierarchical.contains(scheme)
        guard isHierarchical else {
            rest = String(decoding: octets[start...], as: UTF8.self)
            return
        }
        readAuthority(octets, from: start)
    }

    private static let hierarchical = ["https", "http", "ftp", "ws", "wss"]

    /// At the colon behind a scheme. RFC 3986 §3.1.
    private static func endOfScheme(_ octets: [UInt8]) -> Int? {
        guard let first = octets.first, first.isLetter else { return nil }
        for (index, octet) in octets.enumerated() {
            if octet == .colon { return index }
            guard octet.isLetter || octet.isDigit || octet == .plus || octet == .hyphen || octet == .dot else { break }
        }
        return nil
    }

    private static func hasBadEscape(_ octets: [UInt8]) -> Bool {
        var position = 0
        while let sign = octets.firstIndex(of: .percent, in: position..<octets.count) {
            position = sign + 1
            guard sign + 2 < octets.count, octets[sign + 1].hexadecimal != nil, octets[sign + 2].hexadecimal != nil
            else { return true }
        }
        return false
    }

    private mutating func note(_ fault: Fault, if isFault: Bool) {
        if isFault { faults.append(fault) }
    }

    private mutating func readAuthority(_ octets: [UInt8], from colon: Int) {
        var start = colon
        while start < octets.count, octets[start].isPathSlash { start += 1 }
        // Browsers take any number of slashes; more than two mean that the host was left out.
        note(.missingHost, if: start > colon + 2)
        note(.missingSlashes, if: start < colon + 2 && !scheme.isEmpty)
        var end = start
        while end < octets.count, !octets[end].endsAuthority { end += 1 }
        rest = String(decoding: octets[end...], as: UTF8.self)
        if let at = octets[start..<end].lastIndex(of: .at) {
            userinfo = String(decoding: octets[start..<at], as: UTF8.self)
            start = at + 1
        }
        readHost(octets, in: start..<end)
        let name = host?.name ?? ""
        let isDoubled = (name.hasSuffix("http") || name.hasSuffix("https")) && rest.hasPrefix("//")
        note(.doubledScheme, if: isDoubled || name == "http" || name == "https")
    }

    private mutating func readHost(_ octets: [UInt8], in range: Range<Int>) {
        var end = range.upperBound
        let bracket = octets[range].lastIndex(of: .closeBracket) ?? range.lowerBound
        if let colon = octets[range].lastIndex(of: .colon), colon >= bracket {
            let digits = String(decoding: octets[(colon + 1)..<end], as: UTF8.self)
            port = Int(digits).flatMap { 0..<65_536 ~= $0 ? $0 : nil }
            note(.badPort, if: port == nil && !digits.isEmpty)
            end = colon
        }
        guard end > range.lowerBound else { return note(.missingHost, if: true) }
        host = Host(octets[range.lowerBound..<end])
        note(.badHost, if: host == nil)
    }
}

extension UInt8 {
    /// Browsers read a backslash as a slash in addresses of the web.
    fileprivate var isPathSlash: Bool { self == .slash || self == .backslash }
    fileprivate var endsAuthority: Bool { isPathSlash || self == .question || self == UInt8(ascii: "#") }
}
