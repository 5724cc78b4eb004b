import Crypto
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
            .init(challenge: "", nonce: Self.nonce, users: UserDirectory(["user": secret], key: [])))
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

    @Test func `who is not known is offered what others are, the same each time`() throws {
        let key = Array("key".utf8)
        let known = UserDirectory(
            [
                "a": .scramKeys(SCRAMKeys(password: "x", salt: Array(0..<40), iterations: 9)),
                "b": .scramKeys(SCRAMKeys(password: "x", salt: [1], iterations: 8)),
            ], key: key)
        let offers = (0..<64).map { known.scramKeys(of: "nobody \($0)") }
        #expect(Set(offers.map(\.iterations)) == [8, 9])
        #expect(offers.allSatisfy { $0.salt.count == ($0.iterations == 9 ? 40 : 1) })
        #expect(offers == (0..<64).map { known.scramKeys(of: "nobody \($0)") })
        // Its salt tells it from nobody who has one of the same making.
        let password = UserDirectory.Secret.password(
            "x", SCRAMKeys(password: "x", salt: UserDirectory.salt(of: "a", key: key), iterations: 4096))
        let (with, without) = (UserDirectory(["a": password], key: key), UserDirectory(["b": password], key: key))
        #expect(with.scramKeys(of: "a").salt == without.scramKeys(of: "a").salt)
        #expect(with.scramKeys(of: "a") != without.scramKeys(of: "a"))
        #expect(without.scramKeys(of: "c").salt != without.scramKeys(of: "d").salt)
    }

    @Test func `a claim of nobody is examined as others are, and refused`() {
        let users = UserDirectory(["a": .hash("h"), "b": .password("tiger", Self.keys)], key: [1])
        var asked = 0
        for index in 0..<64 {
            switch users.verdict(on: SASLClaim(user: "nobody \(index)", proof: .password("tiger"))) {
            case .letIn: Issue.record("nobody is let in")
            case .refused: break
            case .open(let check):
                asked += 1
                #expect(check.isDecoy)
            }
        }
        #expect((1..<64).contains(asked))
        for proof in [SASLClaim.Proof.token("tiger"), .examined(isRight: true)] {
            let verdict = UserDirectory(["b": .password("tiger", Self.keys)], key: [])
                .verdict(on: SASLClaim(user: "c", proof: proof))
            guard case .refused = verdict else {
                Issue.record("nobody is let in")
                return
            }
        }
        guard case .refused = UserDirectory().verdict(on: SASLClaim(user: "a", proof: .password("x"))) else {
            Issue.record("nobody is let in where nobody is known")
            return
        }
    }

    @Test(arguments: [
        ["p=tls-unique,,n=user,r=a"], ["n,,m=ext,n=user,r=a"], ["n,,n=,r=a"], ["n,,n=user"], ["n,,n=us=er,r=a"], [""],
        [beginning, "c=biws,r=other,p=YQ=="],
        [beginning, "c=biws,r=rOprNGfwEbeRWgbNEkqO\(nonce)"], [beginning, end, "x"],
    ])
    func `forms that are none`(responses: [String]) {
        guard case .malformed = step(responses) else {
            Issue.record("\(responses) is taken")
            return
        }
    }

    @Test func `a login that is bound to another connection is refused`() {
        func step(_ header: String, _ mechanism: SASLMechanism, _ hash: [UInt8]?, _ binding: String)
            -> SASLMechanism.Step
        {
            let (bare, nonce) = ("n=user,r=a", "b")
            let offer = "r=ab,s=\(Base64.encode(Self.keys.salt)),i=4096"
            let withoutProof = "c=\(Base64.encode(Array((header + binding).utf8))),r=ab"
            let proof = Self.proof(of: "\(bare),\(offer),\(withoutProof)")
            return mechanism.next(
                ["\(header)\(bare)", "\(withoutProof),p=\(proof)", ""].map { Array($0.utf8) },
                .init(
                    challenge: "", nonce: nonce, users: UserDirectory(["user": .scramKeys(Self.keys)], key: []),
                    certificateHash: hash))
        }
        func claim(_ isRight: Bool) -> SASLMechanism.Step {
            .claim(SASLClaim(user: "user", proof: .examined(isRight: isRight)))
        }
        let (plus, bound) = (SASLMechanism.scramSHA256Plus, "p=tls-server-end-point,,")
        #expect(step(bound, plus, Array("hash".utf8), "hash") == claim(true))
        #expect(step(bound, plus, Array("hash".utf8), "hush") == claim(false))
        #expect(step("n,,", .scramSHA256, Array("hash".utf8), "") == claim(true))
        #expect(step("y,,", .scramSHA256, nil, "") == claim(true))
        // Somebody in between has hidden that binding is offered; or another binding is wanted.
        for (header, mechanism) in [
            ("y,,", SASLMechanism.scramSHA256), (bound, .scramSHA256), ("n,,", plus), ("p=tls-exporter,,", plus),
        ] {
            guard case .malformed = step(header, mechanism, Array("hash".utf8), "hash") else {
                Issue.record("\(header) is taken by \(mechanism.name)")
                return
            }
        }
    }

    /// As a client computes it from the password.
    private static func proof(of message: String) -> String {
        var salted = Array(HMAC<SHA256>.authenticationCode(for: keys.salt + [0, 0, 0, 1], using: password))
        var turn = salted
        for _ in 1..<4096 {
            turn = Array(HMAC<SHA256>.authenticationCode(for: turn, using: password))
            for index in salted.indices { salted[index] ^= turn[index] }
        }
        let clientKey = HMAC<SHA256>.authenticationCode(
            for: Array("Client Key".utf8), using: SymmetricKey(data: salted))
        let signature = HMAC<SHA256>.authenticationCode(
            for: Array(message.utf8), using: SymmetricKey(data: Array(SHA256.hash(data: Array(clientKey)))))
        return Base64.encode(zip(clientKey, signature).map { $0 ^ $1 })
    }

    private static let password = SymmetricKey(data: Array("pencil".utf8))

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
        func knows(_ secrets: [String: UserDirectory.Secret]) -> Set<SASLMechanism.Need> {
            UserDirectory(secrets, key: []).knows
        }
        #expect(UserDirectory().knows == [.nothing])
        #expect(knows(["a": .password("x", Self.keys)]) == [.nothing, .passwords, .scramKeys])
        #expect(knows(["a": .password("x", Self.keys), "b": .scramKeys(Self.keys)]) == [.nothing, .scramKeys])
        #expect(knows(["a": .password("x", Self.keys), "b": .hash("h")]) == [.nothing])
    }
}

extension SASLMechanism.Step {
    fileprivate func isChallenge(beginning: String) -> Bool {
        if case .challenge(let text) = self { text.hasPrefix(beginning) } else { false }
    }
}
