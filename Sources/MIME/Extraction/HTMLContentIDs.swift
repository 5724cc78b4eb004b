/// `cid:` URLs in HTML: in attributes such as `src` and `srcset`, and in `url()` of style sheets. RFC 2392.
enum HTMLContentIDs {
    /// HTML with another URL in place of each whose content-id has one; octet for octet the same elsewhere.
    ///
    /// - Parameter url: What stands for a content-id, which is given without its encoding; must need none itself.
    static func replace(in html: String, with url: (String) -> String?) -> String {
        let tags = HTMLTags(html)
        var replacing = Replacing(tags.input)
        for tag in tags {
            for value in tag.values { replacing.take(value, url) }
            if tag.is("style") { replacing.take(tag.content, url) }
        }
        return replacing.result ?? html
    }

    private struct Replacing {
        let input: [UInt8]
        private var output: [UInt8] = []
        /// How much of the input is in the output.
        private var position = 0

        init(_ input: [UInt8]) { self.input = input }

        /// `nil` when there was nothing to replace.
        var result: String? {
            position == 0 ? nil : String(decoding: output + input[position...], as: UTF8.self)
        }

        /// Looks through a range that lies behind the ones before.
        mutating func take(_ range: Range<Int>, _ url: (String) -> String?) {
            var next = range.lowerBound
            while let colon = input.firstIndex(of: .colon, in: next..<range.upperBound) {
                next = colon + 1
                guard let start = start(ofSchemeBefore: colon, in: range) else { continue }
                let closer = start == range.lowerBound ? .space : Self.closer(of: input[start - 1])
                let end = input[next..<range.upperBound].firstIndex { $0 <= .space || $0 == closer } ?? range.upperBound
                next = end
                guard let replacement = url(identifier((colon + 1)..<end)) else { continue }
                output += input[position..<start]
                output += replacement.utf8
                position = end
            }
        }

        /// Where `cid` begins, if it is that and begins a URL.
        private func start(ofSchemeBefore colon: Int, in range: Range<Int>) -> Int? {
            let start = colon - 3
            guard start >= range.lowerBound, input.spells("cid", in: start..<colon) else { return nil }
            let isFirst = start == range.lowerBound || input[start - 1] <= .space
            return isFirst || Self.openers.contains(input[start - 1]) ? start : nil
        }

        /// What may stand before a URL; a semicolon ends the reference to a quote, as in `url(&quot;cid:…&quot;)`.
        private static let openers: Set<UInt8> = [.open, .quote, .apostrophe, .comma, .semicolon]

        /// What ends a URL besides a blank.
        private static func closer(of opener: UInt8) -> UInt8 {
            switch opener {
            case .open: .close
            case .quote, .apostrophe: opener
            case .semicolon: UInt8(ascii: "&")
            default: .space
            }
        }

        /// Without character references, percent-encoding, and the comma that ends a candidate of `srcset`.
        private func identifier(_ range: Range<Int>) -> String {
            let range = input.trimming(range) { $0 == .comma }
            let resolved = CharacterReference.resolve(range, in: input, isValue: true)
            return String(octets: PercentEncoding.decode(resolved)[...])
        }
    }
}

extension Message {
    /// HTML with the address of a part in place of each `cid:` URL that refers to one which has an address.
    ///
    /// - Parameters:
    ///   - html: That of the message, or what was made of it.
    ///   - address: A URL without characters that HTML or a style sheet would need encoded; asked for every reference.
    package func resolvingContentIDs(in html: String, to address: (Part) -> String?) -> String {
        let known = Dictionary(parts.compactMap { part in contentID(of: part).map { ($0, part) } }) { first, _ in first
        }
        return HTMLContentIDs.replace(in: html) { known[$0].flatMap(address) }
    }
}
