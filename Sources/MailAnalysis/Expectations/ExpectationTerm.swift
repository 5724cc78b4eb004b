/// An expectation taken apart: `no header:X-Job = 42`.
struct ExpectationTerm: Hashable, Sendable {
    /// How what is there is compared with what is expected.
    enum Comparison: String, CaseIterable, Sendable {
        case equals = "="
        case contains = ":"
        case matches = "~"
        case atMost = "<="
        case atLeast = ">="
        case less = "<"
        case more = ">"
    }

    /// `no` stands before it.
    let isNegated: Bool
    /// In lower case.
    let name: String
    /// Behind the first colon, where the kind takes one.
    let argument: String?
    /// `nil` where the name stands alone.
    let comparison: Comparison?
    /// Without white space at its ends.
    let value: String

    /// - Parameter takesArgument: Whether a colon behind a name begins an argument.
    init(_ text: String, takesArgument: (String) -> Bool) {
        var rest = text.trimmed[...]
        isNegated = rest.lowercased().hasPrefix("no ")
        if isNegated { rest = rest.dropFirst(3).drop(while: \.isWhitespace) }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0 == "-") }
        self.name = name.lowercased()
        rest = rest.dropFirst(name.count)
        if takesArgument(self.name), rest.first == ":" {
            let argument = rest.dropFirst().prefix { !$0.isWhitespace && !"=:~<>".contains($0) }
            self.argument = String(argument)
            rest = rest.dropFirst(argument.count + 1)
        } else {
            argument = nil
        }
        rest = rest.drop(while: \.isWhitespace)
        // The longer ones stand before those that they begin with.
        let comparison = Comparison.allCases.first { rest.hasPrefix($0.rawValue) }
        self.comparison = comparison
        value = String(rest.dropFirst(comparison?.rawValue.count ?? 0)).trimmed
    }
}

extension String {
    /// Without white space at its ends.
    fileprivate var trimmed: String {
        let start = drop(while: \.isWhitespace)
        return String(start.prefix(start.count - start.reversed().prefix(while: \.isWhitespace).count))
    }
}
