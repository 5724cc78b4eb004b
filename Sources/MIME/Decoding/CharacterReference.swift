/// Character references: `&amp;`, `&#8364;`, `&#x20AC;`, and `&copy` without its semicolon. HTML Standard §13.2.5.72.
package enum CharacterReference {
    /// The octets of `range` with references resolved. In the value of an attribute a name without a semicolon is
    /// none where more letters follow: addresses have `&copy=1` in them.
    package static func resolve(_ range: Range<Int>, in source: [UInt8], isValue: Bool) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(range.count)
        append(range, in: source, isValue: isValue, to: &output)
        return output
    }

    package static func append(_ range: Range<Int>, in source: [UInt8], isValue: Bool, to output: inout [UInt8]) {
        var position = range.lowerBound
        while let sign = source.firstIndex(of: .ampersand, in: position..<range.upperBound) {
            output += source[position..<sign]
            if let end = read(at: sign, in: source, until: range.upperBound, isValue: isValue, into: &output) {
                position = end
            } else {
                output.append(.ampersand)
                position = sign + 1
            }
        }
        output += source[position..<range.upperBound]
    }

    /// Where the reference at an ampersand ends; `nil` where there is none.
    package static func read(
        at sign: Int, in source: [UInt8], until limit: Int, isValue: Bool, into output: inout [UInt8]
    ) -> Int? {
        let start = sign + 1
        guard start < limit else { return nil }
        if source[start] == UInt8(ascii: "#") { return number(at: start + 1, in: source, until: limit, into: &output) }
        var end = start
        while end < limit, end - start < maximumNameLength, source[end].isLetter || source[end].isDigit { end += 1 }
        if end < limit, source[end] == .semicolon, let index = names.words.index(of: start..<end, in: source) {
            output += names.texts[index]
            return end + 1
        }
        return legacyName(start..<end, in: source, until: limit, isValue: isValue, into: &output)
    }

    private static let maximumNameLength = 32
    /// Of the names that need no semicolon.
    private static let maximumLegacyLength = 6

    private static func legacyName(
        _ run: Range<Int>, in source: [UInt8], until limit: Int, isValue: Bool, into output: inout [UInt8]
    ) -> Int? {
        var end = min(run.upperBound, run.lowerBound + maximumLegacyLength)
        while end > run.lowerBound + 1 {
            if let index = names.words.index(of: run.lowerBound..<end, in: source), names.isLegacy[index] {
                let next = end < limit ? source[end] : .space
                if isValue, next == .equals || next.isLetter || next.isDigit { return nil }
                output += names.texts[index]
                return end
            }
            end -= 1
        }
        return nil
    }

    private static func number(
        at start: Int, in source: [UInt8], until limit: Int, into output: inout [UInt8]
    ) -> Int? {
        let isHexadecimal = start < limit && source[start] | 0x20 == UInt8(ascii: "x")
        let first = isHexadecimal ? start + 1 : start
        var (end, value) = (first, UInt32(0))
        while end < limit, let digit = source[end].hexadecimal, isHexadecimal || digit < 10 {
            value = min(value * (isHexadecimal ? 16 : 10) + UInt32(digit), 0x11_0000)
            end += 1
        }
        guard end > first else { return nil }
        output += text(of: value).utf8
        return end < limit && source[end] == .semicolon ? end + 1 : end
    }

    /// Numbers that only make sense in Windows-1252 are read so. HTML Standard §13.2.5.84.
    private static func text(of value: UInt32) -> String {
        if 0x80..<0xA0 ~= value { return Charset.text(of: [UInt8(value)], label: "windows-1252") }
        return value == 0 ? "\u{FFFD}" : Unicode.Scalar(value).map { String($0) } ?? "\u{FFFD}"
    }

    private static let names = NamedCharacterTable()
}

/// ``NamedCharacters``, ready to be looked up.
private struct NamedCharacterTable: Sendable {
    let words: WordTable
    let texts: [[UInt8]]
    let isLegacy: [Bool]

    init() {
        let fields = NamedCharacters.table.withUTF8Buffer { $0.split(separator: .space).map { Array($0) } }
        let names = stride(from: 0, to: fields.count - 1, by: 2).map { fields[$0] }
        isLegacy = names.map { $0.last == UInt8(ascii: "!") }
        words = WordTable(
            zip(names, isLegacy).map { String(decoding: $1 ? $0.dropLast() : $0[...], as: UTF8.self) },
            foldsCase: false)
        texts = stride(from: 1, to: fields.count, by: 2).map { index in
            fields[index].split(separator: .underscore).flatMap { digits -> [UInt8] in
                let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
                return Array(String(value.flatMap(Unicode.Scalar.init) ?? "\u{FFFD}").utf8)
            }
        }
    }
}

extension UInt8 {
    package static var ampersand: UInt8 { 0x26 }
}
