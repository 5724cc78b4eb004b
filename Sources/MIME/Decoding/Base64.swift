/// Base64 as mail has it: broken into lines, sometimes damaged. RFC 2045 §6.8.
package enum Base64 {
    /// What was decoded, and whether everything in the source was as it should be.
    package struct Result: Sendable {
        package var octets: [UInt8]
        /// Octets outside the alphabet other than white space, or padding in a wrong place.
        package var isDamaged: Bool
    }

    private static let invalid: UInt8 = 0xFF

    /// Value of each octet; the URL alphabet of RFC 4648 §5 counts too.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: invalid, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, letter) in alphabet.utf8.enumerated() { values[Int(letter)] = UInt8(value) }
        values[Int(UInt8.hyphen)] = 62
        values[Int(UInt8.underscore)] = 63
        return values
    }()

    package static func decode(_ octets: [UInt8]) -> [UInt8] { decode(octets, in: octets.indices).octets }

    /// Decodes everything that belongs to the alphabet and passes over the rest. Data behind padding is a new
    /// beginning, as where two encoded texts were put one behind the other, but only in whole groups of four.
    /// Content that does not even begin like base64 is none and stays as it is.
    package static func decode(_ source: [UInt8], in range: Range<Int>) -> Result {
        let range = range.clamped(to: source.indices)
        if let first = source[range].first(where: { !$0.isFolding }), values[Int(first)] == invalid, first != .equals {
            return Result(octets: Array(source[range]), isDamaged: true)
        }
        var isDamaged = false
        let octets = [UInt8](unsafeUninitializedCapacity: range.count / 4 * 3 + 3) { output, count in
            source.withUnsafeBufferPointer { source in
                values.withUnsafeBufferPointer { values in
                    var decoder = Decoder(
                        input: UnsafeBufferPointer(rebasing: source[range]), values: values, output: output)
                    decoder.run()
                    (count, isDamaged) = (decoder.written, decoder.isDamaged)
                }
            }
        }
        return Result(octets: octets, isDamaged: isDamaged)
    }

    /// Writes at most three octets for every four it reads, and two more for what is left at the end.
    private struct Decoder {
        let input: UnsafeBufferPointer<UInt8>
        let values: UnsafeBufferPointer<UInt8>
        let output: UnsafeMutableBufferPointer<UInt8>
        var written = 0
        var isDamaged = false
        private var bits: UInt32 = 0
        private var digits = 0
        private var sawPadding = false
        /// There was padding somewhere before.
        private var isBehindPadding = false

        init(
            input: UnsafeBufferPointer<UInt8>, values: UnsafeBufferPointer<UInt8>,
            output: UnsafeMutableBufferPointer<UInt8>
        ) {
            (self.input, self.values, self.output) = (input, values, output)
        }

        mutating func run() {
            var position = 0
            while position < input.count {
                if digits == 0 { position = decodeQuartets(from: position) }
                guard position < input.count else { break }
                step(input[position])
                position += 1
            }
            finish()
        }

        /// The common case: four digits at a time, up to the first octet that is none.
        private mutating func decodeQuartets(from start: Int) -> Int {
            var (position, written) = (start, self.written)
            while position + 4 <= input.count {
                let first = values[Int(input[position])]
                let second = values[Int(input[position + 1])]
                let third = values[Int(input[position + 2])]
                let fourth = values[Int(input[position + 3])]
                guard first | second | third | fourth < 64 else { break }
                output[written] = first << 2 | second >> 4
                output[written + 1] = second << 4 | third >> 2
                output[written + 2] = third << 6 | fourth
                written += 3
                position += 4
            }
            if position > start, sawPadding { (sawPadding, isDamaged) = (false, true) }
            self.written = written
            return position
        }

        private mutating func step(_ octet: UInt8) {
            let value = values[Int(octet)]
            if value < 64 {
                if sawPadding, digits == 0 { isDamaged = true }
                bits = bits << 6 | UInt32(value)
                digits += 1
                if digits == 4 { flush() }
            } else if octet == .equals {
                // One digit before the padding carries no octet; padding without digits is the second `=`.
                if digits == 1 || (digits == 0 && !sawPadding) { isDamaged = true }
                (sawPadding, isBehindPadding) = (true, true)
                if digits > 0 { flush() }
            } else if !octet.isFolding {
                isDamaged = true
            }
        }

        private mutating func flush() {
            let padded = bits << UInt32(6 * (4 - digits))
            let whole = digits * 6 / 8
            for index in 0..<whole {
                output[written + index] = UInt8(truncatingIfNeeded: padded >> UInt32(16 - 8 * index))
            }
            written += whole
            (bits, digits) = (0, 0)
        }

        private mutating func finish() {
            guard digits > 0 else { return }
            isDamaged = true
            if !isBehindPadding { flush() }
        }
    }
}
