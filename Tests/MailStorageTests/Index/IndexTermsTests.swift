import MailModel
import MailStorage
import TestSupport
import Testing

/// What of a text the index knows.
@Suite struct IndexTermsTests {
    private func terms(_ text: String) -> [String] {
        var terms = IndexTerms()
        terms.add(folded: TextFold.octets(text))
        return String(decoding: terms.text, as: UTF8.self).split(separator: " ").map(String.init)
    }

    @Test func `each word is a term once`() {
        #expect(
            terms("To be, or not to BE: 東京 it's") == [
                "to", "be", "or", "not", "東", "京", "it", "s", IndexMark.joint("it".utf8, "s".utf8),
            ])
    }

    @Test(arguments: [
        ("build-3141", "ld31"), ("a/b", "ab"), ("größe:é", "see"), ("東.x", "東x"), ("ci-7", "ci7"),
    ])
    func `where a sign joins two words, what is next to it is a term`(text: String, letters: String) {
        #expect(terms(text).last == IndexMark.joint(letters.utf8, []))
    }

    @Test(arguments: ["build 3", "build: 3", "build--3", "build\u{A7}3", "-3", "3-", "東京"])
    func `what does not is none`(text: String) {
        #expect(!terms(text).contains { $0.hasPrefix(IndexMark.joint([], [])) })
    }

    @Test func `of a long word, every part up to a length lies in a term`() {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789éüжλ").map { TextFold.octets(String($0)) }
        var random = SplitMix(seed: 5)
        let word = (0..<300).flatMap { _ in alphabet.randomElement(using: &random) ?? [] }
        var terms = IndexTerms()
        terms.add(folded: word)
        let pieces = terms.text.split(separator: 0x20)
        #expect(pieces.count > 5 && pieces.allSatisfy { $0.count <= IndexTerms.longestWord })
        for start in word.indices where word[start] & 0xC0 != 0x80 {
            let part = word[start...].prefix(IndexTerms.longestPart)
            #expect(pieces.contains { $0.firstRange(of: part) != nil }, "\(start)")
        }
    }

    @Test func `an address has a mark of its own, for each party, where it fits into a term`() throws {
        let mark = { (text: String, party: IndexMark.Party) in IndexMark.address(TextFold.octets(text), of: party) }
        let address = try #require(mark("Jo.Ann+x@example.test ", .sender))
        #expect(address == mark("jo.ann+x@EXAMPLE.test", .sender))
        let others = ["jo.ann-x@example.test", "jo.ann+x@example.tes", "jo_ann+x@example.test", "jøann+x@example.test"]
        for other in others { #expect(try #require(mark(other, .sender)) != address) }
        #expect(try #require(mark("jo.ann+x@example.test", .recipient)) != address)
        // FTS5 splits at signs of ASCII.
        #expect(address.utf8.allSatisfy { $0 >= 0x80 || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
        #expect(mark(String(repeating: "a", count: 52) + "@b.ex", .sender)?.utf8.count == 64)
        for none in ["", "a b@c", "a@b\u{1}c", String(repeating: "a", count: 53) + "@b.ex"] {
            #expect(mark(none, .sender) == nil)
        }
        // What stands for a sign is none.
        #expect(IndexMark.address(Array("a\u{E040}b".utf8), of: .sender) == nil)
    }

    @Test func `marks are no words`() {
        for mark in [
            IndexMark.field("X-Job"), IndexMark.inbox(4), IndexMark.type(Array("pdf".utf8)),
            IndexMark.joint("job".utf8, "s".utf8), IndexMark.address(Array("job@a.b".utf8), of: .sender) ?? "",
        ] {
            let octets = Array(mark.utf8)
            #expect(Array(Words(of: octets)).allSatisfy { $0.lowerBound > 0 })
            #expect(WordPattern(Array("job".utf8), kind: .text)?.terms(among: octets + [0x20]) == [])
        }
        #expect(
            WordPattern(Array("pdf".utf8), kind: .type)?.terms(
                among: Array("\(IndexMark.type(Array("pdf".utf8))) ".utf8)) == [0..<6])
    }

    @Test func `a pattern finds the words in which it stands`() throws {
        let terms = Array("invoice invite voice ".utf8)
        #expect(try #require(WordPattern(Array("voi".utf8), kind: .text)).terms(among: terms) == [0..<7, 15..<20])
        let beginning = try #require(WordPattern(Array("inv".utf8), kind: .text, beginsWord: true))
        #expect(beginning.terms(among: terms) == [0..<7, 8..<14])
        let end = try #require(WordPattern(Array("ice".utf8), kind: .text, endsWord: true))
        #expect(end.terms(among: terms) == [0..<7, 15..<20])
        #expect(try #require(WordPattern(Array("voi".utf8), kind: .text, endsWord: true)).terms(among: terms) == [])
        #expect(WordPattern(Array("vo".utf8), kind: .text) == nil)
    }

    @Test func `every word in which a pattern stands has its trigrams`() throws {
        let words = ["invoice", "voice", "voiceless", "tin", "größe", "東京x"]
        for word in words {
            let octets = Array(word.utf8)
            let all = Set(Trigrams(of: [0x20] + octets + [0x20]))
            let characters = Array(word)
            for start in characters.indices {
                for end in start..<characters.count {
                    let text = Array(String(characters[start...end]).utf8)
                    let pattern = WordPattern(
                        text, kind: .text, beginsWord: start == 0, endsWord: end == characters.count - 1)
                    guard let pattern else { continue }
                    #expect(Set(pattern.trigrams).isSubset(of: all), "\(text) in \(word)")
                    #expect(Set(pattern.coveringTrigrams).isSubset(of: pattern.trigrams))
                    #expect(pattern.terms(among: octets + [0x20]) == [octets.indices])
                }
            }
        }
        #expect(Array(Trigrams(of: Array(" ab cd ".utf8))).count == 4)
        let covering = try #require(WordPattern(Array("invoices".utf8), kind: .text)).coveringTrigrams
        #expect(covering == ["inv", "oic", "ces"].map { Array($0.utf8) })
    }
}

/// What a condition asks of the index, and what is left to ask of what it finds.
@Suite struct IndexConditionTests {
    private func indexed(_ text: String) throws -> (found: IndexCondition, rest: Condition)? {
        try QueryParser.condition(of: text, now: Timestamp(milliseconds: 0)).indexed
    }

    private func word(_ text: String, begins: Bool = false, ends: Bool = false) throws -> IndexCondition {
        .word(try #require(WordPattern(Array(text.utf8), kind: .text, beginsWord: begins, endsWord: ends)))
    }

    @Test func `a word is decided by the index`() throws {
        let indexed = try #require(try indexed("Invoice"))
        #expect(try indexed.found == word("invoice"))
        #expect(indexed.rest == .all([]))
    }

    private func joint(_ left: String, _ right: String) -> IndexCondition {
        .term(IndexMark.joint(left.utf8, right.utf8))
    }

    @Test func `of an address, what stands between signs is a whole word, and signs join what is beside them`() throws {
        let indexed = try #require(try indexed("alice@shop.example"))
        #expect(
            try indexed.found
                == .telling([
                    word("alice", ends: true), .term("shop"), word("example", begins: true), joint("ce", "sh"),
                    joint("op", "ex"),
                ]))
        #expect(indexed.rest != .all([]))
    }

    @Test func `of what begins a word, few letters say something where a sign joins them to what stands before`() throws
    {
        #expect(
            try indexed("build-3")?.found
                == .telling([word("build", ends: true), .beginning(IndexMark.joint("ld".utf8, "3".utf8))]))
        #expect(
            try indexed("build-31")?.found
                == .telling([word("build", ends: true), .term(IndexMark.joint("ld".utf8, "31".utf8))]))
        #expect(
            try indexed("header:X-Job=ci-7")?.found
                == .telling([.term(IndexMark.field("x-job")), .beginning(IndexMark.joint("ci".utf8, "7".utf8))]))
        #expect(try indexed("x-1") == nil)
        #expect(
            try indexed("x-1*")?.found == .telling([.term("x"), .beginning(IndexMark.joint("x".utf8, "1".utf8))]))
        #expect(try indexed("\"build 3\"")?.found == word("build", ends: true))
    }

    @Test func `three letters that begin a word say little beside a whole word`() throws {
        #expect(
            try indexed("alice@shop.com")?.found
                == .telling([word("alice", ends: true), .term("shop"), joint("ce", "sh"), joint("op", "co")]))
    }

    @Test func `what the index cannot say is left`() throws {
        let indexed = try #require(try indexed("invoice is:unseen -draft"))
        #expect(try indexed.found == .all([word("invoice")]))
        guard case .all(let rest) = indexed.rest else { return #expect(Bool(false)) }
        #expect(rest.count == 2)
    }

    @Test func `what a message has is decided by the index`() throws {
        let indexed = try #require(try indexed("has:link"))
        #expect(indexed.found == .term(IndexMark.feature(.link)))
        #expect(indexed.rest == .all([]))
    }

    @Test func `of sizes that few have the index knows a power of two`() throws {
        #expect(try indexed("larger:1M")?.found == .term(IndexMark.size(SizeBound.from(1 << 20))))
        #expect(try indexed("larger:1048575")?.found == .term(IndexMark.size(SizeBound.from(1 << 20))))
        #expect(try indexed("larger:1048575")?.rest != .all([]))
        #expect(try indexed("smaller:129")?.found == .term(IndexMark.size(SizeBound.below(256))))
        #expect(try indexed("smaller:128")?.found == .term(IndexMark.size(SizeBound.below(128))))
        for query in ["larger:16382", "smaller:1025", "larger:\(Int.max)"] { #expect(try indexed(query) == nil) }
    }

    @Test(arguments: ["is:unseen", "-invoice", "ab", "invoice OR is:unseen", "regex:a+", "@"])
    func `nothing is asked of the index`(query: String) throws { #expect(try indexed(query) == nil) }

    @Test func `any of several words`() throws {
        let indexed = try #require(try indexed("one OR two OR three"))
        #expect(try indexed.found == .any([word("one"), word("two"), word("three")]))
        #expect(indexed.rest == .all([]))
    }

    @Test func `a field and a word in it`() throws {
        let indexed = try #require(try indexed("header:X-Job=4711"))
        #expect(try indexed.found == .telling([.term(IndexMark.field("x-job")), word("4711")]))
    }
}
