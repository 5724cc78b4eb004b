import MIME

extension String {
    /// Whether it stands before another where numbers are in their order, and all else in that of its octets: `2.eml`
    /// before `10.eml`. Leading zeros count only where nothing else differs.
    func precedesNaturally(_ other: String) -> Bool {
        var (mine, theirs) = (utf8[...], other.utf8[...])
        while let left = mine.first, let right = theirs.first {
            if left.isDigit, right.isDigit {
                let (left, right) = (mine.takeNumber(), theirs.takeNumber())
                guard left.count == right.count else { return left.count < right.count }
                guard left.elementsEqual(right) else { return left.lexicographicallyPrecedes(right) }
            } else {
                guard left == right else { return left < right }
                mine.removeFirst()
                theirs.removeFirst()
            }
        }
        guard mine.isEmpty == theirs.isEmpty else { return mine.isEmpty }
        return utf8.lexicographicallyPrecedes(other.utf8)
    }
}

extension Substring.UTF8View {
    /// Takes the number at its start away: its digits, without leading zeros.
    fileprivate mutating func takeNumber() -> Substring.UTF8View {
        let digits = prefix { $0.isDigit }
        self = self[digits.endIndex...]
        return digits.drop { $0 == UInt8(ascii: "0") }
    }
}
