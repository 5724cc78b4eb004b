import CLibPSL

/// The part of a domain name that somebody registered: `example.co.uk` of `mail.news.example.co.uk`.
/// RFC 7489 §3.2.
///
/// By the Public Suffix List of libpsl, the system's list where that is newer than the one built in. Rules for
/// private domains count, so that two customers of one hosting service are two organisations.
package struct OrganizationalDomain: Hashable, Sendable {
    /// In lower case, as A-labels or as Unicode like the name it was made of.
    package let name: String

    /// - Parameter domain: In any case, perhaps with a dot at the end.
    /// - Returns: `nil` for a public suffix itself, a single label, an address.
    package init?(of domain: String) {
        let domain = domain.hasSuffix(".") ? String(domain.dropLast()) : domain
        guard let list = OpaquePointer(bitPattern: Self.list), domain.utf8.count < 256 else { return nil }
        // What comes back points into what was given.
        let registrable = domain.lowercased().withCString {
            psl_registrable_domain(list, $0).map { String(cString: $0) }
        }
        guard let registrable else { return nil }
        name = registrable
        // Every unknown top-level name counts as a suffix; numbers are none.
        guard let last = name.split(separator: ".").last, !last.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else {
            return nil
        }
    }

    /// Whether the list knows the suffix of a domain, as against every last label counting as one.
    package static func hasKnownSuffix(_ domain: String) -> Bool {
        guard let list = OpaquePointer(bitPattern: Self.list), let last = domain.lowercased().split(separator: ".").last
        else { return false }
        return psl_is_public_suffix2(list, String(last), PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) == 1
    }

    // An address as a number, because a pointer may not be shared; what it points to never changes.
    // Deviation: reads a file once, which no other part of this room does; the list is data like a table in code.
    private static let list = UInt(bitPattern: psl_latest(nil))
}
