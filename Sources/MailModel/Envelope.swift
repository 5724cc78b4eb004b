/// What SMTP said about a message, as opposed to what the message says of itself. RFC 5321 §2.3.1.
///
/// Paths are kept as text, without angle brackets and source routes; the protocol has checked them.
package struct Envelope: Hashable, Sendable {
    /// Empty for the null path.
    package var reversePath: String
    /// In the order of the RCPT commands, repetitions included.
    package var forwardPaths: [String]
    /// What MAIL and RCPT asked for besides, in the order in which it was said; most messages have none.
    package var parameters: [Parameter]

    package init(reversePath: String, forwardPaths: [String], parameters: [Parameter] = []) {
        (self.reversePath, self.forwardPaths, self.parameters) = (reversePath, forwardPaths, parameters)
    }

    /// What its paths and parameters take, in octets.
    package var octets: Int {
        let paths = forwardPaths.reduce(reversePath.utf8.count) { $0 + $1.utf8.count }
        return parameters.reduce(paths) { $0 + $1.octets }
    }

    /// A parameter of MAIL or RCPT, checked and decoded by the extension it belongs to. RFC 5321 §4.1.1.11.
    package struct Parameter: Hashable, Sendable {
        /// The place in `forwardPaths` of the recipient it was given for; `nil` for a parameter of MAIL.
        package var recipient: Int?
        /// In upper case: `ENVID`.
        package var keyword: String
        /// Holds no control characters; empty when the keyword stood alone.
        package var value: String

        package init(recipient: Int? = nil, keyword: String, value: String) {
            (self.recipient, self.keyword, self.value) = (recipient, keyword, value)
        }

        package var octets: Int { keyword.utf8.count + value.utf8.count }
    }
}

extension Envelope: Encodable {
    private enum CodingKeys: String, CodingKey { case reversePath, forwardPaths }

    /// The paths alone, as lists show them.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(reversePath, forKey: .reversePath)
        try container.encode(forwardPaths, forKey: .forwardPaths)
    }
}

extension Envelope.Parameter: CustomStringConvertible {
    /// `NOTIFY=NEVER`, `SMTPUTF8`.
    package var description: String { value.isEmpty ? keyword : "\(keyword)=\(value)" }
}
