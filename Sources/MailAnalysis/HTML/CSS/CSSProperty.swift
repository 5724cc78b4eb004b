import MIME

/// The properties that decide what a person sees and reads; ``ClientSupport`` knows many more.
enum CSSProperty: UInt8, CaseIterable {
    case background, backgroundColor, backgroundImage, color, display, fontSize, fontWeight, font, height
    case left, maxHeight, maxWidth, opacity, overflow, position, textIndent, top, visibility, width

    private static let words = WordTable(allCases.map(\.name))

    /// As CSS spells it: a hyphen where the name of the case has a capital letter.
    var name: String { "\(self)".reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) } }

    init?(_ range: Range<Int>, in octets: [UInt8]) {
        guard let index = Self.words.index(of: range, in: octets) else { return nil }
        self.init(rawValue: UInt8(index))
    }
}
