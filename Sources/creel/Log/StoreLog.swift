import Logging
import MailModel
import MailStorage
import Synchronization

/// Tells the log when the store begins to refuse something, and when that has ended: once, not for each of them.
final class StoreLog: Sendable {
    private let isFailing = Atomic(false)
    private let things: String
    private let logger: Logger

    /// - Parameter things: What is stored, in the plural.
    init(_ things: String, logger: Logger) { (self.things, self.logger) = (things, logger) }

    @Sendable func note(_ result: Result<Summary, StoreError>) {
        switch result {
        case .success(let summary):
            logger.debug("captured", metadata: summary.logMetadata)
            note(nil)
        case .failure(let error):
            logger.debug("refused", metadata: ["reason": "\(error)"])
            note(error)
        }
    }

    func note(_ error: StoreError?) {
        // That concerns whoever wants one more, who is told, and nobody else.
        if case .tooMany = error { return }
        guard isFailing.load(ordering: .relaxed) != (error != nil),
            isFailing.exchange(error != nil, ordering: .relaxed) != (error != nil)
        else { return }
        if let error {
            logger.error("\(things) are not stored: \(error)")
        } else {
            logger.notice("\(things) are stored again")
        }
    }
}

extension Summary {
    fileprivate var logMetadata: Logger.Metadata {
        [
            "id": "\(id)", "inbox": "\(inbox)", "octets": "\(size)", "from": "\(envelope.reversePath)",
            "to": "\(envelope.forwardPaths.prefix(10).joined(separator: ","))", "subject": "\(digest.subject)",
        ]
    }
}

extension SessionRecord {
    /// What the log tells of a session that has ended.
    var logMetadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "id": "\(id)", "client": "\(client)", "outcome": "\(outcome.rawValue)", "accepted": "\(accepted)",
            "refused": "\(refused)",
        ]
        if let reason { metadata["reason"] = "\(reason)" }
        return metadata
    }
}
