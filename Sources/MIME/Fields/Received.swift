package import MailModel

/// One hop of a message, as the server that took it over wrote it down. RFC 5321 §4.4, RFC 5322 §3.6.7.
package struct Received: Hashable, Sendable {
    /// Who gave the message away, in its own words.
    package private(set) var from: String?
    /// The address of its connection, from the brackets behind its name.
    package private(set) var fromAddress: String?
    /// Who took it.
    package private(set) var by: String?
    package private(set) var via: String?
    /// The protocol, such as `ESMTPS`. RFC 3848.
    package private(set) var with: String?
    package private(set) var id: String?
    /// Without angle brackets.
    package private(set) var recipient: String?
    package private(set) var date: ZonedTime?
    /// What stands in parentheses, in order.
    package private(set) var comments: [String] = []
    /// Of the field body, in octets of the source.
    package let range: Range<Int>

    init(parsing body: Range<Int>, in source: [UInt8]) {
        range = body
        date = DateParser.date(body, in: source)
        let end = source[body].lastIndex(of: .semicolon) ?? body.upperBound
        var cursor = FieldCursor(source, body.lowerBound..<end)
        var clause: Clause?
        var value: [UInt8] = []
        while !cursor.isAtEnd {
            cursor.skipBlanks()
            if cursor.peek == .open {
                takeComment(cursor.comment(), of: clause, in: source)
                continue
            }
            let word = cursor.token { _ in false }
            guard !word.isEmpty else { break }
            if let next = Clause(spelledBy: source[word]) {
                set(clause, value)
                (clause, value) = (next, [])
            } else {
                value += (value.isEmpty ? [] : [.space]) + source[word]
            }
        }
        set(clause, value)
    }

    private enum Clause: String {
        case from, by, via, with, id, `for`

        init?(spelledBy word: ArraySlice<UInt8>) {
            guard word.count <= 4 else { return nil }
            self.init(rawValue: String(lowercasing: word))
        }
    }

    /// The first value of each clause counts.
    private mutating func set(_ clause: Clause?, _ value: [UInt8]) {
        guard let clause, !value.isEmpty else { return }
        let text = String(octets: value)
        switch clause {
        case .from:
            from = from ?? Self.word(text)
            fromAddress = fromAddress ?? Self.address(in: value)
        case .by: by = by ?? Self.word(text)
        case .via: via = via ?? text
        case .with: with = with ?? text
        case .id: id = id ?? Self.withoutBrackets(text)
        case .for: recipient = recipient ?? Self.withoutBrackets(text)
        }
    }

    private mutating func takeComment(_ inside: Range<Int>, of clause: Clause?, in source: [UInt8]) {
        comments.append(HeaderText.unstructured(inside, in: source))
        if clause == .from, fromAddress == nil { fromAddress = Self.address(in: Array(source[inside])) }
    }

    /// `[192.0.2.1]` or `[IPv6:2001:db8::1]` without the brackets. RFC 5321 §4.1.3.
    private static func address(in text: [UInt8]) -> String? {
        guard let open = text.firstIndex(of: UInt8(ascii: "[")),
            let close = text[open...].firstIndex(of: UInt8(ascii: "]"))
        else { return nil }
        let inside = String(octets: text[(open + 1)..<close])
        return inside.lowercased().hasPrefix("ipv6:") ? String(inside.dropFirst(5)) : inside
    }

    /// The first word, without a comma behind it.
    private static func word(_ text: String) -> String {
        String(text.prefix { $0 != " " && $0 != "," })
    }

    private static func withoutBrackets(_ text: String) -> String {
        let word = word(text)
        return word.hasPrefix("<") ? String(word.dropFirst().prefix { $0 != ">" }) : word
    }
}

extension Header {
    /// The way of the message, latest hop first.
    package var received: [Received] {
        bodies(of: "received").map { Received(parsing: $0, in: source) }
    }
}
