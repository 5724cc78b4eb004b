import Foundation
import Testing

/// Every limit of the README, reached on a server that was given it.
@Suite(.timeLimit(.minutes(5))) struct LimitTests {
    /// A limit at a value that is soon reached, and what is then to be seen.
    struct Example: Sendable, CustomTestStringConvertible {
        let limit: String
        let value: String
        var others: [String] = []
        /// Files in the directory where the server starts.
        var files: [String: String] = [:]
        let isReached: @Sendable (Server) async throws -> Void

        var testDescription: String { "\(limit) \(value)" }
    }

    @Test(arguments: examples) func `is kept`(example: Example) async throws {
        let directory = try Directory()
        for (name, text) in example.files { _ = try directory.file(name, Array(text.utf8)) }
        let server = try await Server.start(
            in: directory, settings: [example.limit, example.value] + example.others)
        try await example.isReached(server)
        #expect(await server.stop().status == 0)
    }

    @Test func `no limit of the README lacks its example`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(
            contentsOf: root.deletingLastPathComponent().appending(path: "README.md"), encoding: .utf8)
        let lines = readme.split(separator: "\n")
        let begin = try #require(lines.firstIndex { $0.hasPrefix("<!-- limits:") })
        let end = try #require(lines.firstIndex { $0 == "<!-- end of limits -->" })
        let limits = lines[begin..<end].compactMap { line in
            line.hasPrefix("| `--") ? String(line.dropFirst(3).prefix { $0 != "`" }) : nil
        }
        #expect(limits.count > 15)
        #expect(Set(limits) == Set(Self.examples.map(\.limit)))
    }

    private static let examples = smtp + messages + octets + storage + http + scorers
}

// MARK: - SMTP

extension LimitTests {
    private static let smtp = [
        Example(limit: "--max-message-size", value: "2K") { server in
            let connection = try greeted(server)
            try connection.say("MAIL FROM:<a@example.com> SIZE=4000", expecting: "552")
            try connection.begin(to: "b@example.com")
            try connection.send([UInt8](repeating: 0x61, count: 4000).asMailData)
            try connection.expect("552 5.3.4")
        },
        Example(limit: "--max-command-line", value: "600") { server in
            try greeted(server).say("NOOP " + String(repeating: "x", count: 600), expecting: "500 5.5.2")
        },
        Example(limit: "--max-path", value: "256") { server in
            let localPart = String(repeating: "x", count: 250)
            try greeted(server).say("MAIL FROM:<\(localPart)@example.com>", expecting: "501")
        },
        Example(limit: "--max-recipients", value: "1") { server in
            let connection = try greeted(server)
            try connection.say("MAIL FROM:<a@example.com>", expecting: "250")
            try connection.say("RCPT TO:<b@example.com>", expecting: "250")
            try connection.say("RCPT TO:<c@example.com>", expecting: "452 4.5.3")
        },
        Example(limit: "--max-errors", value: "2") { server in
            let connection = try greeted(server)
            try connection.say("NONSENSE", expecting: "500")
            try connection.say("NONSENSE", expecting: "500")
            try connection.expect("421 4.7.0")
            try expectEnd(connection)
        },
        Example(limit: "--max-idle-commands", value: "3") { server in
            let connection = try greeted(server)
            try connection.say("NOOP", expecting: "250")
            try connection.say("RSET", expecting: "250")
            try connection.say("NOOP", expecting: "421 4.7.0")
            try expectEnd(connection)
        },
        Example(
            limit: "--max-waiting-logins", value: "1", others: ["--auth", "file", "--auth-file", "users.txt"],
            files: ["users.txt": "alice:$6$rounds=5000000$abcdefgh$x\n"]
        ) { server in
            // While one is looked into, which takes long, there is no room for another.
            let connections = [try greeted(server), try greeted(server)]
            for connection in connections { try connection.send(Array("AUTH PLAIN AGFsaWNlAHRpZ2Vy\r\n".utf8)) }
            let replies = try connections.map { String(try $0.expect("").prefix(9)) }
            #expect(Set(replies) == ["454 4.7.0", "535 5.7.8"])
        },
        Example(limit: "--max-connections", value: "1") { server in
            let first = try greeted(server)
            _ = try SMTPConnection(port: server.smtpPort, greeting: "421 4.7.0")
            try first.say("NOOP", expecting: "250")
        },
        Example(limit: "--max-connections-per-address", value: "1") { server in
            let first = try greeted(server)
            _ = try SMTPConnection(port: server.smtpPort, greeting: "421 4.7.0")
            try first.say("NOOP", expecting: "250")
        },
        Example(limit: "--command-timeout", value: "100ms") { server in
            let connection = try SMTPConnection(port: server.smtpPort)
            try connection.expect("421 4.4.2")
            try expectEnd(connection)
        },
        Example(limit: "--data-timeout", value: "100ms") { server in
            let connection = try greeted(server)
            try connection.begin(to: "b@example.com")
            try connection.expect("421 4.4.2")
            try expectEnd(connection)
        },
        Example(limit: "--tls-timeout", value: "100ms") { server in
            let connection = try greeted(server)
            try connection.say("STARTTLS", expecting: "220")
            try expectEnd(connection)
            let sessions = try await server.api.send("GET", "/api/sessions")
            #expect(String(decoding: sessions.body, as: UTF8.self).contains(#""outcome":"timedOut""#))
        },
    ]

    private static func expectEnd(_ connection: SMTPConnection) throws {
        #expect(try connection.isAtEnd())
    }

    private static func greeted(_ server: Server) throws -> SMTPConnection {
        let connection = try SMTPConnection(port: server.smtpPort)
        try connection.say("EHLO test.example", expecting: "250")
        return connection
    }
}

// MARK: - Messages

extension LimitTests {
    private static let messages = [
        Example(limit: "--max-mime-depth", value: "1") { server in
            let inner = "--a\n" + type("b") + "--b\n\n\n--b--\n--a--\n"
            try await expectDefect("limit.depth", of: type("a") + inner, from: server)
        },
        Example(limit: "--max-mime-parts", value: "2") { server in
            try await expectDefect("limit.parts", of: type("a") + "--a\n\n1\n--a\n\n2\n--a--\n", from: server)
        },
        Example(limit: "--max-header-fields", value: "10") { server in
            let fields = (1...11).map { "X-Number: \($0)\n" }.joined()
            try await expectDefect("limit.fields", of: fields + "\n", from: server)
        },
    ]

    private static func type(_ boundary: String) -> String {
        "Content-Type: multipart/mixed; boundary=\(boundary)\n\n"
    }

    private static func expectDefect(_ kind: String, of text: String, from server: Server) async throws {
        try await expect(201, from: server, "POST", "/api/messages", body: Array(text.utf8))
        let message = try await server.api.send("GET", "/api/messages/latest")
        #expect(String(decoding: message.body, as: UTF8.self).contains(#""kind":"\#(kind)""#))
    }
}

// MARK: - Memory and disk

extension LimitTests {
    private static let octets = [
        Example(limit: "--max-octets-in-flight", value: "1M", others: ["--max-message-size", "900K"]) { server in
            let (first, connection) = (try greeted(server), try greeted(server))
            let chunk = [UInt8](repeating: 0x61, count: 800 << 10)
            try first.say("MAIL FROM:<a@example.com>", expecting: "250")
            try first.say("RCPT TO:<b@example.com>", expecting: "250")
            try first.send(Array("BDAT \(chunk.count)\r\n".utf8) + chunk)
            try first.expect("250")
            try connection.begin(to: "b@example.com")
            try connection.send(chunk.asMailData)
            try connection.expect("452 4.3.1")
            // What was taken is given back.
            try first.say("RSET", expecting: "250")
            try connection.begin(to: "b@example.com")
            try connection.send(Array("Subject: small\r\n".utf8).asMailData)
            try connection.expect("250")
        },
        Example(limit: "--max-memory", value: "1M", others: ["--database", ":memory:"]) { server in
            let content = [UInt8](repeating: 0x61, count: 600 << 10)
            for _ in 0..<2 { try await expect(201, from: server, "POST", "/api/messages", body: content) }
            try await expect(200, from: server, "GET", "/readyz")
        },
        Example(
            limit: "--max-memory", value: "1M", others: ["--database", ":memory:", "--keep-octets", "unlimited"]
        ) { server in
            let content = [UInt8](repeating: 0x61, count: 600 << 10)
            try await expect(201, from: server, "POST", "/api/messages", body: content)
            try await expect(507, from: server, "POST", "/api/messages", body: content)
            // Smaller ones still fit, until they do not.
            try await expect(200, from: server, "GET", "/readyz")
            try await expect(
                201, from: server, "POST", "/api/messages", body: [UInt8](repeating: 0x61, count: 410 << 10))
            try await expect(503, from: server, "GET", "/readyz")
        },
        Example(limit: "--min-free-disk", value: "1048576M") { server in
            let connection = try greeted(server)
            try connection.begin(to: "b@example.com")
            try connection.send(Array("Subject: no room\r\n".utf8).asMailData)
            try connection.expect("452 4.3.1")
            try await expect(503, from: server, "GET", "/readyz")
            let metrics = String(decoding: try await server.api.send("GET", "/metrics").body, as: UTF8.self)
            #expect(metrics.contains("\ncreel_smtp_messages_refused_total{code=\"452\"} 1\n"), "\(metrics)")
            #expect(metrics.contains("\ncreel_smtp_sessions_total{outcome=\"quit\"} 0\n"), "\(metrics)")
            #expect(metrics.contains("\nprocess_start_time_seconds "), "\(metrics)")
        },
    ]

    private static let storage = [
        Example(limit: "--max-inboxes", value: "2", others: ["--inbox-rules", "rcpt:*+*@example.com -> rest"]) {
            server in
            let connection = try greeted(server)
            try connection.say("AUTH PLAIN AGNpLTcAcGFzc3dvcmQ=", expecting: "235")
            for _ in 0..<2 {
                try connection.begin(to: "b+c@example.com")
                try connection.send(Array("Subject: ours\r\n".utf8).asMailData)
                try connection.expect("250")
            }
            let other = try greeted(server)
            try other.begin(to: "b+c@example.com")
            try other.send(Array("Subject: one more\r\n".utf8).asMailData)
            try other.expect("452 4.3.1")
            try other.begin(to: "b@example.com")
            try other.send(Array("Subject: default\r\n".utf8).asMailData)
            try other.expect("250")
            try await expect(
                409, from: server, "POST", "/api/messages", query: ["inbox": "pr-1"], body: Array("\r\n".utf8))
            // Once it is empty, nobody misses it.
            try await expect(200, from: server, "DELETE", "/api/messages", query: ["inbox": "ci-7"])
            try other.begin(to: "b+c@example.com")
            try other.send(Array("Subject: there is room\r\n".utf8).asMailData)
            try other.expect("250")
            #expect(try await server.api.list(["inbox": "rest"]).matched == 1)
        },
        Example(limit: "--keep-count", value: "1") { server in try await expectKept(1, of: 2, in: server) },
        Example(limit: "--keep-octets", value: "1K") { server in try await expectKept(1, of: 2, in: server) },
        Example(limit: "--inbox-idle", value: "1s", others: ["--inbox-rules", "rcpt:*+*@example.com -> rest"]) {
            server in
            let connection = try greeted(server)
            try connection.begin(to: "b+c@example.com")
            try connection.send(Array("Subject: idle\r\n".utf8).asMailData)
            try connection.expect("250")
            var inboxes = "rest"
            while inboxes.contains("rest") {
                try Task.checkCancellation()
                inboxes = String(decoding: try await server.api.send("GET", "/api/inboxes").body, as: UTF8.self)
            }
            #expect(try await server.api.list().matched == 0)
        },
        Example(limit: "--keep-age", value: "1s") { server in try await expectKept(0, of: 2, in: server) },
        Example(limit: "--max-session-age", value: "1s") { server in
            let connection = try SMTPConnection(port: server.smtpPort)
            try connection.say("EHLO client.example", expecting: "250")
            try connection.say("QUIT", expecting: "221")
            try expectEnd(connection)
            var sessions = ""
            repeat {
                try Task.checkCancellation()
                sessions = String(
                    decoding: try await server.api.send("GET", "/api/sessions").body, as: UTF8.self)
            } while sessions.contains("client.example")
        },
        Example(limit: "--max-dialogue-lines", value: "2") { server in
            let connection = try greeted(server)
            for number in 1...5 { try connection.say("NOOP \(number)", expecting: "250") }
            let session = try await dialogue(server)
            #expect(session.contains(#""omittedLines":9"#) && session.contains("NOOP 5") && !session.contains("NOOP 4"))
        },
        Example(limit: "--max-dialogue-line", value: "64") { server in
            let connection = try greeted(server)
            try connection.say("NOOP " + String(repeating: "x", count: 95), expecting: "250")
            let line = "NOOP " + String(repeating: "x", count: 59) + "… (100 octets)"
            #expect(try await dialogue(server).contains(#""client":"\#(line)""#))
        },
        Example(limit: "--max-sessions", value: "2") { server in
            for number in 1...5 {
                let connection = try SMTPConnection(port: server.smtpPort)
                try connection.say("EHLO client\(number).example", expecting: "250")
                try connection.say("QUIT", expecting: "221")
                try expectEnd(connection)
            }
            var sessions = ""
            // The oldest go with the commit that brings the newest.
            repeat {
                try Task.checkCancellation()
                sessions = String(
                    decoding: try await server.api.send("GET", "/api/sessions").body, as: UTF8.self)
            } while sessions.contains("client1.example")
            #expect(sessions.contains("client5.example"))
        },
        Example(limit: "--max-unindexed", value: "1") { server in
            // Of messages that come at once, each waits until the one before is in the index.
            let connection = try greeted(server)
            for number in 1...5 {
                try connection.begin(to: "b@example.com")
                try connection.send(Array("Subject: \(number)\r\n".utf8).asMailData)
                try connection.expect("250")
                let metrics = String(
                    decoding: try await server.api.send("GET", "/metrics").body, as: UTF8.self)
                #expect(metrics.contains("creel_unindexed 0\n") || metrics.contains("creel_unindexed 1\n"))
            }
        },
    ]
}

extension LimitTests {
    /// The oldest go behind, some time after they were taken.
    /// The only session there is, with its dialogue.
    private static func dialogue(_ server: Server) async throws -> String {
        let list = String(decoding: try await server.api.send("GET", "/api/sessions").body, as: UTF8.self)
        let id = try #require(list.firstMatch(of: /"id":"(\d+)"/)).1
        return String(decoding: try await server.api.send("GET", "/api/sessions/\(id)").body, as: UTF8.self)
    }

    private static func expectKept(_ kept: Int, of count: Int, in server: Server) async throws {
        let content = Array("Subject: kept\r\n\r\n".utf8) + [UInt8](repeating: 0x61, count: 900)
        for _ in 1...count { try await expect(201, from: server, "POST", "/api/messages", body: content) }
        while try await server.api.list().matched != kept { try Task.checkCancellation() }
    }
}

// MARK: - HTTP

extension LimitTests {
    private static let http = [
        Example(limit: "--max-waiters", value: "1") { server in
            async let first = server.api.send("GET", "/api/messages/wait", query: ["timeout": "50s"])
            try await server.api.untilOpen(waiters: 1, subscribers: 0)
            try await expect(503, from: server, "GET", "/api/messages/wait")
            try await expect(201, from: server, "POST", "/api/messages", body: Array("Subject: end\r\n".utf8))
            let status = try await first.status
            #expect(status == 200)
        },
        Example(limit: "--max-subscribers", value: "1") { server in
            let stream = try get("/api/events", from: server)
            try expectOK(stream)
            try await expect(503, from: server, "GET", "/api/events")
        },
        Example(limit: "--max-exports", value: "1") { server in
            // Nobody reads the first, which is larger than what a connection holds.
            try await fill(server)
            let export = try get("/api/export", from: server)
            try expectOK(export)
            try await expect(503, from: server, "GET", "/api/export")
        },
        Example(limit: "--search-timeout", value: "100ms") { server in
            try await fill(server)
            try await expect(503, from: server, "GET", "/api/messages", query: ["q": "nowhere"])
        },
        Example(limit: "--max-searches", value: "1") { server in
            try await fill(server)
            let statuses = try await withThrowingTaskGroup { group in
                for _ in 1...4 {
                    group.addTask {
                        try await server.api.send("GET", "/api/messages", query: ["q": "nowhere"]).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.contains(503))
            #expect(statuses.contains(200))
        },
        Example(limit: "--max-inline-pictures", value: "2") { server in
            let message = """
                Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n\
                <img src=cid:a><img src=cid:b>\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <a>\r\n\r\nxx\r\n\
                --b\r\nContent-Type: image/png\r\nContent-ID: <b>\r\n\r\nxx\r\n--b--\r\n
                """
            try await expect(201, from: server, "POST", "/api/messages", body: Array(message.utf8))
            let html = try await server.api.send("GET", "/api/messages/1/html")
            #expect(
                String(decoding: html.body, as: UTF8.self).contains(
                    "<img src=data:image/png;base64,eHg=><img src=cid:b>"))
        },
        Example(limit: "--max-http-connections", value: "1") { server in
            // The first keeps the second waiting for as long as it is open.
            let second: TCPConnection
            do {
                let first = try get("/livez", from: server)
                try expectOK(first)
                second = try get("/livez", from: server)
                #expect(!second.hasInput(within: 200))
            }
            try expectOK(second)
        },
        Example(limit: "--shutdown-grace", value: "100ms") { server in
            // A transaction that does not go on is cut off; that the server has stopped is seen by the caller.
            let connection = try greeted(server)
            try connection.begin(to: "b@example.com")
            let outcome = await server.stop()
            #expect(outcome.status == 0)
        },
    ]

    private static func expect(
        _ status: Int, from server: Server, _ method: String, _ path: String, query: [String: String] = [:],
        body: [UInt8]? = nil
    ) async throws {
        let answer = try await server.api.send(method, path, query: query, body: body)
        #expect(answer.status == status, "\(method) \(path)")
    }

    private static func expectOK(_ connection: TCPConnection) throws {
        #expect(try connection.line().contains("200"))
    }

    /// So much that to look through it takes a while.
    private static func fill(_ server: Server) async throws {
        let content = Array("Subject: long\r\n\r\n".utf8) + [UInt8](repeating: 0x61, count: 4 << 20)
        for _ in 1...8 { try await expect(201, from: server, "POST", "/api/messages", body: content) }
    }

    private static func get(_ path: String, from server: Server) throws -> TCPConnection {
        let connection = try TCPConnection(port: server.api.port)
        try connection.send(Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        return connection
    }
}

// MARK: - Outside scorers

extension LimitTests {
    private static let scorers = [
        // Whoever waited as long as by default would hear of the timeout.
        Example(
            limit: "--scorer-patience", value: "50ms", others: silentScorer + ["--scorer-timeout", "900ms"]
        ) { server in
            try await expectOutsideFailure("it has not answered yet; ask again for its answer", from: server)
        },
        Example(
            limit: "--scorer-timeout", value: "100ms", others: silentScorer + ["--scorer-patience", "20s"]
        ) { server in
            try await expectOutsideFailure("did not answer in time", from: server)
        },
    ]

    /// Takes connections and says nothing, for as long as the tests run.
    private static let silentListener = try? SilentListener()
    private static let silentScorer = ["--rspamd", "127.0.0.1:\(silentListener?.port ?? 0)"]

    private static func expectOutsideFailure(_ reason: String, from server: Server) async throws {
        try await expect(201, from: server, "POST", "/api/messages", body: Array("Subject: judge me\r\n".utf8))
        let report = try await server.api.send("GET", "/api/messages/latest/report")
        #expect(report.status == 200)
        #expect(String(decoding: report.body, as: UTF8.self).contains(reason))
    }
}
