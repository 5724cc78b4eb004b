import Testing

@testable import MailProtocols

/// What the mechanisms make of responses, secrets included; their dialogues are in `fixtures/dialogues/smtp`.
@Suite struct SASLMechanismTests {
    private func claim(_ mechanism: SASLMechanism, _ responses: String...) -> SASLClaim? {
        let step = mechanism.next(responses.map { Array($0.utf8) }, .init(challenge: "<1@server>"))
        if case .claim(let claim) = step { return claim }
        return nil
    }

    @Test func `passwords, digests and tokens are handed on with who shows them`() {
        #expect(
            claim(.plain, "root\0alice\0se cret")
                == SASLClaim(user: "alice", actingFor: "root", proof: .password("se cret")))
        #expect(claim(.login, "alice", "secret") == SASLClaim(user: "alice", proof: .password("secret")))
        let digest = "b913a602c7eda7a495b4e6e7334d3890"
        #expect(
            claim(.cramMD5, "tim \(digest)")
                == SASLClaim(user: "tim", proof: .digest(digest, challenge: "<1@server>")))
        #expect(
            claim(.xOAuth2, "user=eve\u{1}auth=bearer a.b\u{1}\u{1}") == SASLClaim(user: "eve", proof: .token("a.b")))
        #expect(
            claim(.oAuthBearer, "n,a=eve,\u{1}auth=Bearer a=b\u{1}\u{1}")
                == SASLClaim(user: "eve", proof: .token("a=b")))
    }

    @Test func `a proof keeps its secret to itself`() throws {
        let shown = try #require(claim(.plain, "\0alice\0secret"))
        var dumped = "\(shown) \(String(reflecting: shown))"
        dump(shown, to: &dumped)
        #expect(dumped.contains("alice") && !dumped.contains("secret"))
    }

    @Test func `Base64 reads back what it writes`() {
        for count in 0...64 {
            let octets = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            #expect(Base64.decode(Base64.encode(octets)) == octets)
        }
        #expect(Base64.encode(Array("foobar".utf8)) == "Zm9vYmFy")
        #expect(Base64.encode(Array("fooba".utf8)) == "Zm9vYmE=")
        #expect(Base64.encode(Array("foob".utf8)) == "Zm9vYg==")
    }

    @Test(arguments: ["Z", "Zm9", "Zm9v=", "Zm=v", "Z===", "====", "Zm9v\n", "Zm 9", "Zm9v Zm9", "Zm9é"])
    func `what is no Base64`(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
