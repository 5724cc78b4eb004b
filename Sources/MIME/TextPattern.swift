import CPCRE2

/// A regular expression that somebody gives, in the syntax of Perl. Letters are those of Unicode.
///
/// By PCRE2, since its search ends after a bounded number of steps, however the expression goes about it. Kept as text and
/// compiled where it is used: that takes microseconds, and what is compiled may not be shared.
package struct TextPattern: Hashable, Sendable {
    package let text: String
    /// Whether it finds letters of either case, unless it says `(?-i)`.
    package let ignoresCase: Bool
    /// Whether `^` and `$` stand at the ends of every line, unless it says `(?-m)`; else at those of the text.
    package let isByLine: Bool

    /// Octets of an expression.
    static let limit = 1000
    /// Octets of a text that are looked through.
    static let searchedOctets = 1 << 20
    /// Steps that are enough for nearly every text; more are taken for a few of them.
    private static let (fewSteps, steps): (UInt32, UInt32) = (20_000, 2_000_000)
    private static let mostLaborious = 4
    private static let kibibytes: UInt32 = 16_384

    package struct Fault: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// - Throws: For what is no expression, with the reason and the place.
    package init(_ text: String, ignoringCase: Bool = false, byLine: Bool = false) throws(Fault) {
        guard text.utf8.count <= Self.limit else {
            throw Fault(description: "a regular expression has at most \(Self.limit) octets")
        }
        (self.text, ignoresCase, isByLine) = (text, ignoringCase, byLine)
        let compiled = Compiled(self)
        if compiled.code == nil { throw Fault(description: compiled.fault) }
    }

    /// Whether it is found; `nil` where the search took too many steps to be finished.
    package func isFound(in text: String) -> Bool? { isFound(inAnyOf: CollectionOfOne(text)) }

    /// Whether it is found in one of several texts; `nil` where it is not, and the search took too many steps to be
    /// finished. However many texts there are, only a few of them are given many steps.
    package func isFound(inAnyOf texts: some Sequence<String>) -> Bool? {
        let compiled = Compiled(self)
        guard let code = compiled.code else { return nil }
        let context = pcre2_match_context_create_8(nil)
        let match = pcre2_match_data_create_8(1, nil)
        defer {
            pcre2_match_data_free_8(match)
            pcre2_match_context_free_8(context)
        }
        pcre2_set_heap_limit_8(context, Self.kibibytes)
        let isFound = { (octets: [UInt8], steps: UInt32) -> Bool? in
            pcre2_set_match_limit_8(context, steps)
            let result = octets.withUnsafeBufferPointer {
                pcre2_match_8(code, $0.baseAddress, $0.count, 0, 0, match, context)
            }
            return result >= 0 ? true : result == PCRE2_ERROR_NOMATCH ? false : nil
        }
        var (laborious, isFinished) = (0, true)
        for text in texts {
            let isLong = text.utf8.count > Self.searchedOctets
            let octets = Array((isLong ? text.beginning(octets: Self.searchedOctets) : text).utf8)
            var found = isFound(octets, Self.fewSteps)
            if found == nil, laborious < Self.mostLaborious {
                laborious += 1
                found = isFound(octets, Self.steps)
            }
            if found == true { return true }
            isFinished = isFinished && found == false
        }
        return isFinished ? false : nil
    }

    private struct Compiled: ~Copyable {
        let code: OpaquePointer?
        /// Why there is none.
        private(set) var fault = ""

        init(_ pattern: TextPattern) {
            var (error, place): (Int32, Int) = (0, 0)
            let octets = Array(pattern.text.utf8)
            let letters = UInt32(PCRE2_UTF) | UInt32(PCRE2_UCP) | (pattern.ignoresCase ? UInt32(PCRE2_CASELESS) : 0)
            let lines = pattern.isByLine ? UInt32(PCRE2_MULTILINE) : 0
            let options = letters | lines | UInt32(PCRE2_NEVER_BACKSLASH_C)
            code = octets.withUnsafeBufferPointer {
                pcre2_compile_8($0.baseAddress, $0.count, options, &error, &place, nil)
            }
            guard code == nil else { return }
            var message = [UInt8](repeating: 0, count: 256)
            let length = pcre2_get_error_message_8(error, &message, message.count)
            fault = "\(String(decoding: message.prefix(max(0, Int(length))), as: UTF8.self)) at octet \(place)"
        }

        deinit { pcre2_code_free_8(code) }
    }
}

extension String {
    /// So many octets at most, cut before a character.
    fileprivate func beginning(octets: Int) -> String {
        var end = utf8.index(startIndex, offsetBy: octets)
        while end > startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
