import MIME

/// The text and the HTML of one multipart/alternative.
struct AlternativePair {
    let text: Side
    let html: Side

    struct Side {
        let reading: ReadableText
        var part: Part { reading.part }
        /// Characters that are to be seen.
        var visible: Int { reading.statistics.visible }
        /// The text in octets of the source; of HTML from the first to the last visible octet.
        var range: Range<Int> { reading.sourceRange(of: reading.octets.indices) }
    }

    /// Which words both have in common, out of how many of the side that has fewer; addresses do not count.
    var sharedWords: (shared: Int, smaller: Int) {
        let (left, right) = (text.vocabulary, html.vocabulary)
        return (left.intersection(right).count, min(left.count, right.count))
    }

    /// The text only says that there is something else to look at.
    var isPointer: Bool {
        let pointers = text.reading.phrases.filter { $0.topic == .viewElsewhere }
        return !pointers.isEmpty && text.wordCount < 25 && html.wordCount > text.wordCount * 2
    }
}

extension AlternativePair.Side {
    fileprivate var words: [Word] { reading.words.outsideAddresses(of: reading.octets) }
    fileprivate var vocabulary: Set<UInt64> { Set(words.map(\.hash)) }
    fileprivate var wordCount: Int { words.count }
}

extension [Word] {
    /// Without those that belong to an address of the web.
    fileprivate func outsideAddresses(of octets: [UInt8]) -> [Word] {
        var end = 0
        return filter { word in
            guard word.range.lowerBound >= end else { return false }
            let range = word.range
            let isScheme =
                (range.count == 5 && octets.spells("https", in: range)
                    || range.count == 4 && octets.spells("http", in: range))
                && octets.holds([.colon, .slash, .slash], at: range.upperBound)
            guard isScheme else { return true }
            end =
                octets[range.upperBound...].firstIndex { $0 <= .space || $0 == .greater || $0 == .close }
                ?? octets.count
            return false
        }
    }
}

extension ExaminedMessage {
    /// Text and HTML that stand for one another. RFC 2046 §5.1.4.
    ///
    /// Kept in ``alternativePairs``.
    func pairAlternatives() -> [AlternativePair] {
        var texts: [Int: ReadableText] = [:]
        var pages: [Int: ReadableText] = [:]
        for reading in readings {
            guard let parent = reading.part.parent else { continue }
            switch reading.origin {
            case .subject: break
            case .plain: texts[parent] = texts[parent] ?? reading
            case .html:
                for group in groups(around: reading.part) { pages[group] = pages[group] ?? reading }
            }
        }
        return message.parts.compactMap { group in
            guard group.contentType.is("multipart", "alternative"), let text = texts[group.index],
                let page = pages[group.index]
            else { return nil }
            return AlternativePair(text: .init(reading: text), html: .init(reading: page))
        }
    }

    /// The parts that a part is inside of, the innermost first.
    private func groups(around part: Part) -> [Int] {
        var groups: [Int] = []
        var next = part.parent
        while let group = next {
            groups.append(group)
            next = message.parts[group].parent
        }
        return groups
    }
}
