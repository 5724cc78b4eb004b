import Testing

@testable import MailProtocols

/// The example of RFC 7677 §3, and what is wrong with others.
@Suite struct SCRAMTests {
    private static let nonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    private static let beginning = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
    private static let end =
        "c=biws,r=rOprNGfwEbeRWgbNEkqO\(nonce),p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    private static let keys = SCRAMKeys(
        password: "pencil", salt: Base64.decode("W22ZaJ0SNY7soEsUEjb6gQ==") ?? [], iterations: 4096)

    private func step(
        _ responses: [String], _ secret: UserDirectory.Secret = .scramKeys(keys)
    ) -> SASLMechanism.Step {
        SASLMechanism.scramSHA256.next(
            responses.map { Array($0.utf8) },
            .init(challenge: "", nonce: Self.nonce, users: UserDirectory(["user": secret])))
    }

    @Test func `both sides prove that they know the password`() {
        #expect(step([]) == .challenge(""))
        #expect(
            step([Self.beginning])
                == .challenge("r=rOprNGfwEbeRWgbNEkqO\(Self.nonce),s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"))
        #expect(
            step([Self.beginning, Self.end]) == .challenge("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="))
        #expect(
            step([Self.beginning, Self.end, ""])
                == .claim(SASLClaim(user: "user", proof: .examined(isRight: true))))
    }

    @Test func `the password itself does as well as what is derived from it`() {
        #expect(
            step([Self.beginning, Self.end, ""], .password("pencil", Self.keys))
                == step([Self.beginning, Self.end, ""]))
        #expect(Self.keys.belong(to: "pencil"))
        #expect(!Self.keys.belong(to: "pen"))
    }

    @Test func `what is wrong is not told from whom nobody knows`() {
        let wrong = SASLMechanism.Step.claim(SASLClaim(user: "user", proof: .examined(isRight: false)))
        let other = SCRAMKeys(password: "pen", salt: [1, 2, 3], iterations: 4096)
        #expect(step([Self.beginning, Self.end], .scramKeys(other)) == wrong)
        #expect(step([Self.beginning, Self.end], .hash("$2y$…")) == wrong)
        #expect(step([Self.beginning], .hash("$2y$…")).isChallenge(beginning: "r=rOprNGfwEbeRWgbNEkqO\(Self.nonce),s="))
    }

    @Test(arguments: [
        ["p=tls-unique,,n=user,r=a"], ["n,,m=ext,n=user,r=a"], ["n,,n=,r=a"], ["n,,n=user"], ["n,,n=us=er,r=a"], [""],
        [beginning, "c=eSws,r=rOprNGfwEbeRWgbNEkqO\(nonce),p=YQ=="], [beginning, "c=biws,r=other,p=YQ=="],
        [beginning, "c=biws,r=rOprNGfwEbeRWgbNEkqO\(nonce)"], [beginning, end, "x"],
    ])
    func `forms that are none`(responses: [String]) {
        guard case .malformed = step(responses) else {
            Issue.record("\(responses) is taken")
            return
        }
    }

    @Test func `keys as PostgreSQL keeps them`() throws {
        let text =
            "SCRAM-SHA-256$4096:\(Base64.encode(Self.keys.salt))$\(Base64.encode(Self.keys.storedKey)):"
            + Base64.encode(Self.keys.serverKey)
        #expect(SCRAMKeys(text) == Self.keys)
        for wrong in ["SCRAM-SHA-1$4096:YQ==$YQ==:YQ==", "SCRAM-SHA-256$0:YQ==$YQ==:YQ==", "SCRAM-SHA-256$x", ""] {
            #expect(SCRAMKeys(wrong) == nil)
        }
    }

    @Test func `only what works for everybody is offered`() {
        #expect(UserDirectory().knows == [.nothing])
        #expect(UserDirectory(["a": .password("x", Self.keys)]).knows == [.nothing, .passwords, .scramKeys])
        #expect(
            UserDirectory(["a": .password("x", Self.keys), "b": .scramKeys(Self.keys)]).knows == [.nothing, .scramKeys])
        #expect(UserDirectory(["a": .password("x", Self.keys), "b": .hash("h")]).knows == [.nothing])
    }
}

extension SASLMechanism.Step {
    fileprivate func isChallenge(beginning: String) -> Bool {
        if case .challenge(let text) = self { text.hasPrefix(beginning) } else { false }
    }
}
