/// Whether paths are taken that are not as SMTP has them although it is plain what they mean.
package enum PathPolicy: String, CaseIterable, Sendable {
    /// They are taken as they stand, and the dialogue says what is wrong: what many servers take must not be lost here.
    case lenient
    /// They are refused, as by servers that keep to the letter.
    case strict
}

/// What is wrong with a path whose meaning is plain. Another one is another value.
struct PathIrregularity: Sendable {
    /// The reply where paths are strict.
    let refusal: Reply
    /// What the dialogue says where they are not.
    let note: String

    private init(_ refusal: Reply, _ fault: String) {
        (self.refusal, note) = (refusal, "\(fault); --paths strict refuses it")
    }

    /// `MAIL FROM:alice@example.com`
    static func noBrackets(_ syntax: String) -> PathIrregularity {
        PathIrregularity(
            Reply(501, .invalidArguments, "The path needs angle brackets: \(syntax)"),
            "the path stands without angle brackets (RFC 5321 §4.1.2)")
    }

    /// `<root>`, as cron and programs that were never configured have it.
    static func noDomain(_ localPart: String, _ code: EnhancedStatusCode) -> PathIrregularity {
        PathIrregularity(
            Reply(553, code, "'\(localPart)' needs a domain, as in <\(localPart)@example.com>"),
            "<\(localPart)> has no domain (RFC 5321 §4.1.2)")
    }

    /// `<alice@example.com.>`, as zone files have it.
    static func finalDot(_ domain: String) -> PathIrregularity {
        PathIrregularity(
            Reply(501, .invalidArguments, "'\(domain)' is not a domain"),
            "the domain '\(domain)' ends with a dot (RFC 5321 §4.1.2)")
    }

    /// An address outside ASCII where MAIL has not asked for that. RFC 6531 §3.4.
    static func notASCII(_ path: String) -> PathIrregularity {
        PathIrregularity(
            Reply(553, .nonASCIINotPermitted, "<\(path)> is not ASCII; give MAIL the parameter SMTPUTF8"),
            "<\(path)> is not ASCII, and MAIL has no SMTPUTF8 (RFC 6531 §3.4)")
    }
}

/// What is borne with a path, and what has been.
struct PathTolerance: Sendable {
    private let policy: PathPolicy
    private(set) var irregularities: [PathIrregularity] = []

    init(_ policy: PathPolicy) { self.policy = policy }

    /// - Throws: The refusal, where paths are strict.
    mutating func bear(_ irregularity: PathIrregularity) throws(Reply) {
        guard policy == .lenient else { throw irregularity.refusal }
        irregularities.append(irregularity)
    }
}
