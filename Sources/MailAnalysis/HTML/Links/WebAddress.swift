/// Where a link or a picture points. RFC 3986.
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
        case unescapedSpace, doubledScheme, missingHost, badHost, badPort, badEscape, controlCharacter
    }

    package var form: Form
    /// In lower case, without the colon; empty where there is none.
    package var scheme: String
    /// `user:password` before an at sign.
    package var userinfo: String?
    package var host: Host?
    package var port: Int?
    /// Path, query and fragment; everything behind the scheme where there is no host.
    package var rest: String
    package var faults: [Fault]

    /// `http` or `https`, with a host.
    package var isWeb: Bool { (scheme == "https" || scheme == "http") && host != nil }
}

/// The host of an address. RFC 3986 §3.2.2.
package struct Host: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case name
        case ipv4([UInt8])
        case ipv6([UInt8])
    }

    package var kind: Kind
    /// In lower case, percent signs resolved, labels as they came; an address in its usual form.
    package var name: String
    /// As in ``name``, with `xn--` labels decoded. RFC 5891.
    package var unicodeName: String
    /// Percent signs stood in it.
    package var isEscaped: Bool
    /// An IPv4 address that is not spelled as four decimal numbers.
    package var isDisguised: Bool
}
