package import MailModel

/// A small message that shows what a rule fires on, or does not.
package struct Example: Sendable {
    package let envelope: Envelope?
    package let receivedAt: Timestamp?
    package let transport: Transport?
    private let content: Content

    /// Kept small: the examples of every rule stay in memory.
    private enum Content {
        case octets([UInt8])
        /// With LF line ends, and with a number of letters behind it.
        case text(String, padding: Int)
    }

    /// - Parameters:
    ///   - text: The message with LF line ends, which become CR LF.
    ///   - padding: How many letters follow, for what is wrong by its size alone.
    init(
        _ text: String, padding: Int = 0, envelope: Envelope? = nil, receivedAt: Timestamp? = nil,
        transport: Transport? = nil
    ) {
        content = .text(text, padding: padding)
        (self.envelope, self.receivedAt, self.transport) = (envelope, receivedAt, transport)
    }

    /// - Parameter octets: The message octet for octet.
    init(octets: [UInt8], envelope: Envelope? = nil, receivedAt: Timestamp? = nil, transport: Transport? = nil) {
        content = .octets(octets)
        (self.envelope, self.receivedAt, self.transport) = (envelope, receivedAt, transport)
    }

    /// The message as it would come in.
    package var source: [UInt8] {
        switch content {
        case .octets(let octets): return octets
        case .text(let text, let padding):
            var source: [UInt8] = []
            source.reserveCapacity(text.utf8.count + padding)
            for octet in text.utf8 {
                if octet == 0x0A { source.append(0x0D) }
                source.append(octet)
            }
            return source + [UInt8](repeating: 0x61, count: padding)
        }
    }
}

extension Example: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text) }
}
