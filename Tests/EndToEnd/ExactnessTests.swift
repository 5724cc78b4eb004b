import Testing

/// A message that has to be stored octet for octet.
struct Sample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let content: [UInt8]

    init(_ name: String, _ content: String) { self.init(name, Array(content.utf8)) }

    init(_ name: String, _ content: [UInt8]) { (testDescription, self.content) = (name, content) }

    static let all = [
        Sample("lines that start with dots", "Subject: dots\r\n\r\n.\r\n..\r\n...\r\n.a\r\na.\r\n.\r\n"),
        Sample("a dot as the very first octet", ".\r\nSubject: first\r\n\r\n"),
        Sample("only a dot", ".\r\n"),
        Sample("bare CR and LF", "Subject: bare\r\n\r\na\rb\nc\n\r\r\r\n\n\n"),
        Sample("dots on lines that bare LF begins", "Subject: smuggled\r\n\r\na\n.\nb\n.\r\nc\r.\rd\r\n"),
        Sample("the end of data with a bare LF", "Subject: smuggled\r\n\r\na\r\n.\nb\n.\n"),
        Sample("NUL", "Subject: nul\0\r\n\r\na\0b\0\r\n\0\r\n"),
        Sample(
            "8-bit octets that are no UTF-8", Array("Subject: ".utf8) + (0x80...0xFF) + Array("\r\n\r\n\u{E9}\r\n".utf8)
        ),
        Sample("UTF-8", "Subject: Grüße 🐟\r\n\r\nÜber\r\n"),
        Sample("no final line end", "Subject: open\r\n\r\nno line end"),
        Sample("no final line end but a CR", "Subject: open\r\n\r\nends in CR\r"),
        Sample("nothing at all", ""),
        Sample("one empty line", "\r\n"),
        Sample("a header without a body", "Subject: header\r\nFrom: a@example.com\r\n"),
        Sample("a body without a header", "\r\nJust text.\r\n"),
        Sample("text that is no header", "This is not mail at all\r\nreally\r\n"),
        Sample(
            "multipart without a boundary",
            "Content-Type: multipart/mixed\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\na\r\n--x--\r\n"),
        Sample("60 nested multiparts", nestedMultiparts(depth: 60)),
        Sample("a line of 1 MB", Array("Subject: long\r\n\r\n".utf8) + [UInt8](repeating: 0x61, count: 1 << 20)),
        Sample("a header field of 1 MB", Array("Subject: ".utf8) + [UInt8](repeating: 0x62, count: 1 << 20)),
        Sample("10 MB of every octet", Array("Subject: large\r\n\r\n".utf8) + noise(count: 10 << 20)),
    ]

    private static func nestedMultiparts(depth: Int) -> String {
        let openings = (0..<depth).map { level in
            "Content-Type: multipart/mixed; boundary=\"level\(level)\"\r\n\r\n--level\(level)\r\n"
        }
        let closings = (0..<depth).reversed().map { "--level\($0)--\r\n" }
        return openings.joined() + "Content-Type: text/plain\r\n\r\ninnermost\r\n" + closings.joined()
    }

    /// Octets that look random and are always the same (SplitMix64).
    private static func noise(count: Int) -> [UInt8] {
        var state: UInt64 = 42
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialised in
            for index in stride(from: 0, to: count, by: 8) {
                state &+= 0x9E37_79B9_7F4A_7C15
                var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
                value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
                UnsafeMutableRawBufferPointer(buffer).storeBytes(
                    of: value ^ (value >> 31), toByteOffset: index, as: UInt64.self)
            }
            initialised = count
        }
    }
}

@Suite(.sharedServer, .timeLimit(.minutes(5))) struct ExactnessTests {
    @Test(arguments: Sample.all)
    func `What is sent is what is stored`(sample: Sample) async throws {
        let server = try Server.shared
        // Found by its envelope, since nothing inside a damaged message can be relied on.
        let recipient = "sample\(sample.content.hashValue.magnitude)@example.com"
        let connection = try SMTPConnection(port: server.smtpPort)
        try connection.say("EHLO test.example", expecting: "250")
        try connection.begin(to: recipient)
        try connection.send(sample.content.asMailData)
        try connection.expect("250")
        try connection.say("QUIT", expecting: "221")

        let row = try #require(try await server.api.list(["q": "to:\(recipient)"]).messages.first)
        #expect(row.size == sample.content.endingInCRLF.count)
        #expect(try await server.api.raw(row.id) == sample.content.endingInCRLF)
    }

    @Test(arguments: Sample.all)
    func `What is posted is what is stored`(sample: Sample) async throws {
        let server = try Server.shared
        let recipient = "posted\(sample.content.hashValue.magnitude)@example.com"
        let answer = try await server.api.send(
            "POST", "/api/messages", query: ["from": "a@example.com", "to": recipient], body: sample.content)
        #expect(answer.status == 201)

        let row = try #require(try await server.api.list(["q": "to:\(recipient)"]).messages.first)
        #expect(try await server.api.raw(row.id) == sample.content)
    }

    @Test func `Several messages of one connection, sent without waiting, stay apart`() async throws {
        let server = try Server.shared
        let connection = try SMTPConnection(port: server.smtpPort)
        let bodies = (1...5).map { "Subject: pipelined \($0)\r\n\r\n.\($0)\r\n" }
        try connection.say("EHLO test.example", expecting: "250")
        for body in bodies {
            let commands = "MAIL FROM:<>\r\nRCPT TO:<pipelined@example.com>\r\nDATA\r\n"
            try connection.send(Array(commands.utf8) + Array(body.utf8).asMailData)
        }
        for _ in bodies { for code in ["250", "250", "354", "250"] { try connection.expect(code) } }

        let rows = try await server.api.list(["q": "to:pipelined@example.com"]).messages
        #expect(rows.map(\.subject) == (1...5).reversed().map { "pipelined \($0)" })
        for (row, body) in zip(rows.reversed(), bodies) {
            #expect(try await server.api.raw(row.id) == Array(body.utf8))
        }
    }
}
