import MailStorage
import Testing

struct `The query language` {
    @Test(
        arguments: [
            ("", []), ("  \t ", []),
            ("reset", [.word(Needle("reset"))]),
            ("reset password", [.word(Needle("reset")), .word(Needle("password"))]),
            (#""reset password""#, [.word(Needle("reset password"))]),
            (#""a \"b\" \\ \c""#, [.word(Needle(#"a "b" \ \c"#))]),
            ("from:alice", [.from(Needle("alice"))]),
            ("To:bob+tag@example.com", [.to(Needle("bob+tag@example.com"))]),
            (#"subject:"reset your" x"#, [.subject(Needle("reset your")), .word(Needle("x"))]),
            ("from:a:b", [.from(Needle("a:b"))]),
            ("header:X-Job=42", [.header(name: "X-Job", value: Needle("42"))]),
            ("header:X-Job=a=b", [.header(name: "X-Job", value: Needle("a=b"))]),
            (#"header:X-Job="a b""#, [.header(name: "X-Job", value: Needle("a b"))]),
            ("header:X-Job", [.header(name: "X-Job", value: Needle(""))]),
            ("http://example.com/a?b=c", [.word(Needle("http://example.com/a?b=c"))]),
            ("12:30", [.word(Needle("12:30"))]), ("a1:b", [.word(Needle("a1:b"))]), (":x", [.word(Needle(":x"))]),
            ("Re: invoice", [.word(Needle("Re:")), .word(Needle("invoice"))]),
            ("größe:5", [.word(Needle("größe:5"))]),
            ("don't say\"x", [.word(Needle("don't")), .word(Needle("say\"x"))]),
            (#""foo:bar""#, [.word(Needle("foo:bar"))]),
        ] as [(String, [QueryTerm])])
    func `is read`(text: String, terms: [QueryTerm]) throws {
        #expect(try QueryParser.terms(of: text) == terms)
    }

    @Test(arguments: [
        ("foo:bar", 1), ("a foo:bar", 3), ("x message-id:y", 3), ("from:", 6), ("a to: b", 6), (#"a "b"#, 3),
        (#"from:"b"#, 6), (#""""#, 1), ("header:", 8), ("header:=x", 8), ("größe foo:x", 7),
        (String(repeating: "a ", count: 51), 101),
    ])
    func `tells where it is not understood`(text: String, column: Int) {
        #expect { try QueryParser.terms(of: text) } throws: { error in (error as? QueryError)?.column == column }
    }

    @Test func `tells which fields there are`() {
        #expect(
            throws: QueryError(
                column: 1,
                message:
                    "There is no field foo; known are from:, to:, subject:, header:. Quote it to search for the text")
        ) { try QueryParser.terms(of: "foo:bar") }
    }
}
