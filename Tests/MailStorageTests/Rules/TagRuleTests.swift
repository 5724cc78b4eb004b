import MailModel
import MailStorage
import TestSupport
import Testing

@Suite struct TagRuleTests {
    @Test(arguments: [
        ("from:a", 7, "There is no arrow"), ("-> a", 1, "There is no condition"), ("a -> b,c", 6, "'b,c'"),
        ("frm:a -> b", 1, "There is no field frm"), ("a (b -> c", 3, "The parenthesis is not closed"),
        ("a is:unseen -> b", 1, "is:seen, is:unseen, id:"), ("NOT (a OR after:1d) -> b", 1, "is:seen, is:unseen, id:"),
        ("id:7 -> b", 1, "is:seen, is:unseen, id:"),
        ("session:7 -> b", 1, "is:seen, is:unseen, id:"),
    ])
    func `says where it is not understood`(text: String, column: Int, message: String) {
        #expect {
            try TagRule(text)
        } throws: { error in
            let error = error as? QueryError
            return error?.column == column && error?.message.hasPrefix(message) == true
        }
    }

    /// An arrow in quotes is text, as the last one leads to the tag.
    @Test(arguments: [
        "subject:\"a -> b\" -> arrow", "a->b", "score:>5 -> spam", "is:duplicate -> twice",
        "(from:x OR header:X-App=y) -html -> two words",
    ])
    func `is understood`(text: String) throws {
        #expect(try TagRule(text).description == text)
    }

    /// The tags that rules give a message when it comes, and once it is assessed.
    private func tags(_ rules: [String], score: Double) throws -> (first: [String], later: [String]) {
        let (rules, content) = (TagRules(try rules.map(TagRule.init)), SearchableContent(of: []))
        var summary = Capture.sample().summary(id: CaptureID(1))
        let first = rules.tags(of: summary, content: content)
        summary.marks.tags = first
        let assessment = Assessment(score: score, severity: nil, rules: [], ruleset: "")
        let later = rules.tags(of: summary, assessed: assessment, content: content)
        return (first.map(\.rawValue), later.map(\.rawValue))
    }

    @Test func `each rule sees the tags that those before it gave, whenever they come`() throws {
        let rules = [
            "tag:scored -> early", "score:>0 -> scored", "tag:SCORED -> chained", "-tag:sco* -> plain",
            "-is:tagged -> bare", "from:alice -> alice", "tag:alice -> friend",
        ]
        let scored = try tags(rules, score: 1)
        #expect(scored.first == ["alice", "friend"] && scored.later == ["chained", "scored"])
        #expect(try tags(rules, score: 0).later == ["plain"])
        #expect(try tags(["score:0 -> none", "-is:tagged -> bare"], score: 1).later == ["bare"])
    }

    @Test(arguments: [("a -> \"x y\"", "x y"), ("a -> \"", "\""), ("a -> \"\"", "\"\""), ("a -> \"x", "\"x")])
    func `quotes around a tag are none of it`(rule: String, tag: String) throws {
        #expect(try tags([rule.replacing("a ->", with: "from:alice ->")], score: 0).first == [tag])
    }
}

@Suite struct NamePatternTests {
    @Test(arguments: [
        ("a", "a", true), ("A", "ä", true), ("a", "ab", false), ("a*", "ab", true), ("a*", "ba", false),
        ("*a", "ba", true),
        ("*a", "ab", false), ("*", "", true), ("**", "x", true), ("a*a", "a", false), ("a*a", "aa", true),
        ("a*b*c", "axxbyyc", true), ("a*b*c", "axxcyyb", false), ("*bc*c", "abcbc", true), ("*b*b*", "xb", false),
        ("", "", true), ("", "a", false),
    ])
    func `an asterisk stands for anything`(pattern: String, name: String, matches: Bool) {
        #expect(NamePattern(pattern).matches(name) == matches)
    }

    @Test(
        arguments: [
            ("a", "A", []), ("a*", "aB", ["B"]), ("*+*@x", "Bob+1+2@X", ["Bob", "1+2"]), ("**", "ab", ["", "ab"]),
            ("*b*b", "abcb", ["a", "c"]), ("*-Ü", "ä-ü", ["a"]), ("a*", "b", nil), ("*", "", [""]),
        ] as [(String, String, [String]?)])
    func `tells what asterisks stand for`(pattern: String, name: String, captures: [String]?) {
        #expect(NamePattern(pattern).captures(in: name) == captures)
    }
}
