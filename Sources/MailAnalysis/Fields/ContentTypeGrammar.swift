import MIME

/// The `Content-Type` field as RFC 2045 §5.1 has it written.
enum ContentTypeGrammar {
    /// What is wrong with a field body, as the end of a sentence; `nil` when nothing is.
    static func fault(in source: [UInt8], _ body: Range<Int>) -> String? {
        var reader = Reader(source: source, position: body.lowerBound, end: body.upperBound)
        reader.skipBlanks()
        if reader.isAtEnd { return "says nothing" }
        let start = reader.position
        guard reader.token(), reader.take(.slash) else { return "is not type/subtype" }
        let type = source.lowercased(start..<(reader.position - 1))
        guard reader.token() else { return "is not type/subtype" }
        guard types.contains(type) || type.hasPrefix("x-") else { return "has a type that does not exist, '\(type)'" }
        var names: Set<String> = []
        reader.skipBlanks()
        while !reader.isAtEnd {
            guard reader.take(.semicolon) else { return "has something other than a semicolon before a parameter" }
            reader.skipBlanks()
            // One semicolon too many at the end harms nobody.
            if reader.isAtEnd { return nil }
            let start = reader.position
            guard reader.token() else { return "has a parameter without a name" }
            let name = source.lowercased(start..<reader.position)
            reader.skipBlanks()
            guard reader.take(.equals) else { return "has a parameter '\(name)' without a value" }
            reader.skipBlanks()
            guard reader.quotedString() || reader.token() else { return "has no value for '\(name)'" }
            guard names.insert(name).inserted else { return "has '\(name)' twice" }
            let valueEnd = reader.position
            reader.skipBlanks()
            if !reader.isAtEnd, reader.peek != .semicolon {
                return valueEnd == reader.position || !reader.startsParameter
                    ? "has a value of '\(name)' that should be quoted"
                    : "has no semicolon behind '\(name)'"
            }
        }
        return nil
    }

    /// RFC 6838 §4.2, and `chemical`, which is in use without being registered.
    private static let types: Set<String> = [
        "application", "audio", "chemical", "font", "haptics", "image", "message", "model", "multipart", "text",
        "video",
    ]

    private struct Reader {
        let source: [UInt8]
        var position: Int
        let end: Int

        var isAtEnd: Bool { position >= end }
        var peek: UInt8? { position < end ? source[position] : nil }

        mutating func take(_ octet: UInt8) -> Bool {
            guard peek == octet else { return false }
            position += 1
            return true
        }

        /// Goes over white space and comments.
        mutating func skipBlanks() {
            var depth = 0
            while let octet = peek {
                if octet == .open {
                    depth += 1
                } else if octet == .close, depth > 0 {
                    depth -= 1
                } else if depth == 0, !octet.isFolding {
                    return
                }
                position += 1
            }
        }

        mutating func token() -> Bool {
            let start = position
            while let octet = peek, octet > .space, octet < 0x7F, !Self.specials.contains(octet) { position += 1 }
            return position > start
        }

        mutating func quotedString() -> Bool {
            guard take(.quote) else { return false }
            while let octet = peek {
                position += octet == .backslash ? 2 : 1
                if octet == .quote { return true }
            }
            position = min(position, end)
            return false
        }

        /// Whether `name=` comes next.
        var startsParameter: Bool {
            var ahead = self
            return ahead.token() && ahead.take(.equals)
        }

        /// RFC 2045 §5.1.
        private static let specials = Set("()<>@,;:\\\"/[]?=".utf8)
    }
}
