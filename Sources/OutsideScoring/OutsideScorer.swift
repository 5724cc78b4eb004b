package import Egress
package import MailModel
import NIOCore

/// A program outside that judges messages. Adding one is adding a value.
package struct OutsideScorer: Sendable {
    package let name: String
    let purpose: EgressPurpose
    package let destination: Destination
    /// Asks about a message.
    let ask: @Sendable (ScoredMessage, Way) async throws(ScorerFailure) -> ScorerAnswer

    /// With which the gate lets it be asked.
    package var permission: EgressPolicy.Permission { .init(purpose, destination) }

    /// The way to a scorer, through the gate.
    struct Way: Sendable {
        let egress: Egress
        let scorer: OutsideScorer
        let limits: Egress.Limits

        /// Says something and answers with all that it is answered.
        func exchange(_ request: [ByteBuffer]) async throws(ScorerFailure) -> [UInt8] {
            do throws(EgressError) {
                let answer = try await egress.exchange(
                    request, with: scorer.destination, for: scorer.purpose, within: limits)
                return Array(answer.readableBytesView)
            } catch {
                throw ScorerFailure(reason: error.description, isDown: true)
            }
        }
    }
}

/// Why a scorer has no answer.
struct ScorerFailure: Error, Hashable {
    /// As a sentence without a full stop.
    let reason: String
    /// It is because of the scorer, not because of the message.
    var isDown = false

    /// - Parameter answer: What came instead of one.
    static func notUnderstood(_ answer: some Sequence<UInt8>) -> ScorerFailure {
        let beginning = Array(answer.prefix(100).prefix { $0 != 0x0A && $0 != 0x0D && $0 != 0 })
        return ScorerFailure(reason: "its answer is not understood: “\(String(decoding: beginning, as: UTF8.self))”")
    }
}

/// A message as scorers see it.
package struct ScoredMessage: Sendable {
    let content: [UInt8]
    let envelope: Envelope?

    package init(_ content: [UInt8], envelope: Envelope?) { (self.content, self.envelope) = (content, envelope) }
}
