import Hummingbird
import HummingbirdTesting
import MailModel
import Testing

@testable import HTTPAPI

@Suite struct ClientViewTests {
    private static let html = """
        Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r
        <p style="display:flex">a<img src="cid:i"></p>\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <i>\r\n\r\nx\r\n--b--\r\n
        """

    @Test func `HTML is shown as a client sees it, its own pictures included`() async throws {
        let harness = Harness()
        let summary = try await harness.deliver(Self.html)
        let picture = #"<img src="data:image/png;base64,eA==">"#
        try await harness.test { client in
            let path = "/api/messages/\(summary.id)/html"
            let word = try await client.get("\(path)?client=outlook.windows&images=embedded")
            #expect(word.text == "<p style=\"\">a\(picture)</p>")
            #expect(word.headers[.contentSecurityPolicy]?.contains("img-src data:;") == true)
            let apple = try await client.get("\(path)?client=apple-mail.macos")
            #expect(apple.text == "<p style=\"display:flex\">a\(picture)</p>")
            let unknown = try await client.get("\(path)?client=lynx")
            #expect(unknown.status == .badRequest && unknown.text.contains("/api/clients"))
        }
    }
}
