/// Makes content fit for transport in lines of 7-bit octets. RFC 2045 §6.
enum TransferEncoder {
    /// Text as UTF-8 with CR LF, and the encoding that was chosen: none where it can be read as it is,
    /// quoted-printable where most of it can, else base64.
    static func encode(text: String) -> (encoding: String, body: [UInt8]) {
        let canonical = canonical(Array(text.utf8))
        if canonical.isASCII, isFitForTransport(canonical, line: 78), !canonical.hasFragileLine {
            return ("7bit", canonical)
        }
        let eightBit = canonical.count { $0 >= 0x80 }
        return eightBit * 4 <= canonical.count
            ? ("quoted-printable", QuotedPrintable.encode(canonical)) : ("base64", Base64.lines(canonical))
    }

    /// Whether octets pass as they are: lines of at most 998 octets that end in CR LF, and no NUL. RFC 2045 §2.7–§2.8.
    static func isFitForTransport(_ octets: [UInt8], line limit: Int = 998) -> Bool {
        var length = 0
        for (index, octet) in octets.enumerated() {
            switch octet {
            case 0: return false
            case .cr where index + 1 == octets.count || octets[index + 1] != .lf: return false
            case .lf where index == 0 || octets[index - 1] != .cr: return false
            case .lf: length = 0
            case .cr: break
            default: length += 1
            }
            if length > limit { return false }
        }
        return true
    }

    /// With CR LF for every LF that has no CR.
    static func canonical(_ octets: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(octets.count + octets.count / 32)
        for octet in octets {
            if octet == .lf, result.last != .cr { result.append(.cr) }
            result.append(octet)
        }
        return result
    }
}

extension [UInt8] {
    /// A line that ends in a blank or begins with `From `: some transports change them.
    fileprivate var hasFragileLine: Bool {
        var position = 0
        while position < count {
            let end = firstIndex(of: .cr, in: position..<count) ?? count
            if end > position, self[end - 1].isBlank || holds(Self.mboxMark, at: position) { return true }
            position = end + 2
        }
        return false
    }

    private static let mboxMark: [UInt8] = Array("From ".utf8)
}

extension Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Without line ends.
    package static func encode(_ octets: some Collection<UInt8>) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity((octets.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var held = 0
        for octet in octets {
            bits = bits << 8 | UInt32(octet)
            held += 1
            guard held == 3 else { continue }
            for shift in [18, 12, 6, 0] as [UInt32] { encoded.append(alphabet[Int(bits >> shift & 63)]) }
            (bits, held) = (0, 0)
        }
        guard held > 0 else { return encoded }
        bits <<= held == 1 ? 16 : 8
        encoded += [alphabet[Int(bits >> 18 & 63)], alphabet[Int(bits >> 12 & 63)]]
        encoded += [held == 2 ? alphabet[Int(bits >> 6 & 63)] : .equals, .equals]
        return encoded
    }

    /// In lines of 76 characters. RFC 2045 §6.8.
    static func lines(_ octets: [UInt8]) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(octets.count / 57 * 78 + 80)
        for start in stride(from: 0, to: octets.count, by: 57) {
            if start > 0 { lines += [.cr, .lf] }
            lines += encode(octets[start..<Swift.min(start + 57, octets.count)])
        }
        return lines
    }
}

extension QuotedPrintable {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Of octets whose lines end in CR LF; those stay line ends, every other CR or LF is encoded. RFC 2045 §6.7.
    package static func encode(_ octets: [UInt8]) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(octets.count + octets.count / 8)
        var column = 0
        var index = 0
        while index < octets.count {
            if octets[index] == .cr, index + 1 < octets.count, octets[index + 1] == .lf {
                encoded += [.cr, .lf]
                (column, index) = (0, index + 2)
                continue
            }
            let isLastOfLine = index + 1 == octets.count || octets[index + 1] == .cr
            let token = token(octets[index], isLastOfLine: isLastOfLine)
            if column + token.count > 75 {
                encoded += [.equals, .cr, .lf]
                column = 0
            }
            encoded += token
            (column, index) = (column + token.count, index + 1)
        }
        return encoded
    }

    private static func token(_ octet: UInt8, isLastOfLine: Bool) -> [UInt8] {
        let isPlain = 0x21...0x7E ~= octet && octet != .equals || octet.isBlank && !isLastOfLine
        return isPlain ? [octet] : [.equals, digits[Int(octet >> 4)], digits[Int(octet & 15)]]
    }
}
