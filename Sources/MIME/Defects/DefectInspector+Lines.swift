extension DefectInspector {
    /// Lines of the whole source. A kind is told once, with its first place and how often it occurs.
    mutating func inspectLines() {
        var tally = LineTally()
        var position = 0
        while position < source.count {
            let lineFeed = source.firstIndex(of: .lf, in: position..<source.count)
            let end = lineFeed ?? source.count
            let hasCR = end > position && source[end - 1] == .cr
            let contentEnd = lineFeed != nil && hasCR ? end - 1 : end
            if lineFeed != nil, !hasCR { tally.bareLF.add(end..<(end + 1)) }
            if contentEnd - position > 998 { tally.long.add(position..<contentEnd) }
            tally.countBareCR(in: position..<contentEnd, of: source)
            position = end + 1
        }
        if let nul = source.firstIndex(of: 0, in: source.indices) { tally.nul.add(nul..<(nul + 1)) }
        for (kind, places) in [
            (DefectKind.bareLF, tally.bareLF), (.bareCR, tally.bareCR), (.lineTooLong, tally.long), (.nul, tally.nul),
        ] {
            guard let first = places.first else { continue }
            note(kind, in: message.part(at: first.lowerBound), first, kind == .nul ? "" : "\(places.count) times")
        }
    }
}

private struct LineTally {
    struct Places {
        var first: Range<Int>?
        var count = 0

        mutating func add(_ range: Range<Int>) {
            if first == nil { first = range }
            count += 1
        }
    }

    var bareLF = Places()
    var bareCR = Places()
    var long = Places()
    var nul = Places()

    mutating func countBareCR(in line: Range<Int>, of source: [UInt8]) {
        var position = line.lowerBound
        while let found = source.firstIndex(of: .cr, in: position..<line.upperBound) {
            bareCR.add(found..<(found + 1))
            position = found + 1
        }
    }
}

extension Message {
    /// The innermost part around an octet.
    func part(at offset: Int) -> Int {
        parts.last { $0.range.contains(offset) }?.index ?? 0
    }
}
