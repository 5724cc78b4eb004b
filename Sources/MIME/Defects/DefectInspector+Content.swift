extension DefectInspector {
    mutating func inspectContent(of part: Part) {
        inspectEncoding(of: part)
        guard !part.isContainer, !part.contentType.isMultipart else { return }
        let content: [UInt8]
        switch part.encoding {
        case .base64:
            let result = Base64.decode(source, in: part.body)
            if result.isDamaged { note(.base64Damaged, in: part.index, part.body) }
            content = result.octets
        case .quotedPrintable:
            let result = QuotedPrintable.decode(source, in: part.body)
            if result.isDamaged { note(.quotedPrintableDamaged, in: part.index, part.body) }
            content = result.octets
        case .identity, .other:
            content = Array(source[part.body])
        }
        guard part.contentType.type == "text" else { return }
        inspectText(content, of: part)
        if part.isPlainText, part.encoding.isIdentity { inspectWrappedFiles(in: part) }
    }

    private mutating func inspectEncoding(of part: Part) {
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

    private mutating func inspectText(_ content: [UInt8], of part: Part) {
        guard let label = part.contentType.charset else {
            if !content.isASCII { note(.charsetMissing, in: part.index, part.header) }
            return
        }
        if Charset(label: label) == nil {
            note(.charsetUnknown, in: part.index, part.header, label)
        } else if !Charset.read(content, label: label).isExact {
            note(.charsetWrong, in: part.index, part.body, label)
        }
    }

    /// Files that were put into text before there was MIME, or without it. Each kind is told once.
    private mutating func inspectWrappedFiles(in part: Part) {
        let reader = LineReader(source)
        var (sawUuencode, sawYEnc) = (false, false)
        var position = part.body.lowerBound
        while position < part.body.upperBound, !(sawUuencode && sawYEnc) {
            let line = reader.line(at: position, limit: part.body.upperBound)
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
