import MailModel
import MIME

/// One body part as text, while a message is examined.
final class BodyText {
    let part: Part
    /// UTF-8; line ends as they were sent.
    let octets: [UInt8]
    let text: PartText
    private let message: Message
    private lazy var map = text.sourceMap(in: message)

    /// What it is made of, where it is HTML.
    private(set) lazy var inspection = HTMLInspection(of: octets)

    /// The features of HTML and CSS that it uses, by place in ``ClientFeature/all``.
    private(set) lazy var features = FeatureDetector(inspection, telling: FeatureUses()).sink.all

    init(_ part: Part, of message: Message) {
        text = PartText(part, of: message)
        (self.part, octets, self.message) = (part, text.octets, message)
    }

    /// Where some octets of the text come from, in octets of the source: exact, or the least that is known to hold
    /// them all.
    func sourceRange(of range: Range<Int>) -> Range<Int> { map.sourceRange(of: range) }

    func place(_ detail: String, at range: Range<Int>, severity: Severity? = nil, points: Double? = nil) -> Place {
        Place(detail, at: sourceRange(of: range), severity: severity, points: points)
    }

    /// Where some octets of the content come from, which is not yet converted.
    func contentRange(of range: Range<Int>) -> Range<Int> { map.encoding.sourceRange(of: range) }
}
