extension DefectInspector {
    mutating func inspectEncoding(of part: Part) {
        let stated = message.header(of: part).last("content-transfer-encoding")
        if case .other(let name) = part.encoding { note(.encodingUnknown, in: part.index, part.header, name) }
        let isComposite = part.contentType.isMultipart || part.contentType.is("message", "rfc822")
        if isComposite, !part.encoding.isIdentity { note(.encodingOfComposite, in: part.index, part.header) }
        let isSevenBit = stated.map { $0.lowercased().hasPrefix("7") } ?? true
        guard isSevenBit, part.encoding.isIdentity, !part.isContainer else { return }
        if let octet = source[part.body].firstIndex(where: { $0 >= 0x80 }) {
            note(.eightBitUndeclared, in: part.index, octet..<part.body.upperBound)
        }
    }

    /// Inspects the content of a part, where it is text, and answers with it as text, where that is wanted.
    mutating func inspectText(_ content: consuming [UInt8], of part: Part, isWanted: Bool) -> String? {
        let label = part.contentType.charset
        guard part.contentType.type == "text" else {
            return isWanted ? Text.read(content, charset: label).text : nil
        }
        if part.isPlainText, part.encoding.isIdentity { inspectWrappedFiles(in: part) }
        if label == nil, !content.isASCII { note(.charsetMissing, in: part.index, part.header) }
        guard isWanted || label != nil else { return nil }
        let reading = Text.read(content, charset: label)
        if let label, Charset(label: label) == nil {
            note(.charsetUnknown, in: part.index, part.header, label)
        } else if let label, !reading.isExact {
            note(.charsetWrong, in: part.index, part.body, label)
        }
        return reading.text
    }

    /// Files that were put into text before there was MIME, or without it. Each kind is told once.
    private mutating func inspectWrappedFiles(in part: Part) {
        var (sawUuencode, sawYEnc) = (false, false)
        var position = part.body.lowerBound
        while position < part.body.upperBound, !(sawUuencode && sawYEnc) {
            let line = lines.line(at: position, limit: part.body.upperBound)
            position = line.end
            if !sawUuencode, let name = UUEncoding.name(of: line, in: source) {
                note(.uuencodeInText, in: part.index, line.start..<line.contentEnd, name)
                sawUuencode = true
            } else if !sawYEnc, source.holds(Self.yEncMark, at: line.start) {
                note(.yEncInText, in: part.index, line.start..<line.contentEnd)
                sawYEnc = true
            }
        }
    }

    private static let yEncMark = Array("=ybegin ".utf8)
}
