import MIME

/// Looks for text that was encoded or escaped once too often.
struct MojibakeScan {
    enum Kind: String {
        case doubleEncoded = "UTF-8 was read as Windows-1252 and encoded again"
        case replacement = "A character was lost, and U+FFFD stands in its place"
        case byteOrderMark = "A byte order mark stands in the text"
        case doubleEscaped = "A character reference was escaped"
        case unescaped = "A character reference stands in plain text"
    }

    struct Found {
        let kind: Kind
        let range: Range<Int>
    }

    private(set) var found: [Found] = []
    private let isExact: Bool
    private static let limit = 100

    /// - Parameter isExact: What reads as U+FFFD was sent as that, and is not what reading made of damage.
    init(_ octets: [UInt8], isHTML: Bool, isExact: Bool) {
        self.isExact = isExact
        octets.withUnsafeBufferPointer { buffer in
            var position = 0
            while position < buffer.count, found.count < Self.limit {
                let octet = buffer[position]
                if octet >= 0xC3 {
                    let length = takeSequence(buffer, at: position)
                    position += length
                } else if octet == UInt8(ascii: "&"), let end = Self.reference(buffer, at: position, isHTML: isHTML) {
                    found.append(Found(kind: isHTML ? .doubleEscaped : .unescaped, range: position..<end))
                    position = end
                } else {
                    position += 1
                }
            }
        }
    }

    /// Looks at the character at `start`; answers how far to go on.
    private mutating func takeSequence(_ octets: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        let (first, second) = (octets[start], start + 1 < octets.count ? octets[start + 1] : 0)
        let third = start + 2 < octets.count ? octets[start + 2] : 0
        switch (first, second, third) {
        case (0xC3, 0x82...0x85, _):
            // Â, Ã, Ä or Å, and behind it what a continuation octet looks like in Windows-1252; not a no-break space.
            guard let length = Self.continuation(octets, at: start + 2, isAfterLetter: second == 0x82) else { return 2 }
            found.append(Found(kind: .doubleEncoded, range: start..<(start + 2 + length)))
            return 2 + length
        case (0xC3, 0xA2, 0xE2):
            // â‚¬ is the sign of the euro; â€ begins every punctuation mark of U+2000…U+203F.
            let isEuro = start + 7 <= octets.count && octets[(start + 2)..<(start + 7)].elementsEqual(Self.euro)
            if isEuro {
                found.append(Found(kind: .doubleEncoded, range: start..<(start + 7)))
                return 7
            }
            guard start + 5 <= octets.count, octets[start + 3] == 0x82, octets[start + 4] == 0xAC else { return 2 }
            found.append(Found(kind: .doubleEncoded, range: start..<(start + 5)))
            return 5
        case (0xC3, 0x90...0x91, _):
            // Ð or Ñ begin the letters of Cyrillic, of which there is more than one.
            guard let length = Self.continuation(octets, at: start + 2, isAfterLetter: true),
                start + 4 + length <= octets.count, octets[start + 2 + length] == 0xC3,
                0x90...0x91 ~= octets[start + 3 + length]
            else { return 2 }
            found.append(Found(kind: .doubleEncoded, range: start..<(start + 2 + length)))
            return 2 + length
        case (0xEF, 0xBF, 0xBD):
            if isExact { found.append(Found(kind: .replacement, range: start..<(start + 3))) }
            return 3
        case (0xEF, 0xBB, 0xBF):
            if start > 0 { found.append(Found(kind: .byteOrderMark, range: start..<(start + 3))) }
            return 3
        default:
            return 1
        }
    }

    /// `‚¬` behind `â`.
    private static let euro: [UInt8] = [0xE2, 0x80, 0x9A, 0xC2, 0xAC]

    /// How long the character at `start` is when it stands for an octet 0x80…0xBF; `nil` when it does not.
    ///
    /// Words like `NÃO` go on with letters, which are not among these. Behind Â a no-break space or one of these
    /// signs is never meant; `Ã` may end a word before a quotation mark.
    private static func continuation(
        _ octets: UnsafeBufferPointer<UInt8>, at start: Int, isAfterLetter: Bool
    ) -> Int? {
        guard start + 1 < octets.count else { return nil }
        switch (octets[start], octets[start + 1]) {
        case (0xC2, 0xA0): return isAfterLetter ? 2 : nil
        case (0xC2, 0x80...0xBF): return octets[start + 1] == 0xBB ? nil : 2
        case (0xC5, 0x92), (0xC5, 0x93), (0xC5, 0xA0), (0xC5, 0xA1), (0xC5, 0xB8), (0xC5, 0xBD), (0xC5, 0xBE): return 2
        default: return nil
        }
    }

    /// Where `&amp;nbsp;` or its like ends; in plain text, where `&nbsp;` does.
    private static func reference(_ octets: UnsafeBufferPointer<UInt8>, at start: Int, isHTML: Bool) -> Int? {
        var position = start + 1
        if isHTML {
            guard position + 4 <= octets.count, octets[position].lowercased == UInt8(ascii: "a"),
                octets[position + 1].lowercased == UInt8(ascii: "m"),
                octets[position + 2].lowercased == UInt8(ascii: "p"),
                octets[position + 3] == .semicolon
            else { return nil }
            position += 4
        }
        let nameStart = position
        while position < octets.count, position - nameStart < 8, octets[position] != .semicolon { position += 1 }
        guard position < octets.count, octets[position] == .semicolon, position > nameStart else { return nil }
        let name = String(decoding: octets[nameStart..<position], as: UTF8.self)
        return names.contains(name) ? position + 1 : nil
    }

    /// References that nobody writes about; `&lt;` is left out, for mail about programs.
    private static let names: Set<String> = [
        "amp", "nbsp", "quot", "apos", "#39", "#039", "#x27", "#34", "#160", "rsquo", "lsquo", "ldquo", "rdquo",
        "hellip", "mdash", "ndash", "copy", "euro", "auml", "ouml", "uuml", "Auml", "Ouml", "Uuml", "szlig", "eacute",
        "egrave", "agrave", "aacute", "oacute", "uacute", "iacute", "ntilde", "ccedil", "acirc", "ecirc", "ocirc",
    ]
}
