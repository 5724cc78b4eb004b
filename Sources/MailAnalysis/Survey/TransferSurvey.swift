import MIME

/// Where base64 is none. RFC 2045 §6.8.
enum Base64Survey {
    /// The octets that do not belong, and all that stands behind padding; everything where the end is missing.
    static func damage(in body: Range<Int>, of source: [UInt8]) -> [Range<Int>] {
        let content = source.trimming(body) { $0.isFolding }
        guard !content.isEmpty, Base64.decode(source, in: content).isDamaged else { return [] }
        var found: [Range<Int>] = []
        var digits = 0
        var isPadded = false
        for position in content where !source[position].isFolding {
            let octet = source[position]
            if octet == .equals, isPadded || digits % 4 >= 2 {
                isPadded = true
            } else if isPadded {
                return found + [position..<content.upperBound]
            } else if !isDigit(octet) {
                found.append(position, joining: LineSurvey.limit)
                continue
            }
            digits += 1
        }
        return found.isEmpty ? [content] : found
    }

    private static func isDigit(_ octet: UInt8) -> Bool {
        octet.isLetter || octet.isDigit || [.plus, .slash, .hyphen, .underscore].contains(octet)
    }
}

extension [Range<Int>] {
    /// Lengthens the last range where it ends at `position`, else adds one, up to a limit.
    fileprivate mutating func append(_ position: Int, joining limit: Int) {
        if let last, last.upperBound == position {
            self[count - 1] = last.lowerBound..<(position + 1)
        } else if count < limit {
            append(position..<(position + 1))
        }
    }
}

/// Where quoted-printable is not as it has to be. RFC 2045 §6.7.
enum QuotedPrintableSurvey {
    static func damage(in body: Range<Int>, of source: [UInt8]) -> [(what: String, range: Range<Int>)] {
        var found: [(what: String, range: Range<Int>)] = []
        var position = body.lowerBound
        while found.count < LineSurvey.limit, let sign = source.firstIndex(of: .equals, in: position..<body.upperBound)
        {
            position = sign + 1
            if isEscape(at: sign, body.upperBound, of: source) || isSoftBreak(at: sign, body.upperBound, of: source) {
                continue
            }
            found.append(("An equals sign begins nothing", sign..<(sign + 1)))
        }
        let content = source[body]
        if let first = content.firstIndex(where: { $0 >= 0x80 }), let last = content.lastIndex(where: { $0 >= 0x80 }) {
            found.append(("Octets beyond ASCII are not encoded", first..<(last + 1)))
        }
        return found
    }

    private static func isEscape(at sign: Int, _ end: Int, of source: [UInt8]) -> Bool {
        sign + 2 < end && source[sign + 1].hexadecimal != nil && source[sign + 2].hexadecimal != nil
    }

    /// Nothing but blanks between the sign and the line end, which the end of the part is, too.
    private static func isSoftBreak(at sign: Int, _ end: Int, of source: [UInt8]) -> Bool {
        var position = sign + 1
        while position < end, source[position].isBlank { position += 1 }
        return position == end || source[position] == .cr || source[position] == .lf
    }
}
