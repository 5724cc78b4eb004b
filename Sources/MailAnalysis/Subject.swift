package import MIME
package import MailModel

/// A message and what is known about how it came: all that a report depends on.
package struct Subject: Sendable {
    package var message: Message
    /// `nil` for a message that did not come by SMTP.
    package var envelope: Envelope?
    /// What the clock said when the message came in; `nil` where nobody knows, as of a file.
    package var receivedAt: Timestamp?
    package var transport: Transport?

    package init(
        _ message: Message, envelope: Envelope? = nil, receivedAt: Timestamp? = nil, transport: Transport? = nil
    ) {
        (self.message, self.envelope) = (message, envelope)
        (self.receivedAt, self.transport) = (receivedAt, transport)
    }
}

/// How the connection was over which a message came.
package struct Transport: Hashable, Sendable {
    /// It was encrypted, RFC 3207; `nil` where that is not known.
    package var isEncrypted: Bool?
    /// The client is on this machine, or in a network that is nobody else's: as a program that is being tried out, which
    /// others will relay for.
    package var isNearby: Bool
    /// Whether it shows how a provider would get the message: of a client close by, which others relay for, only that it
    /// encrypts does.
    package var showsEncryption: Bool { isEncrypted == true || isEncrypted == false && !isNearby }
    /// MAIL had the parameter SMTPUTF8. RFC 6531 §3.4.
    package var isInternationalized: Bool
    /// What MAIL said of the body. RFC 6152, RFC 3030.
    package var body: Body

    package enum Body: Hashable, Sendable { case sevenBit, eightBit, binary }

    package init(
        isEncrypted: Bool? = nil, isNearby: Bool = false, isInternationalized: Bool = false, body: Body = .sevenBit
    ) {
        (self.isEncrypted, self.isNearby) = (isEncrypted, isNearby)
        (self.isInternationalized, self.body) = (isInternationalized, body)
    }
}
