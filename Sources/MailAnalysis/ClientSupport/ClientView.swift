import MIME

/// HTML as one client sees it: without the elements, attributes and style that it does not support, by the facts of
/// ``ClientFacts``. What it supports in part is left in.
///
/// An approximation from a table, not the client: how a client takes something out, and what else it changes, is its own.
package struct ClientView: Sendable {
    /// What is left of the source, octet for octet.
    package let html: String

    package init(of html: String, in client: MailClient) {
        var source = Array(html.utf8)
        if client.id == MailClient.word { source = WordConditionals.resolve(source) }
        let inspection = HTMLInspection(of: source)
        let place = MailClient.all.firstIndex(of: client) ?? 0
        var cuts = Cuts(in: inspection, for: place)
        cuts = FeatureDetector(inspection, telling: cuts).sink
        self.html = String(decoding: source.removing(cuts.ranges), as: UTF8.self)
    }
}

/// What a client leaves out of a document.
private struct Cuts: FeatureSink {
    private(set) var ranges: [Range<Int>] = []
    private let inspection: HTMLInspection
    /// For each feature, whether the client lacks it.
    private let isLacking: [Bool]
    /// Attributes, by where they begin, and by where their values do.
    private let attributes: [Int: HTMLAttribute]

    init(in inspection: HTMLInspection, for client: Int) {
        self.inspection = inspection
        isLacking = ClientFeature.all.map { $0.support(in: client) == .unsupported }
        let places = inspection.document.attributes.flatMap {
            [($0.nameRange.lowerBound, $0), ($0.valueRange.lowerBound, $0)]
        }
        attributes = Dictionary(places) { first, _ in first }
    }

    mutating func note(_ feature: Int, at range: Range<Int>, _ site: FeatureSite) {
        guard isLacking[feature] else { return }
        switch site {
        case .element(let index): ranges += cuts(of: inspection.document.nodes[index])
        case .attribute(let attribute): ranges.append(cut(attribute))
        case .value: ranges.append(attributes[range.lowerBound].map(cut) ?? range)
        case .block(let index): ranges.append(inspection.style.blocks[index].range)
        case .declaration, .markup: ranges.append(range)
        case .nothing: break
        }
    }

    /// Both tags; of what is no text for people, all there is.
    private func cuts(of node: HTMLNode) -> [Range<Int>] {
        guard !node.endTag.isEmpty else { return [node.range] }
        let isGone = Self.gone.contains(node.tag)
        return isGone ? [node.range.lowerBound..<node.endTag.upperBound] : [node.range, node.endTag]
    }

    private static let gone: Set<HTMLTag> = [.style, .script, .svg, .math, .select]

    /// With its quotes.
    private func cut(_ attribute: HTMLAttribute) -> Range<Int> {
        let (range, source) = (attribute.range, inspection.document.source)
        let opener = attribute.valueRange.lowerBound - 1
        let isQuoted =
            attribute.nameRange.upperBound <= opener && (source[opener] == .quote || source[opener] == .apostrophe)
        return isQuoted && range.upperBound < source.count ? range.lowerBound..<(range.upperBound + 1) : range
    }
}

extension [UInt8] {
    /// Without the octets of some ranges, which may overlap.
    fileprivate func removing(_ ranges: [Range<Int>]) -> [UInt8] {
        var left: [UInt8] = []
        var position = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if position < range.lowerBound { left += self[position..<range.lowerBound] }
            position = Swift.max(position, range.upperBound)
        }
        return left + self[position...]
    }
}
