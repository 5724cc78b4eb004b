package import MailModel

/// The header section of a message alone; its bodies are never looked at.
///
/// Splitting costs one scan of the header section. A field is decoded when it is asked for.
package struct Header: Sendable {
    package let source: [UInt8]
    /// Where each field lies, in order.
    package let spans: [FieldSpan]

    /// Reads the header section at the start of `octets`, which may be a whole message.
    package init(of octets: [UInt8], limits: Limits = .inForce) {
        var scanner = HeaderScanner(LineReader(octets), limit: limits.fields)
        _ = scanner.scan(octets.indices, boundaries: Boundaries(), part: 0)
        (source, spans) = (octets, scanner.fields)
    }

    init(source: [UInt8], spans: [FieldSpan]) {
        (self.source, self.spans) = (source, spans)
    }

    package var count: Int { spans.count }

    /// Every field, in order, decoded.
    package var fields: [HeaderField] { spans.map(field) }

    /// The decoded values of the fields with a name, in order; names compare without regard to case.
    package func values(of name: String) -> [String] {
        spans(named: name).map(value)
    }

    /// The decoded value of the last field with that name: the one that counts where a field is repeated that
    /// should not be. RFC 8621 §4.1.2.
    package func last(_ name: String) -> String? {
        spans(named: name).last.map(value)
    }

    /// Whether a field with that name has a decoded value that satisfies `predicate`; decodes no other field.
    package func contains(_ name: String, where predicate: (String) -> Bool) -> Bool {
        spans(named: name).contains { predicate(value(of: $0)) }
    }

    /// Whether any field at all has a decoded value that satisfies `predicate`.
    package func contains(where predicate: (String) -> Bool) -> Bool {
        spans.contains { predicate(value(of: $0)) }
    }

    /// The addresses of every field with that name.
    package func addresses(of name: String, limit: Int = .max) -> AddressList {
        var list = AddressList()
        for span in spans(named: name) {
            list.items += AddressParser.list(span.body, in: source, limit: limit - list.items.count).items
        }
        return list
    }

    /// The date of the last field with that name.
    package func date(of name: String) -> ZonedTime? {
        spans(named: name).last.flatMap { DateParser.date($0.body, in: source) }
    }

    /// The identifiers of the last field with that name.
    package func identifiers(of name: String, limit: Int = .max) -> [Identifier] {
        spans(named: name).last.map { Identifier.list($0.body, in: source, limit: limit) } ?? []
    }

    /// Where the bodies of the fields with that name lie, in octets of the source.
    package func bodies(of name: String) -> [Range<Int>] {
        spans(named: name).map(\.body)
    }

    private func spans(named name: String) -> some BidirectionalCollection<FieldSpan> {
        let wanted = name.utf8.map(\.lowercased)
        return spans.lazy.filter { source.spells(wanted, in: $0.name) }
    }

    /// The body of a field, unfolded and decoded.
    package func value(of span: FieldSpan) -> String {
        HeaderText.unstructured(span.body, in: source)
    }

    private func field(_ span: FieldSpan) -> HeaderField {
        HeaderField(
            name: String(octets: source[span.name]), value: value(of: span), raw: String(octets: source[span.body]),
            range: span.range)
    }
}

/// One header field, decoded. RFC 5322 §2.2.
package struct HeaderField: Hashable, Sendable {
    /// As it is spelled; empty for a line that has no colon.
    package var name: String
    /// Unfolded and decoded.
    package var value: String
    /// The field body as it came, line ends inside it included.
    package var raw: String
    /// Of the whole field, name and line end included, in octets of the source.
    package var range: Range<Int>
}
