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

    var asksEverybody: Bool { self == .required || self == .file }
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
        guard let user = claim.user, let secret = self[user], claim.actingFor ?? user == user else { return .refused }
        switch (claim.proof, secret) {
        case (.examined(let isRight), _): return isRight ? .letIn : .refused
        case (.password(let shown), .password(let known, _)), (.token(let shown), .password(let known, _)):
            return shown.isSame(as: known) ? .letIn : .refused
        case (.password(let shown), .hash), (.password(let shown), .scramKeys), (.token(let shown), .hash),
            (.token(let shown), .scramKeys):
            return .open(PasswordCheck(secret: secret, password: shown))
        case (.digest(let shown, let challenge), .password(let known, _)):
            let key = SymmetricKey(data: Array(known.utf8))
            let digest = HMAC<Insecure.MD5>.authenticationCode(for: Array(challenge.utf8), using: key)
            return digest.elementsEqual(octets(ofHex: shown)) ? .letIn : .refused
        case (.digest, .hash), (.digest, .scramKeys): return .refused
        }
    }

    private func octets(ofHex text: String) -> [UInt8] {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

extension String {
    /// Compares octets without telling, by its time, where the first difference is.
    fileprivate func isSame(as other: String) -> Bool {
        utf8.count == other.utf8.count && zip(utf8, other.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
