/// One kind of expectation. Adding one is adding a value to ``all``: the API, `creel assert`, the page that documents them
/// and their tests come from there.
package struct ExpectationKind: Sendable {
    package let name: String
    /// Stands for what follows behind a colon, where something does: `NAME`.
    let argument: String?
    /// What may stand between name and value, with what stands for the value: `TEXT`.
    let comparisons: [(ExpectationTerm.Comparison, value: String)]
    /// The name may stand alone.
    let standsAlone: Bool
    /// What it says of a message, as a sentence.
    let meaning: String
    /// What holds of ``sample``.
    package let passing: [String]
    /// What does not hold of it.
    package let failing: [String]
    let make: @Sendable (ExpectationTerm) throws(ExpectationError.Reason) -> Expectation.Check

    static subscript(name: String) -> ExpectationKind? { byName[name] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// How it is written: `header:NAME`, `header:NAME=TEXT`.
    var forms: [String] {
        let head = name + (argument.map { ":\($0)" } ?? "")
        return (standsAlone ? [head] : []) + comparisons.map { "\(head)\($0.0.rawValue)\($0.value)" }
    }

    func check(_ term: ExpectationTerm) throws(ExpectationError.Reason) -> Expectation.Check {
        let isComplete = argument == nil || term.argument?.isEmpty == false
        let isAllowed = term.comparison.map { given in comparisons.contains { $0.0 == given } && !term.value.isEmpty }
        guard isComplete, isAllowed ?? (standsAlone && term.value.isEmpty) else {
            throw ExpectationError.Reason(text: "give \(forms.joined(separator: " or "))")
        }
        return term.isNegated ? try make(term).negated : try make(term)
    }
}

extension Expectation.Check {
    fileprivate var negated: Expectation.Check {
        get throws(ExpectationError.Reason) {
            switch self {
            case .number: throw ExpectationError.Reason(text: "of a number, say which it is to be: count=0, count<=3")
            case .each(let check): return .each { check($0).negated }
            }
        }
    }
}

// MARK: - Of texts and numbers

extension ExpectationKind {
    /// What is looked at, as sentences name it.
    typealias Noun = (one: String, many: String)

    /// That a message has some texts of which one is as expected.
    static func texts(
        _ term: ExpectationTerm, _ noun: Noun, ignoringCase: Bool = false,
        _ read: @escaping @Sendable (ExpectedMessage) -> [String]
    ) throws(ExpectationError.Reason) -> Expectation.Check {
        guard let comparison = term.comparison else {
            return .each { message in
                let texts = read(message)
                return Observation(holds: !texts.isEmpty, found: Self.list(texts, noun))
            }
        }
        let folds = ignoringCase && comparison == .equals
        let condition = try TextCondition(comparison, folds ? term.value.lowercased() : term.value)
        return .each { message in
            let texts = read(message)
            let holds = condition.holds(ofAny: folds ? texts.map { $0.lowercased() } : texts)
            let doubt = holds == nil ? ", in which \(term.value) takes too long to look for" : ""
            return Observation(holds: holds, found: Self.list(texts, noun) + doubt)
        }
    }

    /// That a number is as expected.
    static func number<Number: Comparable & Sendable>(
        _ term: ExpectationTerm, _ expected: Number,
        _ read: @escaping @Sendable (ExpectedMessage) -> (Number, text: String)
    ) -> Expectation.Check {
        let comparison = term.comparison
        return .each { message in
            let (number, text) = read(message)
            return Observation(holds: comparison?.holds(number, expected), found: text)
        }
    }

    /// Of many texts, the first.
    private static let shownTexts = 5
    private static let shownCharacters = 120

    private static func list(_ texts: [String], _ noun: Noun) -> String {
        guard let first = texts.first else { return "it has no \(noun.one)" }
        guard texts.count > 1 else { return "its \(noun.one) is \(quoted(first))" }
        let rest = texts.count - shownTexts
        return "its \(noun.many) are \(texts.prefix(shownTexts).map(quoted).joined(separator: ", "))"
            + (rest > 0 ? " and \(rest) more" : "")
    }

    private static func quoted(_ text: String) -> String {
        let start = text.prefix(shownCharacters)
        return "“\(start)\(start.utf8.count < text.utf8.count ? "…" : "")”"
    }
}

extension ExpectationTerm.Comparison {
    static func texts(_ value: String) -> [(Self, value: String)] {
        [Self.equals, .contains, .matches].map { ($0, value) }
    }

    static func numbers(_ value: String) -> [(Self, value: String)] {
        [Self.less, .atMost, .equals, .atLeast, .more].map { ($0, value) }
    }

    /// Of numbers; how texts compare says ``TextCondition``.
    func holds<Number: Comparable>(_ number: Number, _ expected: Number) -> Bool {
        switch self {
        case .equals, .contains, .matches: number == expected
        case .atMost: number <= expected
        case .atLeast: number >= expected
        case .less: number < expected
        case .more: number > expected
        }
    }
}
