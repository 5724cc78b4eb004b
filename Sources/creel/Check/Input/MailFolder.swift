import FoundationEssentials
import Glibc
import MailModel

/// The files below a directory that hold messages, in the order of their names, numbers in them by what they count.
///
/// These are the files that end in `.eml` or `.mbox`, packed by gzip (`.gz`) or not, and every file in `new` and `cur` of a Maildir, with the Maildirs
/// inside it. Names that begin with a dot are passed over, and links to directories are not followed.
///
/// Whoever is thorough also gets files whose names are numbers, as messages have in the folders of MH, and all others outside of
/// Maildirs, but for what Thunderbird keeps beside an mbox (`.msf`): what they are, only their octets tell.
struct MailFolder: Sequence, IteratorProtocol {
    enum Entry: Hashable {
        /// One message, whatever it begins with.
        case message(path: String)
        /// A message or an mbox: its first line tells.
        case file(path: String)
        /// An mbox, if it begins like one.
        case unknown(path: String)
        case unreadable(Unreadable)
    }

    private enum Pending {
        case entry(Entry)
        case directory(path: String, isMaildir: Bool)
    }

    /// What is to come, the last first.
    private var pending: [Pending]
    private let isThorough: Bool

    init(path: String, isThorough: Bool = false) {
        (pending, self.isThorough) = ([.directory(path: path, isMaildir: false)], isThorough)
    }

    mutating func next() -> Entry? {
        while let last = pending.popLast() {
            switch last {
            case .entry(let entry): return entry
            case .directory(let path, let isMessages): if let failed = open(path, isMessages) { return failed }
            }
        }
        return nil
    }

    /// Puts what is in a directory before everything else that is to come.
    ///
    /// - Parameter isMaildir: It is the `new` or `cur` of one, where every file is a message.
    private mutating func open(_ path: String, _ isMaildir: Bool) -> Entry? {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            let reason = "cannot read the directory \(path.escapingControls()): \(String(cString: strerror(errno)))"
            return .unreadable(Unreadable(file: path, reason: reason))
        }
        let base = path.hasSuffix("/") ? path : path + "/"
        let isMailbox = FileKind.isMaildir(path)
        for name in names.sorted(by: { $0.precedesNaturally($1) }).reversed() {
            if let next = self.pending(name, in: base, isMaildir: isMaildir, isMailbox: isMailbox) {
                pending.append(next)
            }
        }
        return nil
    }

    private func pending(_ name: String, in base: String, isMaildir: Bool, isMailbox: Bool) -> Pending? {
        let (path, isHidden) = (base + name, name.hasPrefix("."))
        switch FileKind(path: path) {
        case .directory where isMailbox:
            // Maildir++: the folders of a mailbox begin with a dot.
            return name == "tmp" ? nil : .directory(path: path, isMaildir: name == "new" || name == "cur")
        case .directory: return isHidden ? nil : .directory(path: path, isMaildir: false)
        case .file where isHidden: return nil
        case .file where isMaildir || Self.isMessage(name): return .entry(.message(path: path))
        case .file where [".mbox", ".mbox.gz"].contains(where: { name.lowercased().hasSuffix($0) }):
            return .entry(.file(path: path))
        case .file where isThorough && !isMailbox: return Self.unknown(name, path).map { .entry($0) }
        case .file, .other: return nil
        }
    }

    /// What a file may be whose name does not end as those of mail do.
    private static func unknown(_ name: String, _ path: String) -> Entry? {
        let stem = name.lowercased().hasSuffix(".gz") ? name.dropLast(3) : name[...]
        if !stem.isEmpty, stem.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return .message(path: path) }
        return name.lowercased().hasSuffix(".msf") ? nil : .unknown(path: path)
    }

    /// Whether a file is one message by its name.
    static func isMessage(_ name: String) -> Bool { [".eml", ".eml.gz"].contains { name.lowercased().hasSuffix($0) } }
}

/// What a path leads to; a link to a file is a file, one to a directory is neither.
enum FileKind: Hashable {
    case file, directory, other

    init(path: String) {
        switch Self.type(Self.attributes(of: path)) {
        case .typeDirectory: self = .directory
        case .typeRegular: self = .file
        case .typeSymbolicLink: self = Self.type(Self.attributes(following: path)) == .typeRegular ? .file : .other
        default: self = .other
        }
    }

    /// Whether a directory is a Maildir, or a folder of one.
    static func isMaildir(_ path: String) -> Bool {
        ["cur", "new"].allSatisfy { FileKind(path: "\(path)/\($0)") == .directory }
    }

    /// Of a link, what it leads to.
    init(following path: String) {
        guard let type = Self.type(Self.attributes(following: path)) else { self = .other; return }
        self = type == .typeDirectory ? .directory : .file
    }

    /// How many octets a file has; 0 for what is none.
    static func size(of path: String) -> Int {
        let attributes = attributes(following: path)
        guard type(attributes) == .typeRegular, let size = attributes[.size] else { return 0 }
        // A number of one type or another: that depends on whether all of Foundation is loaded.
        return Int("\(size)") ?? 0
    }

    /// When a file was changed; `nil` for what is none.
    static func modified(_ path: String) -> Timestamp? {
        let attributes = attributes(following: path)
        guard type(attributes) == .typeRegular, let date = attributes[.modificationDate] as? Date else { return nil }
        return Int64(exactly: (date.timeIntervalSince1970 * 1000).rounded(.down)).map(Timestamp.init(milliseconds:))
    }

    private static func type(_ attributes: [FileAttributeKey: Any]) -> FileAttributeType? {
        attributes[.type] as? FileAttributeType
    }

    /// Of a link, those of the link itself; of nothing, none.
    private static func attributes(of path: String) -> [FileAttributeKey: Any] {
        (try? FileManager.default.attributesOfItem(atPath: path)) ?? [:]
    }

    private static func attributes(following path: String) -> [FileAttributeKey: Any] {
        guard let target = realpath(path, nil) else { return [:] }
        defer { free(target) }
        return attributes(of: String(cString: target))
    }
}
