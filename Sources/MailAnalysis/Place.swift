package import MailModel
import MIME

/// Where a rule fired, and what exactly it saw there.
///
/// The place is the evidence: without these octets the rule would say nothing.
package struct Place: Hashable, Sendable {
    /// One sentence about this message, of at most ``longestDetail`` characters; the general advice is the rule's.
    package let detail: String
    /// In octets of the source; `nil` when something is absent.
    package let range: Range<Int>?
    /// The part that something is absent from, an index into ``Message/parts``; `nil` where the range says it.
    package let part: Int?
    /// `nil` for what the rule says, as for ``points``: a rule may see milder and worse forms of one thing.
    package let severity: Severity?
    package let points: Double?

    /// A detail quotes the message, where anything may be of any length.
    static let longestDetail = 300

    init(
        _ detail: String, at range: Range<Int>? = nil, in part: Part? = nil, severity: Severity? = nil,
        points: Double? = nil
    ) {
        self.detail = detail.utf8.count <= Self.longestDetail ? detail : detail.prefix(Self.longestDetail) + "…"
        (self.range, self.part) = (range, part?.index)
        (self.severity, self.points) = (severity, points)
    }

    /// The same place, judged otherwise.
    func judged(as severity: Severity?) -> Place { judged(as: severity, points: points) }

    func judged(as severity: Severity?, points: Double?) -> Place { Place(self, severity, points) }

    private init(_ place: Place, _ severity: Severity?, _ points: Double?) {
        (detail, range, part) = (place.detail, place.range, place.part)
        (self.severity, self.points) = (severity, points)
    }
}
