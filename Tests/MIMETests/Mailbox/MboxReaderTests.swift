import MailModel
import TestSupport
import Testing

@testable import MIME

@Suite struct MboxReaderTests {
    private static let separator = "From alice@example.com Sat Jan  3 01:05:34 2026"

    /// Reads a file that is cut into pieces of some length.
    private func read(
        _ file: [UInt8], _ dialect: MboxDialect = .mboxrd, pieces: Int = .max, limit: Int = 1 << 20
    ) -> [MboxMessage] {
        var reader = MboxReader(dialect, limit: limit)
        var messages: [MboxMessage] = []
        var rest = file[...]
        while !rest.isEmpty {
            messages += reader.read(Array(rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
        }
        return messages + reader.finish()
    }

    private func texts(_ file: String, _ dialect: MboxDialect = .mboxrd) -> [String] {
        read(Array(file.utf8), dialect).map { String(decoding: $0.octets, as: UTF8.self) }
    }

    /// As programs write the dialect: every message has an end of line, and an empty line behind it.
    private func file(_ messages: [[UInt8]], _ dialect: MboxDialect, lineEnd: String) -> [UInt8] {
        var file: [UInt8] = []
        for message in messages {
            file += Array("\(Self.separator)\(lineEnd)".utf8)
            for line in message.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
                let isQuoted =
                    switch dialect {
                    case .mboxrd, .auto: line.drop { $0 == 0x3E }.starts(with: "From ".utf8)
                    case .mboxo, .mboxcl: line.starts(with: "From ".utf8)
                    case .mboxcl2: false
                    }
                file += (isQuoted ? [0x3E] : []) + line + [0x0A]
            }
            file += Array(lineEnd.utf8)
        }
        return file
    }

    private static let bodies = [
        "Subject: a\n\nFrom here on\n>From there\n>>From both\n> From none\nfrom below\n",
        "Subject: b\n\n\n\nFrom\nFrom \n\n", "", "\n", "Subject: no end of line at all\n", "\n\nFrom x\n\n",
    ]

    @Test(arguments: ["\n", "\r\n"])
    func `mboxrd gives every octet back, however the file is cut`(lineEnd: String) {
        let messages = Self.bodies.map { Array($0.split(separator: "\n", omittingEmptySubsequences: false)) }
            .map { Array($0.joined(separator: lineEnd).utf8) }
        let file = file(messages, .mboxrd, lineEnd: lineEnd)
        for pieces in [.max, 1, 2, 3, 7, 64] { #expect(read(file, pieces: pieces).map(\.octets) == messages) }
    }

    @Test func `mboxrd gives back whatever octets there are`() {
        var generator = SplitMix(seed: 4155)
        let words = ["From ", ">", "\n", "\r\n", "\r", "a", "\n\n", "\0", ">From ", "From :", "\u{FF}"]
        for _ in 0..<500 {
            let messages = (0..<3).map { _ in
                let words = (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
                    words[Int.random(in: 0..<words.count, using: &generator)]
                }
                return Array((words.joined() + "\n").utf8)
            }
            let pieces = Int.random(in: 1..<9, using: &generator)
            #expect(read(file(messages, .mboxrd, lineEnd: "\n"), pieces: pieces).map(\.octets) == messages)
        }
    }

    @Test func `mboxo takes one mark from lines that have one`() {
        let message = Array("Subject: a\n\nFrom here\n>>From both\n".utf8)
        #expect(read(file([message], .mboxo, lineEnd: "\n"), .mboxo).map(\.octets) == [message])
        #expect(texts("From x\n\n>>From both\n>From one\n\n", .mboxo) == ["\n>>From both\nFrom one\n"])
        #expect(texts("From x\n\n>>From both\n>From one\n\n", .mboxrd) == ["\n>From both\nFrom one\n"])
    }

    @Test func `A separator stands at the start, or behind an empty line`() {
        #expect(texts("From x\na\nFrom y\nb\n\nFrom z\nc\n") == ["a\nFrom y\nb\n", "c\n"])
        #expect(texts("From x\na: b\n\nFrom : no separator\n") == ["a: b\n\nFrom : no separator\n"])
    }

    @Test(arguments: MboxDialect.allCases, ["\n", "\r\n"])
    func `A separator with sender and time needs no empty line before it, where lines of messages are quoted`(
        dialect: MboxDialect, lineEnd: String
    ) {
        let messages = ["Subject: a\n\n1\n", "Subject: b\n", "Subject: c\n\n\n3"].map { text in
            text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd)
        }
        let file = messages.map { "\(Self.separator)\(lineEnd)\($0)" }.joined()
        #expect(texts(file, dialect).count == (dialect == .mboxcl2 ? 1 : 3))
        guard dialect != .mboxcl2 else { return }
        for pieces in [.max, 1, 7] {
            let read = read(Array(file.utf8), dialect, pieces: pieces)
            #expect(read.map(\.octets) == messages.map { Array($0.utf8) })
        }
    }

    @Test(arguments: [
        "From here on", "From a@b", "From a@b Sat Jan  3 2026", "From a@b Jan  3 01:05:34 2026",
        "From a@b Sat Jan  3 01:05 2026", "From a@b Sat Feb 30 01:05:34 2026", "From a@b Sat Jan  3 25:05:34 2026",
        "From a@b Sat Jan  3 01:05:34 26", "From a b Sat Jan  3 01:05:34 2026", ">\(separator)",
        "\(separator) I wrote", "\(separator)\(String(repeating: " ", count: 2000))",
    ])
    func `A line that says less, or more, needs one`(line: String) {
        let message = "Subject: a\n\n1\n\(line)\n2\n"
        #expect(texts("From x\n\(message)", .mboxcl2) == [message])
        #expect(texts("From x\n\(message)", .mboxo).count == 1)
        #expect(texts("From x\n\(message)", .auto).count == 1)
    }

    @Test func `A second separator is the first line of its message`() {
        let message = "\(Self.separator)\nSubject: a\n\n1\n"
        #expect(texts("From x\n\(message)\nFrom y\n2\n", .auto) == [message, "2\n"])
    }

    @Test(arguments: [MboxDialect.mboxrd, .mboxo, .mboxcl])
    func `A line of a message that looks like a separator is none once it is quoted`(dialect: MboxDialect) {
        let message = Array("Subject: a\n\n1\n\(Self.separator)\n2\n".utf8)
        let file = file([message, message], dialect, lineEnd: "\n")
        for dialect in [dialect, .auto] { #expect(read(file, dialect).map(\.octets) == [message, message]) }
    }

    @Test(arguments: ["\n", "\n\n\n", "\r\n\r\n", "\u{FEFF}", "\u{FEFF}\n", "\u{FEFF}\r\n\n"])
    func `A byte order mark and empty lines before the first separator are passed over`(lead: String) throws {
        let file = Array("\(lead)\(Self.separator)\na\n\nFrom y\nb\n".utf8)
        let emptyLines = lead.utf8.count { $0 == 0x0A }
        #expect(MboxReader.start(of: file) == lead.utf8.count)
        for pieces in [.max, 1, 2, 5] {
            let messages = read(file, .auto, pieces: pieces)
            try #require(messages.map(\.octets) == [Array("a\n".utf8), Array("b\n".utf8)])
            #expect(messages[0].separator?.sender == "alice@example.com")
            #expect(file[messages[0].offset...].starts(with: "a\n\n".utf8))
            #expect(messages[0].line == 2 + emptyLines)
        }
    }

    @Test func `A file that breaks off anywhere still has its messages`() {
        #expect(texts("") == [])
        #expect(texts("From x") == [""])
        #expect(texts("From x\n") == [""])
        #expect(texts("From x\na\n\nFrom y") == ["a\n", ""])
        #expect(texts("From x\na\n\nFro") == ["a\n\nFro"])
        #expect(texts("From x\na\n>Fro") == ["a\n>Fro"])
        #expect(texts("no separator\n\nFrom x\na") == ["no separator\n", "a"])
    }

    @Test func `A message knows where it lies in the file`() throws {
        let file = Array("From x\nSubject: a\n\n>From b\nc\n\nFrom y\nd\n".utf8)
        let messages = read(file)
        try #require(messages.count == 2)
        #expect(messages.map(\.line) == [2, 8])
        #expect(messages[0].unquoted == [12])
        #expect(file[messages[0].offset...].starts(with: "Subject".utf8))
        #expect(Array(file[messages[1].offset...]) == messages[1].octets)
    }

    @Test func `What is beyond the limit is left out, and said`() {
        let long = String(repeating: "x", count: 500)
        let file = Array("From x\n\(long)\n\(long)\n\nFrom y\nshort\n\nFrom z\n\(long)".utf8)
        for pieces in [.max, 1, 13] {
            let messages = read(file, pieces: pieces, limit: 100)
            #expect(messages.map(\.octets.count) == [100, 6, 100])
            #expect(messages.map(\.isCut) == [true, false, true])
        }
    }

    @Test(arguments: ["\n", "\r\n"], [true, false])
    func `A message of as many octets as may be is whole, and one of one more is not`(
        lineEnd: String, isTerminated: Bool
    ) {
        let separator = MboxSeparator(sender: "a@example.com", receivedAt: Timestamp(milliseconds: 0))
        for count in 95...110 {
            var message = Array("Subject: a\(lineEnd)\(lineEnd)".utf8)
            let end = isTerminated ? Array(lineEnd.utf8) : []
            message += [UInt8](repeating: 0x78, count: count - message.count - end.count) + end
            for other in ["", lineEnd, "\(lineEnd)\(lineEnd)"] {
                let longer = message + Array(other.utf8)
                let file = separator.mboxrd(longer) + separator.mboxrd(message)
                for pieces in [.max, 1, 13] {
                    #expect(read(file, pieces: pieces, limit: longer.count).map(\.octets) == [longer, message])
                    let cut = read(file, pieces: pieces, limit: longer.count - 1)
                    #expect(cut.map(\.isCut) == [true, other.isEmpty])
                    #expect(cut[0].octets == Array(longer.dropLast()))
                }
            }
        }
    }

    @Test func `Lines that are quoted by the hundred thousand take linear time`() {
        let file = Array("From x\n".utf8) + Array(repeatElement(">From a\n".utf8, count: 200_000).joined())
        let messages = read(file, pieces: 4096, limit: 1 << 24)
        #expect(messages.map(\.octets.count) == [200_000 * 7])
        #expect(messages.map(\.unquoted.count) == [200_000])
    }

    // MARK: - Messages that say how long they are

    /// A message whose header says how long its body is in a file of the dialect.
    private func saying(_ body: String, _ dialect: MboxDialect, lineEnd: String) -> [UInt8] {
        let body = Array(body.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd).utf8)
        let quotes = body.split(separator: 0x0A, omittingEmptySubsequences: false)
            .count { dialect == .mboxcl && $0.starts(with: "From ".utf8) }
        return Array("Subject: a\(lineEnd)Content-Length: \(body.count + quotes)\(lineEnd)\(lineEnd)".utf8) + body
    }

    private static let lengthBodies = [
        "", "\n", "one\n", "From here on\n\nFrom there\n>>From both\n", "\n\nFrom x\n\n", "\n\n\n", "a\n\nFrom : b\n\n",
        "\nFrom alice@example.com Sat Jan  3 01:05:34 2026\nSubject: forwarded\n\nas it was\n",
        "Content-Length: 3\n\nabc\n",
    ]

    @Test(arguments: [MboxDialect.mboxcl, .mboxcl2], ["\n", "\r\n"])
    func `lengths give every octet back, however the file is cut`(dialect: MboxDialect, lineEnd: String) {
        let messages = Self.lengthBodies.map { saying($0, dialect, lineEnd: lineEnd) }
        let file = file(messages, dialect, lineEnd: lineEnd)
        for pieces in [.max, 1, 2, 3, 7, 64] { #expect(read(file, dialect, pieces: pieces).map(\.octets) == messages) }
    }

    @Test func `a line of a body that says where it ends separates only where it is a separator in all its parts`() {
        let messages = Self.lengthBodies.map { saying($0, .mboxcl2, lineEnd: "\n") }
        let plain = messages.filter { !String(decoding: $0, as: UTF8.self).contains("alice") }
        #expect(read(file(plain, .mboxcl2, lineEnd: "\n"), .auto).map(\.octets) == plain)
        #expect(read(file(messages, .mboxcl2, lineEnd: "\n"), .auto).count == messages.count + 1)
        // Where lines are quoted, they are not in the message.
        let quoted = saying("a\n\nFrom b\n", .mboxcl, lineEnd: "\n")
        #expect(read(file([quoted, quoted], .mboxcl, lineEnd: "\n"), .auto).map(\.octets) == [quoted, quoted])
    }

    @Test(arguments: [MboxDialect.auto, .mboxcl, .mboxcl2])
    func `a body may lack its last line end, and the file the empty line`(dialect: MboxDialect) {
        let message = "Content-Length: 3\n\nabc"
        for gap in ["\n", "\n\n", "\r\n\r\n"] {
            #expect(texts("From x\n\(message)\(gap)From y\n\(message)\(gap)", dialect) == [message, message])
        }
        let ended = "Content-Length: 4\n\nabc\n"
        for gap in ["", "\n", "\n\n"] {
            #expect(texts("From x\n\(ended)\(gap)From y\nb\n", dialect) == [ended, "b\n"])
        }
    }

    /// 7 octets of body and an empty line, then another message of 6.
    @Test(
        arguments: [
            "1", "3", "5", "9", "12", "13", "15", "16", "99", "-1", "7x", "", "99999999999999999999",
            "9223372036854775807", "7\nContent-Length: 7",
        ], [MboxDialect.auto, .mboxcl, .mboxcl2])
    func `a length that leads elsewhere is not believed`(length: String, dialect: MboxDialect) {
        let first = "Content-Length: \(length)\n\nFrom a\n"
        for last in ["b: c\n", "Content-Length: \(length)\n\n"] {
            let file = Array("From x\n\(first)\nFrom y\n\(last)".utf8)
            // The line at the start of the body is a separator then, as it is without a length.
            let expected = texts(String(decoding: file, as: UTF8.self), dialect == .auto ? .mboxrd : .mboxo)
            for pieces in [.max, 1, 5] {
                let read = read(file, dialect, pieces: pieces)
                guard !(dialect != .auto && Int(length) ?? 0 > 1 << 20) else { continue }
                #expect(read.map { String(decoding: $0.octets, as: UTF8.self) } == expected)
            }
        }
    }

    @Test func `what Creel has exported is quoted, whatever messages say of their lengths`() {
        let second = Array("Subject: b\n\nx\n".utf8)
        let separator = MboxSeparator(sender: "", receivedAt: Timestamp(milliseconds: 1000))
        let swallowing = separator.mboxrd(second).count + 3
        let first = Array("Content-Length: \(swallowing)\n\n>From a\nb\n".utf8)
        let file = [first, second, second].flatMap { separator.mboxrd($0) }
        #expect(read(file, .auto).map(\.octets) == [first, second, second])
    }

    @Test func `lengths that lead elsewhere take linear time`() {
        let message = "From x\nContent-Length: 999983\n\nFrom a\n\n"
        let file = Array(String(repeating: message, count: 50_000).utf8)
        for dialect in [MboxDialect.auto, .mboxcl2] {
            let messages = read(file, dialect, pieces: 1 << 16)
            #expect(messages.count == 100_000)
            #expect(messages.last?.line == 250_000)
        }
    }

    @Test func `a message that says that it is longer than the limit is passed over whole`() {
        let long = String(repeating: "From here\n\n", count: 50)
        let file = "From x\nContent-Length: \(long.utf8.count)\n\n\(long)\nFrom y\nshort\n"
        for dialect in [MboxDialect.mboxcl, .mboxcl2] {
            for pieces in [.max, 1, 13] {
                let messages = read(Array(file.utf8), dialect, pieces: pieces, limit: 100)
                #expect(messages.map(\.isCut) == [true, false])
                #expect(messages.last?.octets == Array("short\n".utf8) && messages.last?.line == 106)
            }
        }
    }

    @Test(arguments: [("From x\n", true), ("From ", true), ("From: a\n", false), ("From : a\n", false), ("", false)])
    func `An mbox begins with a separator`(file: String, isMbox: Bool) {
        #expect(MboxReader.start(of: Array(file.utf8)) == (isMbox ? 0 : nil))
    }

    @Test(arguments: [
        "\nFrom here on\n", "\u{FEFF}From here on\n", "\u{FEFF}Subject: a\n", "\nSubject: a\n", "\n", "\u{FEFF}",
        " \n\(separator)\n", "\r\(separator)\n", "a\n\n\(separator)\n",
    ])
    func `What may be a message is none`(file: String) { #expect(MboxReader.start(of: Array(file.utf8)) == nil) }
}
