import MIME
import MailModel
import Testing

@testable import MailAnalysis

@Suite struct ExpectationTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String, holds: Bool

        var testDescription: String { "\(text) \(holds ? "holds" : "does not hold")" }

        static let all = ExpectationKind.all.flatMap { kind in
            kind.passing.map { Case(text: $0, holds: true) } + kind.failing.map { Case(text: $0, holds: false) }
        }
    }

    private static let sample = Subject(ExpectationKind.sample)

    private func outcomes(_ texts: [String], _ subjects: [Subject]) throws -> [Outcome] {
        var judgement = Judgement(of: try Assertion(texts))
        for (index, subject) in subjects.enumerated() { judgement.look(at: subject, number: index + 1) }
        return judgement.outcomes(count: subjects.count)
    }

    @Test(arguments: Case.all) func `does what its examples say`(_ example: Case) throws {
        let outcome = try #require(try outcomes([example.text], [Self.sample]).last)
        #expect(outcome.expectation == example.text)
        #expect(outcome.holds == example.holds, "\(outcome.failures.map(\.reason))")
    }

    @Test(arguments: ExpectationKind.all.map(\.name)) func `documents itself`(_ name: String) throws {
        let kind = try #require(ExpectationKind[name])
        #expect(!kind.passing.isEmpty && !kind.failing.isEmpty && kind.meaning.hasSuffix("."))
        #expect(!kind.forms.isEmpty)
    }

    @Test func `of several messages, each one that fails is named with what is there`() throws {
        let other = Subject(Message(Array("Subject: Welcome\r\n\r\nHello\r\n".utf8)))
        let outcomes = try outcomes(["subject=Reset your password", "count=2"], [Self.sample, other])
        #expect(outcomes[0].failures == [.init(message: 2, reason: "its subject is “Welcome”")])
        #expect(outcomes[1].holds)
    }

    @Test func `without a number, one message at least has to be there`() throws {
        let outcomes = try outcomes(["subject=Hello"], [])
        #expect(outcomes.map(\.expectation) == ["count>=1", "subject=Hello"])
        #expect(outcomes[0].failures == [.init(message: nil, reason: "0 messages are there")])
        #expect(try self.outcomes(["count=0", "no link"], []).allSatisfy(\.holds))
    }

    @Test func `what was not looked at does not pass`() throws {
        var judgement = Judgement(of: try Assertion(["no link"]))
        let plain = Subject(Message(Array("Subject: a\r\n\r\nb\r\n".utf8)))
        judgement.look(at: plain, number: 7)
        #expect(judgement.outcomes(count: 1).map(\.holds) == [true, true])
        #expect(judgement.outcomes(count: 2).map(\.holds) == [true, false])
    }

    @Test func `a repetition has the identifier and the recipients of an earlier one`() throws {
        func subject(_ identifier: String, _ recipient: String) -> Subject {
            let field = identifier.isEmpty ? "" : "Message-ID: <\(identifier)>\r\n"
            return Subject(
                Message(Array("\(field)Subject: a\r\n\r\nb\r\n".utf8)),
                envelope: Envelope(reversePath: "", forwardPaths: [recipient]))
        }
        let different = [
            subject("1@a", "x@example.com"), subject("2@a", "x@example.com"), subject("1@a", "y@example.com"),
        ]
        #expect(try outcomes(["no duplicate"], different).allSatisfy(\.holds))
        let repeated = different + [subject("1@a", "X@example.com")]
        let failures = try outcomes(["no duplicate"], repeated).last?.failures
        #expect(failures == [.init(message: 4, reason: "it repeats an earlier one")])
        let bare = [subject("", "x@example.com"), subject("", "x@example.com")]
        #expect(try outcomes(["no duplicate"], bare).last?.failures.map(\.message) == [2])
    }

    @Test(arguments: [
        ("sbject=Hello", "expectations begin with count, subject"), ("subject", "give subject=TEXT or subject:TEXT"),
        ("subject=", "give subject=TEXT"), ("subject<3", "give subject=TEXT"), ("header=1", "give header:NAME"),
        ("count=many", "count takes a number from 0 to 499"), ("count=500", "from 0 to 499"),
        ("no count=1", "say which it is to be"), ("subject~(", "missing closing parenthesis at octet 1"),
        ("subject~\\C", "at octet"), ("score<high", "score takes a number"), ("score<nan", "score takes a number"),
        ("size<big", "size takes octets"), ("finding=no.such", "there is no rule no.such"),
        ("finding>=fatal", "give finding>=error"), ("duplicate=1", "give duplicate"), ("", "expectations begin with"),
    ])
    func `what is not understood is refused, with what is`(_ text: String, _ reason: String) throws {
        let error = try #require(throws: ExpectationError.self) { try Assertion([text]) }
        #expect(error.expectation == text)
        #expect(error.allowed.contains(reason), "\(error)")
    }

    @Test func `blanks around a comparison do not count, and lines may be wrapped anywhere`() throws {
        let wrapped = Subject(Message(Array("Subject: a\r\n\r\nThe code you\r\n asked for\r\n".utf8)))
        let texts = ["  text : code you asked ", "No  subject = b", "header:Subject = a"]
        #expect(try outcomes(texts, [wrapped]).allSatisfy(\.holds))
    }

    @Test func `a pattern that takes too long is no success, whichever way it is asked for`() throws {
        let bait = Subject(Message(Array("Subject: \(String(repeating: "a", count: 60))b\r\n\r\n".utf8)))
        for text in ["subject~^(a+)+$", "no subject~^(a+)+$"] {
            let outcome = try #require(try outcomes([text], [bait]).last)
            #expect(!outcome.holds && outcome.failures[0].reason.contains("takes too long"), "\(outcome)")
        }
    }

    @Test(arguments: [
        (["no link"], 1), (["count=3"], 3), (["count>2", "count<9"], 3), (["count=0"], 1), (["count<=4"], 5),
        (["count>=499"], 499),
    ])
    func `tells how many messages are waited for`(_ texts: [String], _ awaited: Int) throws {
        #expect(try Assertion(texts).awaited == awaited)
    }

    @Test func `a text of many octets is looked through up to a limit`() throws {
        let pattern = try TextPattern("é$")
        #expect(pattern.isFound(in: String(repeating: "é", count: 1 << 20)) == true)
        #expect(throws: TextPattern.Fault.self) { try TextPattern(String(repeating: "a", count: 1001)) }
        #expect(try TextPattern(String(repeating: "a", count: 1000), ignoringCase: true).isFound(in: "b") == false)
    }

    @Test func `of several texts only a few are given many steps`() throws {
        let pattern = try TextPattern("(a+)+$")
        let hostile = String(repeating: "a", count: 40) + "b"
        let start = ContinuousClock.now
        #expect(pattern.isFound(inAnyOf: Array(repeating: hostile, count: 2000)) == nil)
        #expect(pattern.isFound(inAnyOf: Array(repeating: hostile, count: 2000) + ["a"]) == true)
        #expect(pattern.isFound(inAnyOf: ["b", "c"]) == false)
        #expect(start.duration(to: .now) < .seconds(30))
    }

    @Test func `case is ignored unless an expression says otherwise`() throws {
        #expect(try TextPattern("total", ignoringCase: true).isFound(in: "TOTAL") == true)
        #expect(try TextPattern("(?-i)total", ignoringCase: true).isFound(in: "TOTAL") == false)
    }

    @Test func `ends are those of the text, or of every line`() throws {
        let text = "Hello,\ntotal: 42\nbye"
        #expect(try TextPattern("^total: \\d+$").isFound(in: text) == false)
        #expect(try TextPattern("^total: \\d+$", byLine: true).isFound(in: text) == true)
        #expect(try TextPattern("(?-m)^total", byLine: true).isFound(in: text) == false)
    }
}
