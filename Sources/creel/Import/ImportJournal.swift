import FoundationEssentials
import Glibc

/// Which messages an import has brought in, in a file, so that another run brings in the others.
///
/// It names every one of them: so it does not matter which files have gone since, or have come, nor which messages were
/// passed over. A line for each: the file, the number in it where it is an mbox, and the octets, between tabs.
final class ImportJournal {
    private let path: String
    private let descriptor: Int32
    /// The octets of each message that has come in.
    private var done: [Place: Int] = [:]

    private static let newline = UInt8(ascii: "\n")

    /// Where a message lies.
    fileprivate struct Place: Hashable {
        let file: String
        let number: Int?
    }

    /// A message: its octets may have changed, the place tells which it is.
    struct Entry {
        fileprivate let place: Place
        fileprivate let size: Int

        init(_ message: FoundMessage) {
            let file = MaildirPlace(path: message.file)?.lastingPath ?? message.file
            (place, size) = (Place(file: file.escapingControls(), number: message.number), message.size)
        }

        /// `nil` for a line that is none.
        fileprivate init?(line: Substring) {
            let words = line.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            guard words.count == 3, let size = Int(Substring(words[2])) else { return nil }
            place = Place(file: String(Substring(words[0])), number: Int(Substring(words[1])))
            self.size = size
        }

        fileprivate var line: String { "\(place.file)\t\(place.number.map(String.init) ?? "")\t\(size)\n" }
    }

    /// - Throws: When the file cannot be read or written, or is of the import of other files.
    init(_ path: String, inputs: [String]) throws(CommandFailure) {
        let title = (["creel import"] + inputs.map { $0.escapingControls() }).joined(separator: "\t")
        let head = Array(title.utf8) + [Self.newline]
        let opened = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw Self.cannotWrite(path) }
        (self.path, descriptor) = (path, opened)
        let octets = Array(FileManager.default.contents(atPath: path) ?? Data())
        guard octets.starts(with: head) || head.starts(with: octets) else {
            throw CommandFailure(
                .usage, "\(path.escapingControls()) is not of an import of these files; give another name, or delete it"
            )
        }
        // Whoever was killed may have left half a line.
        let whole = octets.lastIndex(of: Self.newline).map { octets[...$0] } ?? []
        if whole.count < octets.count, ftruncate(descriptor, off_t(whole.count)) != 0 { throw Self.cannotWrite(path) }
        if whole.isEmpty, !Descriptor.write(head, to: descriptor) { throw Self.cannotWrite(path) }
        for line in whole.dropFirst(head.count).split(separator: Self.newline) {
            if let entry = Entry(line: Substring(decoding: line, as: UTF8.self)) { done[entry.place] = entry.size }
        }
    }

    deinit { close(descriptor) }

    /// Whether a message has come in before this run.
    ///
    /// - Throws: For one of an mbox at whose place another message was: nobody can tell which of them have come in.
    func holds(_ entry: Entry) throws(CommandFailure) -> Bool {
        guard let size = done[entry.place] else { return false }
        guard size != entry.size else { return true }
        guard let number = entry.place.number else { return false }
        throw CommandFailure(
            .usage,
            """
            \(entry.place.file) has changed since it was imported in part: message \(number) is another; delete \
            \(path.escapingControls()) to import all of it anew
            """)
    }

    /// Takes note of messages that have come in.
    func note(_ entries: some Sequence<Entry>) throws(CommandFailure) {
        let lines = entries.map(\.line).joined()
        guard Descriptor.write(Array(lines.utf8), to: descriptor) else { throw Self.cannotWrite(path) }
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    private static func cannotWrite(_ path: String) -> CommandFailure {
        CommandFailure(.ioError, "cannot write \(path.escapingControls()): \(String(cString: strerror(errno)))")
    }
}
