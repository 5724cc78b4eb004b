import MIME

/// What is notable about the lines of a message, found in one pass over its octets.
struct LineSurvey {
    /// Over 998 octets, without the line end. RFC 5322 §2.1.1.
    private(set) var tooLong: [Range<Int>] = []
    /// Over 78 octets.
    private(set) var long: [Range<Int>] = []
    private(set) var bareLF: [Int] = []
    private(set) var bareCR: [Int] = []
    private(set) var nul: [Int] = []
    private(set) var endsInCRLF = false

    /// How many places of a kind are kept.
    static let limit = 1000

    init(_ source: [UInt8]) {
        var position = 0
        while position < source.count {
            let lineFeed = source.firstIndex(of: .lf, in: position..<source.count)
            var end = lineFeed ?? source.count
            if let lineFeed {
                if lineFeed > position, source[lineFeed - 1] == .cr {
                    end = lineFeed - 1
                    endsInCRLF = true
                } else {
                    bareLF.appendWithin(Self.limit, lineFeed)
                }
            }
            if end - position > 78 { long.appendWithin(Self.limit, position..<end) }
            if end - position > 998 { tooLong.appendWithin(Self.limit, position..<end) }
            Self.find(.cr, in: position..<end, of: source, into: &bareCR)
            position = lineFeed.map { $0 + 1 } ?? source.count
        }
        Self.find(0, in: source.indices, of: source, into: &nul)
    }

    private static func find(_ octet: UInt8, in range: Range<Int>, of source: [UInt8], into places: inout [Int]) {
        var position = range.lowerBound
        while places.count < limit, let found = source.firstIndex(of: octet, in: position..<range.upperBound) {
            places.append(found)
            position = found + 1
        }
    }
}

extension Array {
    fileprivate mutating func appendWithin(_ limit: Int, _ element: Element) {
        if count < limit { append(element) }
    }
}
