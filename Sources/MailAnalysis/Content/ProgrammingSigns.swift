import MIME

/// What shows that a message is about programs: a patch, the report of a build, an alert. Traces, values that are not
/// there and marks of templates are what such a message tells, and nothing that slipped into it.
struct ProgrammingSigns {
    /// What a host of code, a tracker of bugs or a patch shows, and nothing else does.
    let areCertain: Bool
    /// Also where only words say so: then a greeting and a subject are the message's own all the same.
    let areThere: Bool

    init(_ examined: ExaminedMessage) {
        let subject = examined.header.last("subject")?.value ?? ""
        areCertain =
            examined.header.all.contains { field in Self.fields.contains { field.name.hasPrefix($0) } }
            || subject.contains("[PATCH") || Self.isAboutProject(subject)
            || examined.readings.contains(where: Self.holdsPatch)
        areThere = areCertain || Self.areSaid(in: examined.readings)
    }

    /// How the fields begin that hosts of code, trackers of bugs and runners of tests add.
    private static let fields = [
        "x-github-", "x-gitlab-", "x-gitea-", "x-git-", "x-jenkins-", "x-bugzilla-", "x-jira-", "x-sentry-",
        "x-circleci-", "x-travis-", "x-phabricator-", "x-patchwork-", "x-redmine-", "x-trac-", "x-launchpad-",
        "x-gerrit-", "x-rollbar-", "x-buildkite-",
    ]

    /// `[owner/project] …`, as hosts of code begin a subject.
    private static func isAboutProject(_ subject: String) -> Bool {
        let octets = Array(subject.utf8.prefix(200))
        guard let open = octets.firstIndex(of: UInt8(ascii: "[")), open < 8,
            let close = octets[open...].firstIndex(of: UInt8(ascii: "]"))
        else { return false }
        let name = octets[(open + 1)..<close]
        let halves = name.split(separator: .slash, omittingEmptySubsequences: false)
        // Neither `[DE/EN]` nor `[2026/11]`.
        return halves.count == 2 && halves.allSatisfy { $0.contains(where: \.isLetter) }
            && halves.contains { $0.count > 3 } && !name.contains { $0 <= .space }
    }

    private static func holdsPatch(_ reading: ReadableText) -> Bool {
        reading.origin != .subject && patchMarks.areIn(reading.octets, reading.octets.indices)
    }

    private static let patchMarks = WordFinder(["\ndiff --git ", "\n@@ -", "\n+++ b/"], foldsCase: false)

    /// The subject has a word of the trade and the text several, or the text has many of them.
    private static func areSaid(in readings: [ReadableText]) -> Bool {
        let title = readings.first { $0.origin == .subject }?.words ?? []
        var (trade, loose, failures): (Set<UInt64>, Set<UInt64>, Set<UInt64>) = ([], [], [])
        for reading in readings where reading.origin != .subject {
            // Within a trace they are parts of longer names.
            for word in reading.words where isInProse(word, of: reading.octets) {
                if failureWords.contains(word.hash) { failures.insert(word.hash) }
                if words.contains(word.hash) { trade.insert(word.hash) }
                if looseWords.contains(word.hash) { loose.insert(word.hash) }
            }
        }
        let count = trade.count + failures.count + loose.count
        if title.contains(where: { words.contains($0.hash) || failureWords.contains($0.hash) }) { return count >= 3 }
        return trade.count > 1 && count >= 4
    }

    /// White space before it, and behind it, or a sign of the sentence between.
    private static func isInProse(_ word: Word, of octets: [UInt8]) -> Bool {
        let (start, end) = (Int(word.start), Int(word.end))
        guard start == 0 || octets[start - 1] <= .space || "(\"#'[".utf8.contains(octets[start - 1]) else {
            return false
        }
        guard end < octets.count, octets[end] > .space else { return true }
        guard ",.:;?!)\"']".utf8.contains(octets[end]) else { return false }
        return end + 1 >= octets.count || octets[end + 1] <= .space || ",.:;".utf8.contains(octets[end + 1])
    }

    /// What a trace says that slipped into a message of a shop; in a subject it is the subject.
    private static let failureWords = Set(
        ["traceback", "stacktrace", "unhandled", "uncaught", "exception", "exceptions"].map { WordHash.of($0) })

    /// Words that are rare in the message of a shop, and not by themselves in a trace that slipped into one. None of them
    /// twice, in singular and plural, and no name that a company or a job has as well.
    private static let words = Set(
        [
            "build", "commit", "committed", "repository", "repo", "ci", "regression", "bugfix", "deploy", "deployed",
            "deployment", "compiler", "refactoring", "javascript", "typescript", "golang", "kotlin", "github", "gitlab",
            "debugging", "debugger", "kubernetes", "linter", "changelog", "rollback", "backport", "backend", "frontend",
            "jira", "bugzilla", "workflow",
        ].map { WordHash.of($0) })

    private static let looseWords = Set(
        [
            "branch", "job", "jobs", "runner", "test", "tests", "staging", "severity", "function", "functions",
            "method", "methods", "variable", "variables", "null", "undefined", "code", "failed", "error", "errors",
            "release", "issue", "request", "query", "log", "logs", "service", "environment", "template", "templates",
            "syntax", "server", "host", "version", "events", "users", "crash", "production", "expected", "actual",
        ].map { WordHash.of($0) })
}
