import MIME
package import MailAnalysis
import MailModel
package import MailStorage

extension Subject {
    /// A message that is kept, with what is known of how it came.
    package init(_ stored: StoredMessage) {
        let summary = stored.summary
        self.init(
            Message(stored.content), envelope: summary.envelope, receivedAt: summary.receivedAt,
            transport: summary.session.map { _ in Transport(summary.envelope) })
    }
}

extension Transport {
    /// What MAIL said. Whether the connection was encrypted stands in the record of its session, and is not known here.
    fileprivate init(_ envelope: Envelope) {
        let parameters = envelope.parameters.filter { $0.recipient == nil }
        let body = parameters.first { $0.keyword == "BODY" }?.value
        self.init(
            isInternationalized: parameters.contains { $0.keyword == "SMTPUTF8" },
            body: body == "8BITMIME" ? .eightBit : body == "BINARYMIME" ? .binary : .sevenBit)
    }
}
