import MIME
import MailModel

/// One message while it is looked at: what every check sees, with what several of them need computed once, when the
/// first of them asks.
///
/// Lives as long as one call of the analyzer and is never shared between tasks.
package final class Examination {
    let subject: Subject

    package init(_ subject: Subject) { self.subject = subject }

    var message: Message { subject.message }
    var source: [UInt8] { subject.message.source }
    var envelope: Envelope? { subject.envelope }

    /// The header fields of the message itself.
    private(set) lazy var header = FieldTable(message.header)

    private(set) lazy var lines = LineSurvey(source)

    /// The parts that are read as plain text.
    private(set) lazy var plainBodies = bodies(message.selection.text, subtype: "plain")

    /// The parts that are read as HTML.
    private(set) lazy var htmlBodies = bodies(message.selection.html, subtype: "html")

    private func bodies(_ indices: [Int], subtype: String) -> [BodyText] {
        indices.map { message.parts[$0] }.filter { $0.contentType.is("text", subtype) }
            .map { BodyText($0, of: message) }
    }
}
