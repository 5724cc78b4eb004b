/// What SMTP said about a message, as opposed to what the message says of itself. RFC 5321 §2.3.1.
///
/// Paths are kept as text, without angle brackets and source routes; the protocol has checked them.
package struct Envelope: Hashable, Sendable, Codable {
    /// Empty for the null path.
    package var reversePath: String
    /// In the order of the RCPT commands, repetitions included.
    package var forwardPaths: [String]

    package init(reversePath: String, forwardPaths: [String]) {
        self.reversePath = reversePath
        self.forwardPaths = forwardPaths
    }

    /// What its paths take, in octets.
    package var octets: Int { forwardPaths.reduce(reversePath.utf8.count) { $0 + $1.utf8.count } }
}
