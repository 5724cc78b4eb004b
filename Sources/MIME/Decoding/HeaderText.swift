/// Text of header fields, unfolded and decoded for reading. RFC 5322 §2.2.3, RFC 2047.
enum HeaderText {
    /// An unstructured field body. Where it was folded, one space remains, whatever blanks there were.
    static func unstructured(_ body: Range<Int>, in source: [UInt8]) -> String {
        let body = source.trimming(body) { $0.isFolding }
        guard source.needsDecoding(body) else {
            return String(decoding: source[body], as: UTF8.self)
        }
        return decode(unfold(body, in: source))
    }

    /// A parameter value without its quotes.
    static func parameter(_ value: [UInt8]) -> String {
        value.needsDecoding(value.indices) ? decode(value) : String(decoding: value, as: UTF8.self)
    }

    /// A fold becomes one LF, which no other octet of an unfolded field can be.
    static func unfold(_ body: Range<Int>, in source: [UInt8]) -> [UInt8] {
        var unfolded: [UInt8] = []
        unfolded.reserveCapacity(body.count)
        var position = body.lowerBound
        while position < body.upperBound {
            let octet = source[position]
            guard octet == .cr || octet == .lf else {
                unfolded.append(octet)
                position += 1
                continue
            }
            while let last = unfolded.last, last.isBlank { unfolded.removeLast() }
            while position < body.upperBound, source[position].isFolding { position += 1 }
            unfolded.append(.lf)
        }
        return unfolded
    }

    /// Decodes encoded-words in unfolded text; what is no UTF-8 between them is told as U+FFFD.
    static func decode(_ octets: [UInt8]) -> String {
        var decoder = EncodedWordDecoder(octets)
        return decoder.run()
    }
}

extension [UInt8] {
    /// Whether anything in `range` is folded, encoded or 8-bit.
    fileprivate func needsDecoding(_ range: Range<Int>) -> Bool {
        var previous: UInt8 = 0
        for octet in self[range] {
            if octet >= 0x80 || octet == .lf || octet == .cr || (octet == .question && previous == .equals) {
                return true
            }
            previous = octet
        }
        return false
    }
}
