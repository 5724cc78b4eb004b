/// The Bootstring form in which labels carry Unicode behind `xn--`. RFC 3492, RFC 5890 §2.3.2.1.
enum Punycode {
    /// The domain with every label that begins with `xn--` decoded; labels that cannot be are left as they are.
    static func unicode(_ domain: String) -> String {
        guard isEncoded(domain) else { return domain }
        return domain.split(separator: ".", omittingEmptySubsequences: false)
            .map { label in
                let isEncoded = label.prefix(4).lowercased() == "xn--"
                return isEncoded ? decode(label.dropFirst(4)) ?? String(label) : String(label)
            }
            .joined(separator: ".")
    }

    /// Whether a label of the domain begins with `xn--`.
    static func isEncoded(_ domain: String) -> Bool {
        // Two hyphens together are rare; only they are looked at more closely.
        var previous: UInt8 = 0
        for octet in domain.utf8 {
            if octet == UInt8(ascii: "-"), previous == octet {
                return domain.split(separator: ".").contains { $0.prefix(4).lowercased() == "xn--" }
            }
            previous = octet
        }
        return false
    }

    /// What stands behind `xn--`, decoded; `nil` for what is not Punycode or is longer than a label can be.
    static func decode(_ input: Substring) -> String? {
        let octets = Array(input.utf8)
        guard octets.count <= 59, octets.allSatisfy({ $0 < 0x80 }) else { return nil }
        let delimiter = octets.lastIndex(of: UInt8(ascii: "-"))
        var output = octets[..<(delimiter ?? 0)].map(Unicode.Scalar.init)
        var position = delimiter.map { $0 + 1 } ?? 0
        var (code, index, bias) = (128, 0, 72)
        while position < octets.count {
            guard let step = integer(in: octets, at: &position, bias: bias) else { return nil }
            let length = output.count + 1
            bias = adapt(step, length: length, isFirst: index == 0 && code == 128)
            index += step
            code += index / length
            index %= length
            guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init), code >= 128 else { return nil }
            output.insert(scalar, at: index)
            index += 1
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: output)
        return String(text)
    }

    /// A generalized variable-length integer. RFC 3492 §3.3.
    private static func integer(in octets: [UInt8], at position: inout Int, bias: Int) -> Int? {
        var (value, weight, threshold) = (0, 1, 36)
        while position < octets.count {
            guard let digit = digit(octets[position]) else { return nil }
            position += 1
            value += digit * weight
            let least = min(max(threshold - bias, 1), 26)
            if digit < least { return value }
            weight *= 36 - least
            threshold += 36
            // More than Unicode has: no label needs it, and nothing here can overflow.
            guard weight < 1 << 32, value < 1 << 32 else { return nil }
        }
        return nil
    }

    private static func digit(_ octet: UInt8) -> Int? {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(octet) - 97
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(octet) - 65
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(octet) - 48 + 26
        default: nil
        }
    }

    /// RFC 3492 §6.1.
    private static func adapt(_ step: Int, length: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? step / 700 : step / 2
        delta += delta / length
        var bias = 0
        while delta > 455 {
            delta /= 35
            bias += 36
        }
        return bias + 36 * delta / (delta + 38)
    }
}
