/// Text to look for, without regard to case; prepared once, sought in many places.
package struct Needle: Hashable, Sendable {
    /// As it was given.
    package let text: String
    /// In lower case.
    package let folded: String
    package let isASCII: Bool
    private let octets: [UInt8]

    package init(_ text: String) {
        self.text = text
        folded = text.lowercased()
        isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        octets = Array(folded.utf8)
    }

    package func isFound(in text: String) -> Bool {
        var text = text
        return text.withUTF8 { isFound(in: $0.span) }
    }

    /// Whether `haystack`, taken as UTF-8, contain the text. An empty needle is found everywhere.
    ///
    /// Letters outside ASCII are folded only when the needle has some: the common case stays a scan of octets.
    package func isFound(in haystack: borrowing Span<UInt8>) -> Bool {
        guard isASCII else {
            var folded = haystack.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self).lowercased() }
            return folded.withUTF8 { Self.scan($0.span, for: octets) }
        }
        return Self.scan(haystack, for: octets)
    }

    private static func scan(_ octets: borrowing Span<UInt8>, for needle: [UInt8]) -> Bool {
        guard let first = needle.first else { return true }
        let last = octets.count - needle.count
        guard last >= 0 else { return false }
        for start in 0...last where octets[start].asciiLowercased == first {
            var matched = 1
            while matched < needle.count, octets[start + matched].asciiLowercased == needle[matched] { matched += 1 }
            if matched == needle.count { return true }
        }
        return false
    }
}

extension UInt8 {
    @inline(__always)
    package var asciiLowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
