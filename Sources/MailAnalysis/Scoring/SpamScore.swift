/// How much a message looks like spam, on SpamAssassin's scale.
package struct SpamScore: Sendable, Encodable {
    /// From where on a message is spam.
    package static let threshold = 5.0

    /// The sum over the categories.
    package let points: Double
    package let verdict: Verdict
    /// Those that add something, in the order of ``Category``.
    package let categories: [Contribution]

    package enum Verdict: String, Sendable, Encodable { case ham, spam }

    /// What the findings of a category add.
    package struct Contribution: Sendable, Encodable {
        package let category: Category
        /// The sum of the points of its findings.
        package let sum: Double
        package let cap: Double?
        /// What of it counts.
        package let points: Double
        /// The ids of the rules that add something.
        package let rules: [String]
    }

    init(of findings: [Finding]) {
        let scoring = findings.filter { $0.points > 0 }
        categories = Category.allCases.compactMap { category in
            let own = scoring.filter { $0.category == category }
            guard !own.isEmpty else { return nil }
            let sum = own.reduce(0) { $0 + $1.points }.roundedToTenths
            return Contribution(
                category: category, sum: sum, cap: category.cap, points: min(sum, category.cap ?? sum),
                rules: own.map(\.rule))
        }
        points = categories.reduce(0) { $0 + $1.points }.roundedToTenths
        verdict = points >= Self.threshold ? .spam : .ham
    }
}

extension Double {
    /// Sums of tenths, without what binary fractions add.
    fileprivate var roundedToTenths: Double { (self * 10).rounded() / 10 }
}
