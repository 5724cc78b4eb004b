package import MailModel

/// Takes the pieces of a query, or of a rule, off its front.
package struct QueryReader: Sendable {
    /// The moment to which ages refer.
    let now: Timestamp
    private let text: [Character]
    private(set) var place = 0
    /// How many parentheses are open.
    var depth = 0

    package init(_ text: String, now: Timestamp) {
        self.text = Array(text)
        self.now = now
    }

    /// Of the next character, from 1.
    package var column: Int { place + 1 }

    package var next: Character? { place < text.count ? text[place] : nil }

    func isNext(_ character: Character) -> Bool { next == character }

    /// What begins and ends a phrase: programs put typographic quotes in place of those of a keyboard.
    private static let quotes: Set<Character> = ["\"", "\u{201C}", "\u{201D}", "\u{201E}"]

    /// Answers whether there is more.
    package mutating func skipSpace() -> Bool {
        while let next, next.isWhitespace { place += 1 }
        return place < text.count
    }

    /// Takes a character where it stands.
    mutating func take(_ character: Character) -> Bool {
        guard next == character else { return false }
        place += 1
        return true
    }

    /// Takes a word in capitals that joins conditions, where it stands alone.
    mutating func takeOperator(_ name: String) -> Bool {
        let end = place + name.count
        guard text[place...].starts(with: name), end == text.count || text[end].isWhitespace || "()".contains(text[end])
        else { return false }
        place = end
        return true
    }

    /// Takes a minus that stands directly before what it denies.
    mutating func takeMinus() -> Bool {
        guard next == "-", place + 1 < text.count, !text[place + 1].isWhitespace, text[place + 1] != ")" else {
            return false
        }
        place += 1
        return true
    }

    /// Takes `name:` where one stands, else nothing. A name that nobody knows counts as one, too, unless what it is in
    /// is plainly a word: `Re:`, `http://`.
    package mutating func takeFieldName(isKnown: (String) -> Bool) -> String? {
        let rest = text[place...]
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0 == "-") }
        guard name.first?.isLetter == true, rest.dropFirst(name.count).first == ":" else { return nil }
        let after = rest.dropFirst(name.count + 1)
        let isWord = after.isEmpty || after.first?.isWhitespace == true || after.starts(with: "//")
        guard isKnown(String(name).lowercased()) || !isWord else { return nil }
        place += name.count + 1
        return String(name)
    }

    /// Everything up to white space, or to the parenthesis that closes one before it.
    mutating func word(upTo end: Set<Character> = []) -> String {
        var open = 0
        let word = text[place...].prefix { character in
            if character == "(" { open += 1 }
            if character == ")" { open -= 1 }
            return !character.isWhitespace && !(open < 0 && depth > 0) && !end.contains(character)
        }
        place += word.count
        return String(word)
    }

    /// What stands between quotes, those of a keyboard or typographic ones. A backslash before a quote or a backslash
    /// means the character itself.
    mutating func phrase() throws(QueryError) -> String {
        let start = column
        var phrase = ""
        // Between quotes of a keyboard the others are characters like any.
        let ends = isNext("\"") ? ["\""] : Self.quotes
        place += 1
        while let character = next {
            place += 1
            if ends.contains(character) {
                guard phrase.isEmpty else { return phrase }
                throw QueryError(column: start, "There is nothing in the quotes", expected: "text between the quotes")
            }
            if character == "\\", let escaped = next, ends.contains(escaped) || escaped == "\\" {
                phrase.append(escaped)
                place += 1
            } else {
                phrase.append(character)
            }
        }
        throw QueryError(column: start, "The quote is not closed", expected: "a quote at the end of the text")
    }

    /// The value of a field: a word or a phrase.
    ///
    /// - Parameter expected: What may stand there, as a phrase.
    package mutating func value(_ expected: String) throws(QueryError) -> (text: String, isQuoted: Bool, column: Int) {
        let start = column
        let isQuoted = next.map { Self.quotes.contains($0) } ?? false
        let text = isQuoted ? try phrase() : word()
        guard !text.isEmpty else {
            throw QueryError(column: start, "A value is missing behind the colon", expected: expected)
        }
        return (text, isQuoted, start)
    }

    /// The name of a header field, and whether a value follows behind an equals sign.
    package mutating func headerField() throws(QueryError) -> (name: String, hasValue: Bool) {
        let start = column
        let name = word(upTo: ["=", "\""])
        guard !name.isEmpty else {
            throw QueryError(
                column: start, "The name of a field is missing",
                expected: "a field name and a value, such as header:X-Job=42")
        }
        guard !name.contains(":") else {
            throw QueryError(
                column: start, "'\(name)' is no name of a field: it has a colon",
                expected: "an equals sign before the value, such as header:X-Job=42")
        }
        guard take("=") else { return (name, false) }
        guard let next, !next.isWhitespace, next != ")" else {
            throw QueryError(
                column: column, "A value is missing behind the equals sign",
                expected: "a value, or no equals sign where any will do")
        }
        return (name, true)
    }

    /// Text to look for behind the colon of a field. Behind an equals sign it is all that may stand there.
    mutating func fieldNeedle(
        _ expected: String = "a word or a \"phrase\"", _ prepare: (String) -> String = { $0 }
    ) throws(QueryError) -> Needle {
        let isWhole = take("=")
        try refuseOpenParenthesis()
        guard isWhole else { return try needle(expected, prepare) }
        let (text, isQuoted, column) = try value(expected)
        guard isQuoted || !text.hasSuffix("*") else {
            throw QueryError(
                column: column, "Behind an equals sign an asterisk stands for nothing else",
                expected: "all of the text, in quotes where it ends with an asterisk")
        }
        return try Self.needle(prepare(text), .whole, column, expected)
    }

    /// A parenthesis that a value begins with is part of it only where it is closed in it.
    private func refuseOpenParenthesis() throws(QueryError) {
        guard isNext("(") else { return }
        var ahead = self
        let word = ahead.word()
        guard word.count(where: { $0 == "(" }) > word.count(where: { $0 == ")" }) else { return }
        throw QueryError(
            column: column, "The parenthesis is not closed in the value",
            expected: "quotes around text with spaces, or the field before each of several values, as in "
                + "(header:X-Job=1 OR header:X-Job=2)")
    }

    private static func needle(
        _ text: String, _ extent: Needle.Extent, _ column: Int, _ expected: String
    ) throws(QueryError) -> Needle {
        let needle = Needle(text, extent)
        guard !needle.octets.isEmpty else {
            throw QueryError(column: column, "There is nothing to look for", expected: expected)
        }
        return needle
    }

    /// A value that reads itself from text.
    package mutating func value<Value>(_ expected: String, _ read: (String) -> Value?) throws(QueryError) -> Value {
        let (text, _, column) = try value(expected)
        guard let value = read(text) else {
            throw QueryError(column: column, "'\(text)' is not understood", expected: expected)
        }
        return value
    }

    /// Text to look for: a word with an asterisk at its end is how a word begins.
    ///
    /// - Parameter prepare: What is done to the text before.
    mutating func needle(
        _ expected: String = "a word or a \"phrase\"", _ prepare: (String) -> String = { $0 }
    ) throws(QueryError) -> Needle {
        let (value, isQuoted, column) = try value(expected)
        let text = prepare(value)
        let isBeginning = !isQuoted && text.hasSuffix("*") && text != "*"
        return isBeginning
            ? try Self.needle(String(text.dropLast()), .wordBeginning, column, expected)
            : try Self.needle(text, .anyPart, column, expected)
    }
}
