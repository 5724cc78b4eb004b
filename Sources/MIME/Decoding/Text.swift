/// Text of bodies, made fit for reading.
enum Text {
    /// Octets as text with every line end as LF.
    static func read(_ octets: consuming [UInt8], charset label: String?) -> Charset.Reading {
        // UTF-16 has line ends of its own, so for rare charsets the text is seen to, not the octets.
        if let label, case .converted? = Charset(label: label) {
            var reading = Charset.read(octets, label: label)
            var text = Array(reading.text.utf8)
            normalizeLineEnds(&text)
            reading.text = String(decoding: text, as: UTF8.self)
            return reading
        }
        normalizeLineEnds(&octets)
        return Charset.read(octets, label: label)
    }

    /// Makes every CR LF, and every CR alone, an LF.
    private static func normalizeLineEnds(_ octets: inout [UInt8]) {
        guard let first = octets.firstIndex(of: .cr, in: octets.indices) else { return }
        let end = octets.withUnsafeMutableBufferPointer { octets in
            var (from, to) = (first, first)
            while from < octets.count {
                let octet = octets[from]
                from += 1
                octets[to] = octet == .cr ? .lf : octet
                to += 1
                if octet == .cr, from < octets.count, octets[from] == .lf { from += 1 }
            }
            return to
        }
        octets.removeSubrange(end...)
    }

    /// The beginning of a text with runs of white space as one space and no control characters.
    ///
    /// - Parameter limit: Most characters (Unicode scalars) of the result.
    static func folded(_ text: String, limit: Int) -> (text: String, isFull: Bool) {
        var text = text
        return text.withUTF8 { octets in
            var folder = Folder(limit: limit)
            var position = 0
            while position < octets.count, folder.hasRoom {
                let octet = octets[position]
                if octet < 0x80 {
                    folder.take(octet)
                    position += 1
                } else {
                    let end = min(position + octet.sequenceLength, octets.count)
                    folder.take(UnsafeBufferPointer(rebasing: octets[position..<end]))
                    position = end
                }
            }
            return (folder.text, !folder.hasRoom)
        }
    }

    private struct Folder {
        private var result: [UInt8] = []
        private var room: Int
        private var isAfterBlank = true

        init(limit: Int) {
            room = limit
            result.reserveCapacity(limit * 2)
        }

        var hasRoom: Bool { room > 0 }

        @inline(__always)
        mutating func take(_ octet: UInt8) {
            let isBlank = octet <= 0x20 || octet == 0x7F
            if isBlank, isAfterBlank { return }
            result.append(isBlank ? .space : octet)
            isAfterBlank = isBlank
            room -= 1
        }

        /// Takes the octets of one character beyond ASCII.
        mutating func take(_ character: UnsafeBufferPointer<UInt8>) {
            if Text.isInvisible(character) { return take(.space) }
            result.append(contentsOf: character)
            isAfterBlank = false
            room -= 1
        }

        var text: String {
            String(decoding: isAfterBlank ? result.dropLast() : result[...], as: UTF8.self)
        }
    }

    /// White space and controls beyond ASCII, and the characters with which newsletters pad their previews.
    private static func isInvisible(_ character: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let scalar = String(decoding: character, as: UTF8.self).unicodeScalars.first?.value else { return true }
        switch scalar {
        case 0x80...0xA0, 0xAD, 0x034F, 0x180E, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x2064, 0x3000, 0xFEFF:
            return true
        default: return false
        }
    }

    /// With every control character as a space, cut to `limit` Unicode scalars.
    static func clean(_ text: String, limit: Int) -> String {
        var text = text
        let isFit = text.withUTF8 { octets in
            guard octets.count <= limit else { return false }
            var smallest: UInt8 = 0xFF
            var hasDelete = false
            for octet in octets {
                smallest = min(smallest, octet)
                hasDelete = hasDelete || octet == 0x7F
            }
            return smallest >= 0x20 && !hasDelete
        }
        if isFit { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            result.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
        }
        return String(result)
    }
}

extension UInt8 {
    /// How many octets the UTF-8 character has that begins with this one.
    fileprivate var sequenceLength: Int {
        switch self {
        case ..<0xC0: 1
        case ..<0xE0: 2
        case ..<0xF0: 3
        default: 4
        }
    }
}
