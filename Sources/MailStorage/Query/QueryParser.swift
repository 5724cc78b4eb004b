/// Reads the query language: the one place where `q` is understood.
///
///     reset password                 both words, anywhere
///     "reset your password"          the phrase
///     from:alice to:bob@example.com  name or address, envelope included
///     subject:"reset your"           a field with a phrase
///     header:X-Job=42                a header field that contains 42; without = one that is there at all
///
/// White space separates conditions, and all must hold. A backslash before `"` or `\` inside quotes means the
/// character itself. Letters and hyphens before a colon name a field, and an unknown name is an error rather than a
/// word that finds nothing; `Re:`, `12:30` and `http://…` are words all the same.
package struct QueryParser {
    /// Fields that can be asked for.
    package static let fields = ["from", "to", "subject", "header"]
    /// Most conditions in one query.
    package static let maximumTerms = 50

    private let text: [Character]
    private var place = 0

    private init(_ text: String) { self.text = Array(text) }

    /// The conditions of a query; none for an empty one.
    package static func terms(of text: String) throws(QueryError) -> [QueryTerm] {
        var parser = QueryParser(text)
        var terms: [QueryTerm] = []
        while parser.skipSpace() {
            guard terms.count < maximumTerms else {
                throw QueryError(column: parser.column, message: "A query has at most \(maximumTerms) conditions")
            }
            terms.append(try parser.term())
        }
        return terms
    }

    private var column: Int { place + 1 }

    private var next: Character? { place < text.count ? text[place] : nil }

    /// Answers whether there is more.
    private mutating func skipSpace() -> Bool {
        while let next, next.isWhitespace { place += 1 }
        return place < text.count
    }

    private mutating func term() throws(QueryError) -> QueryTerm {
        let start = column
        if next == "\"" { return .word(Needle(try phrase())) }
        let name = fieldName()
        guard !name.isEmpty else { return .word(Needle(word())) }
        switch name.lowercased() {
        case "from": return .from(try value(of: name))
        case "to": return .to(try value(of: name))
        case "subject": return .subject(try value(of: name))
        case "header": return try header()
        default:
            let known = Self.fields.map { "\($0):" }.joined(separator: ", ")
            throw QueryError(
                column: start,
                message: "There is no field \(name); known are \(known). Quote it to search for the text")
        }
    }

    /// Takes `name:` where one stands, else nothing.
    private mutating func fieldName() -> String {
        let rest = text[place...]
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0 == "-") }
        guard name.first?.isLetter == true, rest.dropFirst(name.count).first == ":" else { return "" }
        let after = rest.dropFirst(name.count + 1)
        let isKnown = Self.fields.contains(String(name).lowercased())
        let isWord = after.isEmpty || after.first?.isWhitespace == true || after.starts(with: "//")
        guard isKnown || !isWord else { return "" }
        place += name.count + 1
        return String(name)
    }

    /// Everything up to white space.
    private mutating func word() -> String {
        let word = text[place...].prefix { !$0.isWhitespace }
        place += word.count
        return String(word)
    }

    private mutating func phrase() throws(QueryError) -> String {
        let start = column
        var phrase = ""
        place += 1
        while let character = next {
            place += 1
            if character == "\"" {
                if phrase.isEmpty { throw QueryError(column: start, message: "There is nothing in the quotes") }
                return phrase
            }
            if character == "\\", let escaped = next, escaped == "\"" || escaped == "\\" {
                phrase.append(escaped)
                place += 1
            } else {
                phrase.append(character)
            }
        }
        throw QueryError(column: start, message: "The quote is not closed")
    }

    private mutating func value(of field: String) throws(QueryError) -> Needle {
        let value = next == "\"" ? try phrase() : word()
        guard !value.isEmpty else {
            throw QueryError(column: column, message: "\(field): needs a value right behind the colon")
        }
        return Needle(value)
    }

    /// `Name=value`, `Name="two words"`, `Name`.
    private mutating func header() throws(QueryError) -> QueryTerm {
        let start = column
        let name = text[place...].prefix { !$0.isWhitespace && $0 != "=" && $0 != "\"" }
        guard !name.isEmpty else {
            throw QueryError(column: start, message: "header: takes a field name and a value, such as header:X-Job=42")
        }
        place += name.count
        guard next == "=" else { return .header(name: String(name), value: Needle("")) }
        place += 1
        let value = next == "\"" ? try phrase() : word()
        return .header(name: String(name), value: Needle(value))
    }
}

/// A query that is not understood.
package struct QueryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it went wrong, in characters from 1.
    package var column: Int
    package var message: String

    package init(column: Int, message: String) {
        (self.column, self.message) = (column, message)
    }

    package var description: String { "\(message) (column \(column))" }
}
