import Crypto
package import Egress
package import Logging
import MailModel
import NIOPosix
import ServiceLifecycle
import Synchronization

/// The scorers that the configuration names, and what they have said lately.
///
/// Nothing waits for them longer than its patience: an answer that comes later is remembered for whoever asks again. One
/// that is down is left alone for a while, and whoever asks is told at once that it is.
package final class OutsideScorers: Service, Sendable {
    package struct Limits: Sendable {
        /// How long whoever asks waits.
        package var patience = Duration.seconds(1)
        /// How long an answer may take.
        package var timeout = Duration.seconds(30)
        /// How long one that is down is left alone.
        package var rest = Duration.seconds(30)
        /// Questions that are open at one time.
        package var questions = 16
        /// Answers that are remembered.
        package var answers = 500
        /// How long an answer is remembered: programs learn.
        package var memory = Duration.seconds(600)
        /// How long it is remembered that there is no verdict: somebody may be mending what is wrong.
        package var memoryOfFailure = Duration.seconds(60)

        package init() {}
    }

    fileprivate typealias Answer = Result<ScorerAnswer, ScorerFailure>

    fileprivate struct Question: Hashable, Sendable {
        let scorer: Int
        let message: SHA256Digest
    }

    fileprivate enum Entry {
        /// With those who wait for the answer.
        case open([AsyncStream<Answer>.Continuation])
        case answered(Answer, until: ContinuousClock.Instant)
    }

    fileprivate struct State {
        var entries: [Question: Entry] = [:]
        /// Those that are answered, the oldest first.
        var answered: [Question] = []
        var open = 0
        /// Those that are down, until when, and why.
        var resting: [Int: (until: ContinuousClock.Instant, failure: ScorerFailure)] = [:]
        var isStopped = false
    }

    /// What comes of asking.
    private enum Look {
        case known(Answer)
        case open(AsyncStream<Answer>)
    }

    private let scorers: [OutsideScorer]
    private let egress: Egress
    private let limits: Limits
    private let logger: Logger
    private let state = Mutex(State())
    private let (questions, asker) = AsyncStream<(Question, ScoredMessage)>.makeStream()

    package init(_ scorers: [OutsideScorer], egress: Egress, limits: Limits = Limits(), logger: Logger) {
        (self.scorers, self.egress, self.limits, self.logger) = (scorers, egress, limits, logger)
    }

    /// What each scorer says of a message, in the order of the configuration; comes within the patience.
    package func verdicts(on message: ScoredMessage) async -> [OutsideVerdict] {
        guard !scorers.isEmpty, let identity = try? await message.identity else { return [] }
        let verdicts = await withTaskGroup(of: (Int, OutsideVerdict).self) { group in
            for scorer in scorers.indices {
                group.addTask {
                    (scorer, await self.verdict(on: message, Question(scorer: scorer, message: identity)))
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        return scorers.indices.compactMap { verdicts[$0] }
    }

    private func verdict(on message: ScoredMessage, _ question: Question) async -> OutsideVerdict {
        let name = scorers[question.scorer].name
        let answer: Answer? =
            switch ask(question, message) {
            case .known(let answer): answer
            case .open(let answers): await first(of: answers)
            }
        switch answer {
        case .success(let answer)?: return OutsideVerdict(name, answer)
        case .failure(let failure)?: return OutsideVerdict(name, failure: failure.reason)
        case nil: return OutsideVerdict(name, failure: "it has not answered yet; ask again for its answer")
        }
    }

    /// `nil` when none comes within the patience.
    private func first(of answers: AsyncStream<Answer>) async -> Answer? {
        await withTaskGroup(of: Answer?.self) { group in
            group.addTask { await answers.first { _ in true } }
            group.addTask { [limits] in
                try? await Task.sleep(for: limits.patience)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// Asks what was not asked yet.
    private func ask(_ question: Question, _ message: ScoredMessage) -> Look {
        state.withLock { state in
            if let answer = state.answer(to: question) { return .known(answer) }
            let (answers, waiter) = AsyncStream<Answer>.makeStream()
            if case .open(let waiters)? = state.entries[question] {
                state.entries[question] = .open(waiters + [waiter])
            } else {
                guard state.open < limits.questions, !state.isStopped else { return .known(.failure(.busy)) }
                state.open += 1
                state.entries[question] = .open([waiter])
                asker.yield((question, message))
            }
            return .open(answers)
        }
    }

    // MARK: - Asking

    /// Carries questions to the scorers until a graceful stop.
    package func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await gracefulShutdown()
                self.stop()
            }
            for await (question, message) in questions { group.addTask { await self.carry(question, message) } }
            group.cancelAll()
        }
    }

    private func stop() {
        state.withLock { $0.isStopped = true }
        asker.finish()
    }

    private func carry(_ question: Question, _ message: ScoredMessage) async {
        let scorer = scorers[question.scorer]
        let way = OutsideScorer.Way(egress: egress, scorer: scorer, limits: .init(time: limits.timeout))
        let answer: Answer
        do throws(ScorerFailure) {
            answer = .success(try await scorer.ask(message, way))
        } catch {
            answer = .failure(error)
        }
        note(answer, to: question)
    }

    private func note(_ answer: Answer, to question: Question) {
        let (waiters, wasDown) = state.withLock { state in
            let wasDown = state.resting[question.scorer] != nil
            return (state.close(question, answer, limits), wasDown)
        }
        for waiter in waiters {
            waiter.yield(answer)
            waiter.finish()
        }
        let name = scorers[question.scorer].name
        switch answer {
        case .failure(let failure) where failure.isDown:
            if !wasDown { logger.warning("\(name) does not judge messages: \(failure.reason)") }
        case .success, .failure:
            if wasDown { logger.notice("\(name) judges messages again") }
        }
    }
}

extension OutsideScorers.State {
    /// What is known without asking.
    fileprivate mutating func answer(to question: OutsideScorers.Question) -> OutsideScorers.Answer? {
        if case .answered(let answer, let end)? = entries[question] {
            if .now < end { return answer }
            entries[question] = nil
            answered.removeAll { $0 == question }
        }
        switch entries[question] {
        case .open, .answered: return nil
        case nil:
            guard let rest = resting[question.scorer], rest.until > .now else { return nil }
            return .failure(rest.failure)
        }
    }

    /// Notes the answer to an open question; answers with those who wait for it.
    ///
    /// That a scorer is down is remembered of it, for a while, and not of the message.
    fileprivate mutating func close(
        _ question: OutsideScorers.Question, _ answer: OutsideScorers.Answer,
        _ limits: OutsideScorers.Limits
    ) -> [AsyncStream<OutsideScorers.Answer>.Continuation] {
        guard case .open(let waiters)? = entries[question] else { return [] }
        open -= 1
        if case .failure(let failure) = answer, failure.isDown {
            entries[question] = nil
            resting[question.scorer] = (.now + limits.rest, failure)
            return waiters
        }
        resting[question.scorer] = nil
        let isVerdict = if case .success = answer { true } else { false }
        let end = ContinuousClock.now + (isVerdict ? limits.memory : limits.memoryOfFailure)
        entries[question] = .answered(answer, until: end)
        answered.append(question)
        if answered.count > limits.answers { entries[answered.removeFirst()] = nil }
        return waiters
    }
}

extension ScorerFailure {
    fileprivate static let busy = ScorerFailure(reason: "too many messages are being judged; ask again")
}

extension ScoredMessage {
    /// The same for messages that a scorer cannot tell apart.
    fileprivate var identity: SHA256Digest {
        get async throws {
            try await NIOThreadPool.singleton.runIfActive {
                var hash = SHA256()
                for path in [envelope?.reversePath ?? ""] + (envelope?.forwardPaths ?? []) {
                    hash.update(data: Array("\(path)\n".utf8))
                }
                hash.update(data: content)
                return hash.finalize()
            }
        }
    }
}
