import CCrypt
import Crypto
import FoundationEssentials
package import MailProtocols

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What other programs keep of passwords: `crypt(5)`, Argon2, and what `htpasswd` makes.
enum PasswordHash {
    /// bcrypt, SHA-crypt, yescrypt and whatever else the system's `crypt` knows.
    case crypt(String)
    /// `$argon2id$v=19$m=…`. RFC 9106.
    case argon2(String)
    /// `$apr1$SALT$…`: what `htpasswd` makes by default.
    case apache(String)
    /// `{SHA}` and Base64.
    case sha1(String)

    /// `nil` where nobody here can tell whether a password belongs to it.
    init?(_ text: String) {
        if text.hasPrefix("$argon2") {
            guard Argon2.shared != nil else { return nil }
            self = .argon2(text)
        } else if text.hasPrefix("$apr1$") {
            self = .apache(text)
        } else if text.hasPrefix("{SHA}") {
            self = .sha1(text)
        } else if text.hasPrefix("{CRYPT}") {
            let hash = String(text.dropFirst("{CRYPT}".count))
            guard hash.hasPrefix("$") || hash.hasPrefix("_") || hash.utf8.count == 13 else { return nil }
            guard Self.isKnownToCrypt(hash) else { return nil }
            self = .crypt(hash)
        } else {
            // Any two letters begin a hash of DES: a password in the clear must not pass for one.
            guard text.hasPrefix("$"), Self.isKnownToCrypt(text) else { return nil }
            self = .crypt(text)
        }
    }

    private static func isKnownToCrypt(_ hash: String) -> Bool {
        let state = crypt_checksalt(hash)
        // What is only deprecated can still be examined.
        return state != CRYPT_SALT_INVALID && state != CRYPT_SALT_METHOD_DISABLED
    }

    /// Whether a password belongs to it. May cost a good part of a second.
    func belongs(to password: String) -> Bool {
        // What C would cut short belongs to nothing.
        guard !password.utf8.contains(0) else { return false }
        return switch self {
        case .crypt(let hash): Self.isSame(Self.crypt(password, hash), hash)
        case .argon2(let hash): Argon2.shared?.verify(password, hash) ?? false
        case .apache(let hash): Self.isSame(ApacheMD5.hash(password, like: hash), hash)
        case .sha1(let hash):
            Self.isSame("{SHA}" + Data(Insecure.SHA1.hash(data: Array(password.utf8))).base64EncodedString(), hash)
        }
    }

    private static func isSame(_ computed: String?, _ known: String) -> Bool {
        computed?.utf8.isSame(as: known.utf8) ?? false
    }

    private static func crypt(_ password: String, _ hash: String) -> String? {
        // 32 KiB: too much for the stack of a thread.
        let room = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
        defer { room.deallocate() }
        memset(room, 0, MemoryLayout<crypt_data>.size)
        // Failure is told by a text that no hash is like.
        return crypt_r(password, hash, room).map { String(cString: $0) }
    }
}

/// Argon2 of the reference library, where the machine has it: it is asked for at run time, so that nobody needs it who
/// has no such hash.
private struct Argon2: Sendable {
    private typealias Verify = @convention(c) @Sendable (UnsafePointer<CChar>, UnsafeRawPointer, Int, Int32) -> Int32
    private let function: Verify

    static let shared = Argon2()

    private init?() {
        guard let library = dlopen("libargon2.so.1", RTLD_NOW), let symbol = dlsym(library, "argon2_verify") else {
            return nil
        }
        function = unsafeBitCast(symbol, to: Verify.self)
    }

    func verify(_ password: String, _ hash: String) -> Bool {
        // As `argon2_type` counts them.
        let types: [(String, Int32)] = [("$argon2d$", 0), ("$argon2i$", 1), ("$argon2id$", 2)]
        guard let type = types.first(where: { hash.hasPrefix($0.0) })?.1 else { return false }
        let octets = Array(password.utf8)
        return octets.withUnsafeBytes { octets in
            octets.baseAddress.map { function(hash, $0, octets.count, type) == 0 } ?? false
        }
    }
}

extension PasswordCheck {
    /// The answer. May cost a good part of a second, so nothing else should be waiting for the thread.
    package var isRight: Bool {
        switch secret {
        case .hash(let text): PasswordHash(text)?.belongs(to: password) ?? false
        case .scramKeys(let keys): keys.belong(to: password)
        case .password(let known, _): known.utf8.isSame(as: password.utf8)
        }
    }
}
