import MIME

/// The query of a URL. RFC 3986 §3.4.
struct QueryString: Hashable, Sendable {
    private var pairs: [String] = []

    /// Nothing where there is no value.
    mutating func add(_ name: String, _ value: (some CustomStringConvertible)?) {
        if let value { pairs.append("\(name)=\(PercentEncoding.encode(value.description))") }
    }

    /// With the question mark; empty without parameters.
    var text: String { pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&") }
}
