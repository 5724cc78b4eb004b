import MIME

/// How a text is written, in numbers.
struct TextStatistics {
    /// Characters that are neither white space nor padding.
    private(set) var visible = 0
    /// Those of them that East Asian writing is made of, which say as much as three letters each.
    private(set) var ideographic = 0
    /// Letters that have a capital form, as far as ASCII and Latin-1, Greek and Cyrillic go.
    private(set) var cased = 0
    private(set) var capitals = 0

    init(_ octets: [UInt8]) {
        octets.withUnsafeBufferPointer { octets in
            var position = 0
            while position < octets.count {
                let octet = octets[position]
                if octet < 0x80 {
                    if octet > 0x20, octet != 0x7F { visible += 1 }
                    if octet.isLetter {
                        cased += 1
                        if octet & 0x20 == 0 { capitals += 1 }
                    }
                    position += 1
                } else {
                    let next = position + 1 < octets.count ? octets[position + 1] : 0
                    count(octet, next)
                    position += octet.sequenceLength
                }
            }
        }
    }

    private mutating func count(_ first: UInt8, _ second: UInt8) {
        switch first {
        case 0x80...0xBF: break
        // No-break space and soft hyphen.
        case 0xC2: visible += second == 0xA0 || second == 0xAD ? 0 : 1
        // U+034F, with which previews are padded, and U+2000…U+206F: spaces and invisible signs among punctuation.
        case 0xCD where second == 0x8F, 0xE2 where second == 0x80 || second == 0x81: break
        case 0xC3: add(isCapital: second < 0x9F)
        case 0xCE: add(isCapital: 0x86...0xAB ~= second)
        case 0xD0: add(isCapital: second < 0xB0)
        case 0xCF, 0xD1: add(isCapital: false)
        // U+3000…U+DFFF: kana, ideographs and Hangul, and their punctuation.
        case 0xE3...0xED:
            visible += 1
            ideographic += 1
        default: visible += 1
        }
    }

    private mutating func add(isCapital: Bool) {
        visible += 1
        cased += 1
        capitals += isCapital ? 1 : 0
    }
}
