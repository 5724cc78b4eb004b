/// Text to look for, without regard to case and accents; prepared once, sought in many places.
package struct Needle: Hashable, Sendable {
    /// What it has to be of a text in which it is found.
    package enum Extent: Int32, Hashable, Sendable {
        case anyPart
        /// It stands where a word begins.
        case wordBeginning
        /// It is all of the text, but for white space at the ends.
        case whole
    }

    package let extent: Extent
    /// Folded, white space at its ends dropped.
    package let octets: [UInt8]

    package init(_ text: String, _ extent: Extent = .anyPart) {
        self.init(octets: Array(TextFold.octets(text).withoutOuterSpaces), extent)
    }

    package init(_ text: String, beginsWord: Bool) { self.init(text, beginsWord ? .wordBeginning : .anyPart) }

    /// One whose octets were prepared before.
    package init(octets: [UInt8], _ extent: Extent) { (self.octets, self.extent) = (octets, extent) }

    /// Whether it has to stand where a word begins.
    package var beginsWord: Bool { extent == .wordBeginning }

    /// An empty needle is found everywhere.
    package func isFound(in text: String) -> Bool {
        var text = text
        return text.withUTF8 { isFound(in: $0.span) }
    }

    /// - Parameter text: UTF-8, not folded.
    package func isFound(in text: borrowing Span<UInt8>) -> Bool {
        // The common case is a scan of octets, without a copy.
        guard !octets.contains(0x20), extent == .anyPart, text.isASCII else {
            return isFound(inFolded: TextFold.octets(text))
        }
        return isFound(inASCII: text)
    }

    /// - Parameter folded: Of ``TextFold``.
    package func isFound(inFolded folded: [UInt8]) -> Bool {
        switch extent {
        case .anyPart: folded.place(of: octets) != nil
        case .wordBeginning: beginsWord(of: folded)
        case .whole: folded.withoutOuterSpaces.elementsEqual(octets)
        }
    }

    private func beginsWord(of folded: [UInt8]) -> Bool {
        var start = 0
        while let place = folded.place(of: octets, from: start) {
            if Self.isBeginning(place, in: folded) { return true }
            start = place + 1
        }
        return false
    }

    /// Whether no word goes on across a place.
    private static func isBeginning(_ place: Int, in folded: [UInt8]) -> Bool {
        guard place > 0, place < folded.count, WordPart(at: place, in: folded) == .letter else { return true }
        var before = place - 1
        while before > 0, folded[before] & 0xC0 == 0x80 { before -= 1 }
        return WordPart(at: before, in: folded) != .letter
    }

    private func isFound(inASCII text: borrowing Span<UInt8>) -> Bool {
        guard let first = octets.first else { return true }
        let last = text.count - octets.count
        guard last >= 0 else { return false }
        for place in 0...last where text[place].asciiLowercased == first {
            var matched = 1
            while matched < octets.count, text[place + matched].asciiLowercased == octets[matched] { matched += 1 }
            if matched == octets.count { return true }
        }
        return false
    }
}

extension UInt8 {
    @inline(__always)
    package var asciiLowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension [UInt8] {
    /// A folded text without the one space that may stand at each end.
    var withoutOuterSpaces: ArraySlice<UInt8> {
        let inner = dropFirst(first == 0x20 ? 1 : 0)
        return inner.dropLast(inner.last == 0x20 ? 1 : 0)
    }
}

extension Span<UInt8> {
    fileprivate var isASCII: Bool {
        for index in indices where self[index] >= 0x80 { return false }
        return true
    }
}
