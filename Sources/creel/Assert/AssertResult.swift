import MIME
import MailAnalysis

/// How messages fare, wherever they were looked at.
struct AssertResult: Sendable {
    /// How many messages there are.
    let matched: Int
    let expectations: [Judged]
    /// What came to a server while it was waited in vain.
    var others: [String] = []

    struct Judged: Sendable {
        let expectation: String
        let failures: [Failure]
    }

    struct Failure: Sendable {
        /// What people call the message; `nil` where it is not about one.
        let message: String?
        let reason: String
    }

    var passed: Bool { expectations.allSatisfy(\.failures.isEmpty) }
}

extension AssertResult {
    /// Looks at the messages of a file or a directory.
    ///
    /// - Throws: For what cannot be read.
    init(of input: CheckInput, _ assertion: Assertion) async throws(MessageFile.Failure) {
        var looked = Looked(assertion)
        await MessageFinder(dialect: .auto).find(in: [input]) { await looked.note($0) }
        if let failure = looked.failure { throw failure }
        let names = looked.names
        self.init(
            matched: names.count,
            expectations: looked.judgement.outcomes(count: names.count).map { outcome in
                Judged(
                    expectation: outcome.expectation,
                    failures: outcome.failures.map { failure in
                        Failure(message: failure.message.map { names[$0] }, reason: failure.reason)
                    })
            })
    }

    private struct Looked {
        private(set) var judgement: Judgement
        private(set) var names: [String] = []
        /// Of several, the first.
        private(set) var failure: MessageFile.Failure?

        init(_ assertion: Assertion) { judgement = Judgement(of: assertion) }

        mutating func note(_ found: Found) async {
            switch found {
            case .unreadable(let unreadable): failure = failure ?? MessageFile.Failure(description: unreadable.reason)
            case .message(let message):
                do {
                    let subject = Subject(
                        Message(try await message.octets()), envelope: message.envelope, receivedAt: message.receivedAt)
                    judgement.look(at: subject, number: names.count)
                    names.append(message.name)
                } catch {
                    failure = failure ?? error
                }
            }
        }
    }
}

extension AssertResult {
    /// A line for each expectation, with the reasons below it.
    func text(_ palette: Palette) -> String {
        let lines = expectations.flatMap { judged -> [String] in
            let mark = judged.failures.isEmpty ? palette.good("✓") : palette.bad("✗")
            return ["\(mark) \(judged.expectation.escapingControls())"] + judged.failures.map { "    \($0.text)" }
        }
        let inVain = others.map { "    came instead: \($0.escapingControls())" }
        return (lines + inVain).joined(separator: "\n") + "\n"
    }

    /// As the API answers, without the rows of the messages.
    var json: String {
        let value: JSONValue = [
            "passed": .boolean(passed), "matched": .integer(matched), "expectations": .array(expectations.map(\.json)),
            "others": .strings(others),
        ]
        return value.text + "\n"
    }
}

extension AssertResult.Failure {
    fileprivate var text: String {
        let subject = message.map { "\($0): " } ?? ""
        return (subject + reason).escapingControls()
    }
}

extension AssertResult.Judged {
    fileprivate var json: JSONValue {
        let reasons = failures.map { failure -> JSONValue in
            ["message": .string(failure.message), "reason": .string(failure.reason)]
        }
        return [
            "expectation": .string(expectation), "passed": .boolean(failures.isEmpty), "failures": .array(reasons),
        ]
    }
}
