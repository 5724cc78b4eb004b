import MailModel
import MailStorage

/// A message that came while another was waited for.
struct Passerby: Encodable, Sendable {
    var id: CaptureID
    var inbox: InboxName
    /// The forward-paths, since `To` need not name the recipient.
    var to: [String]
    var subject: String

    private init(_ summary: Summary) {
        (id, inbox) = (summary.id, summary.inbox)
        (to, subject) = (Array(summary.envelope.forwardPaths.prefix(5)), summary.digest.subject)
    }

    var text: String { "\(id) to \(to.joined(separator: " ")) “\(subject)”" }

    /// The newest of those that came after `start`.
    static func all(
        in store: any MessageStore, since start: CaptureID, but matches: Set<CaptureID>
    ) async throws -> [Passerby] {
        let newest = try await store.newest(.all, limit: 20)
        return newest.filter { $0.id > start && !matches.contains($0.id) }.prefix(5).map(Passerby.init)
    }
}
