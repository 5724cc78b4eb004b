/// What one HTML part of a message is made of, what a person sees of it, and what it hides.
///
/// Every range counts octets of the decoded source. Reading one never fails and takes time linear in the source.
package struct HTMLInspection: Sendable {
    package let document: HTMLDocument
    package let style: StyleSheet
    /// What is visible.
    package let text: VisibleText
    /// What of ``text`` is shown as code, in order.
    package let code: [Range<Int>]
    /// What of ``text`` is quoted, in order.
    package let quotations: [Range<Int>]
    package let hidden: [HiddenText]
    package let links: [HTMLLink]
    package let images: [HTMLImage]
    package let constructs: [HTMLConstruct]
    /// At most ``HTMLInspection/maximumPlaces``, as of everything below.
    package let lowContrast: [LowContrast]
    package let smallText: [SmallText]
    /// Comments and empty elements that stand inside words.
    package let brokenWords: [Range<Int>]
    /// References by number that stand for plain letters and digits.
    package let numericLetters: [Range<Int>]
    package let outline: HTMLOutline
    package let conditionals: [ConditionalComment]
    /// What a list shows behind the subject: the first text of the body, shown or hidden.
    package let preheader: String

    static let maximumPlaces = 1000

    /// - Parameter source: HTML in UTF-8.
    package init(of source: [UInt8], limits: HTMLLimits = HTMLLimits(), styleLimits: CSSLimits = CSSLimits()) {
        let document = HTMLDocument(source, limits: limits)
        var inspector = HTMLInspector(document, limits: styleLimits)
        self = inspector.inspect()
    }
}

extension HTMLInspection {
    init(_ inspector: HTMLInspector) {
        document = inspector.document
        style = inspector.sheet
        text = inspector.text
        (code, quotations) = (inspector.code.ranges, inspector.quotations.ranges)
        hidden = inspector.hidden
        links = inspector.links
        images = inspector.images
        constructs = inspector.constructs
        lowContrast = inspector.lowContrast
        smallText = inspector.smallText
        brokenWords = inspector.words.broken
        numericLetters = inspector.words.numericLetters
        outline = inspector.outline
        conditionals = inspector.conditionals
        preheader = inspector.preheader.text
    }
}
