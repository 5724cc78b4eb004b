import Foundation
import MIME
import TestSupport
import Testing

@testable import creel

/// A Creel behind TLS, as `creel check` and `creel assert` ask it.
@Suite(.timeLimit(.minutes(5))) struct SecureServerTests {
    private static let mail = "Subject: Hello\r\n\r\nHello\r\n"

    /// Lists one message and has it.
    private static let answer: FakeServer.Answer = { request in
        let text = String(decoding: request, as: UTF8.self)
        guard text.hasSuffix("\r\n\r\n") else { return nil }
        let list = #"{"messages":[{"id":7,"size":24,"receivedAt":"2026-01-31T09:00:00Z","envelope":null}],"next":null}"#
        let body = text.hasPrefix("GET /api/messages/7/raw ") ? mail : list
        return Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)".utf8)
    }

    /// Runs `body` with the URL of a server and the path of a file with its certificate.
    private func withServer(
        named name: String = "localhost", _ body: (ServerURL, String) async throws -> Void
    ) async throws {
        let certificate = try TestCertificate(for: name)
        let server = try await FakeServer.start(tls: try certificate.context, answer: Self.answer)
        try await withTemporaryFolder { folder in
            let file = folder + "/ca.pem"
            try certificate.pem.write(toFile: file, atomically: true, encoding: .utf8)
            try await body(try ServerURL("https://localhost:\(server.port)/?q=a"), file)
        }
        try await server.stop()
    }

    private func failure(_ url: ServerURL, _ trust: TLSClient.Trust) async throws -> String {
        let error = await #expect(throws: HTTPFailure.self) { try await HTTPClient(url, trust: trust).get("/") }
        return try #require(error).description
    }

    @Test func `messages are read from a server whose certificate is vouched for`() async throws {
        try await withServer { url, file in
            var found: [FoundMessage] = []
            await MessageFinder(dialect: .mboxrd, trust: .file(file)).find(in: [.server(url)]) { one in
                if case .message(let message) = one { found.append(message) }
            }
            #expect(found.map(\.file) == ["\(url.origin)/api/messages/7/raw"])
            let octets = try await found.first?.octets()
            #expect(octets == Array(Self.mail.utf8))
        }
    }

    @Test func `a certificate that nobody vouches for is refused`() async throws {
        try await withServer { url, _ in
            let failure = try await failure(url, .system)
            #expect(failure.contains("nobody that is believed vouches for"))
        }
    }

    @Test func `a certificate for another name is refused`() async throws {
        try await withServer(named: "other.example") { url, file in
            let failure = try await failure(url, .file(file))
            #expect(failure.hasPrefix("cannot ask \(url.origin)/: "))
        }
    }

    @Test func `a server without TLS, and a file without certificates, are told`() async throws {
        let plain = try await FakeServer.start { _ in Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8) }
        let url = try ServerURL("https://localhost:\(plain.port)/")
        #expect(try await failure(url, .system).contains("the server answers without it"))
        let reason = "cannot read /none.pem: No such file or directory"
        #expect(try await failure(url, .file("/none.pem")) == "cannot ask \(url.origin)/: \(reason)")
        try await plain.stop()
    }

    @Test(arguments: [
        ("https://creel.example", 443, "https://creel.example:443"),
        ("http://creel.example", 80, "http://creel.example:80"),
        ("https://[::1]:8443/", 8443, "https://[::1]:8443"),
    ])
    func `a URL has its port and its origin`(_ text: String, _ port: Int, _ origin: String) throws {
        let url = try ServerURL(text)
        #expect(url.port == port && url.origin == origin)
    }
}
