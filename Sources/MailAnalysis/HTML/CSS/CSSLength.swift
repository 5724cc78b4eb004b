import MIME

/// A length as CSS gives it. CSS Values 4 §5, §6.
enum CSSLength: Hashable, Sendable {
    case pixels(Double)
    /// Of the font size of the element, or of the parent where the font size is meant.
    case fontRelative(Double)
    case percentage(Double)

    /// `nil` for keywords, functions, and units that depend on the window.
    init?(_ range: Range<Int>, in octets: [UInt8]) {
        var tokens = CSSTokenizer(octets, in: range)
        guard let token = tokens.nextSolid() else { return nil }
        self.init(token, in: octets)
    }

    init?(_ token: CSSToken, in octets: [UInt8]) {
        switch token.kind {
        case .percentage: self = .percentage(token.value)
        case .number: self = .pixels(token.value)
        case .dimension:
            guard let unit = Self.units.index(of: token.name, in: octets) else { return nil }
            self =
                unit < Self.pixelsPerUnit.count
                ? .pixels(token.value * Self.pixelsPerUnit[unit])
                : .fontRelative(token.value * (unit == Self.pixelsPerUnit.count ? 1 : 0.5))
        default: return nil
        }
    }

    /// Reads what an attribute such as `width` holds.
    init?(attribute text: String) {
        let octets = Array(text.utf8)
        self.init(octets.indices, in: octets)
    }

    private static let units = WordTable(["px", "pt", "pc", "in", "cm", "mm", "q", "rem", "em", "ex", "ch"])
    /// Of the first units; a `rem` counts as the usual 16 pixels.
    private static let pixelsPerUnit = [1, 96.0 / 72, 16, 96, 96 / 2.54, 96 / 25.4, 96 / 101.6, 16]

    /// What is larger than any screen is as large as the largest, whatever it is a multiple of.
    func pixels(fontSize: Double, whole: Double?) -> Double? {
        let pixels: Double? =
            switch self {
            case .pixels(let pixels): pixels
            case .fontRelative(let factor): factor * fontSize
            case .percentage(let percentage): whole.map { $0 * percentage / 100 }
            }
        return pixels.map { min(max($0, -Self.largest), Self.largest) }
    }

    private static let largest = 1e6
}
