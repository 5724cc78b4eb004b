/// The parameters of a structured field, decoded, in order. RFC 2045 §5.1, RFC 2231.
package struct Parameters: Hashable, Sendable {
    package private(set) var all: [Parameter] = []

    package init(_ all: [Parameter] = []) { self.all = all }

    package var isEmpty: Bool { all.isEmpty }

    /// The value of the first parameter with that name, given in lower case.
    package subscript(name: String) -> String? {
        all.first { $0.name == name }?.value
    }

    /// Reads what is left of a field, beginning before the first semicolon.
    init(parsing cursor: FieldCursor) {
        guard !cursor.isAtEnd else { return }
        var reader = ParameterReader(cursor)
        var segments: [ParameterSegment] = []
        while let segment = reader.next() { segments.append(segment) }
        all = ParameterSegment.join(segments)
    }
}

/// One attribute of a structured field.
package struct Parameter: Hashable, Sendable {
    /// In lower case, without the asterisks of RFC 2231.
    package let name: String
    package let value: String
    /// The language tag of RFC 2231 §4, if there is one.
    package let language: String?
    /// From the name to the end of the value; of the first piece where there are several. In octets of the source.
    package let range: Range<Int>

    package init(name: String, value: String, language: String? = nil, range: Range<Int> = 0..<0) {
        (self.name, self.value, self.language, self.range) = (name, value, language, range)
    }
}
