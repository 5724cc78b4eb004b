import MIME
import MailAnalysis

/// What a rule may find without saying so: an address, a domain with what is below it, any other word, or a glob.
///
/// A word is looked for in what a finding says and in the octets that it shows; a glob must match one of the two as a
/// whole. Both may also name a file, by its path or the end of its path. Letters count in either case.
struct Allowance: Hashable, Sendable {
    /// In lower case.
    private let pattern: [UInt8]
    private let isGlob: Bool

    /// Octets of the evidence that are looked at: an address or a link ends far below it.
    static let evidenceLimit = 4096

    /// `nil` for a pattern without anything in it, which would match everything.
    init?(_ text: String) {
        pattern = text.utf8.map(\.lowercased)
        isGlob = pattern.contains(.asterisk) || pattern.contains(.question)
        guard pattern.contains(where: { $0 != .asterisk && $0 > .space }) else { return nil }
    }

    func allows(_ place: Place, _ evidence: ArraySlice<UInt8>) -> Bool {
        let texts = [Array(place.detail.utf8), Array(evidence.prefix(Self.evidenceLimit))]
        return texts.contains { text in
            let text = text.map(\.lowercased)
            return isGlob ? pattern.matchesGlob(text[...]) : text.holdsWord(pattern)
        }
    }

    /// Whether it names a file.
    func allows(file: String) -> Bool {
        let path = file.utf8.map(\.lowercased)
        let starts = [0] + path.indices.filter { path[$0] == .slash }.map { $0 + 1 }
        return starts.contains { start in
            isGlob ? pattern.matchesGlob(path[start...]) : path[start...] == pattern[...]
        }
    }
}

extension [UInt8] {
    /// Whether this, a glob, is a picture of the whole text: `*` of any octets, `?` of one.
    ///
    /// Goes back to the last `*` only, so it takes at most the product of both lengths.
    fileprivate func matchesGlob(_ text: ArraySlice<UInt8>) -> Bool {
        var (position, at) = (0, text.startIndex)
        var retry: (position: Int, at: Int)?
        while at < text.endIndex {
            if position < count, self[position] == .asterisk {
                retry = (position + 1, at)
                position += 1
            } else if position < count, self[position] == .question || self[position] == text[at] {
                (position, at) = (position + 1, at + 1)
            } else if let last = retry {
                retry = (last.position, last.at + 1)
                (position, at) = (last.position, last.at + 1)
            } else {
                return false
            }
        }
        return self[position...].allSatisfy { $0 == .asterisk }
    }

    /// Whether `word` stands in it, not as a part of a longer address or name; a domain may have labels before it.
    fileprivate func holdsWord(_ word: [UInt8]) -> Bool {
        guard word.count <= count else { return false }
        let isAddress = word.contains(.at)
        return (0...(count - word.count)).contains { start in
            guard self[start] == word[0], holds(word, at: start) else { return false }
            if start > 0 {
                let before = self[start - 1]
                if before.isOfWord || (isAddress && (before == .dot || before == .plus)) { return false }
            }
            let end = start + word.count
            guard end < count else { return true }
            if self[end] == .dot { return end + 1 == count || !self[end + 1].isOfWord }
            return !self[end].isOfWord
        }
    }
}

extension UInt8 {
    fileprivate var isOfWord: Bool { isLetter || isDigit || self == .hyphen || self == .underscore || self >= 0x80 }
}
