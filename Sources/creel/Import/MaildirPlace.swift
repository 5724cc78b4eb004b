import MIME
import MailModel

/// What the path of a message in a Maildir tells. <https://cr.yp.to/proto/maildir.html>
struct MaildirPlace {
    /// The seconds that its name begins with.
    let receivedAt: Timestamp?
    /// The folder of Maildir++ that it lies in.
    let inbox: InboxName?
    /// By the flag `S` of its name.
    let isSeen: Bool
    /// The path, but for what changes when a program reads or marks the message.
    let lastingPath: String

    /// `nil` for a file outside of Maildirs: a directory of either name does not make one.
    init?(path: String) {
        let names = path.split(separator: "/")
        let root = path.hasPrefix("/") ? "/" : ""
        guard names.count > 1, let name = names.last, ["cur", "new"].contains(names[names.count - 2]),
            Self.isMaildir(names.dropLast(2), root: root)
        else { return nil }
        let parts = name.split(separator: ".")
        let fraction = parts.dropFirst().first.flatMap { part -> Int64? in
            let digits = part.dropFirst().prefix { $0.isNumber }
            return part.first == "M" ? Int64(digits).map { $0 / 1000 } : nil
        }
        receivedAt = parts.first.flatMap { Int64($0) }.flatMap { seconds in
            (0..<100_000_000_000).contains(seconds)
                ? Timestamp(milliseconds: seconds * 1000 + (fraction ?? 0) % 1000) : nil
        }
        inbox = Self.inbox(of: names.dropLast(2), root: root)
        let flags = name.firstRange(of: ":2,")
        isSeen = flags.map { name[$0.upperBound...].contains("S") } ?? false
        let lasting = flags.map { name[..<$0.lowerBound] } ?? name
        lastingPath = root + (names.dropLast(2) + ["cur", lasting]).joined(separator: "/")
    }

    private static func isMaildir(_ names: ArraySlice<Substring>, root: String) -> Bool {
        FileKind.isMaildir(root.isEmpty && names.isEmpty ? "." : root + names.joined(separator: "/"))
    }

    /// A folder lies in a Maildir; one that only has a name like that, as `~/.maildir`, is none.
    private static func inbox(of names: ArraySlice<Substring>, root: String) -> InboxName? {
        guard let folder = names.last, folder.first == ".", folder.count > 1, folder != ".." else { return nil }
        guard isMaildir(names.dropLast(), root: root) else { return nil }
        return InboxName(String(decoding: PercentEncoding.decode(folder.dropFirst().utf8), as: UTF8.self))
    }
}
