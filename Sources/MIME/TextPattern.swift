import CPCRE2

/// A regular expression that somebody gives, in the syntax of Perl. Letters are those of Unicode.
///
/// By PCRE2, since its search ends after a bounded number of steps, however the expression goes about it. Kept as text and
/// compiled where it is used: that takes microseconds, and what is compiled may not be shared.
package struct TextPattern: Hashable, Sendable {
    package let text: String

    /// Octets of an expression.
    static let limit = 1000
    /// Octets of a text that are looked through.
    static let searchedOctets = 1 << 20
    private static let steps: UInt32 = 2_000_000
    private static let kibibytes: UInt32 = 16_384

    package struct Fault: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// - Throws: For what is no expression, with the reason and the place.
    package init(_ text: String) throws(Fault) {
        guard text.utf8.count <= Self.limit else {
            throw Fault(description: "a regular expression has at most \(Self.limit) octets")
        }
        self.text = text
        let compiled = Compiled(text)
        if compiled.code == nil { throw Fault(description: compiled.fault) }
    }

    /// Whether it is found; `nil` where the search took too many steps to be finished.
    package func isFound(in text: String) -> Bool? {
        let compiled = Compiled(self.text)
        guard let code = compiled.code else { return nil }
        let context = pcre2_match_context_create_8(nil)
        let match = pcre2_match_data_create_8(1, nil)
        defer {
            pcre2_match_data_free_8(match)
            pcre2_match_context_free_8(context)
        }
        pcre2_set_match_limit_8(context, Self.steps)
        pcre2_set_heap_limit_8(context, Self.kibibytes)
        let octets = text.utf8.count > Self.searchedOctets ? text.beginning(octets: Self.searchedOctets) : text
        let result = Array(octets.utf8).withUnsafeBufferPointer {
            pcre2_match_8(code, $0.baseAddress, $0.count, 0, 0, match, context)
        }
        return result >= 0 ? true : result == PCRE2_ERROR_NOMATCH ? false : nil
    }

    private struct Compiled: ~Copyable {
        let code: OpaquePointer?
        /// Why there is none.
        private(set) var fault = ""

        init(_ text: String) {
            var (error, place): (Int32, Int) = (0, 0)
            let octets = Array(text.utf8)
            let options = UInt32(PCRE2_UTF) | UInt32(PCRE2_UCP) | UInt32(PCRE2_NEVER_BACKSLASH_C)
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
