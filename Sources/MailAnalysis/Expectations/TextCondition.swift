import MIME

/// What a text is compared with. Lines are wrapped anywhere, so white space of any kind and length counts as one blank; to
/// patterns it is what it is.
enum TextCondition: Sendable {
    case equals(String)
    /// In lower case.
    case contains([UInt8])
    case matches(TextPattern)

    /// - Throws: For an expression that is none.
    init(_ comparison: ExpectationTerm.Comparison, _ value: String) throws(ExpectationError.Reason) {
        switch comparison {
        case .contains: self = .contains(Array(value.lowercased().foldingWhiteSpace.utf8))
        case .matches:
            do throws(TextPattern.Fault) {
                self = .matches(try TextPattern(value))
            } catch {
                throw ExpectationError.Reason(text: error.description)
            }
        case .equals, .atMost, .atLeast, .less, .more: self = .equals(value.foldingWhiteSpace)
        }
    }

    /// `nil` where it cannot be found out.
    func holds(of text: String) -> Bool? {
        switch self {
        case .equals(let expected): text.foldingWhiteSpace == expected
        case .contains(let needle): Array(text.lowercased().foldingWhiteSpace.utf8).holds(needle)
        case .matches(let pattern): pattern.isFound(in: text)
        }
    }

    /// Whether it holds of one of some texts.
    func holds(ofAny texts: [String]) -> Bool? {
        var result: Bool? = false
        for text in texts {
            switch holds(of: text) {
            case true?: return true
            case nil: result = nil
            case false?: break
            }
        }
        return result
    }
}

extension String {
    /// With one blank for any run of white space, and none at its ends.
    fileprivate var foldingWhiteSpace: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
