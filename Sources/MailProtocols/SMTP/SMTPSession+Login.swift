import MailModel

/// A login whose proof others look into.
extension SMTPSession {
    /// A claim that waits for an answer.
    struct OpenLogin: Sendable {
        let check: PasswordCheck
        let claim: SASLClaim
        let exchange: Login.Exchange
        var isAsked = false
    }

    /// Mechanisms that everybody can log in by who may log in at all.
    var mechanisms: [SASLMechanism] {
        // Where nobody's password is known, only proofs that say all by themselves can be taken for good.
        let known: Set<SASLMechanism.Need> =
            configuration.login == .file ? configuration.users.knows : [.nothing, .passwords]
        return SASLMechanism.all.filter { known.contains($0.needs) && (!$0.isBound || boundHash != nil) }
    }

    /// What a login can be bound to.
    private var boundHash: [UInt8]? { configuration.offersChannelBinding ? certificateHash : nil }

    var mustEncryptToLogIn: Bool { configuration.loginNeedsEncryption && !isSecure }

    mutating func ask(_ check: PasswordCheck, about claim: SASLClaim, in exchange: Login.Exchange) {
        openLogin = OpenLogin(check: check, claim: claim, exchange: exchange)
        phase = .waiting
    }

    mutating func takeLoginQuestion() -> Action? {
        guard let login = openLogin, !login.isAsked else { return nil }
        openLogin?.isAsked = true
        return .ask(.password(login.check))
    }

    mutating func concludeLogin(isRight: Bool) {
        guard let login = openLogin.take(), phase == .waiting else { return }
        let isLetIn = isRight && !login.check.isDecoy
        phase = .command
        do throws(Reply) {
            say(try Verb.conclude(login.claim, of: login.exchange, isLetIn: isLetIn, in: &self))
        } catch {
            refuse(error)
        }
        if isShuttingDown { endForShutdown() }
    }

    /// A login is given up that there is no room for. RFC 4954 §6.
    mutating func giveUpLogin() {
        guard openLogin.take() != nil, phase == .waiting else { return }
        phase = .command
        refuse(
            Reply(
                454, .policyForNow,
                "Too many logins are being looked into; try again, or raise --max-waiting-logins"))
        if isShuttingDown { endForShutdown() }
    }

    /// Makes what no other exchange has, here or on another connection.
    mutating func makeSurroundings() -> SASLMechanism.Surroundings {
        exchanges += 1
        let nonce = identity.nonces.make(exchanges)
        return SASLMechanism.Surroundings(
            challenge: "<\(identity.id).\(nonce)@\(configuration.hostname)>", nonce: nonce,
            users: configuration.users, certificateHash: boundHash)
    }
}

/// What a session cannot decide alone.
package enum SMTPQuestion: Sendable {
    /// What to reply to a message that has come in whole.
    case message(Submission)
    /// Whether a password is right.
    case password(PasswordCheck)
}

package enum SMTPAnswer: Sendable {
    case message(Reply)
    case password(isRight: Bool)
    /// Too many passwords are being looked into.
    case tooManyLogins
}
