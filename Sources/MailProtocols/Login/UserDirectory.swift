import Crypto

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
    /// All of them, in the order of their users.
    private let decoys: [Secret]
    /// By which it is decided what is done in place of what is known of somebody, where nothing is.
    private let key: SymmetricKey
    /// What is known of everybody: mechanisms that would fail for some are not offered.
    let knows: Set<SASLMechanism.Need>

    /// - Parameter key: What nobody can guess, the same each time, so that the answers about those who are not known are
    ///   the same, too.
    package init(_ secrets: [String: Secret] = [:], key: [UInt8]) {
        self.secrets = secrets
        self.key = SymmetricKey(data: key)
        decoys = secrets.sorted { $0.key < $1.key }.map(\.value)
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

    /// Nobody.
    package init() { self.init(key: []) }

    subscript(user: String) -> Secret? { secrets[user] }

    package var count: Int { secrets.count }

    /// What a claim of a user is examined by.
    ///
    /// Of whom nobody knows, it is what is known of somebody else, always the same, and chosen among all: so that it takes
    /// as long to refuse a user that is not there as one that is. `nil` where nobody can log in.
    func secret(examinedFor user: String) -> (secret: Secret, isDecoy: Bool)? {
        guard !decoys.isEmpty else { return nil }
        // Found in either case: the search for it takes time, too.
        let place = mark("place", of: user).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        let decoy = decoys[Int(place % UInt64(decoys.count))]
        return secrets[user].map { ($0, false) } ?? (decoy, true)
    }

    /// What a proof of a user is examined by; of whom nobody knows, keys that look like those of others and belong to no
    /// password.
    func scramKeys(of user: String) -> SCRAMKeys {
        let found = secret(examinedFor: user)
        let known = found?.secret.scramKeys
        // Made in either case, as above.
        let others = keysOfNobody(for: user, like: known)
        return found?.isDecoy == false ? known ?? others : others
    }

    private func keysOfNobody(for user: String, like other: SCRAMKeys?) -> SCRAMKeys {
        let salt = Self.salt(of: user, key: key, count: other?.salt.count ?? Self.saltOctets)
        return SCRAMKeys(
            salt: salt, iterations: other?.iterations ?? SCRAMKeys.usualIterations,
            storedKey: mark("stored key", of: user), serverKey: mark("server key", of: user))
    }

    private func mark(_ purpose: String, of user: String) -> [UInt8] { Self.mark(purpose, of: user, key: key) }

    private static func mark(_ purpose: String, of user: String, key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("\(purpose) \(user)".utf8), using: key))
    }

    /// As RFC 7677 §3 shows it.
    package static let saltOctets = 16

    /// The salt of a user of whom no salt is kept: not to be told from those that are, and the same each time.
    package static func salt(of user: String, key: [UInt8]) -> [UInt8] {
        salt(of: user, key: SymmetricKey(data: key), count: saltOctets)
    }

    private static func salt(of user: String, key: SymmetricKey, count: Int) -> [UInt8] {
        Array((0...count / 32).flatMap { mark("salt \($0)", of: user, key: key) }.prefix(count))
    }
}

extension UserDirectory.Secret {
    /// `nil` for a hash that is not of SCRAM.
    fileprivate var scramKeys: SCRAMKeys? {
        switch self {
        case .password(_, let keys), .scramKeys(let keys): keys
        case .hash: nil
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
    /// Whether the secret is not the user's, of whom nothing is known: then the answer is only waited for.
    let isDecoy: Bool
}

extension PasswordCheck: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Nothing of the secret, wherever it is printed.
    package var description: String { "***" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
