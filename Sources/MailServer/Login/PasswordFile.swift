import MailModel
package import MailProtocols

/// A file of users and what is known of their passwords: `user:secret`, a line each, as `htpasswd` writes it. Empty lines
/// and those that begin with `#` are left out.
///
/// A secret is a hash of bcrypt, Argon2, SHA-crypt or another that `crypt(5)` knows, one that begins with no dollar sign
/// behind `{CRYPT}`; Apache's `$apr1$` or `{SHA}`; keys for SCRAM (`SCRAM-SHA-256$4096:…`, RFC 5803); or the password itself
/// behind `{PLAIN}`, by which alone every mechanism works.
package enum PasswordFile {
    /// - Parameter key: What nobody can guess, the same for each reading.
    package static func users(in text: String, key: [UInt8]) throws(PasswordFileError) -> UserDirectory {
        var secrets: [String: UserDirectory.Secret] = [:]
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else {
                throw PasswordFileError(line: index + 1, text: "is not user:hash")
            }
            let user = String(line[..<colon])
            guard InboxName(user) != nil else {
                throw PasswordFileError(
                    line: index + 1,
                    text: "names a user that can be no inbox; give \(InboxName.allowed)")
            }
            guard secrets[user] == nil else {
                throw PasswordFileError(line: index + 1, text: "names '\(user)' once more")
            }
            guard let secret = secret(line[line.index(after: colon)...], of: user, key) else {
                throw PasswordFileError(
                    line: index + 1,
                    text: "has no hash of '\(user)' that can be examined here; htpasswd -B makes one, {CRYPT} stands "
                        + "before one of DES, and {PLAIN} before a password that is to be readable")
            }
            secrets[user] = secret
        }
        guard !secrets.isEmpty else { throw PasswordFileError(line: nil, text: "names no user") }
        return UserDirectory(secrets, key: key)
    }

    private static func secret(_ text: Substring, of user: String, _ key: [UInt8]) -> UserDirectory.Secret? {
        if text.hasPrefix("{PLAIN}") {
            let password = String(text.dropFirst("{PLAIN}".count))
            guard !password.isEmpty else { return nil }
            let salt = UserDirectory.salt(of: user, key: key)
            return .password(
                password,
                SCRAMKeys(password: password, salt: salt, iterations: SCRAMKeys.usualIterations))
        }
        if text.hasPrefix("SCRAM-") { return SCRAMKeys(text).map { .scramKeys($0) } }
        let hash = String(text)
        return PasswordHash(hash) == nil ? nil : .hash(hash)
    }
}

/// What is wrong with a file of passwords.
package struct PasswordFileError: Error, CustomStringConvertible {
    /// Counted from 1; `nil` for the file as a whole.
    let line: Int?
    let text: String

    /// Behind the name of the file: `:3 is not user:hash`.
    package var description: String { line.map { ":\($0) \(text)" } ?? " \(text)" }
}
