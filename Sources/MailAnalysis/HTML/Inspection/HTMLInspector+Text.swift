import MIME

/// Text, shown and hidden, and how well it can be read.
extension HTMLInspector {
    mutating func text(_ range: Range<Int>) {
        guard isInBody else { return }
        words.text(range, in: source)
        if preheader.count < Self.preheaderLength { preheader.append(range.prefixed(Self.preheaderSource), of: source) }
        let style = current
        guard let reason = hiddenReason(of: style) else {
            let start = text.count
            text.append(range, of: source)
            if text.count > start {
                continuesHidden = false
                noteLegibility(range, style, from: start)
            }
            return
        }
        var concealed = VisibleText()
        concealed.append(range, of: source)
        if !concealed.text.isEmpty { noteHidden(concealed.text, reason, at: range) }
    }

    /// Octets of the first text that a list shows.
    private static let preheaderLength = 250
    private static let preheaderSource = 4096

    private func hiddenReason(of style: ComputedStyle) -> HiddenText.Reason? {
        if let reason = style.hidden { return reason }
        if !style.isVisible { return .visibility }
        if style.fontSize < 2 { return .fontSize }
        if style.opacity < 0.05 { return .opacity }
        guard let color = style.color, let background = style.background else { return nil }
        return color.contrast(to: background) < 1.05 ? .color : nil
    }

    private mutating func noteHidden(_ content: String, _ reason: HiddenText.Reason, at range: Range<Int>) {
        if continuesHidden, let last = hidden.last, last.reason == reason, last.range.upperBound <= range.lowerBound {
            hidden[hidden.count - 1].text += " " + content
            hidden[hidden.count - 1].range = last.range.lowerBound..<range.upperBound
        } else if hidden.count < HTMLInspection.maximumPlaces {
            hidden.append(HiddenText(reason: reason, text: content, range: range))
        }
        continuesHidden = true
    }

    private mutating func noteLegibility(_ range: Range<Int>, _ style: ComputedStyle, from start: Int) {
        let isSmall = style.fontSize < Self.smallestComfortable && smallText.count < HTMLInspection.maximumPlaces
        var ratio = 21.0
        if let color = style.color, let background = style.background { ratio = color.contrast(to: background) }
        let isLarge = style.fontSize >= 24 || style.isBold && style.fontSize >= 18.66
        let isFaint = ratio < (isLarge ? 3 : 4.5) && lowContrast.count < HTMLInspection.maximumPlaces
        guard isSmall || isFaint else { return }
        let content = textSince(start)
        guard content.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil })
        else { return }
        let place = source.trimming(range) { $0.isHTMLSpace }
        if isSmall { smallText.append(SmallText(size: style.fontSize, text: content, range: place)) }
        if isFaint, let foreground = style.color, let background = style.background {
            lowContrast.append(
                LowContrast(
                    ratio: ratio, foreground: foreground, background: background, isLarge: isLarge, text: content,
                    range: place))
        }
    }

    /// In CSS pixels.
    private static let smallestComfortable = 13.0

    mutating func comment(_ range: Range<Int>) {
        if let conditional = ConditionalComment(range, in: source) { conditionals.append(conditional) }
        words.comment(range)
    }
}

extension Range<Int> {
    fileprivate func prefixed(_ length: Int) -> Range<Int> { lowerBound..<Swift.min(upperBound, lowerBound + length) }
}
