/// The identifiers in a `Message-ID`, `References`, `In-Reply-To` or `Content-ID` field. RFC 5322 §3.6.4.
package struct Identifier: Hashable, Sendable {
    /// Without the angle brackets.
    package let text: String
    /// With them, in octets of the source.
    package let range: Range<Int>

    /// Whatever is in angle brackets; where there are none, the words of the field.
    static func list(_ body: Range<Int>, in source: [UInt8], limit: Int = .max) -> [Identifier] {
        var identifiers: [Identifier] = []
        var position = body.lowerBound
        while identifiers.count < limit, let open = source.firstIndex(of: .less, in: position..<body.upperBound) {
            let close = source.firstIndex(of: .greater, in: open..<body.upperBound) ?? body.upperBound
            let inside = source.trimming((open + 1)..<max(open + 1, close)) { $0.isFolding }
            if !inside.isEmpty {
                identifiers.append(Identifier(inside, in: source, range: open..<min(close + 1, body.upperBound)))
            }
            position = min(close + 1, body.upperBound)
        }
        if position == body.lowerBound { return words(body, in: source, limit: limit) }
        return identifiers
    }

    private static func words(_ body: Range<Int>, in source: [UInt8], limit: Int) -> [Identifier] {
        var cursor = FieldCursor(source, body)
        var identifiers: [Identifier] = []
        cursor.skipBlanks()
        while identifiers.count < limit, !cursor.isAtEnd {
            let start = cursor.position
            while let octet = cursor.peek, !octet.isFolding { cursor.advance() }
            identifiers.append(Identifier(start..<cursor.position, in: source, range: start..<cursor.position))
            cursor.skipBlanks()
        }
        return identifiers
    }

    private init(_ inside: Range<Int>, in source: [UInt8], range: Range<Int>) {
        text = HeaderText.unstructured(inside, in: source)
        self.range = range
    }
}
