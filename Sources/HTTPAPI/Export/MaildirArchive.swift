import MailModel
import MailStorage

/// A Maildir as a tar file. POSIX.1-2017 pax, "ustar Interchange Format"; <https://cr.yp.to/proto/maildir.html>.
struct MaildirArchive: MessageArchive {
    /// Inboxes whose folders stand in the file.
    private var folders: Set<InboxName> = [.default]

    var beginning: [UInt8] { Self.directories(of: "Maildir") }

    mutating func piece(for message: StoredMessage) -> [UInt8] {
        let summary = message.summary
        let folder = summary.inbox == .default ? "Maildir" : "Maildir/.\(summary.inbox.folderName)"
        var octets = folders.insert(summary.inbox).inserted ? Self.directories(of: folder) : []
        octets += TarEntry.file(
            "\(folder)/cur/\(Self.fileName(of: summary))", message.content,
            modified: summary.receivedAt.milliseconds / 1000)
        return octets
    }

    func end() -> [UInt8] { [UInt8](repeating: 0, count: 2 * TarEntry.block) }

    /// Time, microseconds and number make it unique, and have as many digits in all names: so those of a folder, sorted
    /// as text, are in their order. Size and flags as Maildir++ and Maildir have them.
    private static func fileName(of summary: Summary) -> String {
        let (seconds, milliseconds) = max(summary.receivedAt.milliseconds, 0).quotientAndRemainder(dividingBy: 1000)
        let time = "\(seconds.padded(to: 10)).M\((milliseconds * 1000).padded(to: 6))"
        let number = summary.id.rawValue.padded(to: 19)
        return "\(time)Q\(number).creel,S=\(summary.size):2,\(summary.marks.isSeen ? "S" : "")"
    }

    private static func directories(of folder: String) -> [UInt8] {
        ["", "/cur", "/new", "/tmp"].flatMap { TarEntry.directory(folder + $0 + "/") }
    }
}

/// What stands for one file in a tar.
enum TarEntry {
    static let block = 512

    static func directory(_ path: String) -> [UInt8] { entry(path, type: "5", mode: 0o755, [], modified: 0) }

    /// - Parameter modified: Seconds since 1970.
    static func file(_ path: String, _ content: [UInt8], modified: Int64) -> [UInt8] {
        entry(path, type: "0", mode: 0o644, content, modified: modified)
    }

    private static func entry(
        _ path: String, type: Unicode.Scalar, mode: Int, _ content: [UInt8], modified: Int64
    ) -> [UInt8] {
        guard path.utf8.count > 100 else { return header(path, type, mode, content.count, modified) + padded(content) }
        let record = extendedRecord("path", path)
        return header("pax", "x", 0o644, record.count, 0) + padded(record)
            + header(String(decoding: path.utf8.suffix(100), as: UTF8.self), type, mode, content.count, modified)
            + padded(content)
    }

    /// `LENGTH path=…`, where the length counts itself.
    private static func extendedRecord(_ name: String, _ value: String) -> [UInt8] {
        let rest = Array(" \(name)=\(value)\n".utf8)
        var length = rest.count
        while String(length).utf8.count + rest.count != length { length = String(length).utf8.count + rest.count }
        return Array(String(length).utf8) + rest
    }

    private static func header(
        _ name: String, _ type: Unicode.Scalar, _ mode: Int, _ size: Int, _ modified: Int64
    ) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: block)
        func put(_ text: String, at place: Int) {
            header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
        }
        put(name, at: 0)
        put(octal(mode, digits: 7), at: 100)
        put(octal(0, digits: 7), at: 108)
        put(octal(0, digits: 7), at: 116)
        put(octal(size, digits: 11), at: 124)
        put(octal(Int(min(max(modified, 0), 0o777_7777_7777)), digits: 11), at: 136)
        put("        ", at: 148)
        put(String(Character(type)), at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\0 ", at: 148)
        return header
    }

    private static func octal(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    private static func padded(_ content: [UInt8]) -> [UInt8] {
        content + [UInt8](repeating: 0, count: (block - content.count % block) % block)
    }
}
