/// Who may log in, and by what it is told that it is them.
package struct UserDirectory: Sendable {
    /// What is known of somebody's password.
    package enum Secret: Sendable {
        /// The password itself, and what is derived from it.
        case password(String, SCRAMKeys)
        /// What another program has made of it; to look into it is for others.
        case hash(String)
        case scramKeys(SCRAMKeys)
    }

    private let secrets: [String: Secret]
    /// What is known of everybody: mechanisms that would fail for some are not offered.
    let knows: Set<SASLMechanism.Need>

    package init(_ secrets: [String: Secret] = [:]) {
        self.secrets = secrets
        var knows: Set<SASLMechanism.Need> = [.nothing, .passwords, .scramKeys]
        for secret in secrets.values {
            switch secret {
            case .password: break
            case .scramKeys: knows.remove(.passwords)
            case .hash: knows = [.nothing]
            }
        }
        self.knows = secrets.isEmpty ? [.nothing] : knows
    }

    subscript(user: String) -> Secret? { secrets[user] }

    package var count: Int { secrets.count }

    func scramKeys(of user: String) -> SCRAMKeys? {
        switch secrets[user] {
        case .password(_, let keys), .scramKeys(let keys): keys
        case .hash, nil: nil
        }
    }
}

extension UserDirectory.Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing of the secret, wherever it is printed.
    package var description: String { "***" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The question whether a password is the one of which only a hash is known. The answer costs a processor's time, which
/// is what such hashes are made for: it is found elsewhere.
package struct PasswordCheck: Sendable {
    package let secret: UserDirectory.Secret
    package let password: String
}

extension PasswordCheck: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing of the secret, wherever it is printed.
    package var description: String { "***" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
