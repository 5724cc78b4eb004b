import MIME
import MailModel

/// A message of which something is expected: what expectations look at, computed when the first of them asks.
///
/// Lives as long as one look and is never shared between tasks.
final class ExpectedMessage {
    private let subject: Subject
    /// It repeats one that was looked at before.
    fileprivate(set) var isRepetition = false

    init(_ subject: Subject) { self.subject = subject }

    private var message: Message { subject.message }

    private(set) lazy var report = Analyzer.standard.report(on: subject)
    /// What a person reads.
    private(set) lazy var text = message.searchableText
    private(set) lazy var codes = message.codes
    private(set) lazy var links = message.links.map(\.href)
    private(set) lazy var linkHosts = links.compactMap { WebAddress($0).host?.name }
    private(set) lazy var mediaTypes = message.parts.map { "\($0.contentType.type)/\($0.contentType.subtype)" }
    /// The names of attachments, empty for one that has none.
    private(set) lazy var attachments = message.attachments.map { $0.fileName ?? "" }

    /// Empty where there is none.
    var title: String { message.header.last("subject") ?? "" }
    var size: Int { message.source.count }

    /// Who it says that it is from, and the reverse-path.
    private(set) lazy var senders = addresses(of: ["from"]) + [subject.envelope?.reversePath].compactMap(\.self)

    /// Whom it says that it is for, and the forward-paths.
    private(set) lazy var recipients = addresses(of: ["to", "cc"]) + (subject.envelope?.forwardPaths ?? [])

    private func addresses(of fields: [String]) -> [String] {
        fields.flatMap { message.header.addresses(of: $0, limit: Self.addressLimit).addresses.map(\.address) }
    }

    private static let addressLimit = 1000

    func values(of field: String) -> [String] { message.header.values(of: field) }

    /// What two messages have in common when one repeats the other: the Message-ID, or without one all octets, and
    /// whom they went to.
    fileprivate var identity: Identity {
        let recipients = Set((subject.envelope?.forwardPaths ?? recipients).map { $0.lowercased() })
        if let identifier = message.header.identifiers(of: "message-id", limit: 1).first?.text {
            return Identity(identifier: identifier, content: nil, recipients: recipients)
        }
        return Identity(identifier: nil, content: message.source, recipients: recipients)
    }

    struct Identity: Hashable, Sendable {
        fileprivate let identifier: String?
        fileprivate let content: [UInt8]?
        fileprivate let recipients: Set<String>
    }
}

extension Set<ExpectedMessage.Identity> {
    /// Remembers a message, and tells it whether it repeats an earlier one.
    mutating func note(_ message: ExpectedMessage) {
        message.isRepetition = !insert(message.identity).inserted
    }
}
