/// Cuts an mbox file into its messages, however the file itself is cut. RFC 4155 §A.
///
/// A message begins behind a line that begins with `From ` and stands at the start of the file or behind an empty line,
/// and ends before the empty line that precedes the next; or, where ``MboxDialect`` has it say how long it is, there.
/// Where the dialect quotes lines that look like separators, one with sender and time needs no empty line before it. A
/// byte order mark and empty lines before the first separator are passed over. The lines of a message are given back as
/// they were before the dialect quoted them; every other octet is as it lies in the file, line ends and the field that
/// tells the length included.
package struct MboxReader: Sendable {
    private let dialect: MboxDialect
    private let limit: Int
    private var message = MboxMessage()
    /// Where the line that is being read begins in the octets of the message.
    private var lineStart = 0
    /// Where the last line begins in them, if it is empty.
    private var emptyLine: Int?
    /// Where the header section ends, once it has.
    private var bodyStart: Int?
    /// Where the message ends, by what it says itself.
    private var saidEnd: Int?
    /// Whether Creel has written the file, as far as the last separator tells.
    private var isOfCreel = false
    /// Octets still to be left out of a message that says that it is longer than the limit.
    private var skipped = 0
    private var isAtStart = true
    private var hasBegun = false
    /// Octets of the file that were read, and lines that were ended.
    private var (offset, lines) = (0, 0)
    /// Octets that were read once more, because a message did not end where it said.
    private var reread = 0

    /// - Parameter limit: Most octets of a message; what is beyond is left out, and the message says so.
    package init(_ dialect: MboxDialect = .auto, limit: Int) {
        (self.dialect, self.limit) = (dialect, max(limit, 0))
    }

    /// So many octets of a file, or all that it has, tell an mbox from a message.
    package static let telling = 512

    /// Where the first separator stands in a file that begins with these octets: at its start, or behind a byte order
    /// mark and empty lines; `nil` where the file is a message rather than an mbox.
    ///
    /// A message may begin with an empty line as well: behind one, only a separator with a time counts.
    package static func start(of octets: [UInt8]) -> Int? {
        let start = octets.leadLength
        guard octets.isSeparator(at: start) else { return nil }
        let line = octets[start...].prefix { $0 != .lf }
        return start == 0 || MboxSeparator(line: line).receivedAt != nil ? start : nil
    }

    /// Takes what comes next in the file, and answers with the messages that have ended by it.
    package mutating func read(_ octets: [UInt8]) -> [MboxMessage] {
        var messages: [MboxMessage] = []
        // What was taken back is read before what comes behind it.
        var inputs = [(octets: octets, position: 0)]
        while case (let octets, var position)? = inputs.popLast() {
            while position < octets.count {
                guard skipped == 0 else {
                    skip(octets, from: &position)
                    continue
                }
                let lineEnd = octets.firstIndex(of: .lf, in: position..<octets.count)
                let end = lineEnd.map { $0 + 1 } ?? octets.count
                append(octets[position..<end])
                offset += end - position
                position = end
                if let body = takeBack() {
                    inputs += [(octets, position), (body, 0)]
                    break
                }
                if lineEnd != nil, let ended = endLine() { messages.append(ended) }
            }
        }
        return messages
    }

    /// What the message that is being read takes, in octets.
    package var heldOctets: Int { message.octets.count }

    /// What is left once the file has ended: its last message, and one more where its last line is a separator.
    package mutating func finish() -> [MboxMessage] {
        var messages: [MboxMessage] = []
        while let body = takeBack(atEnd: true) { messages += read(body) }
        if lineStart < message.octets.count, let ended = endLine() { messages.append(ended) }
        if hasBegun { messages.append(takeMessage()) }
        hasBegun = false
        return messages
    }

    /// Keeps, of a line beyond the limit, enough to recognize a separator by. A message that says where it ends is no
    /// longer than the limit, and may be taken back.
    private mutating func append(_ octets: ArraySlice<UInt8>) {
        message.octets +=
            saidEnd == nil ? octets.prefix(max(0, limit + Self.slack - message.octets.count)) : octets
    }

    /// Enough for a separator with all that it may say, and to see that it says more.
    private static let slack = MboxSeparator.longest + 1

    private mutating func skip(_ octets: [UInt8], from position: inout Int) {
        let left = octets[position...].prefix(skipped)
        skipped -= left.count
        offset += left.count
        lines += left.count { $0 == .lf }
        position = left.endIndex
    }

    /// - Returns: The message that the line ends, if it is a separator.
    private mutating func endLine() -> MboxMessage? {
        lines += 1
        defer { lineStart = message.octets.count }
        let start = lineStart + (isAtStart ? message.octets.markLength : 0)
        if message.octets.isSeparator(at: start), mayEndMessage {
            let line = Array(message.octets[start...])
            let ended = hasBegun && !isLead ? takeMessage() : nil
            isOfCreel = MboxSeparator.isOfCreel(line)
            begin(behind: MboxSeparator(line: line))
            return ended
        }
        (isAtStart, hasBegun) = (false, true)
        emptyLine = message.octets.isEmptyLine(from: start) ? lineStart : nil
        guard saidEnd == nil else { return nil }
        if dialect.quotes(message.octets[lineStart...]), lineStart < limit {
            message.unquoted.append(lineStart)
            message.octets.remove(at: lineStart)
        }
        // Whether an empty line is the message's own tells what follows it.
        message.cut(to: limit, but: emptyLine.map { message.octets.count - $0 } ?? 0)
        emptyLine = emptyLine.map { min($0, message.octets.count) }
        if emptyLine != nil, bodyStart == nil { beginBody() }
        return nil
    }

    /// Whether the line that is being read, which begins as a separator does, is one.
    private var mayEndMessage: Bool {
        if let saidEnd { return lineStart >= saidEnd }
        return isAtStart || emptyLine != nil || standsAlone
    }

    /// Whether the line is a separator without an empty line before it: some programs write none, and where lines of
    /// messages are quoted, it is no line of one. Not directly behind another separator: some messages have two.
    private var standsAlone: Bool {
        dialect.isQuoted && lineStart > 0 && MboxSeparator.isComplete(message.octets[lineStart...])
    }

    /// Whether nothing has come yet but what may stand before the first separator.
    private var isLead: Bool { message.separator == nil && message.octets.leadLength >= lineStart }

    private mutating func begin(behind separator: MboxSeparator) {
        message = MboxMessage()
        message.separator = separator
        (message.offset, message.line) = (offset, lines + 1)
        (lineStart, emptyLine, bodyStart, saidEnd) = (0, nil, nil, nil)
        (isAtStart, hasBegun) = (false, true)
    }

    /// Without the line that is being read and the empty line before it.
    private mutating func takeMessage() -> MboxMessage {
        defer { message = MboxMessage() }
        if let saidEnd {
            message.octets.removeSubrange(saidEnd...)
            message.unquote(from: bodyStart ?? 0, by: dialect)
        } else {
            message.octets.removeSubrange(min(emptyLine ?? lineStart, message.octets.count)...)
            if message.separator?.isUnterminated == true, !message.isCut, message.octets.last == .lf {
                message.octets.removeLast()
            }
        }
        // What Creel exports says what it knows before the message; fields in it are its own.
        if !isOfCreel { message.readMarks() }
        return message
    }

    // MARK: - Messages that say how long they are

    /// Looks at what the header section says of the length, and believes it until the end is reached.
    private mutating func beginBody() {
        bodyStart = message.octets.count
        // To read again what did not fit must not take longer than to read it.
        guard dialect.hasLengths, !message.isCut, reread <= offset, let length = message.saidLength else { return }
        let (end, isOverflow) = message.octets.count.addingReportingOverflow(length)
        if !isOverflow, end <= limit {
            // What Creel exports is quoted, whatever the messages say of their lengths.
            saidEnd = dialect == .auto && isOfCreel ? nil : end
        } else if dialect != .auto {
            (message.isCut, skipped) = (true, length)
        }
    }

    /// What has been read of a body that does not end where it should: to be read again, without looking for an end.
    private mutating func takeBack(atEnd: Bool = false) -> [UInt8]? {
        guard let end = saidEnd, let start = bodyStart, !message.octets.mayEnd(at: end, isWhole: atEnd) || isDoubtful
        else { return nil }
        let body = Array(message.octets[start...])
        message.octets.removeSubrange(start...)
        lines = message.line - 1 + message.octets.count { $0 == .lf }
        offset -= body.count
        reread += body.count
        (saidEnd, lineStart) = (nil, start)
        emptyLine = message.octets.lastLine
        return body
    }

    /// Where nobody has said that messages tell their lengths, a line in a body that is a separator in all its parts says
    /// more than a number does.
    private var isDoubtful: Bool {
        guard dialect == .auto, emptyLine != nil, lineStart < saidEnd ?? 0, message.octets.last == .lf,
            message.octets.isSeparator(at: lineStart)
        else { return false }
        return MboxSeparator(line: message.octets[lineStart...]).receivedAt != nil
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

    /// Leaves out what is beyond a limit.
    ///
    /// - Parameter end: So many octets at the end do not count, nor does an end of line that may not be the message's own.
    fileprivate mutating func cut(to limit: Int, but end: Int) {
        let mayEndUnterminated = separator?.isUnterminated == true && octets.last == .lf
        guard octets.count - end > limit + (mayEndUnterminated ? 1 : 0) else { return }
        octets.removeSubrange(limit...)
        isCut = true
    }

    /// Octets of the body as they lie in the file, by the one field that tells.
    fileprivate var saidLength: Int? {
        let values = Header(of: octets).values(of: "Content-Length")
        guard values.count == 1, let length = Int(values[0]), length >= 0 else { return nil }
        return length
    }

    /// What mail programs have noted in fields of the message.
    fileprivate mutating func readMarks() {
        guard separator != nil else { return }
        let header = Header(of: octets)
        separator?.isSeen = header.isMarkedAsSeen
        separator?.tags = header.keywords
    }

    /// Takes away what the dialect has added to lines from `start` on.
    fileprivate mutating func unquote(from start: Int, by dialect: MboxDialect) {
        guard !(dialect == .auto && octets.hasLine(beginningWith: from, from: start)) else { return }
        var result = Array(octets[..<start])
        result.reserveCapacity(octets.count)
        var line = start
        while line < octets.count {
            let end = octets.firstIndex(of: .lf, in: line..<octets.count).map { $0 + 1 } ?? octets.count
            let isQuoted = dialect.quotes(octets[line..<end])
            if isQuoted { unquoted.append(result.count) }
            result += octets[(isQuoted ? line + 1 : line)..<end]
            line = end
        }
        octets = result
    }

    /// A message that is a file of its own.
    package init(_ octets: [UInt8], isCut: Bool, separator: MboxSeparator? = nil) {
        (self.octets, self.isCut, self.separator) = (octets, isCut, separator)
    }
}

private let from = Array("From ".utf8)
private let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

extension [UInt8] {
    /// Octets of the byte order mark that stands at the start, if one does.
    fileprivate var markLength: Int { holds(byteOrderMark, at: 0) ? byteOrderMark.count : 0 }

    /// The same, and of the empty lines behind it.
    fileprivate var leadLength: Int {
        var place = markLength
        while at(place) == .lf || at(place) == .cr && at(place + 1) == .lf { place += at(place) == .lf ? 1 : 2 }
        return place
    }

    /// Whether a line that begins with `From ` stands there. `From :` begins a field. RFC 5322 §4.5.
    fileprivate func isSeparator(at start: Int) -> Bool {
        guard holds(from, at: start) else { return false }
        var position = start + from.count
        while position < count, self[position].isBlank { position += 1 }
        return position == count || self[position] != .colon
    }

    /// Whether a message may end there, by what follows: nothing but ends of the last line and of an empty one up to a
    /// separator, or to the end of the file.
    ///
    /// - Parameter isWhole: Whether nothing comes behind; else what is there may go on so.
    fileprivate func mayEnd(at end: Int, isWhole: Bool) -> Bool {
        guard count >= end else { return !isWhole }
        var (place, ends) = (end, 0)
        while ends < 2, place < count {
            if self[place] == .lf {
                (place, ends) = (place + 1, ends + 1)
            } else if self[place] == .cr, place + 1 == count || self[place + 1] == .lf {
                place += 1
            } else {
                break
            }
        }
        // A separator begins a line.
        let isLineStart = ends > 0 || end == 0 || self[end - 1] == .lf
        let mayGoOn = !isWhole && self[place...].elementsEqual(from.prefix(count - place))
        return place == count || isLineStart && (mayGoOn || isSeparator(at: place))
    }

    /// Where the last line begins, its end included.
    fileprivate var lastLine: Int {
        var place = Swift.max(count - 1, 0)
        while place > 0, self[place - 1] != .lf { place -= 1 }
        return place
    }

    fileprivate func hasLine(beginningWith text: [UInt8], from start: Int) -> Bool {
        var line: Int? = start
        while let place = line, place < count {
            if holds(text, at: place) { return true }
            line = firstIndex(of: .lf, in: place..<count).map { $0 + 1 }
        }
        return false
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
