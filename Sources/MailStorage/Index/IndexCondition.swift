/// What an index of terms is asked for: holds for every message for which a condition holds, perhaps for more.
package indirect enum IndexCondition: Hashable, Sendable {
    /// The message has that term.
    case term(String)
    /// It has a word in which a text stands so.
    case word(WordPattern)
    /// It has a term that begins so.
    case beginning(String)
    case all([IndexCondition])
    /// All of them hold; of those that do for most messages none need be asked, as what is found is looked at again.
    case telling([IndexCondition])
    case any([IndexCondition])
}

/// How words look that are meant.
package struct WordPattern: Hashable, Sendable {
    /// Folded; at least ``shortest`` characters.
    package let text: [UInt8]
    package let kind: IndexMark.Kind
    /// Whether a word begins with the text, and whether it ends with it; else it stands anywhere in it.
    package let beginsWord: Bool
    package let endsWord: Bool

    /// Characters that a text must have to be found within words.
    package static let shortest = 3

    package init?(
        _ text: some Sequence<UInt8>, kind: IndexMark.Kind, beginsWord: Bool = false, endsWord: Bool = false
    ) {
        // Of a longer text only the beginning is certain to lie in one term.
        var octets = Array(text)
        self.endsWord = endsWord && octets.count <= IndexTerms.longestPart
        if octets.count > IndexTerms.longestPart {
            var end = IndexTerms.longestPart
            while octets[end] & 0xC0 == 0x80 { end -= 1 }
            octets = Array(octets[..<end])
        }
        guard octets.count(where: { $0 & 0xC0 != 0x80 }) >= Self.shortest else { return nil }
        (self.text, self.kind, self.beginsWord) = (octets, kind, beginsWord)
    }

    /// Those of the terms that are such words.
    ///
    /// - Parameter terms: Every one followed by a space.
    package func terms(among terms: [UInt8]) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var place = 0
        while let match = terms.place(of: text, from: place) {
            var (start, end) = (match, match + text.count)
            while start > 0, terms[start - 1] != 0x20 { start -= 1 }
            while end < terms.count, terms[end] != 0x20 { end += 1 }
            let mark = kind == .text ? 0 : IndexMark.length
            if IndexMark.kind(of: terms[start..<end]) == kind, !beginsWord || match == start + mark,
                !endsWord || match + text.count == end
            {
                found.append(start..<end)
                place = end
            } else {
                place = match + 1
            }
        }
        return found
    }

    /// What every such word has in it.
    package var trigrams: Trigrams {
        let isPlain = kind == .text
        return Trigrams(of: (isPlain && beginsWord ? [0x20] : []) + text + (isPlain && endsWord ? [0x20] : []))
    }

    /// As few of them as have every character of the text: each that is looked up takes its time, and those between say
    /// little more.
    package var coveringTrigrams: [[UInt8]] {
        let all = Array(trigrams)
        return all.indices.filter { $0.isMultiple(of: 3) || $0 == all.count - 1 }.map { all[$0] }
    }
}

/// Three characters next to each other, at every place of the words of a text; the ends of a word count as characters.
package struct Trigrams: Sequence, IteratorProtocol {
    private let text: [UInt8]
    private var start = 0

    /// Stands for the end of a word, as spaces separate trigrams.
    private static let wordEnd = Array("\u{E00E}".utf8)

    /// - Parameter text: UTF-8, with a space at each end of a word that is meant to be one.
    package init(of text: [UInt8]) { self.text = text }

    package mutating func next() -> [UInt8]? {
        while start < text.count {
            let first = start
            start = text.endOfCharacter(at: first)
            guard start < text.count else { return nil }
            let second = text.endOfCharacter(at: start)
            guard second < text.count else { return nil }
            // In the middle nothing ends.
            guard text[start] != 0x20 else { continue }
            let end = text.endOfCharacter(at: second)
            guard text[first] == 0x20 || text[second] == 0x20 else { return Array(text[first..<end]) }
            return (text[first] == 0x20 ? Self.wordEnd : Array(text[first..<start])) + text[start..<second]
                + (text[second] == 0x20 ? Self.wordEnd : Array(text[second..<end]))
        }
        return nil
    }
}

extension Condition {
    /// What the index can say to it, and what is left to ask of the messages that it finds.
    ///
    /// `nil` where it cannot narrow anything down.
    package var indexed: (found: IndexCondition, rest: Condition)? {
        switch self {
        case .term, .any:
            guard let found = found(Self.mostLevels) else { return nil }
            return (found, isDecidedByIndex(Self.mostLevels) ? .all([]) : self)
        case .not: return nil
        case .all(let conditions):
            let found = conditions.compactMap { $0.found(Self.mostLevels - 1) }
            guard !found.isEmpty else { return nil }
            return (.all(found), .all(conditions.filter { !$0.isDecidedByIndex(Self.mostLevels - 1) }))
        }
    }

    /// What the index is asked for messages that are certain to match, among others that may.
    ///
    /// `nil` where it cannot tell of any.
    package var certain: IndexCondition? { certain(Self.mostLevels) }

    private func certain(_ levels: Int) -> IndexCondition? {
        guard levels > 0 else { return nil }
        switch self {
        case .term(let term): return term.certain
        case .not: return nil
        case .all(let conditions):
            let certain = conditions.compactMap { $0.certain(levels - 1) }
            return certain.count == conditions.count && !certain.isEmpty ? .all(certain) : nil
        case .any(let conditions):
            let certain = conditions.compactMap { $0.certain(levels - 1) }
            return certain.isEmpty ? nil : .any(certain)
        }
    }

    /// Conditions inside each other that the index is asked; those further inside are asked of the messages alone. The parser
    /// of FTS5 has a stack of 100 symbols, each level takes three of it, and words that come of parts of words two more levels.
    private static let mostLevels = 24

    /// - Parameter levels: How many there may be.
    private func found(_ levels: Int) -> IndexCondition? {
        guard levels > 0 else { return nil }
        switch self {
        case .term(let term): return term.found
        case .not: return nil
        case .all(let conditions):
            let found = conditions.compactMap { $0.found(levels - 1) }
            return found.isEmpty ? nil : .all(found)
        case .any(let conditions):
            let found = conditions.compactMap { $0.found(levels - 1) }
            return found.count == conditions.count && !found.isEmpty ? .any(found) : nil
        }
    }

    /// Whether what is found holds for nothing else.
    private func isDecidedByIndex(_ levels: Int) -> Bool {
        guard levels > 0 else { return false }
        switch self {
        case .term(let term): return term.isDecidedByIndex
        case .not: return false
        case .all(let conditions), .any(let conditions):
            return !conditions.isEmpty && conditions.allSatisfy { $0.isDecidedByIndex(levels - 1) }
        }
    }
}

extension QueryTerm {
    fileprivate var found: IndexCondition? {
        switch self {
        case .text(_, let needle): return wholeAddress ?? needle.found(in: .text)
        case .type(let needle): return needle.found(in: .type)
        case .has(let feature): return .term(IndexMark.feature(feature))
        case .link: return .term(IndexMark.feature(.link))
        case .larger(let octets):
            let (size, overflow) = octets.addingReportingOverflow(1)
            return overflow ? nil : SizeBound.holding(from: size).map { .term(IndexMark.size($0)) }
        case .smaller(let octets): return SizeBound.holding(below: octets).map { .term(IndexMark.size($0)) }
        case .header(let name, let value):
            let field = IndexCondition.term(IndexMark.field(name))
            return switch value.found(in: .text) {
            case .telling(let words): .telling([field] + words)
            case let word?: .telling([field, word])
            case nil: field
            }
        default: return nil
        }
    }

    fileprivate var isDecidedByIndex: Bool {
        switch self {
        case .text(.anywhere, let needle): needle.isPartOfWord
        case .text: wholeAddress != nil
        case .has: true
        default: false
        }
    }

    fileprivate var certain: IndexCondition? {
        switch self {
        // It is found within words as well; those in which it is all of one are found at one place.
        case .text(.anywhere, let needle) where needle.isPartOfWord:
            .term(String(decoding: needle.octets, as: UTF8.self))
        // What is no address is hardly all of one.
        case .text(_, let needle) where needle.octets.contains(UInt8(ascii: "@")): address
        default: isDecidedByIndex ? found : nil
        }
    }

    /// Asks for messages that have the address where all of one is sought.
    private var wholeAddress: IndexCondition? {
        switch self {
        case .text(.from, let needle), .text(.to, let needle): needle.extent == .whole ? address : nil
        default: nil
        }
    }

    /// Asks for messages in which what is sought is all of an address, where addresses are looked at.
    private var address: IndexCondition? {
        guard case .text(let place, let needle) = self else { return nil }
        let parties: [IndexMark.Party]
        switch place {
        case .from: parties = [.sender]
        case .to: parties = [.recipient]
        case .anywhere: parties = [.sender, .recipient]
        case .cc, .bcc, .recipient, .subject, .body, .messageID, .fileName: return nil
        }
        let marks = parties.compactMap { IndexMark.address(needle.octets, of: $0) }.map(IndexCondition.term)
        return marks.count == 1 ? marks[0] : marks.isEmpty ? nil : .any(marks)
    }
}

extension Needle {
    /// The words of it as the index has them, those at its ends may go on in the message, and where signs join them.
    fileprivate func found(in kind: IndexMark.Kind) -> IndexCondition? {
        let words = Array(Words(of: octets))
        let joints = kind == .text ? zip(words, words.dropFirst()).compactMap(joint) : []
        let conditions = words.compactMap { found($0, in: kind) } + joints
        guard !conditions.isEmpty else { return nil }
        let telling = conditions.contains(where: \.isTerm) ? conditions.filter { !$0.isCommon } : conditions
        return telling.count == 1 ? telling[0] : .telling(telling)
    }

    private func found(_ range: Range<Int>, in kind: IndexMark.Kind) -> IndexCondition? {
        let (begins, ends) = (beginsWord(range), endsWord(range))
        let word = octets[range]
        if begins, ends, range.count <= (kind == .text ? IndexTerms.longestWord : IndexTerms.longestTypeWord) {
            return .term(kind == .text ? String(decoding: word, as: UTF8.self) : IndexMark.type(word))
        }
        return WordPattern(word, kind: kind, beginsWord: begins, endsWord: range.upperBound < octets.count)
            .map(IndexCondition.word)
    }

    /// What the index has where a sign joins two words; `nil` where it does not, or the message may have more of a word
    /// where it does.
    private func joint(_ before: Range<Int>, _ after: Range<Int>) -> IndexCondition? {
        guard octets.isJoint(between: before, and: after) else { return nil }
        let left = octets[before].lastCharacters(2)
        guard left.count(where: { $0 & 0xC0 != 0x80 }) == 2 || beginsWord(before) else { return nil }
        let right = octets[after].firstCharacters(2)
        let joint = IndexMark.joint(left, right)
        return right.count(where: { $0 & 0xC0 != 0x80 }) == 2 || endsWord(after) ? .term(joint) : .beginning(joint)
    }

    /// Whether the message has no more of the word before what is sought of it.
    private func beginsWord(_ range: Range<Int>) -> Bool {
        range.lowerBound > 0 || beginsWord || WordPart(at: range.lowerBound, in: octets) != .letter
    }

    private func endsWord(_ range: Range<Int>) -> Bool {
        range.upperBound < octets.count || WordPart(at: range.lowerBound, in: octets) != .letter
    }

    /// Whether a text has it exactly when one of its words does.
    fileprivate var isPartOfWord: Bool {
        var words = Words(of: octets)
        guard extent == .anyPart, octets.count <= IndexTerms.longestPart, words.next() == 0..<octets.count else {
            return false
        }
        return found(in: .text) != nil
    }
}

extension IndexCondition {
    fileprivate var isTerm: Bool { if case .term = self { true } else { false } }

    /// How many words of some thousand begin, such as the `com` of an address: it costs much to look them up, and says
    /// little beside a whole word.
    fileprivate var isCommon: Bool {
        guard case .word(let pattern) = self else { return false }
        return pattern.beginsWord && pattern.text.count == WordPattern.shortest
            && pattern.text.allSatisfy { (0x61...0x7A).contains($0) }
    }
}
