import Foundation
import MailModel
import TestSupport
import Testing

@testable import MailProtocols

/// Seeded soup of everything that means something to the session. `CREEL_FUZZ_SECONDS` says for how long;
/// `CREEL_FUZZ_SEED=… CREEL_FUZZ_ROUNDS=1` tries one again.
@Suite struct SessionFuzzTests {
    private static let configuration: SMTPSession.Configuration = {
        var limits = SMTPSession.Limits()
        limits.message = 500
        limits.commandLine = 256
        limits.recipients = 3
        limits.errors = 1000
        limits.dialogue = .init(lines: 16, lineOctets: 64)
        var configuration = SMTPSession.Configuration()
        configuration.limits = limits
        configuration.tls = .optional
        return configuration
    }()

    private static var limits: SMTPSession.Limits { configuration.limits }

    private static func variable<Value: LosslessStringConvertible>(_ name: String) -> Value? {
        ProcessInfo.processInfo.environment["CREEL_FUZZ_\(name)"].flatMap { Value($0) }
    }

    /// The same soup in two different cuts gives the same, within the limits.
    @Test func `no soup of octets crashes, grows or depends on its cuts`() {
        let end = ContinuousClock.now + .seconds(Self.variable("SECONDS") ?? 2.0)
        let most = Self.variable("ROUNDS") ?? Int.max
        var seed = Self.variable("SEED") ?? UInt64.random(in: 0...UInt64.max)
        var (rounds, nextWord) = (0, ContinuousClock.now)
        while rounds < most, rounds == 0 || ContinuousClock.now < end {
            if ContinuousClock.now >= nextWord {
                // A trap ends the process without a word: it is no further from the last one than this takes.
                print("session fuzz: CREEL_FUZZ_SEED=\(seed) after \(rounds) rounds")
                fflush(nil)
                nextWord += .seconds(2)
            }
            check(seed: seed)
            seed &+= 1
            rounds += 1
        }
        print("session fuzz: \(rounds) rounds")
        #expect(rounds > 0)
    }

    private func check(seed: UInt64) {
        let again = "CREEL_FUZZ_SEED=\(seed) CREEL_FUZZ_ROUNDS=1"
        let soup = SessionSoup(seed: seed)
        var random = SplitMix(seed: ~seed)
        let whole = replay(soup, cuts: [.max], again)
        let cut = replay(soup, cuts: (0..<8).map { _ in Int.random(in: 1...40, using: &random) }, again)
        #expect(whole.lines == cut.lines, "\(again)")
        let contents = whole.submissions.map(\.content)
        #expect(contents == cut.submissions.map(\.content), "\(again)")
        #expect(contents.starts(with: soup.contents), "\(again)")
        for submission in whole.submissions {
            #expect(submission.content.count <= Self.limits.message, "\(again)")
            #expect(submission.envelope.forwardPaths.count <= Self.limits.recipients, "\(again)")
        }
        // The content, a line that is coming in, and what MAIL and the recipients said.
        let lines = (2 + Self.limits.recipients) * Self.limits.commandLine
        #expect(cut.session.heldOctets <= Self.limits.message + lines, "\(again)")
        #expect(cut.session.record.dialogue.count <= 32, "\(again)")
    }

    private func replay(_ soup: SessionSoup, cuts: [Int], _ again: String) -> Transcript {
        var configuration = Self.configuration
        configuration.dialect = soup.dialect
        var transcript = Transcript(configuration, isSecure: soup.isSecure, isTrusted: true)
        var turn = 0
        for step in soup.steps {
            switch step {
            case .octets(let octets):
                var rest = octets[...]
                while !rest.isEmpty {
                    let piece = Array(rest.prefix(cuts[turn % cuts.count]))
                    rest = rest.dropFirst(piece.count)
                    turn += 1
                    transcript.send(piece)
                    expectBounds(transcript, again)
                }
            case .memory(let isShort): transcript.setMemoryShort(isShort)
            case .hold: transcript.hold()
            case .release: transcript.release()
            case .end(let cause): transcript.end(cause)
            }
            expectBounds(transcript, again)
        }
        return transcript
    }

    /// What is held at any time is bounded, but for input behind an open question: whoever drives the session reads no
    /// more then.
    private func expectBounds(_ transcript: Transcript, _ again: String) {
        let session = transcript.session
        // A response of a login, what MAIL and the recipients said, and the flat rate of a message.
        let said = Login.Exchange.lineOctets + (1 + Self.limits.recipients) * Self.limits.commandLine + 1024
        let isBounded = session.heldOctets - session.input.octets.count <= Self.limits.message + said
        // No whole line stays unread, and of an unfinished one no more than may be.
        let isRead = transcript.isAsked || session.lineLimit(under: session.input.count) == nil
        // Looked at before it is told: there are a hundred of them in a round.
        if !isBounded || !isRead { Issue.record("\(session.heldOctets) octets are held; \(again)") }
    }
}
