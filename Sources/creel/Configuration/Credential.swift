/// A name and a password for HTTP Basic authentication. RFC 7617.
///
/// Printing one never shows the password.
struct Credential: Hashable, Sendable {
    /// Never empty, and without a colon. RFC 7617 §2.
    var user: String
    /// Never empty.
    var password: String

    /// Reads `user:password`; `nil` when either is empty or holds a control character.
    init?(parsing text: String) {
        guard let colon = text.firstIndex(of: ":"), text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { return nil }
        (user, password) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
        guard !user.isEmpty, !password.isEmpty else { return nil }
    }
}

extension Credential: CustomStringConvertible, CustomReflectable {
    var description: String { "\(user):…" }

    var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}
