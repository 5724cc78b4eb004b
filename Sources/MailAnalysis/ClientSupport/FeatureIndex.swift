import MIME

/// Where to look for which feature, from the third column of ``ClientFacts/features``:
///
/// - `p:` properties, `v:` properties `=` keywords of their values, `f:` functions, `u:` units, `k:` keywords;
/// - `s:` pseudo-classes, `e:` pseudo-elements, `c:` forms of selectors, `@:` at-rules, `m:` features of media;
/// - `t:` elements, perhaps with `[attribute=value]`, `a:` attributes, `i:` endings of pictures;
/// - `x:` what ``FeatureDetector`` has code for; `-` what cannot be seen in HTML.
struct FeatureIndex: Sendable {
    /// Words, and the features each belongs to.
    struct Lookup: Sendable {
        private let words: WordTable
        private let features: [[Int]]

        init(_ pairs: [(word: String, feature: Int)]) {
            var order: [String] = []
            var found: [String: [Int]] = [:]
            for (word, feature) in pairs {
                if found[word] == nil { order.append(word) }
                found[word, default: []].append(feature)
            }
            words = WordTable(order)
            features = order.map { found[$0, default: []] }
        }

        @inline(__always)
        func features(_ range: Range<Int>, in octets: [UInt8]) -> [Int] {
            words.index(of: range, in: octets).map { features[$0] } ?? []
        }

        func features(_ word: String) -> [Int] {
            let octets = Array(word.utf8)
            return features(octets.indices, in: octets)
        }
    }

    /// An element, with a value that one of its attributes must have.
    struct Element: Sendable {
        let feature: Int
        let attribute: HTMLAttributeName?
        /// The empty one stands for a missing attribute too.
        let values: [Substring]
    }

    let properties: Lookup
    /// Features that depend on the value of a property, and the keywords that make them.
    let valued: Lookup
    let keywordsOfValued: [Int: WordTable]
    let functions: Lookup
    let units: Lookup
    let keywords: Lookup
    let pseudoClasses: Lookup
    let pseudoElements: Lookup
    let selectors: Lookup
    let atRules: Lookup
    let media: Lookup
    let images: Lookup
    let special: Lookup
    /// By the raw value of ``HTMLTag``.
    let elements: [[Element]]
    /// By the raw value of ``HTMLAttributeName``.
    let attributes: [[Int]]

    static let shared = FeatureIndex(ClientFeature.all)

    private init(_ features: [ClientFeature]) {
        var pairs: [Substring: [(word: String, feature: Int)]] = [:]
        var keywords: [Int: WordTable] = [:]
        var elements = [[Element]](repeating: [], count: HTMLTag.allCases.count)
        for (index, feature) in features.enumerated() {
            let columns = feature.detector.split(separator: ":", maxSplits: 1)
            guard columns.count == 2 else { continue }
            switch columns[0] {
            case "t": Self.add(columns[1], index, to: &elements)
            case "v":
                let sides = columns[1].split(separator: "=")
                for word in sides[0].split(separator: ",") { pairs["v", default: []].append((String(word), index)) }
                keywords[index] = WordTable(sides[1].split(separator: ",").map(String.init))
            default:
                for word in columns[1].split(separator: ",") {
                    pairs[columns[0], default: []].append((String(word), index))
                }
            }
        }
        func lookup(_ kind: Substring) -> Lookup { Lookup(pairs[kind, default: []]) }
        (properties, valued, keywordsOfValued) = (lookup("p"), lookup("v"), keywords)
        (functions, units, self.keywords) = (lookup("f"), lookup("u"), lookup("k"))
        (pseudoClasses, pseudoElements, selectors) = (lookup("s"), lookup("e"), lookup("c"))
        (atRules, media, images, special) = (lookup("@"), lookup("m"), lookup("i"), lookup("x"))
        self.elements = elements
        let byName = lookup("a")
        attributes = HTMLAttributeName.allCases.map { byName.features($0.name) }
    }

    /// `input[type=text/]`, or several names.
    private static func add(_ spelling: Substring, _ feature: Int, to elements: inout [[Element]]) {
        let pieces = spelling.split { $0 == "[" || $0 == "=" || $0 == "]" }
        let attribute = pieces.count > 2 ? HTMLAttributeName.allCases.first { $0.name == pieces[1] } : nil
        let values = pieces.count > 2 ? pieces[2].split(separator: "/", omittingEmptySubsequences: false) : []
        for name in pieces[0].split(separator: ",") {
            guard let tag = HTMLTag.allCases.first(where: { $0.name == name }) else { continue }
            elements[Int(tag.rawValue)].append(Element(feature: feature, attribute: attribute, values: values))
        }
    }
}
