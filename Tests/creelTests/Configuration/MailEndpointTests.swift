import Testing

@testable import creel

/// What a listener of mail can be told.
@Suite struct MailEndpointTests {
    @Test(arguments: [
        "127.0.0.1:1025", "[::1]:0", "unix:/run/creel.sock", "127.0.0.1:0+tls=off",
        "localhost:25+tls=required+auth=off+disable=CHUNKING+disable=DSN", "unix:lmtp+auth=file",
        "unix:a++b+tls=off",
    ])
    func `is read and written`(text: String) throws {
        #expect(try #require(MailEndpoint(text)).description == text)
    }

    @Test func `a plus sign in a path is doubled`() {
        #expect(MailEndpoint("unix:/run/a++b++")?.address == .unix(path: "/run/a+b+"))
        #expect(MailEndpoint("unix:++++tls=off+tls=off")?.address == .unix(path: "++tls=off"))
    }

    @Test func `names of extensions are taken in any case`() {
        #expect(MailEndpoint("a:1+disable=chunking")?.disabled == ["CHUNKING"])
    }

    @Test(arguments: [
        "", "127.0.0.1", "unix:", "unix:\(String(repeating: "x", count: 108))", "127.0.0.1:1+", "127.0.0.1:1+tls",
        "127.0.0.1:1+tls=perhaps", "127.0.0.1:1+disable=FAX", "127.0.0.1:1+port=2", "+tls=off", "unix:a+b",
        "127.0.0.1:1++tls=off",
    ])
    func `is not taken otherwise`(text: String) {
        #expect(MailEndpoint(text) == nil)
    }
}
