import Foundation
import MIME
import MailModel
import MailStorage
import Synchronization

/// A message of which everything that a query can ask is known without reading it.
struct Letter: Sendable {
    var inbox: String
    var receivedAt: Timestamp
    var reversePath: String
    var forwardPaths: [String]
    /// Names and addresses.
    var from: (String, String)
    var to: (String, String)
    var cc: (String, String)?
    var subject: String
    var messageID: String
    /// Besides those that the above are.
    var fields: [(name: String, value: String)]
    var body: String
    var fileName: String?
    var isHTML: Bool

    /// What is found in it by who takes it apart.
    var features: Set<QueryTerm.Feature> = []
    /// What they say, and where they lead.
    var links: [String] = []

    var session: SessionID?
    /// Whether another letter is the same.
    var isCopy = false

    var isSeen = false
    var tags: [String] = []
    var assessment: Assessment?

    /// All fields of the header section, and the values of those that parts have are in `partTexts`.
    var allFields: [(name: String, value: String)] {
        var all = [
            ("From", "\(from.0) <\(from.1)>"), ("To", "\(to.0) <\(to.1)>"), ("Subject", subject),
            ("Message-ID", "<\(messageID)>"),
        ]
        if let cc { all.append(("Cc", "\(cc.0) <\(cc.1)>")) }
        all += fields.map { ($0.name, $0.value) }
        all.append(("MIME-Version", "1.0"))
        all.append(("Content-Type", contentType))
        return all.map { (name: $0.0, value: $0.1) }
    }

    private var bodyType: String { isHTML ? "text/html; charset=utf-8" : "text/plain; charset=utf-8" }

    private var contentType: String { fileName == nil ? bodyType : "multipart/mixed; boundary=frontier" }

    var types: [String] {
        let text = isHTML ? "text/html" : "text/plain"
        return fileName == nil ? [text] : ["multipart/mixed", text, "application/pdf"]
    }

    var source: [UInt8] {
        var text = allFields.map { "\($0.name): \($0.value)\r\n" }.joined() + "\r\n"
        let body = isHTML ? "<p>\(body)</p>\r\n" : "\(body)\r\n"
        if let fileName {
            text += """
                --frontier\r\nContent-Type: \(bodyType)\r\n\r\n\(body)--frontier\r\nContent-Type: application/pdf\r
                Content-Disposition: attachment; filename="\(fileName)"\r\n\r\n%PDF\r\n--frontier--\r\n
                """
        } else {
            text += body
        }
        return Array(text.utf8)
    }

    var capture: Capture {
        Capture(
            inbox: InboxName(inbox) ?? .default, receivedAt: receivedAt, session: session,
            envelope: Envelope(reversePath: reversePath, forwardPaths: forwardPaths), digest: Message(source).digest,
            tags: tags.compactMap { TagName($0) }, content: source)
    }
}

/// Searches as somebody would who knows nothing of the store's ways, and has no need to be fast.
enum Naive {
    static func fold(_ text: String) -> String {
        let apart = text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars
        let base = String(String.UnicodeScalarView(apart.filter { $0.properties.generalCategory != .nonspacingMark }))
        // What Unicode does not take apart.
        return base.replacing("ß", with: "ss").replacing("ø", with: "o")
            .split(omittingEmptySubsequences: true) { $0.isWhitespace || $0.isControl }.joined(separator: " ")
    }

    private static let known = Mutex<[String: [Unicode.Scalar]]>([:])

    /// Folded once: the same texts are searched hundreds of times.
    private static func scalars(_ text: String) -> [Unicode.Scalar] {
        known.withLock { known in
            if let scalars = known[text] { return scalars }
            let scalars = Array(fold(text).unicodeScalars)
            known[text] = scalars
            return scalars
        }
    }

    /// Whether a text is that, and nothing besides.
    static func has(_ whole: String, among texts: [String]) -> Bool {
        texts.contains { scalars($0) == scalars(whole) }
    }

    static func finds(_ needle: String, in texts: [String], beginsWord: Bool = false) -> Bool {
        let needle = scalars(needle)
        return texts.contains { text in
            let text = scalars(text)
            return text.indices.contains { place in
                text[place...].starts(with: needle)
                    && (!beginsWord || place == 0 || !isLetter(text[place - 1]) || !isLetter(text[place]))
            }
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        // Each ideograph is a word by itself.
        scalar.properties.isAlphabetic && !scalar.properties.isIdeographic || ("0"..."9").contains(scalar)
    }
}

extension Character {
    fileprivate var isControl: Bool { unicodeScalars.allSatisfy { $0.properties.generalCategory == .control } }
}

extension Letter {
    var fromTexts: [String] { [from.0, from.1, reversePath] }
    var toTexts: [String] { [to.0, to.1] + ccTexts + forwardPaths }
    var ccTexts: [String] { cc.map { [$0.0, $0.1] } ?? [] }
    var blindPaths: [String] {
        let shown = shownRecipients
        return forwardPaths.filter { !shown.contains($0) } + fields.filter { $0.name == "Bcc" }.map(\.value)
    }
    var authors: [String] { [from.1, reversePath] }
    var shownRecipients: [String] { [to.1] + (cc.map { [$0.1] } ?? []) }
    /// Every text in which words are looked for, line by line.
    var lines: [String] {
        allFields.map(\.value) + (fileName.map { [$0] } ?? []) + body.split(separator: "\r\n").map(String.init)
    }

    static func features(of source: [UInt8]) -> Set<QueryTerm.Feature> {
        let message = Message(source)
        let facts: [(QueryTerm.Feature, Bool)] = [
            (.attachment, !message.attachments.isEmpty), (.defect, !message.defects.isEmpty),
            (.html, message.parts.contains { $0.contentType.is("text", "html") }), (.code, !message.codes.isEmpty),
            (.link, !message.links.isEmpty),
        ]
        return Set(facts.filter(\.1).map(\.0))
    }

    var everything: [String] {
        allFields.map(\.value) + forwardPaths + [reversePath, body] + (fileName.map { [$0] } ?? [])
    }
}
