import Crypto

/// A proof of the password that does not tell it, from both sides. RFC 5802, RFC 7677.
///
/// Deviation: RFC 5802 §2.2 has names and passwords prepared by SASLprep; they count as they are. Of channel bindings there
/// is `tls-server-end-point` alone: the library for TLS tells neither `tls-exporter` nor `tls-unique`.
extension SASLMechanism {
    static let scramSHA256 = scram("SCRAM-SHA-256")
    static let scramSHA256Plus = scram("SCRAM-SHA-256-PLUS", isBound: true)

    private static func scram(_ name: String, isBound: Bool = false) -> SASLMechanism {
        SASLMechanism(name: name, takesInitialResponse: true, needs: .scramKeys, isBound: isBound) {
            responses, surroundings in
            guard let first = responses.first else { return .challenge("") }
            guard let beginning = SCRAMBeginning(first), let binding = beginning.binding(isBound, surroundings) else {
                return .malformed(
                    isBound
                        ? "SCRAM-SHA-256-PLUS takes p=tls-server-end-point,,n=NAME,r=NONCE"
                        : "SCRAM-SHA-256 takes n,,n=NAME,r=NONCE without channel binding")
            }
            return next(beginning, binding, responses, surroundings)
        }
    }

    /// - Parameter binding: What the client must show that it has seen.
    private static func next(
        _ beginning: SCRAMBeginning, _ binding: [UInt8], _ responses: [[UInt8]], _ surroundings: Surroundings
    ) -> Step {
        let keys = surroundings.users.scramKeys(of: beginning.user)
        let offer = beginning.offer(keys, nonce: surroundings.nonce)
        guard responses.count > 1 else { return .challenge(offer) }
        guard let end = SCRAMEnd(responses[1]), end.nonce == beginning.nonce + surroundings.nonce else {
            return .malformed("SCRAM takes c=BINDING,r=NONCE,p=PROOF, with the nonce that was offered")
        }
        let message = "\(beginning.bare),\(offer),\(end.withoutProof)"
        let claim = SASLClaim(user: beginning.user, actingFor: beginning.actingFor, proof: .examined(isRight: true))
        // One that is bound to another connection proves nothing here.
        guard end.binding == binding, keys.isRight(end.proof, of: message) else {
            var wrong = claim
            wrong.proof = .examined(isRight: false)
            return .claim(wrong)
        }
        guard responses.count > 2 else { return .challenge("v=" + Base64.encode(keys.signature(of: message))) }
        guard responses[2].isEmpty else { return .malformed("SCRAM ends with an empty response") }
        return .claim(claim)
    }
}

/// What the server keeps of a password: enough to examine proofs, too little to make one. RFC 5802 §3.
package struct SCRAMKeys: Hashable, Sendable {
    let salt: [UInt8]
    let iterations: Int
    let storedKey: [UInt8]
    let serverKey: [UInt8]

    init(salt: [UInt8], iterations: Int, storedKey: [UInt8], serverKey: [UInt8]) {
        (self.salt, self.iterations, self.storedKey, self.serverKey) = (salt, iterations, storedKey, serverKey)
    }

    /// Costs `iterations` times a hash.
    package init(password: String, salt: [UInt8], iterations: Int) {
        let salted = SymmetricKey(data: Self.salted(password, salt, iterations))
        let clientKey = HMAC<SHA256>.authenticationCode(for: Array("Client Key".utf8), using: salted)
        (self.salt, self.iterations) = (salt, iterations)
        storedKey = Array(SHA256.hash(data: Array(clientKey)))
        serverKey = Array(HMAC<SHA256>.authenticationCode(for: Array("Server Key".utf8), using: salted))
    }

    /// `SCRAM-SHA-256$4096:SALT$STOREDKEY:SERVERKEY`, as PostgreSQL keeps it, too. RFC 5803 §3.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "SCRAM-SHA-256" else { return nil }
        let (cost, keys) = (parts[1].split(separator: ":"), parts[2].split(separator: ":"))
        guard cost.count == 2, keys.count == 2, let iterations = Int(cost[0]), (1...10_000_000).contains(iterations),
            let salt = Base64.decode(cost[1]), let storedKey = Base64.decode(keys[0]),
            let serverKey = Base64.decode(keys[1]), storedKey.count == 32, serverKey.count == 32
        else { return nil }
        (self.salt, self.iterations, self.storedKey, self.serverKey) = (salt, iterations, storedKey, serverKey)
    }

    /// Whether they are those of a password. Costs `iterations` times a hash.
    package func belong(to password: String) -> Bool {
        let keys = SCRAMKeys(password: password, salt: salt, iterations: iterations)
        return keys.storedKey.isSame(as: storedKey)
    }

    func isRight(_ proof: [UInt8], of message: String) -> Bool {
        let signature = HMAC<SHA256>.authenticationCode(
            for: Array(message.utf8), using: SymmetricKey(data: storedKey))
        guard proof.count == storedKey.count else { return false }
        let clientKey = zip(proof, signature).map { $0 ^ $1 }
        return Array(SHA256.hash(data: clientKey)).isSame(as: storedKey)
    }

    func signature(of message: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(message.utf8), using: SymmetricKey(data: serverKey)))
    }

    /// Hi(): PBKDF2 with one block. RFC 5802 §2.2.
    private static func salted(_ password: String, _ salt: [UInt8], _ iterations: Int) -> [UInt8] {
        let key = SymmetricKey(data: Array(password.utf8))
        var turn = Array(HMAC<SHA256>.authenticationCode(for: salt + [0, 0, 0, 1], using: key))
        var sum = turn
        for _ in 1..<max(iterations, 1) {
            turn = Array(HMAC<SHA256>.authenticationCode(for: turn, using: key))
            for index in sum.indices { sum[index] ^= turn[index] }
        }
        return sum
    }
}

/// The client's first message. RFC 5802 §7.
private struct SCRAMBeginning {
    /// As it came, in front of `bare`.
    let header: [UInt8]
    private let wish: GS2Header.Binding
    let bare: String
    let user: String
    let actingFor: String?
    let nonce: String

    init?(_ octets: [UInt8]) {
        let commas = octets.indices.filter { octets[$0] == UInt8(ascii: ",") }
        guard commas.count >= 2, let gs2 = GS2Header(octets[...commas[1]]),
            let bare = String(validating: octets[(commas[1] + 1)...], as: UTF8.self)
        else { return nil }
        let fields = bare.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count >= 2, fields[0].hasPrefix("n="), fields[1].hasPrefix("r="), fields[1].count > 2,
            let user = GS2Header.unescaped(fields[0].dropFirst(2)), !user.isEmpty
        else { return nil }
        (header, self.bare, self.user) = (Array(octets[...commas[1]]), bare, user)
        (actingFor, nonce, wish) = (gs2.identity, String(fields[1].dropFirst(2)), gs2.binding)
    }

    /// What the end must show; `nil` where client and server disagree on how to be bound. RFC 5802 §6.
    func binding(_ isBound: Bool, _ surroundings: SASLMechanism.Surroundings) -> [UInt8]? {
        switch (wish, surroundings.certificateHash) {
        case (.none, _) where !isBound: header
        // Somebody in between has hidden that it is offered.
        case (.unoffered, nil) where !isBound: header
        case (.by("tls-server-end-point"), let hash?) where isBound: header + hash
        default: nil
        }
    }

    /// What the server says to it.
    func offer(_ keys: SCRAMKeys, nonce: String) -> String {
        "r=\(self.nonce)\(nonce),s=\(Base64.encode(keys.salt)),i=\(keys.iterations)"
    }
}

extension SCRAMKeys {
    /// As many as RFC 7677 §4 asks for at least.
    package static let usualIterations = 4096
}

/// The client's final message. RFC 5802 §7.
private struct SCRAMEnd {
    let withoutProof: String
    let binding: [UInt8]
    let nonce: String
    let proof: [UInt8]

    init?(_ octets: [UInt8]) {
        guard let text = String(validating: octets, as: UTF8.self) else { return nil }
        let fields = text.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count >= 3, fields[0].hasPrefix("c="), fields[1].hasPrefix("r="), let last = fields.last,
            last.hasPrefix("p="), let binding = Base64.decode(fields[0].dropFirst(2)),
            let proof = Base64.decode(last.dropFirst(2))
        else { return nil }
        withoutProof = fields.dropLast().joined(separator: ",")
        (self.binding, self.proof, nonce) = (binding, proof, String(fields[1].dropFirst(2)))
    }
}
