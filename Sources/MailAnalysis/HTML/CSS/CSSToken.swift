/// One token of CSS. CSS Syntax 3 §4.
struct CSSToken {
    enum Kind {
        case identifier
        /// With its opening parenthesis.
        case function
        case atKeyword
        case hash
        case string
        /// An address without quotes, `url(…)`.
        case url
        case number, percentage, dimension
        case space
        case colon, semicolon, comma
        case openBrace, closeBrace, openBracket, closeBracket, openParenthesis, closeParenthesis
        case delimiter
    }

    var kind: Kind
    /// All of it, in the octets that were read.
    var range: Range<Int>
    /// Of a name without its marks, of a string without its quotes, of an address alone, of a unit.
    var name: Range<Int> = 0..<0
    /// Of a number, a percentage or a dimension.
    var value = 0.0
}
