/// The rules that a report is made by, in the order in which it shows them.
package struct RuleSet: Sendable {
    package let rules: [Rule]
    /// Changes when a rule comes, goes, or answers differently: what a kept report is compared with.
    package let version: String

    /// In the same order; a rule is big, and mostly its check has nothing to say.
    let checks: [Rule.Check]
    /// For each of ``Requirement/all``, those of its rules that are not in the set.
    let untested: [[String]]

    package init(_ rules: [Rule] = Rule.all) {
        self.rules = rules
        checks = rules.map(\.check)
        let ids = Set(rules.map(\.id))
        untested = Requirement.all.map { $0.rules.filter { !ids.contains($0) } }
        version = Self.fingerprint(of: rules)
    }

    package subscript(id: String) -> Rule? { rules.first { $0.id == id } }

    /// FNV-1a of ids and versions, as 16 hexadecimal digits.
    private static func fingerprint(of rules: [Rule]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for rule in rules {
            for octet in "\(rule.id)=\(rule.version);".utf8 { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01B3 }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
