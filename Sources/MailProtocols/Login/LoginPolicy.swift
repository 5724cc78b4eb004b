import Crypto

/// Who must log in over SMTP.
package enum LoginPolicy: String, CaseIterable, Sendable {
    /// Nobody must; whoever does is let in.
    case any
    /// Everybody must; whoever does is let in.
    case required
    /// Everybody must, with the password that is known of them.
    case file
    /// Nobody can.
    case off

    package var asksEverybody: Bool { self == .required || self == .file }
}

/// What becomes of a claim.
enum LoginVerdict {
    case letIn, refused
    /// It takes a look at a hash.
    case open(PasswordCheck)
}

extension UserDirectory {
    /// Whether it is who it says. A token counts as a password. Nobody may act for somebody else. RFC 4616 §2.
    func verdict(on claim: SASLClaim) -> LoginVerdict {
        guard let user = claim.user, claim.actingFor ?? user == user,
            let (secret, isDecoy) = self.secret(examinedFor: user)
        else { return .refused }
        let isRight: Bool
        switch (claim.proof, secret) {
        case (.examined(let isProved), .password), (.examined(let isProved), .scramKeys): isRight = isProved
        case (.password(let shown), .password(let known, _)), (.token(let shown), .password(let known, _)):
            isRight = shown.utf8.isSame(as: known.utf8)
        case (.password(let shown), .hash), (.password(let shown), .scramKeys), (.token(let shown), .hash),
            (.token(let shown), .scramKeys):
            return .open(PasswordCheck(secret: secret, password: shown, isDecoy: isDecoy))
        case (.digest(let shown, let challenge), .password(let known, _)):
            isRight = HMAC<Insecure.MD5>.isValidAuthenticationCode(
                octets(ofHex: shown), authenticating: Array(challenge.utf8),
                using: SymmetricKey(data: Array(known.utf8)))
        case (.digest, .hash), (.digest, .scramKeys), (.examined, .hash): isRight = false
        }
        return isRight && !isDecoy ? .letIn : .refused
    }

    private func octets(ofHex text: String) -> [UInt8] {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

extension Collection<UInt8> {
    /// Compares octets without telling, by its time, where the first difference is.
    package func isSame(as other: some Collection<UInt8>) -> Bool {
        count == other.count && zip(self, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
