package import MailModel

/// Reads the query language: the one place where `q` is understood. `docs/query.md` describes it.
///
///     query     = any
///     any       = all *( "OR" all )
///     all       = negation *( [ "AND" ] negation )
///     negation  = [ "NOT" / "-" ] operand
///     operand   = "(" any ")" / field ":" ( value / "(" any ")" ) / word / phrase
///
/// White space separates. Letters and hyphens before a colon name a field, and an unknown name is an error rather than
/// a word that finds nothing; `Re:`, `12:30` and `http://…` are words all the same. What stands in parentheses behind a
/// colon are values of that field.
package struct QueryParser {
    /// Most terms in one query.
    package static let maximumTerms = 100
    /// Most levels of parentheses and negations.
    package static let maximumDepth = 20

    private static let operand = "a word, a \"phrase\", a field such as from:alice, or a parenthesis"

    private var reader: QueryReader
    /// Of which what is read are values; `nil` where nobody named one.
    private var field: QueryField?
    private var terms = 0
    private var level = 0

    private init(_ reader: QueryReader) { self.reader = reader }

    /// The condition of a query; one that asks nothing for an empty one.
    ///
    /// - Parameter now: The moment to which ages refer.
    package static func condition(of text: String, now: Timestamp) throws(QueryError) -> Condition {
        var parser = QueryParser(QueryReader(text, now: now))
        guard parser.reader.skipSpace() else { return .all([]) }
        let condition = try parser.any()
        guard parser.reader.skipSpace() else { return condition }
        throw QueryError(column: parser.reader.column, "No parenthesis is open here", expected: operand)
    }

    private mutating func any() throws(QueryError) -> Condition {
        var conditions = [try all()]
        while reader.skipSpace(), reader.takeOperator("OR") { conditions.append(try all()) }
        return conditions.count == 1 ? conditions[0] : .any(conditions)
    }

    private mutating func all() throws(QueryError) -> Condition {
        var conditions = [try negation()]
        while reader.skipSpace(), !isAtEnd {
            _ = reader.takeOperator("AND")
            conditions.append(try negation())
        }
        return conditions.count == 1 ? conditions[0] : .all(conditions)
    }

    /// Whether what comes next ends conditions of which all must hold.
    private var isAtEnd: Bool {
        var ahead = reader
        return (reader.depth > 0 && reader.isNext(")")) || ahead.takeOperator("OR")
    }

    private mutating func negation() throws(QueryError) -> Condition {
        guard reader.skipSpace() else {
            throw QueryError(column: reader.column, "The query ends too early", expected: Self.operand)
        }
        if reader.takeOperator("NOT") || reader.takeMinus() {
            return .not(try nested { parser throws(QueryError) in try parser.negation() })
        }
        return try operand()
    }

    private mutating func group() throws(QueryError) -> Condition {
        let start = reader.column
        _ = reader.take("(")
        reader.depth += 1
        let condition = try nested { parser throws(QueryError) in try parser.any() }
        guard reader.skipSpace(), reader.take(")") else {
            throw QueryError(
                column: start, "The parenthesis is not closed",
                expected: "a closing parenthesis, or quotes around the text")
        }
        reader.depth -= 1
        return condition
    }

    /// Values of a field: `from:(alice OR bob)`.
    private mutating func group(of field: QueryField) throws(QueryError) -> Condition {
        self.field = field
        defer { self.field = nil }
        return try group()
    }

    /// One level deeper, as far as that goes.
    private mutating func nested(
        _ body: (inout QueryParser) throws(QueryError) -> Condition
    ) throws(QueryError) -> Condition {
        level += 1
        guard level <= Self.maximumDepth else {
            throw QueryError(
                column: reader.column, "There is too much inside each other",
                expected: "at most \(Self.maximumDepth) levels")
        }
        let condition = try body(&self)
        level -= 1
        return condition
    }

    private mutating func operand() throws(QueryError) -> Condition {
        let start = reader.column
        for name in ["AND", "OR"] where reader.takeOperator(name) {
            throw QueryError(
                column: start, "\(name) has nothing before it",
                expected: "\(Self.operand); quote the word to look for it")
        }
        if reader.isNext("(") { return try group() }
        if reader.isNext(")") {
            let slip = reader.depth > 0 ? "Nothing stands before the parenthesis" : "No parenthesis is open here"
            throw QueryError(column: start, slip, expected: Self.operand)
        }
        let named = try takeField()
        if let named, named.takesGroup, reader.isNext("(") { return try group(of: named) }
        terms += 1
        guard terms <= Self.maximumTerms else {
            throw QueryError(column: start, "There are too many terms", expected: "at most \(Self.maximumTerms)")
        }
        guard let field = named ?? field else { return .term(.text(.anywhere, try reader.needle())) }
        return .term(try field.read(&reader))
    }

    /// Takes the name of a field, where one stands, with its colon.
    private mutating func takeField() throws(QueryError) -> QueryField? {
        let before = reader
        guard let name = reader.takeFieldName(isKnown: { QueryField.named($0) != nil }) else { return nil }
        let known = QueryField.named(name)
        guard let field else {
            if let known { return known }
            let all = QueryField.all.map { "\($0.name):" }.joined(separator: " ")
            throw QueryError(
                column: before.column, "There is no field \(name)", expected: "one of \(all), or quotes around the text"
            )
        }
        guard known == nil else {
            throw QueryError(
                column: before.column, "\(name): stands among the values of \(field.name):",
                expected: "a value, in quotes where it looks like a field")
        }
        reader = before
        return nil
    }
}
