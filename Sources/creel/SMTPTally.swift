import HTTPAPI
import MailModel
import MailProtocols
import Synchronization

/// How sessions ended and what they were refused, counted since the start for `/metrics`: whoever runs a server wants to
/// hear of it when mail is no longer taken.
final class SMTPTally: Sendable {
    private struct Counts {
        // Those that tell of trouble are there before it comes, so that its first time is a change.
        var refusedMessages = [451: 0, 452: 0]
        var sessions = Dictionary(
            uniqueKeysWithValues: SessionRecord.Outcome.allCases.filter { $0 != .open }.map { ($0, 0) })
        var accepted = 0
        var refused = 0
    }

    private let counts = Mutex(Counts())

    /// The answer to a message that had come in whole.
    func note(_ reply: Reply) {
        guard reply.isRefusal else { return }
        counts.withLock { $0.refusedMessages[reply.code, default: 0] += 1 }
    }

    /// A session that has ended.
    func note(_ session: SessionRecord) {
        counts.withLock { counts in
            counts.sessions[session.outcome, default: 0] += 1
            counts.accepted += session.accepted
            counts.refused += session.refused
        }
    }

    var metrics: [Metric] {
        let counts = counts.withLock { $0 }
        return [
            Metric(
                "creel_smtp_messages_refused_total", "Messages that came in whole and were not stored, by reply.",
                kind: .counter,
                samples: counts.refusedMessages.sorted { $0.key < $1.key }.map { ([("code", "\($0)")], $1) }),
            Metric(
                "creel_smtp_sessions_total", "SMTP sessions that have ended, by how.", kind: .counter,
                samples: counts.sessions.sorted { $0.key.rawValue < $1.key.rawValue }
                    .map { ([("outcome", $0.rawValue)], $1) }),
            Metric(
                "creel_smtp_accepted_total", "Messages that were acknowledged in sessions that have ended.",
                kind: .counter, value: counts.accepted),
            Metric(
                "creel_smtp_refused_total",
                "Senders, recipients, messages and logins that were refused in sessions that have ended.",
                kind: .counter, value: counts.refused),
        ]
    }
}
