import MailAnalysis
import MailModel

/// What the newest messages of an inbox, or of all, are like on the whole.
struct Statistics: Encodable, Sendable {
    /// How many messages were looked at: the newest, ``limit`` at most.
    let messages: Int
    /// When the oldest of them came; `nil` when there is none.
    let since: OrNull<Timestamp>
    let minutes: Minutes
    let sizes: Sizes
    let scores: Scores
    /// How many messages have a finding of a rule: those of most messages first.
    let findings: [FindingCount]
    /// The first mailboxes of `From` of most messages.
    let senders: [SenderCount]

    /// Messages that are looked at.
    static let limit = 10_000
    /// Entries of a list of those that are most frequent.
    private static let most = 20

    /// The last hour, or as much of it as the messages that were looked at reach back.
    struct Minutes: Encodable, Sendable {
        /// When the first of them began.
        let from: Timestamp
        /// How many messages came in each; the last is not over yet.
        let messages: [Int]
    }

    /// Of messages, in octets.
    struct Sizes: Encodable, Sendable {
        let total: Int
        let median: OrNull<Int>
        let largest: OrNull<Int>
        let classes: [SizeClass]
    }

    /// Messages up to a size and above that of the class before.
    struct SizeClass: Encodable, Sendable {
        /// `nil` for any size.
        let upTo: OrNull<Int>
        let messages: Int
    }

    struct Scores: Encodable, Sendable {
        /// Messages that the rules were asked about.
        let assessed: Int
        let mean: OrNull<Double>
        /// Messages that are spam by their score.
        let spam: Int
        /// Messages by the worst that was found in them.
        let severities: [String: Int]
        /// Messages by their score, in whole points rounded down; the last holds all from 10 on.
        let classes: [Int]
    }

    struct FindingCount: Encodable, Sendable {
        let rule: String
        let severity: OrNull<Severity>
        let summary: OrNull<String>
        let messages: Int
    }

    struct SenderCount: Encodable, Sendable {
        let address: String
        let messages: Int
    }
}

extension Statistics {
    /// - Parameters:
    ///   - rows: Newest first.
    ///   - assessments: What the rules said of them, as far as they were asked.
    init(_ rows: [Summary], _ assessments: [CaptureID: Assessment], now: Timestamp) {
        messages = rows.count
        since = OrNull(rows.map(\.receivedAt).min())
        minutes = Minutes(rows, until: now)
        sizes = Sizes(rows.map(\.size))
        let known = rows.compactMap { assessments[$0.id] }
        scores = Scores(known)
        findings = Self.mostFrequent(known.flatMap(\.rules)).map { id, count in
            let rule = Analyzer.standard.ruleSet[id]
            return FindingCount(
                rule: id, severity: OrNull(rule?.severity), summary: OrNull(rule?.summary), messages: count)
        }
        senders = Self.mostFrequent(rows.compactMap { $0.digest.from?.address.lowercased() }).map(SenderCount.init)
    }

    /// Of equally frequent ones, in the order of the alphabet.
    private static func mostFrequent(_ texts: [String]) -> [(String, Int)] {
        let counts = texts.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(most).map { ($0.key, $0.value) }
    }
}

extension Statistics.Minutes {
    private static let count: Int64 = 60
    private static let length: Int64 = 60_000

    fileprivate init(_ rows: [Summary], until now: Timestamp) {
        let last = now.milliseconds / Self.length
        var first = last - Self.count + 1
        // Older ones that were not looked at may have come in the minute of the oldest, and before.
        if rows.count >= Statistics.limit, let oldest = rows.last {
            first = min(last, max(first, oldest.receivedAt.milliseconds / Self.length + 1))
        }
        let counts = rows.reduce(into: [:]) { $0[$1.receivedAt.milliseconds / Self.length, default: 0] += 1 }
        from = Timestamp(milliseconds: first * Self.length)
        messages = (first...last).map { counts[$0, default: 0] }
    }
}

extension Statistics.Sizes {
    private static let limits = [1, 4, 16, 64, 256, 1024, 4096, 16_384].map { $0 * 1024 }

    fileprivate init(_ sizes: [Int]) {
        let sorted = sizes.sorted()
        total = sorted.reduce(0, +)
        (median, largest) = (OrNull(sorted.isEmpty ? nil : sorted[sorted.count / 2]), OrNull(sorted.last))
        let counts = sorted.reduce(into: [:]) { counts, size in
            counts[Self.limits.firstIndex { size <= $0 } ?? Self.limits.count, default: 0] += 1
        }
        classes = (0...Self.limits.count).map { index in
            Statistics.SizeClass(
                upTo: OrNull(index < Self.limits.count ? Self.limits[index] : nil), messages: counts[index, default: 0])
        }
    }
}

extension Statistics.Scores {
    private static let mostPoints = 10

    fileprivate init(_ known: [Assessment]) {
        assessed = known.count
        let sum = known.reduce(0) { $0 + $1.score }
        mean = OrNull(known.isEmpty ? nil : (sum / Double(known.count) * 100).rounded() / 100)
        spam = known.count { $0.score >= SpamScore.threshold }
        var severities = Dictionary(uniqueKeysWithValues: Severity.allCases.map { ($0.rawValue, 0) })
        severities["none"] = 0
        for assessment in known { severities[assessment.severity?.rawValue ?? "none", default: 0] += 1 }
        self.severities = severities
        var classes = [Int](repeating: 0, count: Self.mostPoints + 1)
        for assessment in known { classes[Int(min(max(assessment.score, 0), Double(Self.mostPoints)))] += 1 }
        self.classes = classes
    }
}
