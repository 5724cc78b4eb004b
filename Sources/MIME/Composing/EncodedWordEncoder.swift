/// Text as encoded-words in UTF-8. RFC 2047 §2.
enum EncodedWordEncoder {
    /// A word is at most 75 characters long and never divides a character. RFC 2047 §5 (3).
    private static let longest = 75 - "=?utf-8?Q??=".utf8.count

    /// The encoding that people can read, unless the other one is much shorter.
    static func words(_ text: String) -> [String] {
        let quoted = text.utf8.reduce(0) { $0 + quotedLength($1) }
        let isBase64 = quoted * 3 > (text.utf8.count + 2) / 3 * 4 * 4
        var words: [String] = []
        var chunk: [UInt8] = []
        for scalar in text.unicodeScalars {
            let octets = Array(String(scalar).utf8)
            if length(chunk + octets, isBase64) > longest {
                words.append(word(chunk, isBase64))
                chunk = []
            }
            chunk += octets
        }
        if !chunk.isEmpty || words.isEmpty { words.append(word(chunk, isBase64)) }
        return words
    }

    private static func length(_ octets: [UInt8], _ isBase64: Bool) -> Int {
        isBase64 ? (octets.count + 2) / 3 * 4 : octets.reduce(0) { $0 + quotedLength($1) }
    }

    private static func word(_ octets: [UInt8], _ isBase64: Bool) -> String {
        isBase64
            ? "=?utf-8?B?\(String(octets: Base64.encode(octets)))?=" : "=?utf-8?Q?\(octets.map(quoted).joined())?="
    }

    private static func quotedLength(_ octet: UInt8) -> Int {
        octet.isLetter || octet.isDigit || octet == .space ? 1 : 3
    }

    /// Only letters and digits stand for themselves: that is safe wherever an encoded-word may stand.
    /// RFC 2047 §5 (3).
    private static func quoted(_ octet: UInt8) -> String {
        if octet == .space { return "_" }
        if octet.isLetter || octet.isDigit { return String(octets: [octet]) }
        return octet < 16
            ? "=0\(String(octet, radix: 16, uppercase: true))" : "=\(String(octet, radix: 16, uppercase: true))"
    }
}

/// Parameters as `name=value`, or in the pieces of RFC 2231 where that is not enough.
enum ParameterEncoder {
    /// Characters of a value in one piece.
    private static let longest = 60

    static func pieces(_ name: String, _ value: String) -> [String] {
        let isASCII = value.utf8.allSatisfy { 0x20...0x7E ~= $0 }
        if isASCII, value.utf8.count <= longest, !value.contains("=?"), value.first != " ", value.last != " " {
            let isToken =
                !value.isEmpty && value.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == .hyphen || $0 == .dot }
            return ["\(name)=\(isToken ? value : value.quoted)"]
        }
        let encoded = chunks(value)
        if encoded.count == 1 { return ["\(name)*=utf-8''\(encoded[0])"] }
        return encoded.enumerated().map { index, chunk in
            let end = index + 1 < encoded.count ? ";" : ""
            return "\(name)*\(index)*=\(index == 0 ? "utf-8''" : "")\(chunk)\(end)"
        }
    }

    private static func chunks(_ value: String) -> [String] {
        var chunks: [String] = []
        var chunk = ""
        for scalar in value.unicodeScalars {
            let encoded = String(scalar).utf8.map(percentEncoded).joined()
            if chunk.utf8.count + encoded.utf8.count > longest {
                chunks.append(chunk)
                chunk = ""
            }
            chunk += encoded
        }
        return chunks + [chunk]
    }

    private static func percentEncoded(_ octet: UInt8) -> String {
        if octet.isLetter || octet.isDigit || octet == .dot || octet == .hyphen || octet == .underscore {
            return String(octets: [octet])
        }
        return octet < 16
            ? "%0\(String(octet, radix: 16, uppercase: true))" : "%\(String(octet, radix: 16, uppercase: true))"
    }
}
