import MIME
import MailModel

/// One message while it is looked at: what every check sees, with what several of them need computed once, when the
/// first of them asks.
///
/// Lives as long as one call of the analyzer and is never shared between tasks.
package final class ExaminedMessage {
    let subject: Subject

    let message: Message
    /// The octets that every place refers to.
    let source: [UInt8]

    package init(_ subject: Subject) {
        self.subject = subject
        (message, source) = (subject.message, subject.message.source)
    }

    var envelope: Envelope? { subject.envelope }

    /// The header fields of the message itself.
    private(set) lazy var header = FieldTable(message.header)

    /// The header fields of every part, by ``Part/index``.
    private(set) lazy var partHeaders = message.parts.map {
        $0.index == 0 ? header : FieldTable(message.header(of: $0))
    }

    /// The parts that hold content themselves.
    private(set) lazy var leaves = message.parts.filter { !$0.isContainer && !$0.contentType.isMultipart }

    private(set) lazy var correspondents = Correspondents(message.header)
    private(set) lazy var lines = LineSurvey(source)

    /// The parts that are read as plain text.
    private(set) lazy var plainBodies = bodies(message.selection.text, subtype: "plain")

    /// The parts that are read as HTML.
    private(set) lazy var htmlBodies = bodies(message.selection.html, subtype: "html")

    /// Everything that a person reads: subject, text, and what is visible of HTML.
    private(set) lazy var readings = subjectReading + plainBodies.map(reading) + htmlBodies.map(htmlReading)

    /// What leads out of the message: of the plain text, then of the HTML.
    private(set) lazy var links = FoundLink.all(inText: plainBodies, inHTML: htmlBodies)

    private(set) lazy var bulkSigns = BulkSigns(self)

    /// What shows that programs are what the message is about. Asked only once there is something that depends on it.
    private lazy var programmingSigns = ProgrammingSigns(self)

    private(set) lazy var attachments = collectAttachments()
    private(set) lazy var alternativePairs = pairAlternatives()

    /// How the HTML fares in the clients that are known.
    private(set) lazy var clientSupport = ClientSupport(of: htmlBodies)

    /// Whether some octets of a plain text stand in the HTML as well, and are shown as code there.
    func isShownAsCode(_ range: Range<Int>, of reading: ReadableText) -> Bool {
        reading.origin == .plain && specimens.contains(reading.octets[range])
    }

    private lazy var specimens = Set(readings.flatMap(\.specimens))

    /// Leaves out what an answer quotes, and what a message about programs tells; what it says of its own is left.
    func slips(_ found: [(reading: ReadableText, range: Range<Int>)]) -> [(reading: ReadableText, range: Range<Int>)] {
        let found = isAnswer ? found.filter { !$0.reading.isQuoted($0.range) } : found
        guard !found.isEmpty, programmingSigns.areThere else { return found }
        return programmingSigns.areCertain ? [] : found.filter { $0.reading.greets(at: $0.range) }
    }

    /// It refers to another message. RFC 5322 §3.6.4.
    private var isAnswer: Bool { header.has("in-reply-to") || header.has("references") }

    private func bodies(_ indices: [Int], subtype: String) -> [BodyText] {
        indices.map { message.parts[$0] }.filter { $0.contentType.is("text", subtype) }
            .map { BodyText($0, of: message) }
    }
}

extension ExaminedMessage {
    private var subjectReading: [ReadableText] {
        guard let field = header.last("subject") else { return [] }
        let octets = Array(field.value.utf8)
        let body = source.trimming(field.body) { $0.isFolding }
        let isPlain = source[body].elementsEqual(octets)
        return [
            ReadableText(.subject, in: message.parts[0], octets: octets) { range in
                guard isPlain else { return field.range }
                return (body.lowerBound + range.lowerBound)..<(body.lowerBound + range.upperBound)
            }
        ]
    }

    private func reading(of body: BodyText) -> ReadableText {
        ReadableText(.plain, in: body.part, octets: body.octets) { body.sourceRange(of: $0) }
    }

    private func htmlReading(of body: BodyText) -> ReadableText {
        let text = body.inspection.text
        return ReadableText(
            .html, in: body.part, octets: text.octets, code: body.inspection.code,
            quotations: body.inspection.quotations
        ) {
            body.sourceRange(of: text.sourceRange(of: $0))
        }
    }
}
