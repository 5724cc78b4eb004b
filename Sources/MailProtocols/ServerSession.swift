package import MailModel

/// The server side of one connection as a pure value: octets in, actions out.
///
/// SMTP, POP3 and IMAP sessions all have this shape, so one channel handler drives them and one transcript driver
/// tests them. A session does no I/O and has no clock: whoever drives it says what time it is.
///
/// ```swift
/// session.receive(octets, at: now)
/// while let action = session.next() { perform(action) }
/// ```
///
/// A session is one connection's: whoever drives one cannot copy it.
///
/// After `.ask` a session holds further input and answers `nil` until it is resumed. That keeps pipelined replies
/// in order (RFC 2920 §3.2) and, as the driver stops reading meanwhile, bounds what is held.
package protocol ServerSession: ~Copyable, Sendable {
    /// What a session cannot decide alone, such as whether a message is stored.
    associatedtype Question: Sendable
    associatedtype Answer: Sendable

    /// Takes octets as they came from the network, cut anywhere.
    mutating func receive(_ octets: RawSpan, at now: Timestamp)

    /// The next thing to do, or `nil` when the session waits for octets or for an answer.
    mutating func next() -> SessionAction<Question>?

    /// Answers `.ask`.
    mutating func resume(with answer: Answer, at now: Timestamp)

    /// Tells that the connection is to end, or has ended. What is still to be said comes from `next()`.
    mutating func end(_ cause: SessionEnd, at now: Timestamp)

    /// Whether nothing is said before the connection is encrypted.
    var isEncryptedFromStart: Bool { get }

    /// Tells that the connection is encrypted from here on, after `.startTLS` or from its beginning. Everything that was
    /// learnt in the clear is forgotten.
    ///
    /// - Parameter certificateHash: By which a login can be bound to the connection. RFC 5929 §4.
    mutating func tlsEstablished(_ parameters: TLSParameters, certificateHash: [UInt8]?, at now: Timestamp)

    /// What is known of the connection, dialogue included.
    var record: SessionRecord { get }

    /// The same without its dialogue, which is most of it.
    var outline: SessionRecord { get }

    /// Octets of input and content in memory on behalf of this connection.
    var heldOctets: Int { get }

    /// Set while memory for message content is used up: content that would grow is given up, and refused when its
    /// end has come.
    var isMemoryShort: Bool { get set }

    /// How long the peer may take for the next step of its own in the present state.
    var patience: Duration { get }

    /// Changes with each such step: a line, a part of content, an end. Single octets are none, or whoever sends them slowly
    /// could stay for ever.
    var progress: Int { get }
}

/// What the driver of a session does next.
package enum SessionAction<Question: Sendable>: Sendable {
    /// Write these octets.
    case send([UInt8])
    /// Find the answer, then call `resume(with:at:)`.
    case ask(Question)
    /// Write what is left, then encrypt, and call `tlsEstablished(_:at:)`, or `end(_:at:)` with what is in the way.
    case startTLS
    /// Write what is left, then close. A peer that is done has said that it has nothing more to say, so nothing it
    /// still sends can turn the close into a reset that takes the last reply with it.
    case close(peerIsDone: Bool)
}

/// Why a connection ends from outside its protocol.
package enum SessionEnd: Sendable {
    /// The peer has brought nothing about for longer than `patience`.
    case silence
    /// The server stops; a transaction that has begun may finish.
    case shutdown
    /// The peer is gone.
    case disconnection
    /// Encryption could not be agreed upon, and this is why.
    case tlsFailure(String)
}

/// What is known of a connection when it begins.
package struct ConnectionIdentity: Sendable {
    package var id: SessionID
    /// `address:port` of the client.
    package var client: String
    /// `address:port` of the listener.
    package var listener: String
    package var startedAt: Timestamp
    /// `address:port` of the proxy that has said, by the PROXY protocol, that it speaks for the client.
    package var proxy: String?
    /// Whether the client is a proxy that may say for whom it speaks.
    package var isTrusted: Bool
    /// Whether nothing is said before the connection is encrypted. RFC 8314 §3.3.
    package var isEncryptedFromStart: Bool
    /// What challenges are made of.
    package var nonces: NonceSource

    package init(
        id: SessionID, client: String, listener: String, startedAt: Timestamp, proxy: String? = nil,
        isTrusted: Bool = false,
        isEncryptedFromStart: Bool = false, nonces: NonceSource
    ) {
        (self.proxy, self.nonces) = (proxy, nonces)
        (self.id, self.client, self.listener) = (id, client, listener)
        (self.startedAt, self.isTrusted, self.isEncryptedFromStart) = (startedAt, isTrusted, isEncryptedFromStart)
    }
}
