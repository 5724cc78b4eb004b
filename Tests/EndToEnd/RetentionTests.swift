import Foundation
import Testing

/// What `--keep-count` removes while a server runs, and when it is killed meanwhile.
@Suite(.timeLimit(.minutes(5))) struct RetentionTests {
    private func check(_ path: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            "import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute('PRAGMA integrity_check').fetchone()[0])",
            path,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func `The oldest go, and a server that is killed meanwhile starts again with all that is kept`() async throws
    {
        let directory = try Directory()
        var server = try await Server.start(in: directory, settings: ["--keep-octets", "unlimited"])
        func post(_ range: Range<Int>) async throws {
            for number in range {
                let mail = "Subject: n\(number)\r\n\r\n" + String(repeating: "x", count: 20_000)
                #expect(try await server.api.send("POST", "/api/messages", body: Array(mail.utf8)).status == 201)
            }
        }
        try await post(0..<120)
        #expect(await server.stop().status == 0)
        for kept in [80, 40, 20] {
            // Killed as soon as it is there: in the midst of it, or before, or behind.
            server = try await Server.start(in: directory, settings: ["--keep-count", "\(kept)"])
            let list = try await server.api.list(["limit": "500"])
            #expect(list.matched >= kept)
            while try await server.api.list(["limit": "1"]).matched > kept, kept != 20 {}
            server.program.send(SIGKILL)
            #expect(await server.program.outcome().status == SIGKILL)
            #expect(try check("\(directory.path)/creel.sqlite") == "ok")
        }
        server = try await Server.start(in: directory, settings: ["--keep-count", "20"])
        try await post(120..<123)
        while try await server.api.list().matched > 20 {}
        let list = try await server.api.list(["limit": "500"])
        #expect(list.messages.map(\.subject) == (103..<123).reversed().map { "n\($0)" })
        #expect(try await server.api.raw(list.messages[0].id).count == 20_000 + 17)
        #expect(await server.stop().status == 0)
    }
}
