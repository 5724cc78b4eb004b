/// The value of a `Content-Type` field. RFC 2045 §5.1.
package struct ContentType: Hashable, Sendable {
    /// In lower case.
    package let type: String
    /// In lower case; empty when it is missing.
    package let subtype: String
    package let parameters: Parameters

    package init(type: String, subtype: String, parameters: Parameters = Parameters()) {
        (self.type, self.subtype, self.parameters) = (type, subtype, parameters)
    }

    /// `nil` when there is not even a type.
    init?(parsing body: Range<Int>, in source: [UInt8]) {
        var cursor = FieldCursor(source, body)
        cursor.skipComments()
        let type = cursor.token { $0 == .slash || $0 == .semicolon }
        guard !type.isEmpty else { return nil }
        cursor.skipComments()
        var subtype = type.upperBound..<type.upperBound
        if cursor.take(.slash) {
            cursor.skipComments()
            subtype = cursor.token { $0 == .semicolon }
        }
        self.type = String(lowercasing: source[type])
        self.subtype = String(lowercasing: source[subtype])
        parameters = Parameters(parsing: cursor)
    }

    /// `type/subtype`
    package var mediaType: String { subtype.isEmpty ? type : "\(type)/\(subtype)" }

    /// The character set that text declares, as it is spelled.
    package var charset: String? { parameters["charset"] }

    package static let plainText = ContentType(type: "text", subtype: "plain")
    static let message = ContentType(type: "message", subtype: "rfc822")

    package func `is`(_ type: String, _ subtype: String) -> Bool { self.type == type && self.subtype == subtype }

    package var isMultipart: Bool { type == "multipart" }
    func isMultipart(_ subtype: String) -> Bool { isMultipart && self.subtype == subtype }

    /// Whether the content is a whole message. RFC 2046 §5.2.1, RFC 6532 §3.7.
    package var isMessage: Bool { type == "message" && (subtype == "rfc822" || subtype == "global") }

    enum Container { case multipart, message }

    /// Whether and how the content is taken apart in place. A message in base64 is not: its octets are not there.
    func container(encoding: TransferEncoding) -> Container? {
        if isMultipart { return .multipart }
        return isMessage && encoding.isIdentity ? .message : nil
    }

    /// The boundary parameter; `nil` when it is missing or empty.
    var boundary: [UInt8]? {
        guard let boundary = parameters["boundary"], !boundary.isEmpty else { return nil }
        return Array(boundary.utf8)
    }
}

/// The value of a `Content-Disposition` field. RFC 2183 §2.
package struct Disposition: Hashable, Sendable {
    /// `inline`, `attachment` or something else, in lower case.
    package let kind: String
    package let parameters: Parameters

    /// `nil` when there is no kind, whatever parameters there are.
    init?(parsing body: Range<Int>, in source: [UInt8]) {
        var cursor = FieldCursor(source, body)
        cursor.skipComments()
        let kind = cursor.token { $0 == .semicolon }
        guard !kind.isEmpty else { return nil }
        self.kind = String(lowercasing: source[kind])
        parameters = Parameters(parsing: cursor)
    }

    package var isAttachment: Bool { kind == "attachment" }
}

/// How a body was made fit for transport. RFC 2045 §6.
package enum TransferEncoding: Hashable, Sendable {
    /// `7bit`, `8bit`, `binary`, or nothing stated: the octets stand for themselves.
    case identity
    case base64
    case quotedPrintable
    /// Not known, in lower case; read as if it were `identity`. RFC 2045 §6.4. `x-uuencode` is one of them: what
    /// it wraps says itself where it begins and ends, see ``UUEncoding``.
    case other(String)

    init?(parsing body: Range<Int>, in source: [UInt8]) {
        var cursor = FieldCursor(source, body)
        cursor.skipComments()
        _ = cursor.take(.quote)
        let word = cursor.token { $0 == .semicolon || $0 == .quote }
        guard !word.isEmpty else { return nil }
        switch String(lowercasing: source[word]) {
        case "7bit", "8bit", "binary", "7-bit", "8-bit": self = .identity
        case "base64": self = .base64
        case "quoted-printable": self = .quotedPrintable
        case let other: self = .other(other)
        }
    }

    var isIdentity: Bool {
        switch self {
        case .identity, .other: true
        case .base64, .quotedPrintable: false
        }
    }
}
