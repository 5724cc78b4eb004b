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
    private(set) lazy var placeholders = PlaceholderScan(octets).found.filter { !isCode($0) }

    private(set) lazy var statistics = TextStatistics(octets)

    /// Whether it is shown as code.
    func isCode(_ range: Range<Int>) -> Bool { code.contains { $0.overlaps(range) } }

    /// Whether what it shows as code begins so, or holds it, in the first KiB of each place.
    func holdsCode(_ octets: [UInt8]) -> Bool {
        code.contains { range in
            let end = min(range.upperBound, range.lowerBound + 1024)
            return range.lowerBound + octets.count <= end
                && (range.lowerBound...(end - octets.count)).contains { self.octets.holds(octets, at: $0) }
        }
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
