/// A message and whom it goes to: what an SMTP client is given to hand over. RFC 5321 §3.3.
package struct MailTransaction: Hashable, Sendable {
    /// Empty for the null path.
    package var reversePath: String
    package var forwardPaths: [String]
    /// Octet for octet as it shall arrive, as far as the server can take it.
    package var content: [UInt8]
    package var notification = Notification()
    /// Further parameters of MAIL and of every RCPT, as they stand on the wire, whatever the server offers.
    package var mailParameters: [String] = []
    package var recipientParameters: [String] = []

    package init(reversePath: String, forwardPaths: [String], content: [UInt8]) {
        (self.reversePath, self.forwardPaths, self.content) = (reversePath, forwardPaths, content)
    }

    /// What the sender wants to be told of the delivery; said to servers that offer DSN. RFC 3461.
    package struct Notification: Hashable, Sendable {
        /// `NEVER`, or some of `SUCCESS,FAILURE,DELAY`.
        package var events: String?
        /// `FULL` or `HDRS`.
        package var extent: String?
        /// As it was given, not as xtext.
        package var envelopeID: String?

        package init(events: String? = nil, extent: String? = nil, envelopeID: String? = nil) {
            (self.events, self.extent, self.envelopeID) = (events, extent, envelopeID)
        }
    }
}

extension MailTransaction {
    /// The command that begins it. RFC 5321 §4.1.1.2.
    func mail(to server: ServerCapabilities, _ data: MailData) -> String {
        var words = ["MAIL FROM:<\(reversePath)>"]
        if server.offers("SIZE") { words.append("SIZE=\(data.octets)") }
        if let body = data.bodyType(for: server) { words.append("BODY=\(body)") }
        if needsSMTPUTF8, server.offers("SMTPUTF8") { words.append("SMTPUTF8") }
        if server.offers("DSN") {
            words += [
                notification.extent.map { "RET=\($0)" }, notification.envelopeID.map { "ENVID=\(XText.encode($0))" },
            ].compactMap(\.self)
        }
        return (words + mailParameters).joined(separator: " ")
    }

    /// The command that names a recipient. RFC 5321 §4.1.1.3.
    func rcpt(_ index: Int, to server: ServerCapabilities) -> String {
        var words = ["RCPT TO:<\(forwardPaths[index])>"]
        if let events = notification.events, server.offers("DSN") { words.append("NOTIFY=\(events)") }
        return (words + recipientParameters).joined(separator: " ")
    }

    /// An address or a header field beyond ASCII. RFC 6531 §1.2.
    var needsSMTPUTF8: Bool { needsSMTPUTF8InPaths || headerHasUTF8 }

    /// Nothing but SMTPUTF8 can say an address beyond ASCII. RFC 6531 §3.4.
    var needsSMTPUTF8InPaths: Bool { ([reversePath] + forwardPaths).contains { !$0.utf8.allSatisfy { $0 < 0x80 } } }

    private var headerHasUTF8: Bool {
        var previous: UInt8 = 0
        for octet in content where octet != UInt8(ascii: "\r") {
            if octet == UInt8(ascii: "\n"), previous == octet { return false }
            if octet >= 0x80 { return true }
            previous = octet
        }
        return false
    }
}
