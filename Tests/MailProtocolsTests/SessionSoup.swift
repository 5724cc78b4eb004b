import MailProtocols
import TestSupport

/// What a session of the fuzz goes through: some messages that are known, then a soup of everything that means something.
///
/// A function of its seed alone.
struct SessionSoup {
    /// One thing that befalls a session. What is sent is cut anywhere within, never across two of them.
    enum Step {
        case octets([UInt8])
        case memory(isShort: Bool)
        /// Questions stay open from here on.
        case hold
        case release
        case end(SessionEnd)
    }

    let dialect: SMTPSession.Dialect
    /// Whether the connection is encrypted from its beginning, so that STARTTLS is none that it takes.
    let isSecure: Bool
    private(set) var steps: [Step] = []
    /// What the messages hold with which it begins.
    private(set) var contents: [[UInt8]] = []

    init(seed: UInt64) {
        var random = SplitMix(seed: seed)
        dialect = Bool.random(using: &random) ? .smtp : .lmtp
        isSecure = Bool.random(using: &random)
        if Bool.random(using: &random) { addKnownMessages(&random) }
        if Bool.random(using: &random) {
            // Deep states are reached cheaply behind a good beginning.
            add(hello + "MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n")
            add(Bool.random(using: &random) ? "DATA\r\n" : "BDAT 30\r\n")
        }
        for _ in 0..<Int.random(in: 1...60, using: &random) {
            if Int.random(in: 0..<25, using: &random) == 0 { addDeed(&random) }
            guard let word = Self.words.randomElement(using: &random) else { continue }
            add(word)
            // In the clear, what comes behind it at once is dropped: nothing may come with it.
            if word == "STARTTLS\r\n" { steps.append(.octets([])) }
            if Int.random(in: 0..<10, using: &random) == 0 { add([UInt8.random(in: 0...255, using: &random)]) }
        }
        steps.append(.release)
    }

    private var hello: String { dialect == .smtp ? "EHLO a\r\n" : "LHLO a\r\n" }

    private mutating func add(_ text: String) { add(Array(text.utf8)) }

    /// Behind what is sent already, in one piece with it.
    private mutating func add(_ octets: [UInt8]) {
        if case .octets(let before) = steps.last, !before.isEmpty {
            steps[steps.count - 1] = .octets(before + octets)
        } else {
            steps.append(.octets(octets))
        }
    }

    private mutating func addDeed(_ random: inout SplitMix) {
        switch Int.random(in: 0..<12, using: &random) {
        case 0...2: steps.append(.memory(isShort: true))
        case 3...5: steps.append(.memory(isShort: false))
        case 6...7: steps.append(.hold)
        case 8: steps.append(.release)
        case 9: steps.append(.end(.shutdown))
        case 10: steps.append(.end(.silence))
        default: steps.append(.end(.disconnection))
        }
    }

    // MARK: - Messages that are known

    private mutating func addKnownMessages(_ random: inout SplitMix) {
        add(hello)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            if Int.random(in: 0..<4, using: &random) == 0 { steps.append(.hold) }
            add("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n")
            let alphabet = Array("\r\r\n\n...x\0".utf8) + [0xFF]
            var content = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                alphabet[Int.random(in: alphabet.indices, using: &random)]
            }
            if Bool.random(using: &random) {
                content += Array("\r\n".utf8)
                add("DATA\r\n")
                add(Self.stuffed(content) + Array(".\r\n".utf8))
            } else {
                addChunks(of: content, &random)
            }
            contents.append(content)
            if Bool.random(using: &random) { steps.append(.release) }
        }
        steps.append(.release)
    }

    /// A dot more in front of each line that begins with one, where CRLF alone ends lines. RFC 5321 §4.5.2.
    private static func stuffed(_ content: [UInt8]) -> [UInt8] {
        var (wire, isAtLineStart): ([UInt8], Bool) = ([], true)
        for octet in content {
            if isAtLineStart, octet == UInt8(ascii: ".") { wire.append(octet) }
            wire.append(octet)
            isAtLineStart = wire.suffix(2) == [0x0D, 0x0A]
        }
        return wire
    }

    private mutating func addChunks(of content: [UInt8], _ random: inout SplitMix) {
        var rest = content[...]
        while Bool.random(using: &random) {
            let chunk = rest.prefix(Int.random(in: 0...100, using: &random))
            rest = rest.dropFirst(chunk.count)
            add("BDAT \(chunk.count)\r\n")
            add(Array(chunk))
        }
        add("BDAT \(rest.count) LAST\r\n")
        add(Array(rest))
    }

    private static let words: [String] = [
        "EHLO a\r\n", "HELO a\r\n", "LHLO a\r\n", "MAIL FROM:<a@b.example>\r\n", "MAIL FROM:<> SIZE=10\r\n",
        "RCPT TO:<c@d.example>\r\n", "RCPT TO:<c>\r\n", "MAIL FROM:a@b.example. SIZE=1\r\n", "DATA\r\n", "DATA\r\n",
        ".\r\n", "\r\n.\r\n", "RSET\r\n", "NOOP\r\n", "STARTTLS\r\n",
        "BDAT 5\r\n", "BDAT 20\r\n", "BDAT 0 LAST\r\n", "BDAT 3 LAST\r\n", "BDAT 499\r\n", "AUTH LOGIN\r\n",
        "AUTH CRAM-MD5\r\n",
        "AUTH PLAIN AGEAYg==\r\n", "AUTH XOAUTH2 ", "AUTH OAUTHBEARER bixhPT0sAQ==\r\n", "YWJj\r\n", "*\r\n",
        "XCLIENT ADDR=192.0.2.1 LOGIN=a\r\n", "XCLIENT ADDR=IPV6:", "XFORWARD PORT=+31\r\n",
        "VRFY x\r\n", "HELP\r\n",
        "QUIT\r\n", "\r", "\n", "\r\n", ".", "..", "\0", "é", "\u{1F600}", "<", ">", "@",
        "\"", "\\",
        "[", "]", ":", " ", "SIZE=99999999", "BODY=8BITMIME", "SMTPUTF8",
        "MAIL FROM:<a@b.example> RET=FULL ENVID=", "RCPT TO:<c@d.example> NOTIFY=DELAY ORCPT=utf-8;", "BY=-5;R",
        "BY=9;NT", "MT-PRIORITY=-9", "HOLDFOR=1",
        "HOLDUNTIL=2026-01-01T00:00:01Z", "REQUIRETLS", "+", "+2B",
        "\\x{",
        "}", "=", String(repeating: "x", count: 300),
    ]
}
