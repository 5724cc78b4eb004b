import MIME

/// Computes how each element is shown, from its parent's style, its attributes and the cascade.
///
/// Deviation: only what decides whether and how text is read; a client's own style sheet is known as far as links,
/// headings and bold text go.
struct StyleResolver {
    private let document: HTMLDocument
    private(set) var cascade: Cascade

    init(_ document: HTMLDocument, cascade: Cascade) { (self.document, self.cascade) = (document, cascade) }

    mutating func style(of element: Int, inside parent: ComputedStyle) -> ComputedStyle {
        var style = parent
        applyDefaults(element, to: &style)
        applyAttributes(element, to: &style)
        var box = Box()
        for (property, declaration) in cascade.declarations(for: element) {
            apply(property, declaration.value, to: &style, box: &box, parent: parent)
        }
        if style.hidden == nil, box.isHidden { style.hidden = .display }
        if style.hidden == nil, box.hidesOverflow, !box.flat.isEmpty { style.hidden = .clipping }
        if style.hidden == nil, box.isPlaced && !box.farAway.isEmpty || box.isIndented { style.hidden = .indent }
        return style
    }

    /// What is not inherited.
    private struct Box {
        var isHidden = false
        var hidesOverflow = false
        /// The sizes that leave nothing to be seen.
        var flat: Set<CSSProperty> = []
        /// Where `left` and `top` say, outside of the flow of the text.
        var isPlaced = false
        /// The offsets that lead off the screen.
        var farAway: Set<CSSProperty> = []
        /// The first line begins off the screen.
        var isIndented = false
    }

    private func applyDefaults(_ element: Int, to style: inout ComputedStyle) {
        switch document.nodes[element].tag {
        case .b, .strong, .th: style.isBold = true
        case .a: if document.attribute(.href, of: element) != nil { style.color = Self.linkColor }
        case .h1: (style.fontSize, style.isBold) = (style.fontSize * 2, true)
        case .h2: (style.fontSize, style.isBold) = (style.fontSize * 1.5, true)
        case .h3: (style.fontSize, style.isBold) = (style.fontSize * 1.17, true)
        case .h4, .h5, .h6: style.isBold = true
        case .small, .sub, .sup: style.fontSize *= 0.83
        case .big: style.fontSize *= 1.2
        default: break
        }
    }

    private static let linkColor = Color(red: 0, green: 0, blue: 238.0 / 255)
    /// Of `<font size=1>` to 7, in CSS pixels. HTML Standard §15.3.4.
    private static let fontSizes: [Double] = [10, 13, 16, 18, 24, 32, 48]

    private func applyAttributes(_ element: Int, to style: inout ComputedStyle) {
        let tag = document.nodes[element].tag
        for attribute in document.attributes[document.nodes[element].attributes] {
            switch attribute.name {
            case .bgcolor: style.background = Color(attribute: document.text(of: attribute)) ?? style.background
            case .background: style.background = nil
            case .hidden: style.hidden = style.hidden ?? .attribute
            case .color where tag == .font, .text where tag == .body:
                style.color = Color(attribute: document.text(of: attribute)) ?? style.color
            case .size where tag == .font:
                let value = Int(document.text(of: attribute)).map { min(max($0, 1), 7) }
                if let value { style.fontSize = Self.fontSizes[value - 1] }
            default: break
            }
        }
    }

    private func apply(
        _ property: CSSProperty, _ value: Range<Int>, to style: inout ComputedStyle, box: inout Box,
        parent: ComputedStyle
    ) {
        let octets = cascade.sheet.octets
        switch property {
        case .color:
            style.color =
                octets.spells("inherit", in: value)
                ? parent.color : Color(value, in: octets).map { Self.blend($0, over: style.background) } ?? nil
        case .backgroundColor, .background: applyBackground(value, to: &style)
        case .backgroundImage: if !octets.spells("none", in: value) { style.background = nil }
        case .display: box.isHidden = octets.spells("none", in: value)
        case .visibility: style.isVisible = isVisible(value, parent: parent) ?? style.isVisible
        case .opacity:
            if let number = Self.number(value, in: octets) { style.opacity = parent.opacity * number }
        case .fontSize: style.fontSize = fontSize(value, parent: parent) ?? style.fontSize
        case .font: applyFont(value, to: &style, parent: parent)
        case .fontWeight: style.isBold = isBold(value) ?? style.isBold
        case .overflow: box.hidesOverflow = octets.spells("hidden", in: value)
        case .maxHeight, .height, .maxWidth, .width:
            box.flat.set(property, pixels(value, of: style).map { $0 < 1 } ?? false)
        case .position: box.isPlaced = octets.spells("absolute", in: value) || octets.spells("fixed", in: value)
        case .left, .top: box.farAway.set(property, isFarAway(value, of: style))
        case .textIndent: box.isIndented = isFarAway(value, of: style)
        }
    }

    private func pixels(_ value: Range<Int>, of style: ComputedStyle) -> Double? {
        CSSLength(value, in: cascade.sheet.octets)?.pixels(fontSize: style.fontSize, whole: nil)
    }

    private func isFarAway(_ value: Range<Int>, of style: ComputedStyle) -> Bool {
        pixels(value, of: style).map { $0 <= Self.farAway } ?? false
    }

    /// `nil` for what is no visibility. CSS Display 3 §4.
    private func isVisible(_ value: Range<Int>, parent: ComputedStyle) -> Bool? {
        let octets = cascade.sheet.octets
        if octets.spells("hidden", in: value) || octets.spells("collapse", in: value) { return false }
        if octets.spells("visible", in: value) || octets.spells("initial", in: value) { return true }
        let isInherited = ["inherit", "unset", "revert", "revert-layer"].contains { octets.spells($0, in: value) }
        return isInherited ? parent.isVisible : nil
    }

    /// An indent or an offset that moves text off every screen.
    private static let farAway = -999.0

    /// Over a background that is not known, what shines through is not known either.
    private static func blend(_ color: Color, over below: Color?) -> Color? {
        color.alpha >= 1 ? color : color.alpha <= 0 ? below : below.map { color.over($0) }
    }

    private func applyBackground(_ value: Range<Int>, to style: inout ComputedStyle) {
        let octets = cascade.sheet.octets
        var tokens = CSSTokenizer(octets, in: value)
        var color: Color?
        while let token = tokens.nextSolid() {
            if let found = Color(token, in: octets, arguments: &tokens) {
                color = found
            } else if token.kind == .url || token.kind == .function {
                // A picture, a gradient or a variable.
                style.background = nil
                return
            }
        }
        if let color { style.background = Self.blend(color, over: style.background) }
    }

    private func fontSize(_ value: Range<Int>, parent: ComputedStyle) -> Double? {
        let octets = cascade.sheet.octets
        if let index = Self.sizeNames.index(of: value, in: octets) { return Self.namedSizes[index] }
        return CSSLength(value, in: octets)?.pixels(fontSize: parent.fontSize, whole: parent.fontSize)
    }

    private static let sizeNames = WordTable([
        "xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large",
    ])
    private static let namedSizes: [Double] = [9, 10, 13, 16, 18, 24, 32]

    /// The first length of the shorthand is the size. CSS Fonts 4 §2.7.
    private func applyFont(_ value: Range<Int>, to style: inout ComputedStyle, parent: ComputedStyle) {
        var tokens = CSSTokenizer(cascade.sheet.octets, in: value)
        style.isBold = false
        while let token = tokens.nextSolid() {
            if token.kind == .dimension || token.kind == .percentage {
                style.fontSize = fontSize(token.range, parent: parent) ?? style.fontSize
                return
            }
            if let isBold = isBold(token.range) { style.isBold = isBold }
        }
    }

    private func isBold(_ value: Range<Int>) -> Bool? {
        let octets = cascade.sheet.octets
        if let weight = Self.number(value, in: octets) { return weight >= 600 }
        if octets.spells("bold", in: value) || octets.spells("bolder", in: value) { return true }
        return octets.spells("normal", in: value) || octets.spells("lighter", in: value) ? false : nil
    }

    private static func number(_ value: Range<Int>, in octets: [UInt8]) -> Double? {
        var tokens = CSSTokenizer(octets, in: value)
        guard let token = tokens.nextSolid() else { return nil }
        return token.kind == .number ? token.value : token.kind == .percentage ? token.value / 100 : nil
    }
}

extension Set {
    fileprivate mutating func set(_ member: Element, _ isMember: Bool) {
        if isMember { insert(member) } else { remove(member) }
    }
}
