import MailModel
import MIME

/// A text as a person reads it, with its words, and with the way back to the source.
final class ReadableText {
    enum Origin {
        case subject, plain, html
    }

    let origin: Origin
    /// The part that it is in.
    let part: Part
    /// UTF-8. Of HTML, what is visible.
    let octets: [UInt8]
    /// Elements for code, in order.
    private let codeElements: [Range<Int>]
    /// Elements for what is quoted, in order.
    private let quotations: [Range<Int>]
    private let trace: (Range<Int>) -> Range<Int>

    /// How much of a text is divided into words. What a message is about is said before that.
    static let limit = 1 << 19

    init(
        _ origin: Origin, in part: Part, octets: [UInt8], code: [Range<Int>] = [], quotations: [Range<Int>] = [],
        sourceRange trace: @escaping (Range<Int>) -> Range<Int>
    ) {
        (self.origin, self.part, self.octets, self.trace) = (origin, part, octets, trace)
        (codeElements, self.quotations) = (code, quotations)
    }

    private(set) lazy var words = Word.all(in: octets[..<min(octets.count, Self.limit)])

    /// Every phrase of the lexicon, in order.
    private(set) lazy var phrases = Lexicon.shared.phrases(in: words)

    /// What a template left to be filled in.
    private(set) lazy var placeholders = marks.filter { !isCode($0) }

    private lazy var marks = PlaceholderScan(octets).found

    /// What looks as if it had slipped in, and is shown as code.
    private(set) lazy var specimens: [ArraySlice<UInt8>] =
        codeElements.isEmpty ? [] : (marks + EmptyValueScan(self).found).filter(isCode).map { octets[$0] }

    private(set) lazy var statistics = TextStatistics(octets)

    /// Where it shows code: what stands there is meant as it stands. A letter that was sent in one `<pre>` shows none.
    private lazy var code = hasProse ? codeElements : []

    /// Whether it is shown as code, and is not what the words before it announce: `Your code is`.
    func isCode(_ range: Range<Int>) -> Bool {
        guard let element = code.first(where: { $0.overlaps(range) }) else { return false }
        return !(octets.trimming(element) { $0 <= .space } == range && isAnnounced(element.lowerBound))
    }

    /// Some words stand outside of the elements for code.
    private var hasProse: Bool {
        var (elements, count) = (codeElements[...], 0)
        for word in words {
            while let first = elements.first, first.upperBound <= word.range.lowerBound { elements.removeFirst() }
            if let first = elements.first, first.contains(word.range.lowerBound) { continue }
            count += 1
            if count == Self.fewWords { return true }
        }
        return false
    }

    private static let fewWords = 3

    /// Whether the line before a place says that something of the reader's comes.
    private func isAnnounced(_ position: Int) -> Bool {
        let end = octets[..<position].lastIndex { $0 > .space }.map { $0 + 1 } ?? 0
        let before = octets[max(0, end - 60)..<end]
        let line = before.lastIndex(of: .lf).map { before[($0 + 1)...] } ?? before
        return SaidValue.announces(line)
    }

    /// Whether it is in an element for quotations, or the line begins with the sign that plain text quotes by. RFC 3676
    /// §4.5.
    func isQuoted(_ range: Range<Int>) -> Bool {
        guard origin == .plain else { return quotations.contains { $0.overlaps(range) } }
        let before = octets[..<range.lowerBound].suffix(Self.longestLine)
        return octets.at(before.lastIndex(of: .lf).map { $0 + 1 } ?? before.startIndex) == .greater
    }

    /// RFC 5322 §2.1.1.
    private static let longestLine = 998

    /// Whether it is a subject, or the line before the place begins with a greeting, the place itself included.
    func greets(at range: Range<Int>) -> Bool {
        if origin == .subject { return true }
        let start = octets[..<range.lowerBound].suffix(80).lastIndex(of: .lf).map { $0 + 1 }
        guard let start = start ?? (range.lowerBound <= 80 ? 0 : nil) else { return false }
        let end = octets[start...].prefix(12).prefix { $0.isLetter }.endIndex
        return Greeting.table.index(of: start..<end, in: octets) != nil
    }

    /// Where some octets come from, in octets of the source: exact, or the least that is known to hold them all.
    func sourceRange(of range: Range<Int>) -> Range<Int> { trace(range) }

    func place(_ detail: String, at range: Range<Int>, severity: Severity? = nil, points: Double? = nil) -> Place {
        Place(detail, at: sourceRange(of: range), severity: severity, points: points)
    }

    /// Some octets of the text, for a detail; at most 60, cut at a character.
    func quote(_ range: Range<Int>) -> String {
        guard range.count > 60 else { return String(decoding: octets[range], as: UTF8.self) }
        var end = range.lowerBound + 60
        while end > range.lowerBound, octets[end] & 0xC0 == 0x80 { end -= 1 }
        return String(decoding: octets[range.lowerBound..<end], as: UTF8.self) + "…"
    }
}
