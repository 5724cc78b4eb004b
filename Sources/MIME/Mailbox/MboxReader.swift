/// Cuts an mbox file into its messages, however the file itself is cut. RFC 4155 §A.
///
/// A message begins behind a line that begins with `From ` and stands at the start of the file or behind an empty
/// line, and ends before the empty line that precedes the next. Its lines are given back as they were before
/// ``Dialect`` quoted them; every other octet is as it lies in the file, line ends included.
package struct MboxReader: Sendable {
    /// How lines of a message that look like separators were quoted.
    package enum Dialect: String, Sendable, CaseIterable {
        /// Every line of `>`s and `From ` got one `>` more, which can be taken back without loss.
        case mboxrd
        /// Only a line that begins with `From ` got a `>`; that of a line which had one of its own is lost as well.
        case mboxo
    }

    private let dialect: Dialect
    private let limit: Int
    private var message = MboxMessage()
    /// Where the line that is being read begins in the octets of the message.
    private var lineStart = 0
    /// Where the last line begins in them, if it is empty.
    private var emptyLine: Int?
    private var isAtStart = true
    private var hasBegun = false
    /// Octets of the file that were read, and lines that were ended.
    private var (offset, lines) = (0, 0)

    /// - Parameter limit: Most octets of a message; what is beyond is left out, and the message says so.
    package init(_ dialect: Dialect = .mboxrd, limit: Int) {
        (self.dialect, self.limit) = (dialect, max(limit, 0))
    }

    /// Whether a file that begins with these octets is an mbox rather than a message.
    package static func isMbox(_ octets: [UInt8]) -> Bool { octets.isSeparator(at: 0) }

    /// Takes what comes next in the file, and answers with the messages that have ended by it.
    package mutating func read(_ octets: [UInt8]) -> [MboxMessage] {
        var messages: [MboxMessage] = []
        var position = 0
        while position < octets.count {
            let lineEnd = octets.firstIndex(of: .lf, in: position..<octets.count)
            let end = lineEnd.map { $0 + 1 } ?? octets.count
            append(octets[position..<end])
            offset += end - position
            if lineEnd != nil, let ended = endLine() { messages.append(ended) }
            position = end
        }
        return messages
    }

    /// What the message that is being read takes, in octets.
    package var heldOctets: Int { message.octets.count }

    /// What is left once the file has ended: its last message, and one more where its last line is a separator.
    package mutating func finish() -> [MboxMessage] {
        let ended = lineStart < message.octets.count ? endLine() : nil
        defer { hasBegun = false }
        return [ended, hasBegun ? takeMessage() : nil].compactMap(\.self)
    }

    /// Keeps, of a line beyond the limit, enough to recognize a separator by.
    private mutating func append(_ octets: ArraySlice<UInt8>) {
        message.octets += octets.prefix(max(0, limit + Self.slack - message.octets.count))
    }

    /// Enough for a separator with all that it may say.
    private static let slack = 2048

    /// - Returns: The message that the line ends, if it is a separator.
    private mutating func endLine() -> MboxMessage? {
        lines += 1
        defer { lineStart = message.octets.count }
        if isAtStart || emptyLine != nil, message.octets.isSeparator(at: lineStart) {
            let separator = MboxSeparator(line: message.octets[lineStart...])
            let ended = hasBegun ? takeMessage() : nil
            begin(behind: separator)
            return ended
        }
        (isAtStart, hasBegun) = (false, true)
        emptyLine = message.octets.isEmptyLine(from: lineStart) ? lineStart : nil
        unquote()
        if message.octets.count > limit {
            message.octets.removeSubrange(limit...)
            message.isCut = true
        }
        return nil
    }

    private mutating func begin(behind separator: MboxSeparator) {
        message = MboxMessage()
        message.separator = separator
        (message.offset, message.line) = (offset, lines + 1)
        (lineStart, emptyLine, isAtStart, hasBegun) = (0, nil, false, true)
    }

    /// Without the line that is being read and the empty line before it.
    private mutating func takeMessage() -> MboxMessage {
        message.octets.removeSubrange(min(emptyLine ?? lineStart, message.octets.count)...)
        if message.separator?.isUnterminated == true, !message.isCut, message.octets.last == .lf {
            message.octets.removeLast()
        }
        defer { message = MboxMessage() }
        return message
    }

    private mutating func unquote() {
        var start = lineStart
        while start < message.octets.count, message.octets[start] == .greater { start += 1 }
        guard start > lineStart, dialect == .mboxrd || start == lineStart + 1, lineStart < limit,
            message.octets.holds(from, at: start)
        else { return }
        message.unquoted.append(lineStart)
        message.octets.remove(at: lineStart)
    }
}

/// A message in an mbox file, and how to find its octets there.
package struct MboxMessage: Hashable, Sendable {
    /// As they were before they were quoted.
    package fileprivate(set) var octets: [UInt8] = []
    /// What the line before it says; `nil` for what stands at the start of a file without one.
    package fileprivate(set) var separator: MboxSeparator?
    /// Where it begins in the file, behind the separator.
    package fileprivate(set) var offset = 0
    /// The line of the file that it begins with, from 1.
    package fileprivate(set) var line = 1
    /// The places in ``octets`` that a `>` was taken away from, in order.
    package fileprivate(set) var unquoted: [Int] = []
    /// It was longer than the limit, and what was beyond it is not there.
    package fileprivate(set) var isCut = false

    fileprivate init() {}

    /// A message that is a file of its own.
    package init(_ octets: [UInt8], isCut: Bool) { (self.octets, self.isCut) = (octets, isCut) }
}

private let from = Array("From ".utf8)

extension [UInt8] {
    /// Whether a line that begins with `From ` stands there. `From :` begins a field. RFC 5322 §4.5.
    fileprivate func isSeparator(at start: Int) -> Bool {
        guard holds(from, at: start) else { return false }
        var position = start + from.count
        while position < count, self[position].isBlank { position += 1 }
        return position == count || self[position] != .colon
    }

    /// Whether the last line has nothing but its end.
    fileprivate func isEmptyLine(from start: Int) -> Bool {
        switch count - start {
        case 1: self[start] == .lf
        case 2: self[start] == .cr && self[start + 1] == .lf
        default: false
        }
    }
}
