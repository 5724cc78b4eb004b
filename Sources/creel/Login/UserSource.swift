import FoundationEssentials
import MailProtocols
import MailServer
import Synchronization

/// Who may log in with a password, read from a file and anew when that is wanted.
final class UserSource: Sendable {
    private let path: String
    /// For what is made up about users that are not there.
    private let key: [UInt8]
    private let users: Mutex<UserDirectory>

    /// `nil` where nobody's password is asked for.
    convenience init?(_ configuration: ServeConfiguration) throws(StartFailure) {
        let endpoints = configuration.smtp + configuration.smtps + configuration.lmtp
        let isAsked = endpoints.contains { ($0.auth ?? configuration.auth) == .file }
        guard let path = configuration.authFile else {
            guard isAsked else { return nil }
            throw StartFailure(description: "--auth file needs the file, by --auth-file", exitCode: 78)
        }
        guard isAsked else {
            throw StartFailure(description: "--auth-file is for --auth file, which is not given", exitCode: 78)
        }
        try self.init(path: path)
    }

    private init(path: String) throws(StartFailure) {
        var system = SystemRandomNumberGenerator()
        let key: [UInt8] = (0..<32).map { _ in system.next() }
        (self.path, self.key) = (path, key)
        users = Mutex(try Self.read(path, key))
    }

    var current: UserDirectory { users.withLock { $0 } }

    /// Connections from here on know the users that the file now has.
    func readAnew() throws(StartFailure) {
        let new = try Self.read(path, key)
        users.withLock { $0 = new }
    }

    private static func read(_ path: String, _ key: [UInt8]) throws(StartFailure) -> UserDirectory {
        guard let octets = FileManager.default.contents(atPath: path) else {
            throw StartFailure(description: "cannot read \(path); --auth-file names users and hashes", exitCode: 78)
        }
        guard let text = String(validating: octets, as: UTF8.self) else {
            throw StartFailure(
                description: "\(path) is no text in UTF-8; --auth-file names users and hashes", exitCode: 78)
        }
        do {
            return try PasswordFile.users(in: text, key: key)
        } catch {
            throw StartFailure(description: "\(path)\(error); --auth-file", exitCode: 78)
        }
    }
}
