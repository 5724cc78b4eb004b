import MailModel
import MIME

/// Files that a message brings.
extension Rule {
    static let attachments = [typeBlocked, typeMismatched, extensionDoubled, attachmentLocked, attachmentEmpty]

    static let typeBlocked = Rule(
        "att.blockedtype", version: 2, .attachments, .error, points: 2.5,
        summary: "An attachment is of a kind that providers refuse",
        advice: "Gmail and Outlook refuse programs and scripts, in archives as well. Link to a download instead.",
        reference: "Gmail help, file types blocked; Outlook blocked attachments",
        passing: [file("invoice.pdf", "application/pdf", "%PDF-1.7")],
        failing: [
            file("setup.exe", "application/octet-stream", "MZ"), file("read.js", "text/javascript", "var a"),
            zip(containing: "tools/setup.exe"),
        ]
    ) { examined in
        examined.attachments.flatMap { attachment -> [Place] in
            if let name = attachment.fileExtension, FileExtensions.blocked.contains(name) {
                return attachment.places("'\(attachment.name ?? "")' is of a blocked kind")
            }
            let inside = attachment.archive?.entries.first {
                FileExtensions.last(of: $0.name).map(FileExtensions.blocked.contains) ?? false
            }
            guard let inside, attachment.fileExtension != "jar" else { return [] }
            return [Place("The archive holds '\(inside.name)'", at: attachment.part.body)]
        }
    }

    static let typeMismatched = Rule(
        "att.typemismatch", version: 2, .attachments, .warning, points: 1.0,
        summary: "Content, declared type and file name of an attachment disagree",
        advice:
            "It will not open, or it is a disguise, and scanners treat it as one. Set the type that the content has, "
            + "and name the file after it.",
        reference: "RFC 2045 §5",
        passing: [
            file("a.pdf", "application/pdf", "%PDF-1.7"), file("a.pdf", "application/octet-stream", "%PDF-1.7"),
            file("data.csv", "application/vnd.ms-excel", "a;b"),
        ],
        failing: [
            file("a.pdf", "application/pdf", "MZ\u{0}"), file("a.pdf", "application/pdf", "Hello."),
            file("a.pdf", "image/png", "%PDF-1.7"), file("a.bin", "image/png", "GIF89a"),
        ]
    ) { examined in
        examined.attachments.flatMap { attachment -> [Place] in
            guard !attachment.head.isEmpty, let what = disagreement(of: attachment) else { return [] }
            return attachment.places(what)
        }
    }

    private static func disagreement(of attachment: Attachment) -> String? {
        let type = attachment.part.contentType.mediaType
        let byName = attachment.fileExtension.map(FileKind.promised(byExtension:)) ?? []
        let byType = FileKind.promised(byType: type)
        if !byName.isEmpty, !byType.isEmpty, byName.isDisjoint(with: byType) {
            return "'\(attachment.name ?? "")' is declared as \(type)"
        }
        if let kind = attachment.kind, kind.isBinary, byName.isEmpty, promisesText(attachment) {
            return "'\(attachment.name ?? type)' begins like \(kind), not like text"
        }
        for (promised, who) in [(byName, "'\(attachment.name ?? "")'"), (byType, type)] where !promised.isEmpty {
            // HTML may begin with anything; whatever else has a beginning of its own.
            guard let kind = attachment.kind else {
                if promised.contains(.html) || promised.contains(.ole) && promised.count > 2 { continue }
                return "\(who) does not begin like such a file"
            }
            if !promised.contains(kind) { return "\(who) begins like \(kind)" }
        }
        return nil
    }

    /// Named or declared as something that is read as text.
    private static func promisesText(_ attachment: Attachment) -> Bool {
        ["csv", "ics", "json", "log", "md", "txt", "vcf", "xml"].contains(attachment.fileExtension ?? "")
            || attachment.fileExtension == nil && attachment.part.contentType.type == "text"
    }

    static let extensionDoubled = Rule(
        "att.doubleext", version: 2, .attachments, .error, points: 1.5,
        summary: "A file name hides what the file is, or the file is a web page",
        advice: "Readers open it because of its name, and scanners hold it back. Give it one true extension, and put "
            + "pages into the message itself.",
        reference: "MITRE ATT&CK T1036.007",
        passing: [
            file("report.v2.pdf", "application/pdf", "%PDF-1.7"), file("a.tar.gz", "application/gzip", "\u{1F}"),
        ],
        failing: [
            file("invoice.pdf.exe", "application/octet-stream", "MZ"),
            file("invoice\u{202E}fdp.exe", "application/octet-stream", "MZ"),
            file("login.html", "text/html", "<html>"), file("logo.svg", "image/svg+xml", "<svg/>"),
        ]
    ) { examined in
        examined.attachments.flatMap { attachment -> [Place] in
            guard let name = attachment.name else { return [] }
            if name.unicodeScalars.contains(where: { 0x202A...0x202E ~= $0.value || 0x2066...0x2069 ~= $0.value }) {
                return attachment.places("The name turns the text around to hide its end")
            }
            guard let last = FileExtensions.last(of: name) else { return [] }
            let isDisguised = FileExtensions.blocked.contains(last) || FileExtensions.pages.contains(last)
            if isDisguised, FileExtensions.beforeLast(of: name).map(FileExtensions.documents.contains) ?? false {
                return attachment.places("'\(name)' has two extensions")
            }
            let isPart = examined.message.selection.inline.contains(attachment.part.index)
            guard FileExtensions.pages.contains(last), !isPart else { return [] }
            return attachment.places("'\(name)' is a web page")
        }
    }

    static let attachmentLocked = Rule(
        "att.encrypted", version: 2, .attachments, .warning, points: 1.2,
        summary: "An attachment is encrypted, or carries macros",
        advice:
            "Scanners cannot look inside, and many receivers refuse it. Share it through a portal, or without macros.",
        reference: "Gmail SMTP error 552 5.7.0",
        passing: [file("a.docx", "application/octet-stream", "PK\u{3}\u{4}")],
        failing: [
            file("a.docm", "application/octet-stream", "PK\u{3}\u{4}"),
            zip(containing: "secret.txt", isEncrypted: true),
            zip(containing: "word/vbaProject.bin", named: "a.docx"),
            file("a.pdf", "application/pdf", "%PDF-1.6\ntrailer\n<</Root 1 0 R/Encrypt 5 0 R/Size 6>>\n%%EOF\n"),
        ]
    ) { examined in
        examined.attachments.flatMap { attachment -> [Place] in
            guard let what = lock(of: attachment) else { return [] }
            return attachment.fileExtension.map(FileExtensions.macros.contains) ?? false
                ? attachment.places(what) : [Place(what, at: attachment.part.body)]
        }
    }

    private static func lock(of attachment: Attachment) -> String? {
        if let name = attachment.fileExtension, FileExtensions.macros.contains(name) {
            return "'\(attachment.name ?? "")' is a document with macros"
        }
        if let archive = attachment.archive {
            if let entry = archive.entries.first(where: \.isEncrypted) { return "'\(entry.name)' in it is encrypted" }
            let macros = archive.entries.first { $0.name.lowercased().hasSuffix("vbaproject.bin") }
            return macros.map { "It has macros, '\($0.name)'" }
        }
        switch attachment.kind {
        case .ole:
            if attachment.contains("EncryptedPackage".utf16Octets) { return "The document is encrypted" }
            return attachment.contains("_VBA_PROJECT".utf16Octets) ? "The document has macros" : nil
        case .pdf:
            return attachment.tail(limit: longestTrailer).contains(Array("/Encrypt".utf8))
                ? "The document is encrypted" : nil
        case .rar: return RARHeader(attachment.head).isEncrypted ? "The archive is encrypted" : nil
        default: return nil
        }
    }

    /// Octets of the source in which the trailer of a PDF stands. ISO 32000-1 §7.5.5.
    private static let longestTrailer = 8192

    static let attachmentEmpty = Rule(
        "att.empty", .attachments, .error, points: 0.3,
        summary: "An attachment has no content",
        advice: "Mostly a stream was read to its end before it was attached. Rewind it, and check its size before "
            + "sending.",
        reference: "RFC 2183 §2",
        passing: [file("a.txt", "application/octet-stream", "a")],
        failing: [
            file("a.pdf", "application/pdf", ""),
            "Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n????\n",
        ]
    ) { examined in
        examined.attachments.flatMap { attachment -> [Place] in
            let body = examined.source[attachment.part.body]
            let isUndecodable =
                attachment.part.encoding == .base64 && !body.isEmpty
                && attachment.head.elementsEqual(body.prefix(attachment.head.count))
            guard attachment.head.isBlank || isUndecodable else { return [] }
            return attachment.places("'\(attachment.name ?? attachment.part.contentType.mediaType)' has no content")
        }
    }

    private static func file(_ name: String, _ type: String, _ content: String) -> Example {
        let header = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHello.\n--b\n"
        return Example(
            "\(header)Content-Type: \(type)\nContent-Disposition: attachment; filename=\"\(name)\"\n\n\(content)\n--b--\n"
        )
    }

    /// A zip archive with one empty file.
    private static func zip(
        containing entry: String, named name: String = "a.zip", isEncrypted: Bool = false
    ) -> Example {
        let flags: [UInt8] = [isEncrypted ? 1 : 0, 0]
        let length = [UInt8(truncatingIfNeeded: entry.utf8.count), 0]
        let local: [UInt8] = [0x50, 0x4B, 3, 4, 20, 0] + flags + [UInt8](repeating: 0, count: 18) + length + [0, 0]
        let content = String(decoding: Base64.encode(local + Array(entry.utf8)), as: UTF8.self)
        return Example(
            "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"\(name)\"\n"
                + "Content-Transfer-Encoding: base64\n\n\(content)\n")
    }
}

extension [UInt8] {
    fileprivate var isBlank: Bool { allSatisfy { $0 == .cr || $0 == .lf || $0 == .space } }
}

extension String {
    /// As documents of Office spell the names of their streams.
    fileprivate var utf16Octets: [UInt8] {
        utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }
}
