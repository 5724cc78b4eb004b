package import MailModel

/// A message that has come in whole, and the question whether it is accepted.
package struct Submission: Sendable {
    package var session: SessionID
    /// `address:port` of the client, whatever stands between, or `unix`.
    package var client: String
    /// `address:port` of the listener, or `unix:` and the path of a socket.
    package var listener: String
    /// Where it goes: the inbox of whoever has logged in; `nil` where nobody has.
    package var inbox: InboxName?
    package var envelope: Envelope
    /// Octet for octet as sent, after dot-unstuffing. RFC 5321 §4.5.2.
    package var content: [UInt8]
}

/// A mail transaction from MAIL to the end of data. RFC 5321 §3.3.
struct Transaction: Sendable {
    let reversePath: ReversePath
    private(set) var forwardPaths: [ForwardPath] = []
    private(set) var parameters: [Envelope.Parameter] = []
    /// What paths and parameters take.
    private(set) var octets: Int
    /// What SIZE announced. RFC 1870 §5.
    var declaredSize: Int?
    /// Whether addresses outside ASCII are allowed. RFC 6531 §3.4.
    var allowsUTF8 = false
    /// Whether the content has no lines, so that only BDAT can carry it. RFC 3030 §3.
    var isBinary = false
    /// Whether BDAT has begun the message.
    var isChunked = false

    init(reversePath: ReversePath) {
        self.reversePath = reversePath
        octets = reversePath.description.utf8.count
    }

    mutating func add(_ forwardPath: ForwardPath) {
        forwardPaths.append(forwardPath)
        octets += forwardPath.description.utf8.count
    }

    mutating func add(_ parameter: Envelope.Parameter) {
        parameters.append(parameter)
        octets += parameter.octets
    }

    var envelope: Envelope {
        Envelope(
            reversePath: reversePath.description, forwardPaths: forwardPaths.map(\.description),
            parameters: parameters)
    }

    var audience: Audience { Audience(recipients: forwardPaths.map(\.description), allowsUTF8: allowsUTF8) }
}

/// Who hears what became of a message, once its transaction is forgotten.
struct Audience: Sendable {
    var recipients: [String] = []
    /// Whether they may be named outside ASCII. RFC 6531 §3.7.4.2.
    var allowsUTF8 = false
}
