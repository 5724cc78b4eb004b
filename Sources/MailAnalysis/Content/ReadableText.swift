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
    /// Where it shows code, in order: what stands there is meant as it stands.
    private let code: [Range<Int>]
    private let trace: (Range<Int>) -> Range<Int>

    /// How much of a text is divided into words. What a message is about is said before that.
    static let limit = 1 << 19

    init(
        _ origin: Origin, in part: Part, octets: [UInt8], code: [Range<Int>] = [],
        sourceRange trace: @escaping (Range<Int>) -> Range<Int>
    ) {
        (self.origin, self.part, self.octets, self.code, self.trace) = (origin, part, octets, code, trace)
    }

    private(set) lazy var words = Word.all(in: octets[..<min(octets.count, Self.limit)])

    /// Every phrase of the lexicon, in order.
    private(set) lazy var phrases = Lexicon.shared.phrases(in: words)

    /// What a template left to be filled in.
    private(set) lazy var placeholders = marks.filter { !isCode($0) }

    private lazy var marks = PlaceholderScan(octets).found

    /// What looks as if it had slipped in, and is shown as code.
    private(set) lazy var specimens: [ArraySlice<UInt8>] =
        code.isEmpty ? [] : (marks + EmptyValueScan(self).found).filter(isCode).map { octets[$0] }

    private(set) lazy var statistics = TextStatistics(octets)

    /// Whether it is shown as code.
    func isCode(_ range: Range<Int>) -> Bool { code.contains { $0.overlaps(range) } }

    /// Whether it is a subject, or the line before the place begins with a greeting, the place itself included.
    func greets(at range: Range<Int>) -> Bool {
        if origin == .subject { return true }
        let start = octets[..<range.lowerBound].suffix(80).lastIndex(of: .lf).map { $0 + 1 }
        guard let start = start ?? (range.lowerBound <= 80 ? 0 : nil) else { return false }
        let end = octets[start...].prefix(12).prefix { $0.isLetter }.endIndex
        return PlaceholderScan.greetings.index(of: start..<end, in: octets) != nil
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
