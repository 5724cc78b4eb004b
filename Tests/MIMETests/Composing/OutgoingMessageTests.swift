import MailModel
import TestSupport
import Testing

@testable import MIME

struct OutgoingMessageTests {
    private static let date = ZonedTime(secondsSince1970: 1_769_850_000, offsetMinutes: 60)

    @Test func `a message is written as the standards have it`() {
        var message = OutgoingMessage(
            from: [Address(name: "Jörg Müller", address: "joerg@example.de")],
            to: [Address(name: "Smith, Bob", address: "bob@example.com"), Address(address: "ann@example.com")],
            subject: "Grüße", date: Self.date, messageID: "1@example.de")
        message.text = "Hello\n"
        let expected = """
            Date: Sat, 31 Jan 2026 10:00:00 +0100
            From: =?utf-8?Q?J=C3=B6rg_M=C3=BCller?= <joerg@example.de>
            To: "Smith, Bob" <bob@example.com>, ann@example.com
            Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
            Message-ID: <1@example.de>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit

            Hello

            """
        #expect(String(decoding: message.octets, as: UTF8.self) == expected.replacing("\n", with: "\r\n"))
    }

    @Test func `what is written is read back equal and without a defect`() {
        let seed: UInt64 = 8
        var generator = SplitMix(seed: seed)
        for round in 0..<400 {
            let outgoing = OutgoingMessage.random(using: &generator)
            let octets = outgoing.octets
            let message = Message(octets)
            // Addresses beyond ASCII cannot be encoded. RFC 6532 §3.2.
            let defects = message.defects.filter { $0.kind != .fieldUTF8 }
            #expect(defects.isEmpty, "seed \(seed), round \(round): \(defects)")
            #expect(WrittenView(message) == WrittenView(outgoing), "seed \(seed), round \(round)")
            #expect(octets.isFitForTransport, "seed \(seed), round \(round)")
        }
    }

    @Test func `nothing in a value begins another field`() {
        var message = OutgoingMessage(
            from: [Address(name: "a\r\nBcc: x@example.com", address: "a@example.com\r\nBcc: y@example.com")], to: [],
            subject: "a\nBcc: z@example.com", date: Self.date, messageID: "1\r\nBcc: v@example.com")
        message.attachments = [.init(fileName: "a\r\nBcc: w@example.com", mediaType: "a/b\r\nBcc: u", content: [])]
        let read = Message(message.octets)
        #expect(!read.parts.contains { read.header(of: $0).contains("Bcc") { _ in true } })
        #expect(read.header.last("Subject") == "a\nBcc: z@example.com")
    }

    @Test func `an embedded message that holds a boundary gets another`() throws {
        var inner = OutgoingMessage(from: [], to: [], subject: "inner", date: Self.date, messageID: "i@example.com")
        inner.text = "text"
        inner.attachments = [.init(fileName: "a", content: [1, 2, 3])]
        var outer = OutgoingMessage(from: [], to: [], subject: "outer", date: Self.date, messageID: "o@example.com")
        outer.attachments = [.init(fileName: "m.eml", mediaType: "message/rfc822", content: inner.octets)]
        let message = Message(outer.octets)
        let embedded = try #require(message.parts.first { $0.isMessage })
        #expect(message.content(of: embedded) == inner.octets)
        #expect(message.defects.isEmpty)
    }
}

/// What must survive writing and reading.
private struct WrittenView: Equatable {
    var from: [Address]
    var to: [Address]
    var cc: [Address]
    var subject: String?
    var note: String?
    var date: ZonedTime?
    var text: String?
    var html: String?
    var files: [OutgoingMessage.Attachment]

    init(_ message: Message) {
        let header = message.header
        from = header.addresses(of: "From").addresses
        to = header.addresses(of: "To").addresses
        cc = header.addresses(of: "Cc").addresses
        (subject, note, date) = (header.last("Subject"), header.last("X-Note"), header.date(of: "Date"))
        (text, html) = (message.text, message.html)
        files = message.selection.attachments.map { index in
            let part = message.parts[index]
            return .init(
                fileName: part.fileName, mediaType: part.contentType.mediaType, content: message.content(of: part),
                contentID: message.header(of: part).identifiers(of: "Content-ID").first?.text)
        }
    }

    init(_ message: OutgoingMessage) {
        (from, to, cc) = (message.from, message.to, message.cc)
        (subject, note, date) = (message.subject, message.fields.first?.value, message.date)
        (text, html) = (message.text, message.html)
        files = (message.html == nil ? [] : message.inline) + message.attachments
    }
}

extension OutgoingMessage {
    fileprivate static func random(using generator: inout SplitMix) -> OutgoingMessage {
        var message = OutgoingMessage(
            from: [.random(using: &generator)],
            to: (0..<Int.random(in: 0...12, using: &generator)).map { _ in .random(using: &generator) },
            subject: .random(limit: 120, using: &generator),
            date: ZonedTime(
                secondsSince1970: Int64.random(in: 0..<4_000_000_000, using: &generator),
                offsetMinutes: Int.random(in: -720...840, using: &generator)),
            messageID: "\(UInt64.random(in: .min ... .max, using: &generator))@example.com")
        if Bool.random(using: &generator) { message.cc = [.random(using: &generator)] }
        message.fields = [("X-Note", .random(limit: 300, using: &generator))]
        let kind = Int.random(in: 0..<3, using: &generator)
        if kind != 1 { message.text = .random(limit: 2000, lines: true, using: &generator) }
        if kind != 0 { message.html = "<p>\(String.random(limit: 2000, lines: true, using: &generator))</p>" }
        if kind == 2, Bool.random(using: &generator) { message.inline = [.random(contentID: "c@d", using: &generator)] }
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            message.attachments.append(.random(contentID: nil, using: &generator))
        }
        return message
    }
}

extension OutgoingMessage.Attachment {
    fileprivate static func random(contentID: String?, using generator: inout SplitMix) -> Self {
        let name = String.random(limit: 100, using: &generator)
        return Self(
            fileName: name.isEmpty ? nil : name,
            mediaType: ["image/png", "application/pdf", "application/octet-stream"].randomElement(using: &generator)
                ?? "",
            content: (0..<Int.random(in: 0...300, using: &generator)).map { _ in
                .random(in: .min ... .max, using: &generator)
            },
            contentID: contentID)
    }
}

extension Address {
    fileprivate static func random(using generator: inout SplitMix) -> Address {
        let name = String.random(limit: 40, using: &generator)
        let locals = ["a", "first.last", "\"a b\"", "üser", "a+b", "\"a,@<b\""]
        return Address(
            name: name.isEmpty ? nil : name, address: "\(locals[Int.random(in: 0..<5, using: &generator)])@example.com")
    }
}

extension String {
    /// Words, signs that grammars care about, and characters of one to four octets.
    fileprivate static func random(limit: Int, lines: Bool = false, using generator: inout SplitMix) -> String {
        let pieces = [
            "word", "a", " ", " ", "  ", "\"", "\\", "=?", "?=", "=", "(", ")", "<", ">", ",", ";", ":", "@", "%", "'",
            "ä", "€", "日本", "😀", "é", "From ", ".", "--", "_", "*0*=", "\t", "--=_part_1_", "longlonglonglonglong",
        ]
        var text = ""
        for _ in 0..<Int.random(in: 0...(limit / 4), using: &generator) {
            text += pieces.randomElement(using: &generator) ?? ""
            if lines, Int.random(in: 0..<6, using: &generator) == 0 { text += "\n" }
        }
        return text
    }
}

extension [UInt8] {
    /// 7-bit, in lines of at most 998 octets, or short ones where folding can do it.
    fileprivate var isFitForTransport: Bool {
        TransferEncoder.isFitForTransport(self)
    }
}
