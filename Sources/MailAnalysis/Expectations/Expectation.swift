/// One thing that is expected of the messages a query finds: `subject=Reset your password`.
///
/// What can be expected is in ``ExpectationKind/all``.
package struct Expectation: Sendable {
    /// What an expectation looks at.
    enum Check: Sendable {
        /// How many messages there are.
        case number(Bounds, @Sendable (Int) -> Observation)
        /// Each message by itself; all must be as expected.
        case each(@Sendable (ExpectedMessage) -> Observation)
    }

    /// As it was given.
    package let text: String
    let check: Check

    /// - Throws: For what is not understood, with what is.
    package init(_ text: String) throws(ExpectationError) {
        let term = ExpectationTerm(text) { ExpectationKind[$0]?.argument != nil }
        guard let kind = ExpectationKind[term.name] else {
            let known = ExpectationKind.all.map(\.name).joined(separator: ", ")
            throw ExpectationError(text, "expectations begin with \(known)")
        }
        self.text = text
        do throws(ExpectationError.Reason) {
            check = try kind.check(term)
        } catch {
            throw ExpectationError(text, error.text)
        }
    }
}

/// What was seen where something was expected.
struct Observation: Hashable, Sendable {
    /// `nil` where it could not be found out, which is never as expected.
    let holds: Bool?
    /// What is there, as a sentence without a full stop: `its subject is “Welcome”`.
    let found: String

    var negated: Observation { Observation(holds: holds.map { !$0 }, found: found) }
}

/// An expectation that is not understood, as one line with what was given and what is allowed.
package struct ExpectationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// As it was given.
    package let expectation: String
    package let allowed: String

    init(_ expectation: String, _ allowed: String) { (self.expectation, self.allowed) = (expectation, allowed) }

    package var description: String { "'\(expectation)' is not understood; \(allowed)" }

    /// What a kind of expectations has against a term.
    struct Reason: Error, Hashable {
        let text: String
    }
}
