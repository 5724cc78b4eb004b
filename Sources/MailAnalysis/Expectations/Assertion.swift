/// What is expected of the messages that a query finds, and how they are held against it.
///
/// Every expectation that is not of their number has to hold of each message. Messages are shown one after the other, so
/// that only one is in memory.
package struct Assertion: Sendable {
    package let expectations: [Expectation]

    /// Messages beyond this are not counted.
    package static let mostMessages = 499
    /// Messages whose content is looked at.
    package static let mostExamined = 100
    package static let mostExpectations = 50

    /// - Throws: For the first expectation that is not understood.
    package init(_ texts: [String]) throws(ExpectationError) {
        var expectations = try texts.map { text throws(ExpectationError) in try Expectation(text) }
        if !expectations.contains(where: \.isOfNumber) {
            expectations.insert(try Expectation("count>=1"), at: 0)
        }
        self.expectations = expectations
    }

    /// How many messages have to be there before the expectations can be judged; 500 at most. Where only too many can be
    /// wrong, it is one more than are allowed.
    package var awaited: Int {
        let bounds = expectations.compactMap(\.bounds)
        let (least, most) = (bounds.map(\.least).max() ?? 0, bounds.compactMap(\.most).min())
        return min(max(least > 0 ? least : (most ?? 0) + 1, 1), Self.mostMessages + 1)
    }

    /// Content has to be looked at.
    package var needsContent: Bool { !expectations.allSatisfy(\.isOfNumber) }
}

extension Expectation {
    fileprivate var bounds: Bounds? {
        if case .number(let bounds, _) = check { bounds } else { nil }
    }

    fileprivate var isOfNumber: Bool { bounds != nil }
}

/// How messages fare that are shown one after the other, the oldest first.
package struct Judgement: Sendable {
    private let assertion: Assertion
    private var failures: [[Outcome.Failure]]
    private var known: Set<ExpectedMessage.Identity> = []
    private var examined = 0

    package init(of assertion: Assertion) {
        self.assertion = assertion
        failures = assertion.expectations.map { _ in [] }
    }

    /// - Parameter number: By which failures name the message.
    package mutating func look(at subject: Subject, number: Int) {
        let message = ExpectedMessage(subject)
        known.note(message)
        for (index, expectation) in assertion.expectations.enumerated() {
            guard case .each(let check) = expectation.check else { continue }
            let observation = check(message)
            if observation.holds != true {
                failures[index].append(Outcome.Failure(message: number, reason: observation.found))
            }
        }
        examined += 1
    }

    /// - Parameter count: How many messages there are, those that were not shown included.
    package func outcomes(count: Int) -> [Outcome] {
        assertion.expectations.enumerated().map { index, expectation in
            var failures = failures[index]
            switch expectation.check {
            case .number(_, let check):
                let observation = check(count)
                if observation.holds != true { failures = [.init(message: nil, reason: observation.found)] }
            case .each:
                if examined < count {
                    let reason = "\(count) messages are there, of which \(examined) were looked at; ask for fewer"
                    failures.append(.init(message: nil, reason: reason))
                }
            }
            return Outcome(expectation: expectation.text, failures: failures)
        }
    }
}

/// How one expectation fares.
package struct Outcome: Hashable, Sendable {
    /// As it was given.
    package let expectation: String
    /// Why it does not hold; empty where it does.
    package let failures: [Failure]

    package var holds: Bool { failures.isEmpty }

    package struct Failure: Hashable, Sendable {
        /// The number of the message; `nil` where it is not about one.
        package let message: Int?
        package let reason: String
    }
}
