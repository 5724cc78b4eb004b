import Foundation
import MIME
import MailModel
import MailStorage
import TestSupport
import Testing

struct `The query language` {
    static let now = Timestamp(milliseconds: 1_769_850_000_000)

    private static func parse(_ text: String) throws(QueryError) -> Condition {
        try QueryParser.condition(of: text, now: now)
    }

    private static func word(_ text: String) -> Condition { .term(.text(.anywhere, Needle(text))) }

    private static func from(_ text: String, _ extent: Needle.Extent = .anyPart) -> Condition {
        .term(.text(.from, Needle(text, extent)))
    }

    private static func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

    @Test(
        arguments: [
            ("", .all([])), ("  \t ", .all([])),
            ("reset", word("reset")), ("reset password", .all([word("reset"), word("password")])),
            (#""reset password""#, word("reset password")), (#""a \"b\" \\ \c""#, word(#"a "b" \ \c"#)),
            ("a AND b", .all([word("a"), word("b")])), ("a OR b", .any([word("a"), word("b")])),
            ("a b OR c d", .any([.all([word("a"), word("b")]), .all([word("c"), word("d")])])),
            ("a (b OR c)", .all([word("a"), .any([word("b"), word("c")])])),
            ("-a", .not(word("a"))), ("NOT a", .not(word("a"))), ("a -b", .all([word("a"), .not(word("b"))])),
            ("NOT NOT a", .not(.not(word("a")))), ("-(a b)", .not(.all([word("a"), word("b")]))),
            ("((a))", word("a")), ("(a)(b)", .all([word("a"), word("b")])), ("e-mail", word("e-mail")),
            ("a - b", .all([word("a"), word("-"), word("b")])),
            ("or and not", .all([word("or"), word("and"), word("not")])),
            ("ORDER ANDROID", .all([word("ORDER"), word("ANDROID")])), (#""OR""#, word("OR")),
            ("f(x)", word("f(x)")), ("(f(x))", word("f(x)")), ("a)", word("a)")),
            ("invo*", .term(.text(.anywhere, Needle("invo", beginsWord: true)))), (#""invo*""#, word("invo*")),
            ("*", word("*")),
            ("http://example.com/a?b=c", word("http://example.com/a?b=c")), ("12:30", word("12:30")),
            ("a1:b", word("a1:b")), (":x", word(":x")), ("Re: invoice", .all([word("Re:"), word("invoice")])),
            ("größe:5", word("größe:5")), ("don't say\"x", .all([word("don't"), word("say\"x")])),
            (#""foo:bar""#, word("foo:bar")),
            ("from:(alice)", from("alice")), ("from:(alice OR bob)", .any([from("alice"), from("bob")])),
            ("-from:(a b) c", .all([.not(.all([from("a"), from("b")])), word("c")])),
            ("From:(a (b OR -c*))", .all([from("a"), .any([from("b"), .not(from("c", .wordBeginning))])])),
            ("from:(a OR =b) d", .all([.any([from("a"), from("b", .whole)]), word("d")])),
            (#"(from:("a b" x:y))"#, .all([from("a b"), from("x:y")])), (#"from:"(a""#, from("(a")),
            ("id:(1 OR 2)", .any([.term(.number([1...1])), .term(.number([2...2]))])),
            ("=a", word("=a")), ("from:f(x)", from("f(x)")),
            ("“reset password”", word("reset password")), ("„a b“ c", .all([word("a b"), word("c")])),
            ("”a\" b", .all([word("a"), word("b")])), (#""a “b” c""#, word("a “b” c")), ("a“b", word("a“b")),
        ] as [(String, Condition)])
    func `puts terms together`(text: String, condition: Condition) throws {
        #expect(try Self.parse(text) == condition)
    }

    private static func pattern(_ text: String) -> QueryTerm {
        // Known to be one.
        (try? TextPattern(text, ignoringCase: true, byLine: true)).map { .pattern($0) } ?? .tagged
    }

    @Test(
        arguments: [
            ("from:alice", .text(.from, Needle("alice"))),
            ("To:bob+tag@example.com", .text(.to, Needle("bob+tag@example.com"))),
            ("to:=Bob@example.com", .text(.to, Needle("bob@example.com", .whole))),
            (#"subject:="a*""#, .text(.subject, Needle("a*", .whole))),
            (#"rcpt:"=a""#, .text(.recipient, Needle("=a"))),
            ("message-id:=<a@b>", .text(.messageID, Needle("a@b", .whole))),
            ("header:X-Job==42", .header(name: "X-Job", value: Needle("42", .whole))),
            ("header:X-Job=(1)", .header(name: "X-Job", value: Needle("(1)"))), ("regex:(a|b)", pattern("(a|b)")),
            ("type:=text/html", .type(Needle("text/html", .whole))), ("link:reset", .link(Needle("reset"))),
            ("is:tagged", .tagged), ("is:Duplicate", .duplicate(of: nil)),
            ("duplicate-of:42", .duplicate(of: CaptureID(42))), ("session:17", .session(SessionID(17))),
            ("cc:x", .text(.cc, Needle("x"))), ("bcc:x", .text(.bcc, Needle("x"))),
            ("rcpt:x", .text(.recipient, Needle("x"))),
            (#"subject:"reset your""#, .text(.subject, Needle("reset your"))),
            ("subject:“reset your”", .text(.subject, Needle("reset your"))),
            ("body:x*", .text(.body, Needle("x", beginsWord: true))), ("from:a:b", .text(.from, Needle("a:b"))),
            ("message-id:<a@b>", .text(.messageID, Needle("a@b"))), ("filename:.pdf", .text(.fileName, Needle(".pdf"))),
            ("header:X-Job=42", .header(name: "X-Job", value: Needle("42"))),
            ("header:X-Job=a=b", .header(name: "X-Job", value: Needle("a=b"))),
            (#"header:X-Job="a b""#, .header(name: "X-Job", value: Needle("a b"))),
            ("header:X-Job", .header(name: "X-Job", value: Needle(""))),
            ("type:application/pdf", .type(Needle("application/pdf"))), ("has:Attachment", .has(.attachment)),
            ("is:seen", .seen(true)), ("is:UNREAD", .seen(false)), ("larger:10K", .larger(10_240)),
            ("smaller:1.5M", .smaller(1_572_864)), ("larger:0", .larger(0)),
            ("id:42", .number([42...42])), ("id:1,2,5..9", .number([1...1, 2...2, 5...9])),
            ("id:7..", .number([7...Int64.max])), ("id:..7", .number([0...7])),
            ("score:>5", .score(.greater, 5)), ("score:<=-0.5", .score(.lessOrEqual, -0.5)),
            ("score:2", .score(.equal, 2)),
            ("severity:error", .severity(.equal, .error)), ("severity:>=warning", .severity(.greaterOrEqual, .warning)),
            ("severity:none", .severity(.equal, nil)), ("rule:hdr.*", .rule(NamePattern("hdr.*"))),
            ("tag:release", .tag(NamePattern("release"))), (#"inbox:"my inbox""#, .inbox(NamePattern("my inbox"))),
        ] as [(String, QueryTerm)])
    func `has fields`(text: String, term: QueryTerm) throws {
        #expect(try Self.parse(text) == .term(term))
        #expect(try Self.parse("(\(text))") == .term(term))
        #expect(try Self.parse("a \(text) b") == .all([Self.word("a"), .term(term), Self.word("b")]))
    }

    @Test(arguments: [
        ("after:2026-01-31", "2026-01-31T00:00:00Z"), ("after:2026-01-31T09:00", "2026-01-31T09:00:00Z"),
        ("after:2026-01-31T09:00:01.5", "2026-01-31T09:00:01.5Z"),
        ("after:2026-01-31T09:00:00+01:00", "2026-01-31T08:00:00Z"), ("after:10m", "2026-01-31T08:50:00Z"),
        ("after:1d", "2026-01-30T09:00:00Z"),
    ])
    func `understands dates, times and ages`(text: String, time: String) throws {
        #expect(try Self.parse(text) == .term(.after(try Self.time(time))))
        let before = text.replacing("after", with: "before")
        #expect(try Self.parse(before) == .term(.before(try Self.time(time))))
    }

    @Test(arguments: [
        ("foo:bar", 1), ("a foo:bar", 3), ("from:", 6), ("a to: b", 6), (#"a "b"#, 3), (#"from:"b"#, 6), (#""""#, 1),
        ("header:", 8), ("header:=x", 8), ("header:X-Job=", 14), ("header:X-Job= a", 14), ("header:X-Job:a", 8),
        ("(header:X-Job=)", 15),
        ("größe foo:x", 7), ("a OR", 5), ("OR a", 1), ("a AND", 6), ("(a", 1),
        ("a (b (c)", 3), ("()", 2), ("a ) b", 3), (")", 1), ("NOT", 4), ("a AND OR b", 7), ("is:red", 4), ("has:", 5),
        ("from:(a OR b", 6), ("from:()", 7), ("from:(a OR )", 12), ("from:(a subject:b)", 9), ("subject:(", 10),
        ("header:X-Job=(1 OR 2)", 14), ("to:=(a OR b)", 5), ("to:=", 5), ("to:=a*", 5), (#"to:=" ""#, 5),
        ("duplicate-of:x", 14), ("session:-1", 9),
        ("from:(" + String(repeating: "a ", count: 101) + ")", 207),
        ("has:cheese", 5), ("larger:big", 8), ("after:yesterday", 7), ("before:2026-02-30", 8), ("id:1,,2", 4),
        ("id:9..1", 4), ("id:..", 4), ("score:>high", 7), ("severity:fatal", 10), (#"regex:"(""#, 7), ("score:nan", 7),
        (String(repeating: "a ", count: 101), 201), (String(repeating: "(", count: 21), 22),
        (String(repeating: "-", count: 22) + "a", 22), ("subject:\u{AD}", 9), ("subject:\u{0}", 9),
        ("message-id:<>", 12), ("“a", 1), ("“”", 1),
    ])
    func `tells where it is not understood`(text: String, column: Int) {
        #expect {
            try Self.parse(text)
        } throws: { error in
            (error as? QueryError)?.column == column && (error as? QueryError)?.expected.isEmpty == false
        }
    }

    @Test func `tells which fields there are`() {
        #expect {
            try Self.parse("form:bar")
        } throws: { error in
            "\(error)".hasPrefix("There is no field form; expected one of from: to: cc:")
        }
    }

    @Test func `is described as it is`() throws {
        let page = try String(contentsOf: Fixtures.folder.appending(path: "../docs/query.md"), encoding: .utf8)
        let begin = "<!-- fields: a test compares them with the parser -->\n"
        let start = try #require(page.range(of: begin)?.upperBound)
        let end = try #require(page.range(of: "\n<!-- end of fields -->")?.lowerBound)
        #expect(start <= end && page[start..<end] == QueryField.markdown)
    }

    @Test(arguments: QueryField.all.map { ($0.name, $0.examples) })
    func `understands its own examples`(name: String, examples: [String]) throws {
        #expect(!examples.isEmpty)
        for example in examples { #expect(try Self.parse(example) != .all([]), "\(example)") }
    }

    /// Nothing that anybody can write makes it loop or crash.
    @Test func `ends on anything`() {
        var random = SplitMix(seed: 6)
        let pieces = [
            "(", ")", "\"", "-", "NOT ", "OR ", "AND ", " ", "a", "from:", "id:1..", "*", "\\", "header:", "=", "é",
            "\u{301}",
        ]
        for _ in 0..<5000 {
            let count = Int.random(in: 0...20, using: &random)
            let text = (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined()
            do throws(QueryError) {
                _ = try Self.parse(text)
            } catch {
                #expect((1...text.count + 1).contains(error.column), "\(text)")
            }
        }
    }
}
