import TestSupport
import Testing

@testable import MIME

@Suite struct MboxReaderTests {
    private static let separator = "From alice@example.com Sat Jan  3 01:05:34 2026"

    /// Reads a file that is cut into pieces of some length.
    private func read(
        _ file: [UInt8], _ dialect: MboxReader.Dialect = .mboxrd, pieces: Int = .max, limit: Int = 1 << 20
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

    private func texts(_ file: String, _ dialect: MboxReader.Dialect = .mboxrd) -> [String] {
        read(Array(file.utf8), dialect).map { String(decoding: $0.octets, as: UTF8.self) }
    }

    /// As programs write the dialect: every message has an end of line, and an empty line behind it.
    private func file(_ messages: [[UInt8]], _ dialect: MboxReader.Dialect, lineEnd: String) -> [UInt8] {
        var file: [UInt8] = []
        for message in messages {
            file += Array("\(Self.separator)\(lineEnd)".utf8)
            for line in message.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
                let isQuoted =
                    switch dialect {
                    case .mboxrd: line.drop { $0 == 0x3E }.starts(with: "From ".utf8)
                    case .mboxo: line.starts(with: "From ".utf8)
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

    @Test func `Lines that are quoted by the hundred thousand take linear time`() {
        let file = Array("From x\n".utf8) + Array(repeatElement(">From a\n".utf8, count: 200_000).joined())
        let messages = read(file, pieces: 4096, limit: 1 << 24)
        #expect(messages.map(\.octets.count) == [200_000 * 7])
        #expect(messages.map(\.unquoted.count) == [200_000])
    }

    @Test(arguments: [("From x\n", true), ("From ", true), ("From: a\n", false), ("From : a\n", false), ("", false)])
    func `An mbox begins with a separator`(file: String, isMbox: Bool) {
        #expect(MboxReader.isMbox(Array(file.utf8)) == isMbox)
    }
}
