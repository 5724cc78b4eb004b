import MIME

extension Color {
    /// Reads a colour at the start of a value; `nil` for what is none, and for `currentcolor` and functions that
    /// are not of sRGB. CSS Color 4 §5–§7.
    init?(_ range: Range<Int>, in octets: [UInt8]) {
        var tokens = CSSTokenizer(octets, in: range)
        guard let token = tokens.nextSolid() else { return nil }
        self.init(token, in: octets, arguments: &tokens)
    }

    /// - Parameter arguments: Stands behind `token`, and behind the colour afterwards.
    init?(_ token: CSSToken, in octets: [UInt8], arguments: inout CSSTokenizer) {
        switch token.kind {
        case .hash: self.init(digits: token.name, in: octets)
        case .identifier: self.init(name: token.name, in: octets)
        case .function where octets.spells("rgb", in: token.name) || octets.spells("rgba", in: token.name):
            self.init(Self.numbers(&arguments, scale: 255), isHue: false)
        case .function where octets.spells("hsl", in: token.name) || octets.spells("hsla", in: token.name):
            self.init(Self.numbers(&arguments, scale: 1), isHue: true)
        default: return nil
        }
    }

    /// Reads what an attribute such as `bgcolor` holds: digits with or without their sign, or a name.
    init?(attribute text: String) {
        let octets = Array(text.utf8)
        let range = octets.trimming(octets.indices) { $0.isHTMLSpace }
        let isMarked = range.first.map { octets[$0] == .hash } ?? false
        let digits = isMarked ? (range.lowerBound + 1)..<range.upperBound : range
        if !isMarked, let named = Color(name: range, in: octets) {
            self = named
        } else {
            self.init(digits: digits, in: octets)
        }
    }

    private init?(digits range: Range<Int>, in octets: [UInt8]) {
        let digits = range.compactMap { octets[$0].hexadecimal }
        guard digits.count == range.count, [3, 4, 6, 8].contains(digits.count) else { return nil }
        let isShort = digits.count < 6
        self.init(
            channels: stride(from: 0, to: digits.count, by: isShort ? 1 : 2).map { index in
                let octet = digits[index] << 4 | digits[isShort ? index : index + 1]
                return Double(octet) / 255
            })
    }

    private init(channels: [Double]) {
        self.init(
            red: channels[0], green: channels[1], blue: channels[2], alpha: channels.count > 3 ? channels[3] : 1)
    }

    private init?(name range: Range<Int>, in octets: [UInt8]) {
        if octets.spells("transparent", in: range) {
            self.init(red: 0, green: 0, blue: 0, alpha: 0)
        } else if let index = NamedColors.words.index(of: range, in: octets) {
            let value = NamedColors.values[index]
            self.init(
                red: Double(value >> 16) / 255, green: Double(value >> 8 & 0xFF) / 255, blue: Double(value & 0xFF) / 255
            )
        } else {
            return nil
        }
    }

    private init?(_ numbers: [Double], isHue: Bool) {
        guard numbers.count == 3 || numbers.count == 4 else { return nil }
        let alpha = numbers.count > 3 ? min(max(numbers[3], 0), 1) : 1
        guard isHue else {
            let channels = numbers.prefix(3).map { min(max($0, 0), 1) }
            self.init(red: channels[0], green: channels[1], blue: channels[2], alpha: alpha)
            return
        }
        let (saturation, lightness) = (min(max(numbers[1], 0), 1), min(max(numbers[2], 0), 1))
        let amplitude = saturation * min(lightness, 1 - lightness)
        func channel(_ offset: Double) -> Double {
            let turn = (offset + numbers[0] / 30).truncatingRemainder(dividingBy: 12)
            let position = turn < 0 ? turn + 12 : turn
            return lightness - amplitude * max(-1, min(position - 3, 9 - position, 1))
        }
        self.init(red: channel(0), green: channel(8), blue: channel(4), alpha: alpha)
    }

    /// The numbers up to the closing parenthesis, at most four; percentages as fractions.
    private static func numbers(_ tokens: inout CSSTokenizer, scale: Double) -> [Double] {
        var numbers: [Double] = []
        while let token = tokens.next(), token.kind != .closeParenthesis {
            switch token.kind {
            case .percentage: numbers.append(token.value / 100)
            case .number, .dimension: numbers.append(numbers.count < 3 ? token.value / scale : token.value)
            case .function: return []
            default: break
            }
            if numbers.count > 4 { return [] }
        }
        return numbers
    }
}

extension Color {
    /// This colour over another one. CSS Compositing 1 §5.1.
    func over(_ below: Color) -> Color {
        func mix(_ above: Double, _ under: Double) -> Double { above * alpha + under * (1 - alpha) }
        return Color(red: mix(red, below.red), green: mix(green, below.green), blue: mix(blue, below.blue))
    }

    /// How bright it is for the eye, 0…1. WCAG 2.2, "relative luminance".
    var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    /// A channel without the gamma of sRGB. Nearly every colour has channels of 8 bits, which are kept.
    private static func linear(_ channel: Double) -> Double {
        let octet = (channel * 255).rounded()
        guard (octet - channel * 255).magnitude < 1e-6, 0...255 ~= octet else { return expanded(channel) }
        return expandedOctets[Int(octet)]
    }

    private static let expandedOctets = (0...255).map { expanded(Double($0) / 255) }

    private static func expanded(_ channel: Double) -> Double {
        channel <= 0.040_45 ? channel / 12.92 : power24((channel + 0.055) / 1.055)
    }

    /// 1…21. WCAG 2.2, "contrast ratio".
    package func contrast(to other: Color) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    /// `base` to the power of 2.4, as base² · ⁵√base²; the root by Newton's method.
    private static func power24(_ base: Double) -> Double {
        let square = base * base
        guard square > 0 else { return 0 }
        var root = 1.0
        for _ in 0..<40 {
            let fourth = root * root * root * root
            let next = (4 * root + square / fourth) / 5
            if (next - root).magnitude < 1e-12 { break }
            root = next
        }
        return square * root
    }

    /// As CSS writes it: `#1a2b3c`.
    package var hexadecimal: String {
        let digits = [red, green, blue].map { channel -> String in
            let text = String(Int((min(max(channel, 0), 1) * 255).rounded()), radix: 16)
            return text.utf8.count < 2 ? "0" + text : text
        }
        return "#" + digits.joined()
    }
}
