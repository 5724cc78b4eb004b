import FoundationEssentials
import MailModel
import TestSupport

@testable import MIME

/// A message of `fixtures/mail` with what must be read in it.
struct MailFixture: Sendable, CustomStringConvertible {
    let name: String

    static let all: [MailFixture] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (names ?? []).filter { $0.hasSuffix(".eml") }.sorted().map { MailFixture(name: String($0.dropLast(4))) }
    }()

    static let folder = Fixtures.folder.appending(path: "mail")

    var description: String { name }

    func octets() throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Self.folder.appending(path: "\(name).eml")))
    }

    /// What must be read; where the file is missing or says otherwise, what was read is written beside it.
    func expectation(besides actual: MessageView) throws -> MessageView? {
        let file = Self.folder.appending(path: "\(name).expected.json")
        let expected = try? JSONDecoder().decode(MessageView.self, from: Data(contentsOf: file))
        if expected != actual {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try encoder.encode(actual).write(to: Self.folder.appending(path: "\(name).actual.json"))
        }
        return expected
    }
}

/// What a fixture expects of a message: nothing in it depends on how lines end.
struct MessageView: Codable, Equatable {
    var from: String?
    var to: [String]
    var cc: [String]
    var subject: String
    var messageID: String?
    var date: String?
    var snippet: String
    var text: String?
    var html: String?
    var attachments: [Int]
    var inline: [Int]
    var parts: [PartView]
    var defects: [String]

    struct PartView: Codable, Equatable {
        var parent: Int?
        var type: String
        var fileName: String?
        /// Of text as UTF-8, of anything else as it is.
        var octets: Int
    }

    private static func size(of part: Part, in message: Message) -> Int {
        if part.isContainer { return 0 }
        if part.contentType.type == "text" { return message.text(of: part).utf8.count }
        let content = message.content(of: part)
        let isAsSent = content.elementsEqual(message.source[part.body])
        return isAsSent ? message.text(of: part).utf8.count : content.count
    }

    init(_ message: Message) {
        let digest = message.digest
        from = digest.from.map { "\($0.name ?? "") <\($0.address)>" }
        to = digest.to.map { "\($0.name ?? "") <\($0.address)>" }
        cc = digest.cc.map { "\($0.name ?? "") <\($0.address)>" }
        (subject, messageID, snippet) = (digest.subject, digest.messageID, digest.snippet)
        date = digest.date?.description
        (text, html) = (message.text, message.html)
        attachments = message.selection.attachments.filter { !message.selection.inline.contains($0) }
        inline = message.selection.inline.sorted()
        parts = message.parts.map { part in
            PartView(
                parent: part.parent, type: part.contentType.mediaType, fileName: part.fileName,
                octets: Self.size(of: part, in: message))
        }
        // Whether lines end in LF alone is what the fixtures are varied by.
        defects = message.defects.filter { $0.kind != .bareLF }.map { "\($0.part) \($0.kind.rawValue)" }
    }
}
