import Crypto
import MIME
import MailModel
import MailStorage

/// A file of many messages, made piece by piece: nothing of a message is kept once its piece is written.
protocol MessageArchive: Sendable {
    /// What stands before the first message.
    var beginning: [UInt8] { get }

    /// What stands in the file for one message, octet for octet recoverable.
    mutating func piece(for message: StoredMessage) -> [UInt8]

    /// What stands behind the last message.
    mutating func end() -> [UInt8]
}

extension MessageArchive {
    var beginning: [UInt8] { [] }

    mutating func end() -> [UInt8] { [] }
}

/// The forms in which messages leave.
enum ExportFormat: String, CaseIterable, LosslessStringConvertible, Sendable {
    /// One file in the dialect mboxrd, with inbox, time, envelope and marks on the separators. RFC 4155.
    case mbox
    /// A tar of a Maildir: `default` is its inbox, every other inbox a folder of it as in Maildir++.
    case maildir
    /// One `.eml` for each message, in a folder for each inbox; what an mbox has on the separator stands before the file.
    case zip

    init?(_ description: String) { self.init(rawValue: description) }

    var description: String { rawValue }

    static let list = allCases.map(\.rawValue).joined(separator: ", ")

    var mediaType: String {
        switch self {
        case .mbox: "application/mbox"
        case .maildir: "application/x-tar"
        case .zip: "application/zip"
        }
    }

    var fileName: String {
        switch self {
        case .mbox: "creel.mbox"
        case .maildir: "creel.tar"
        case .zip: "creel.zip"
        }
    }

    func archive() -> any MessageArchive {
        switch self {
        case .mbox: MboxArchive()
        case .maildir: MaildirArchive()
        case .zip: ZipArchive()
        }
    }
}

/// Messages in the dialect mboxrd, one behind the other.
struct MboxArchive: MessageArchive {
    func piece(for message: StoredMessage) -> [UInt8] {
        MboxSeparator(of: message.summary).mboxrd(message.content)
    }
}

extension MboxSeparator {
    /// All that is known of a message, beside its octets.
    init(of summary: Summary) {
        self.init(
            sender: summary.envelope.reversePath, receivedAt: summary.receivedAt, inbox: summary.inbox,
            forwardPaths: summary.envelope.forwardPaths)
        (isSeen, tags) = (summary.marks.isSeen, summary.marks.tags)
    }
}

extension InboxName {
    /// Most octets of ``folderName``. File systems have room for 255; a Maildir puts a dot before it.
    static let longestFolderName = 254

    /// As a name of a folder: without anything that a file system may take amiss. One that would be too long is cut
    /// between characters; behind a `+`, which no other has, a part of its hash tells it from those that begin like it.
    var folderName: String {
        let whole = Self.encoded(rawValue)
        guard whole.utf8.count > Self.longestFolderName else { return whole }
        let end = "+\(SHA256.text(of: Array(rawValue.utf8)[...]).prefix(16))"
        var beginning = ""
        for scalar in rawValue.unicodeScalars {
            let next = Self.encoded(String(scalar))
            guard beginning.utf8.count + next.utf8.count + end.utf8.count <= Self.longestFolderName else { break }
            beginning += next
        }
        return beginning + end
    }

    private static func encoded(_ text: String) -> String {
        PercentEncoding.encode(text).map { $0 == "." ? "%2E" : String($0) }.joined()
    }
}
