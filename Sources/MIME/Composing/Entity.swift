/// A body part to be written, and what is inside it. RFC 2045 §2.4.
package struct Entity: Sendable {
    /// `type/subtype`
    package var mediaType: String
    package var parameters: [(name: String, value: String)]
    package var content: Content
    package var disposition: (kind: String, parameters: [(name: String, value: String)])?
    /// Without angle brackets.
    package var contentID: String?

    package indirect enum Content: Sendable {
        /// Text; written in UTF-8, with whatever transfer encoding suits it.
        case text(String)
        /// A file. A message is written as it is, anything else in base64.
        case octets([UInt8])
        case parts([Entity])
    }

    package init(
        mediaType: String, parameters: [(name: String, value: String)] = [], content: Content,
        disposition: (kind: String, parameters: [(name: String, value: String)])? = nil, contentID: String? = nil
    ) {
        (self.mediaType, self.parameters, self.content) = (mediaType, parameters, content)
        (self.disposition, self.contentID) = (disposition, contentID)
    }

    package static func text(_ text: String, subtype: String) -> Entity {
        Entity(mediaType: "text/\(subtype)", parameters: [("charset", "utf-8")], content: .text(text))
    }

    package static func multipart(
        _ subtype: String, _ parts: [Entity], parameters: [(name: String, value: String)] = []
    ) -> Entity {
        Entity(mediaType: "multipart/\(subtype)", parameters: parameters, content: .parts(parts))
    }

    /// The `Content-*` fields, an empty line, and the content.
    package var octets: [UInt8] {
        var boundaries = 0
        return write(&boundaries)
    }

    private func write(_ boundaries: inout Int) -> [UInt8] {
        switch content {
        case .text(let text):
            let (encoding, body) = TransferEncoder.encode(text: text)
            return header(encoding: encoding, parameters) + body
        case .octets(let octets):
            let isMessage = mediaType == "message/rfc822" || mediaType == "message/global"
            if isMessage, TransferEncoder.isFitForTransport(octets) {
                return header(encoding: octets.isASCII ? "7bit" : "8bit", parameters) + octets
            }
            return header(encoding: "base64", parameters) + Base64.lines(octets)
        case .parts(let parts):
            let bodies = parts.map { $0.write(&boundaries) }
            let boundary = Self.boundary(besides: bodies, &boundaries)
            var octets = header(encoding: nil, parameters + [("boundary", boundary)])
            for body in bodies { octets += Array("--\(boundary)\r\n".utf8) + body + Array("\r\n".utf8) }
            return octets + Array("--\(boundary)--\r\n".utf8)
        }
    }

    private func header(encoding: String?, _ parameters: [(name: String, value: String)]) -> [UInt8] {
        var writer = HeaderWriter()
        writer.parameterized("Content-Type", mediaType, parameters)
        if let encoding { writer.words("Content-Transfer-Encoding", [encoding]) }
        if let disposition { writer.parameterized("Content-Disposition", disposition.kind, disposition.parameters) }
        if let contentID { writer.identifier("Content-ID", contentID) }
        return writer.octets + [.cr, .lf]
    }

    /// `=_` is found in neither base64 nor quoted-printable, so only an embedded message can hold a boundary.
    private static func boundary(besides bodies: [[UInt8]], _ count: inout Int) -> String {
        while true {
            count += 1
            let boundary = "=_part_\(count)_"
            let delimiter = Array("--\(boundary)".utf8)
            if !bodies.contains(where: { $0.holds(delimiter) }) { return boundary }
        }
    }
}
