import HTTPTypes
import Intake
import MIME
import MailModel
import MailProtocols
import MailStorage
import Synchronization

/// Takes the messages of a file in, in the order of the file, while it comes.
struct MessageImport {
    private let intake: Intake
    private let limits: HTTPLimits
    /// Where messages go, whatever the file says.
    private let inbox: InboxName?
    private var cutter: MailboxCutter
    private let share: OctetShare
    private(set) var tally = Tally()
    /// Messages that are still to be passed over.
    private var unskipped: Int
    /// Inboxes that messages have gone to.
    private var inboxes: Set<InboxName> = []

    /// What became of the messages.
    struct Tally: Encodable, Sendable {
        var imported = 0
        /// They are larger than messages may be.
        var tooLarge = 0
        /// Files of an archive that are no messages by their names.
        var leftOut = 0
        var first: Int64?
        var last: Int64?

        enum CodingKeys: CodingKey { case imported, tooLarge, leftOut, first, last }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(imported, forKey: .imported)
            try container.encode(tooLarge, forKey: .tooLarge)
            try container.encode(leftOut, forKey: .leftOut)
            try container.encode(first, forKey: .first)
            try container.encode(last, forKey: .last)
        }
    }

    /// - Parameter skip: So many messages of the file came in before.
    init(
        intake: Intake, budget: OctetBudget, limits: HTTPLimits, inbox: InboxName?, dialect: MboxDialect,
        skip: UInt32 = 0
    ) {
        (self.intake, self.limits, self.inbox, unskipped) = (intake, limits, inbox, Int(skip))
        cutter = MailboxCutter(dialect, limit: limits.message)
        share = OctetShare(of: budget)
    }

    /// Takes what comes next in the file; the messages that have ended by it are durable when this returns.
    mutating func read(_ octets: [UInt8]) async throws {
        var input = octets[...]
        while let messages = try cut({ cutter, input throws(MailboxCutter.Refusal) in try cutter.next(&input) }, &input)
        {
            try await store(messages)
            // Little may hold much when it is unpacked, and nobody may wait for it any more.
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    mutating func finish() async throws {
        var nothing: ArraySlice<UInt8> = []
        let messages = try cut({ cutter, _ throws(MailboxCutter.Refusal) in try cutter.finish() }, &nothing)
        try await store(messages ?? [])
        tally.leftOut = cutter.leftOut
    }

    private mutating func cut(
        _ body: (inout MailboxCutter, inout ArraySlice<UInt8>) throws(MailboxCutter.Refusal) -> [MboxMessage]?,
        _ input: inout ArraySlice<UInt8>
    ) throws(Problem) -> [MboxMessage]? {
        do {
            return try body(&cutter, &input)
        } catch {
            throw problem(error)
        }
    }

    private func problem(_ refusal: MailboxCutter.Refusal) -> Problem {
        switch refusal {
        case .damaged(let reason):
            Problem(
                status: .badRequest, detail: "\(reason); \(tally.imported) messages came in",
                members: ["imported": tally.imported, "tooLarge": tally.tooLarge])
        case .foreign(let kind):
            Problem(
                status: .unsupportedMediaType, detail: "That is \(kind.name), which is not read; \(kind.remedy)",
                headers: [.accept: ImportRoutes.accepted])
        }
    }

    private mutating func store(_ messages: [MboxMessage]) async throws {
        let octets = messages.reduce(cutter.heldOctets) { $0 + $1.octets.count }
        guard share.resize(to: octets) else {
            throw Problem(
                status: .serviceUnavailable,
                detail: "Memory for messages in transit is used up; try again later or raise --max-octets-in-flight",
                headers: [.retryAfter: "1"], members: ["imported": tally.imported])
        }
        let skipped = min(unskipped, messages.count)
        unskipped -= skipped
        var together: [MboxMessage] = []
        for message in messages.dropFirst(skipped) {
            guard let inbox = inbox ?? message.separator?.inbox, inboxes.insert(inbox).inserted else {
                together.append(message)
                continue
            }
            // There may be no room for one more inbox: what stands behind must not come in before that is known.
            try await handOver(together)
            try await handOver([message])
            together = []
        }
        try await handOver(together)
    }

    private mutating func handOver(_ messages: [MboxMessage]) async throws {
        var results = await Arrivals.of(messages.filter { !$0.isCut }.map { delivery(of: $0) }, through: intake)[...]
        for message in messages {
            guard !message.isCut, let result = results.popFirst() else {
                tally.tooLarge += 1
                continue
            }
            switch result {
            case .success(let summary):
                tally.imported += 1
                tally.first = tally.first ?? summary.id.rawValue
                tally.last = summary.id.rawValue
            case .failure(let error): throw Self.problem(error, tally)
            }
        }
    }

    /// Tells how many messages of the file are done with: the first ones.
    private static func problem(_ error: StoreError, _ tally: Tally) -> Problem {
        var problem = Problem(error)
        problem.detail += "; \(tally.imported) messages came in"
        problem.members = ["imported": tally.imported, "tooLarge": tally.tooLarge]
        return problem
    }

    private func delivery(of message: MboxMessage) -> Delivery {
        Delivery(
            envelope: envelope(of: message), content: message.octets, inbox: inbox ?? message.separator?.inbox,
            receivedAt: message.separator?.receivedAt, isSeen: message.separator?.isSeen ?? false,
            tags: message.separator?.tags ?? [])
    }

    /// As the file tells, else as fields do that a server wrote when it delivered the message, else as `From`, `To` and `Cc`
    /// do; of all only what can be a path, as over SMTP. Recipients beyond the limit are left out: a message that was kept
    /// somewhere is not refused for them.
    private func envelope(of message: MboxMessage) -> Envelope {
        let told = message.separator
        let header = Header(of: message.octets)
        // Forward-paths are told by Creel alone, which had taken them, and the sender beside them.
        let policy = told?.forwardPaths.isEmpty == false ? limits.paths : .strict
        var forwardPaths = limits.forwardPaths(among: told?.forwardPaths ?? [], policy: policy)
        if forwardPaths.isEmpty {
            forwardPaths = limits.forwardPaths(among: header.deliveredForwardPath.map { [$0] } ?? [])
        }
        if forwardPaths.isEmpty { forwardPaths = limits.forwardPaths(of: header) }
        let reversePath =
            told.flatMap { limits.reversePath($0.sender, policy: policy) }
            ?? header.deliveredReversePath.flatMap { limits.reversePath($0) }
            ?? limits.reversePath(of: header)
        return Envelope(reversePath: reversePath ?? "", forwardPaths: Array(forwardPaths.prefix(limits.recipients)))
    }
}

/// Answers of the store to messages that were handed over together.
private final class Arrivals: Sendable {
    typealias Answer = Result<Summary, StoreError>

    private let answers: Mutex<(list: [Answer?], left: Int)>
    private let continuation: CheckedContinuation<[Answer], Never>

    private init(_ count: Int, _ continuation: CheckedContinuation<[Answer], Never>) {
        answers = Mutex((Array(repeating: nil, count: count), count))
        self.continuation = continuation
    }

    /// Hands messages over in their order, so that they share transactions.
    static func of(_ deliveries: [Delivery], through intake: Intake) async -> [Answer] {
        guard !deliveries.isEmpty else { return [] }
        return await withCheckedContinuation { continuation in
            let arrivals = Arrivals(deliveries.count, continuation)
            for (place, delivery) in deliveries.enumerated() {
                intake.accept(delivery) { arrivals.note($0, at: place) }
            }
        }
    }

    private func note(_ answer: Answer, at place: Int) {
        let all = answers.withLock { answers -> [Answer]? in
            answers.list[place] = answer
            answers.left -= 1
            return answers.left == 0 ? answers.list.compactMap(\.self) : nil
        }
        if let all { continuation.resume(returning: all) }
    }
}
