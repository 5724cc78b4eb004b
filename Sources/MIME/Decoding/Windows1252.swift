/// The Western character set of Windows: what unlabelled 8-bit text most often is. WHATWG Encoding §9.
enum Windows1252 {
    /// The characters of 0x80…0x9F; elsewhere the octet is the code point.
    private static let upper: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    static func text(of octets: [UInt8]) -> String {
        octets.isASCII ? String(decoding: octets, as: UTF8.self) : String(decoding: utf8(octets), as: UTF8.self)
    }

    /// The same text in UTF-8.
    static func utf8(_ octets: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(octets.count + octets.count / 4)
        for octet in octets {
            if octet < 0x80 {
                output.append(octet)
                continue
            }
            let value = octet < 0xA0 ? upper[Int(octet) - 0x80] : UInt16(octet)
            if value >= 0x800 { output.append(0xE0 | UInt8(value >> 12)) }
            output.append(value >= 0x800 ? 0x80 | UInt8(value >> 6 & 0x3F) : 0xC0 | UInt8(value >> 6))
            output.append(0x80 | UInt8(value & 0x3F))
        }
        return output
    }
}

extension [UInt8] {
    /// Whether no octet has its high bit set.
    var isASCII: Bool {
        var position = 0
        while position < count {
            let end = Swift.min(position + 256, count)
            var bits: UInt8 = 0
            for index in position..<end { bits |= self[index] }
            if bits & 0x80 != 0 { return false }
            position = end
        }
        return true
    }
}
