package import MailModel

extension Rule {
    /// The same rule for somebody who has decided otherwise.
    ///
    /// - Parameters:
    ///   - severity: What each of its findings weighs, however mild or bad; `nil` leaves that to the rule.
    ///   - isAllowed: Whether a place, with the octets that it shows, is as it should be. Where all are, there is no
    ///     finding.
    package func adjusted(
        severity adjusted: Severity? = nil,
        allowing isAllowed: @escaping @Sendable (_ place: Place, _ evidence: ArraySlice<UInt8>) -> Bool = { _, _ in
            false
        }
    ) -> Rule {
        Rule(
            id, version: version, category, adjusted ?? severity, points: points, summary: summary, advice: advice,
            reference: reference, passing: passing, failing: failing
        ) { [check] examined in
            let source = examined.source
            let places = check(examined).filter {
                !isAllowed($0, source[($0.range ?? 0..<0).clamped(to: source.indices)])
            }
            guard let adjusted else { return places }
            return places.map { $0.judged(as: adjusted) }
        }
    }
}
