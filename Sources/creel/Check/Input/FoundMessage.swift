import MIME
import MailAnalysis
import MailModel

/// A message that is to be checked, and where it lies.
struct FoundMessage: Sendable {
    /// The path of its file, `-`, or the URL that it is served at.
    let file: String
    /// Which of several messages of the file it is, from 1; `nil` where the file is the message.
    var number: Int?
    /// How much it takes while it is on its way, in octets, as far as that is known before it is read.
    var size: Int
    /// Octets that were read of all inputs by the time it is found, packed as they are.
    var reach = 0
    var position = FilePosition()
    /// What the clock said when it came in, where somebody knows.
    var receivedAt: Timestamp?
    var envelope: Envelope?
    /// What the line before it in an mbox says.
    var separator: MboxSeparator?
    /// How it came, where somebody knows; asked once its turn comes.
    var transport: @Sendable () async -> Transport? = { nil }
    let octets: @Sendable () async throws(MessageFile.Failure) -> [UInt8]

    /// What people call it: `mail.eml`, `archive.mbox#3`.
    var name: String { number.map { "\(file)#\($0)" } ?? file }
}

/// Something that should hold messages and could not be read.
struct Unreadable: Hashable, Sendable {
    let file: String
    /// A sentence with its name.
    let reason: String
    /// How many files or messages that is.
    var count = 1
}

/// Where a message lies in its file, and how places in the one become places in the other.
struct FilePosition: Hashable, Sendable {
    /// Of its first octet.
    private var offset = 0
    /// Its first line, from 1.
    private(set) var line = 1
    /// The places in the message that the file has an octet more at, in order.
    private var unquoted: [Int] = []

    init() {}

    init(_ message: MboxMessage) {
        (offset, line, unquoted) = (message.offset, message.line, message.unquoted)
    }

    /// The octets of the file that hold those of the message.
    func range(of range: Range<Int>) -> Range<Int> {
        let start = offset(of: range.lowerBound)
        return start..<max(start, offset(of: range.upperBound))
    }

    private func offset(of place: Int) -> Int {
        var (low, high) = (0, unquoted.count)
        while low < high {
            let middle = (low + high) / 2
            if unquoted[middle] < place { low = middle + 1 } else { high = middle }
        }
        return offset + place + low
    }

    /// The line of the file that a line of the message, both from 1, is.
    func line(of line: Int) -> Int { self.line + line - 1 }
}
