import Foundation
import MIME
import Testing

@testable import creel

/// Files that come piece by piece, as through a pipe.
@Suite struct InputFileTests {
    /// Of a pipe that hands each of the pieces over by a read of its own.
    private func withPipe(of pieces: [[UInt8]], _ body: (String) async throws -> Void) async throws {
        var ends: [Int32] = [0, 0]
        // So, by O_DIRECT, Linux keeps apart what each write wrote.
        try #require(pipe(&ends) == 0 && fcntl(ends[1], F_SETFL, 0o40000) == 0)
        for piece in pieces { #expect(write(ends[1], piece, piece.count) == piece.count) }
        close(ends[1])
        defer { close(ends[0]) }
        try await body("/proc/self/fd/\(ends[0])")
    }

    private func contents(of path: String) async throws -> [String] {
        var contents: [String] = []
        var found: [FoundMessage] = []
        await MessageFinder(dialect: .mboxrd).find(in: [.file(path)]) { one in
            if case .message(let message) = one { found.append(message) }
        }
        for message in found { contents.append(String(decoding: try await message.octets(), as: UTF8.self)) }
        return contents
    }

    @Test(arguments: [1, 2, 4, 5]) func `an mbox is one, however few octets come first`(count: Int) async throws {
        let file = Array("From a@b\nSubject: a\n\nFrom a@b\nSubject: b\n\n".utf8)
        try await withPipe(of: [Array(file[..<count]), Array(file[count...])]) { path in
            let found = try await contents(of: path)
            #expect(found == ["Subject: a\n", "Subject: b\n"])
        }
    }

    @Test func `a packed file is one, however few octets come first`() async throws {
        // printf 'Subject: packed\n\ntext\n' | gzip -n.
        let packed = Array(
            try #require(Data(base64Encoded: "H4sIAAAAAAAAAwsuTcpKTS6xUihITM5OTeHiKkmtKOECAEYZwrUWAAAA")))
        try await withPipe(of: [Array(packed[..<1]), Array(packed[1...])]) { path in
            let found = try await contents(of: path)
            #expect(found == ["Subject: packed\n\ntext\n"])
        }
    }

    @Test func `an mbox is one, however little its first packed member holds`() async throws {
        // printf F | gzip -n; printf 'rom a@b\nSubject: a\n\nFrom a@b\nSubject: b\n' | gzip -n.
        let members = [
            "H4sIAAAAAAAAA3MDACgLvU0BAAAA", "H4sIAAAAAAAAAyvKz1VIdEjiCi5NykpNLrFSSOTicitCF0ziAgBShnohKAAAAA==",
        ]
        let file = try members.flatMap { Array(try #require(Data(base64Encoded: $0))) }
        try await withPipe(of: [file]) { path in
            let found = try await contents(of: path)
            #expect(found == ["Subject: a\n", "Subject: b\n"])
        }
    }
}
