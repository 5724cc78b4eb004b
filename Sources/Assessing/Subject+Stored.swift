import MIME
package import MailAnalysis
import MailModel
package import MailStorage

extension Subject {
    /// A message that is kept, with what is known of how it came.
    package init(_ stored: StoredMessage) {
        self.init(
            Message(stored.content), envelope: stored.summary.envelope, receivedAt: stored.summary.receivedAt)
    }
}
