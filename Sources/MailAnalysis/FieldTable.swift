import MIME

/// The fields of a header section, each decoded once, found by name. They are handed around by reference, as a hundred
/// rules ask for them.
final class FieldTable {
    final class Field {
        /// In lower case.
        let name: String
        let spelling: String
        let span: FieldSpan
        /// Unfolded and decoded.
        let value: String

        fileprivate init(_ span: FieldSpan, of header: Header) {
            name = header.source.lowercased(span.name)
            spelling = String(decoding: header.source[span.name], as: UTF8.self)
            (self.span, value) = (span, header.value(of: span))
        }

        /// Name and line end included.
        var range: Range<Int> { span.range }
        var body: Range<Int> { span.body }
        /// Shows nothing: white space of any kind, and characters that nobody sees.
        var isBlank: Bool {
            value.unicodeScalars.allSatisfy {
                $0.value <= 0x20
                    || $0.value > 0x7F && ($0.properties.isWhitespace || $0.properties.isDefaultIgnorableCodePoint)
            }
        }
    }

    let header: Header
    let all: [Field]

    init(_ header: Header) {
        self.header = header
        all = header.spans.map { Field($0, of: header) }
    }

    /// The fields with a name, given in lower case, in order.
    func all(_ name: String) -> [Field] { all.filter { $0.name == name } }

    /// The last field with that name: the one that counts. RFC 8621 §4.1.2.
    func last(_ name: String) -> Field? { all.last { $0.name == name } }

    func has(_ name: String) -> Bool { all.contains { $0.name == name } }
}

extension [UInt8] {
    /// The octets of `range` as text, ASCII letters in lower case.
    func lowercased(_ range: Range<Int>) -> String {
        String(unsafeUninitializedCapacity: range.count) { buffer in
            for (offset, octet) in self[range].enumerated() { buffer[offset] = octet.lowercased }
            return range.count
        }
    }
}
