package import MailModel

/// The terms under which the index finds a message: the words of all its texts, and a few marks.
///
/// Words are those of ``Words``. A long one goes in as pieces that overlap, so that a part of it that is no longer than
/// ``longestPart`` lies in one of them whole.
package struct IndexTerms: Sendable {
    /// Octets of the longest term.
    package static let longestWord = 64
    /// Of the longest word of a media type, which stands in a term behind its mark.
    static let longestTypeWord = longestWord - IndexMark.length
    /// From the beginning of a piece to that of the next.
    private static let stride = 28
    /// Octets of the longest part of a word that is certain to lie in one term: cuts move by up to three octets, to the
    /// beginning of a character.
    package static let longestPart = 28

    /// Each term once, in UTF-8, every one followed by a space.
    package private(set) var text: [UInt8] = []
    /// Of each term, in the order of `text`. Equal for equal terms, and only for those: a coincidence is less likely than
    /// a fault of memory. Good for this process.
    package private(set) var hashes: [Int] = []
    private var known: Set<Int> = []

    package init() {
        text.reserveCapacity(4096)
        known.reserveCapacity(512)
    }

    /// - Parameter content: `nil` for a message of which nothing but the row is to be known.
    package init(_ summary: Summary, _ content: SearchableContent?) {
        self.init()
        let digest = summary.digest
        add(digest.subject)
        for address in digest.to + digest.cc { add(address, of: .recipient) }
        if let from = digest.from { add(from, of: .sender) }
        add(address: summary.envelope.reversePath, of: .sender)
        for path in summary.envelope.forwardPaths { add(address: path, of: .recipient) }
        if let id = digest.messageID { add(id) }
        for text in content?.texts ?? [] { add(folded: text) }
        for name in content?.fieldNames ?? [] { addMark(IndexMark.field(name)) }
        for type in content?.mediaTypes ?? [] { add(typeWordsOf: type) }
        for feature in QueryTerm.Feature.allCases
        where summary.decides(.has(feature)) ?? content?.has(feature) ?? false {
            addMark(IndexMark.feature(feature))
        }
        for bound in SizeBound.all where bound.contains(summary.size) { addMark(IndexMark.size(bound)) }
    }

    private mutating func add(_ text: String) { add(folded: TextFold.octets(text)) }

    private mutating func add(_ address: Address, of party: IndexMark.Party) {
        add(address: address.address, of: party)
        if let name = address.name { add(name) }
    }

    private mutating func add(address: String, of party: IndexMark.Party) {
        let folded = TextFold.octets(address)
        add(folded: folded)
        if let mark = IndexMark.address(folded, of: party) { addMark(mark) }
    }

    /// Adds the words of a folded text, and where two of them are joined by a sign.
    package mutating func add(folded text: [UInt8]) {
        var before: Range<Int>?
        for word in Words(of: text) {
            if word.count <= Self.longestWord {
                add(text, word)
            } else {
                for piece in pieces(of: word, in: text, upTo: Self.longestWord) { add(text, piece) }
            }
            if let before, text.isJoint(between: before, and: word) {
                let mark = IndexMark.octets(ofJoint: text[before].lastCharacters(2), text[word].firstCharacters(2))
                add(mark, mark.indices)
            }
            before = word
        }
    }

    private mutating func add(typeWordsOf type: [UInt8]) {
        for word in Words(of: type) {
            for piece in pieces(of: word, in: type, upTo: Self.longestTypeWord) { addMark(IndexMark.type(type[piece])) }
        }
    }

    /// The word itself, unless it is longer than a term may be.
    private func pieces(of word: Range<Int>, in text: [UInt8], upTo length: Int) -> [Range<Int>] {
        var (pieces, start) = ([Range<Int>](), word.lowerBound)
        while true {
            let end = text.beginningOfCharacter(at: start + length, notBeyond: word.upperBound)
            pieces.append(start..<end)
            guard end < word.upperBound else { return pieces }
            start = text.beginningOfCharacter(at: start + Self.stride, notBeyond: word.upperBound)
        }
    }

    /// Adds a mark, which no text has for a word.
    package mutating func addMark(_ mark: String) {
        let octets = Array(mark.utf8.prefix(Self.longestWord))
        add(octets, 0..<octets.count)
    }

    /// Whether a term is a word, and long enough that parts of it are looked for.
    package static func isSearchedWithin(_ term: ArraySlice<UInt8>) -> Bool {
        guard let kind = IndexMark.kind(of: term) else { return false }
        let characters = term.count { $0 & 0xC0 != 0x80 }
        return characters >= WordPattern.shortest + (kind == .text ? 0 : 1)
    }

    private mutating func add(_ octets: [UInt8], _ range: Range<Int>) {
        octets.withUnsafeBytes { octets in
            let term = UnsafeRawBufferPointer(rebasing: octets[range])
            var hasher = Hasher()
            hasher.combine(bytes: term)
            let hash = hasher.finalize()
            guard known.insert(hash).inserted else { return }
            hashes.append(hash)
            text.append(contentsOf: term)
            text.append(0x20)
        }
    }
}

/// Terms that are no words: each begins with a character that stands in no word, of Unicode's private use.
package enum IndexMark {
    private static let fieldMark: Unicode.Scalar = "\u{E000}"
    private static let typeMark: Unicode.Scalar = "\u{E001}"
    private static let inboxMark: Unicode.Scalar = "\u{E002}"
    private static let jointMark: Unicode.Scalar = "\u{E003}"
    private static let jointOctets = Array(String(jointMark).utf8)
    private static let featureMark: Unicode.Scalar = "\u{E004}"
    private static let sizeMark: Unicode.Scalar = "\u{E005}"
    private static let senderMark: Unicode.Scalar = "\u{E006}"
    private static let recipientMark: Unicode.Scalar = "\u{E007}"
    /// Stands for what would end a term.
    private static let other: Unicode.Scalar = "\u{E00F}"
    private static let all: ClosedRange<Unicode.Scalar> = "\u{E000}"..."\u{E00F}"

    /// A header field of that name is there. Names that differ in case alone, or in signs, have the same mark.
    package static func field(_ name: String) -> String {
        var mark = String.UnicodeScalarView([fieldMark])
        for octet in name.utf8.prefix(IndexTerms.longestPart / 2) {
            let lower = octet.asciiLowercased
            let isPlain = (0x61...0x7A).contains(lower) || (0x30...0x39).contains(lower)
            mark.append(isPlain ? Unicode.Scalar(lower) : other)
        }
        return String(mark)
    }

    /// A part has a media type with that word.
    package static func type(_ word: some Sequence<UInt8>) -> String {
        String(String.UnicodeScalarView([typeMark])) + String(decoding: Array(word), as: UTF8.self)
    }

    /// The message is in the inbox of that number.
    package static func inbox(_ number: Int64) -> String {
        String(String.UnicodeScalarView([inboxMark])) + String(number)
    }

    /// Two words are joined by a sign, as in `build-3`: the last two characters of the one, and the first two of the other.
    ///
    /// A word of fewer than three letters would be looked up among the beginnings of very many; with what stands before it
    /// there are few.
    package static func joint(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> String {
        String(decoding: octets(ofJoint: left, right), as: UTF8.self)
    }

    /// The same in UTF-8: a text has many of them.
    static func octets(ofJoint left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> [UInt8] {
        var mark = jointOctets
        mark += left
        mark += right
        return mark
    }

    /// The message has that.
    package static func feature(_ feature: QueryTerm.Feature) -> String {
        String(String.UnicodeScalarView([featureMark])) + feature.rawValue
    }

    /// The message is as large as that, or as small.
    package static func size(_ bound: SizeBound) -> String {
        String(String.UnicodeScalarView([sizeMark])) + bound.name
    }

    /// Whose an address is.
    package enum Party: Sendable {
        /// `From`, and the reverse-path.
        case sender
        /// `To`, `Cc`, and the forward-paths.
        case recipient
    }

    /// A party of the message has that address: all of it, so that nothing is left to look at.
    ///
    /// `nil` for one that is longer than a term may be, or has in it what stands in none.
    ///
    /// - Parameter folded: Of ``TextFold``.
    package static func address(_ folded: [UInt8], of party: Party) -> String? {
        let address = folded.withoutOuterSpaces
        guard !address.isEmpty, address.count <= IndexTerms.longestWord else { return nil }
        var mark = Array(String(party == .sender ? senderMark : recipientMark).utf8)
        for octet in address {
            switch octet {
            case 0x30...0x39, 0x61...0x7A: mark.append(octet)
            // Signs would end a term: characters of private use stand for them, which are no others then.
            case 0x21...0x7E: mark += [signLead, 0x80 | octet >> 6, 0x80 | octet & 0x3F]
            case signLead, ..<0x80: return nil
            default: mark.append(octet)
            }
        }
        return mark.count <= IndexTerms.longestWord ? String(decoding: mark, as: UTF8.self) : nil
    }

    /// The octet with which characters of private use begin, `U+E000` to `U+EFFF`; signs stand at `U+E021` and on.
    private static let signLead: UInt8 = 0xEE

    /// Of a term in UTF-8: the word without what marks it as one of a media type; `nil` for other marks.
    static func kind(of term: ArraySlice<UInt8>) -> Kind? {
        guard term.starts(with: [0xEE, 0x80]), let third = term.dropFirst(2).first else { return .text }
        return third == 0x81 ? .type : (0x80...0x8F).contains(third) ? nil : .text
    }

    /// Octets of the character that marks a term.
    static let length = 3

    /// What a term is a word of.
    package enum Kind: Hashable, Sendable {
        case text
        case type
    }
}

extension [UInt8] {
    /// The place itself where a character begins there, else the nearest before it; of a text in UTF-8.
    fileprivate func beginningOfCharacter(at place: Int, notBeyond end: Int) -> Int {
        guard place < end else { return end }
        var place = place
        while self[place] & 0xC0 == 0x80 { place -= 1 }
        return place
    }
}
