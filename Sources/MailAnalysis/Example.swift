package import MailModel

/// A small message that shows what a rule fires on, or does not.
package struct Example: Sendable {
    /// The message as it would come in.
    package let source: [UInt8]
    package let envelope: Envelope?
    package let receivedAt: Timestamp?
    package let transport: Transport?

    /// - Parameter text: The message with LF line ends, which become CR LF.
    init(
        _ text: String, envelope: Envelope? = nil, receivedAt: Timestamp? = nil, transport: Transport? = nil
    ) {
        var source: [UInt8] = []
        for octet in text.utf8 {
            if octet == 0x0A { source.append(0x0D) }
            source.append(octet)
        }
        self.init(octets: source, envelope: envelope, receivedAt: receivedAt, transport: transport)
    }

    /// - Parameter octets: The message octet for octet.
    init(octets: [UInt8], envelope: Envelope? = nil, receivedAt: Timestamp? = nil, transport: Transport? = nil) {
        (source, self.envelope) = (octets, envelope)
        (self.receivedAt, self.transport) = (receivedAt, transport)
    }
}

extension Example: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(text) }
}
