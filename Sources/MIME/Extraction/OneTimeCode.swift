/// Codes that a message brings to be typed in once: sign-in, confirmation, payment.
///
/// A code is 4 to 8 digits, or capital letters with digits among them, near a word that announces it. What belongs
/// to a longer number, an amount, a date, a time or an address is none.
package enum OneTimeCode {
    /// How much of a text is looked through.
    static let searchedOctets = 20_000

    /// Codes in the order in which they stand, each once; at most 10, from the first 20 000 octets.
    package static func all(in text: String) -> [String] { all(in: Array(text.utf8.prefix(searchedOctets))) }

    /// - Parameter octets: No more than are looked through.
    static func all(in octets: [UInt8]) -> [String] {
        let words = Words(of: octets)
        var announcements = Announcements(words: words)
        var found: [String] = []
        for index in words.indices where found.count < 10 && words.hasDigit(at: index) {
            guard let code = code(at: index, in: words), !found.contains(code) else { continue }
            // A year is a code only where it is announced right before.
            let isNear =
                words[index].isYear
                ? announcements.contain((index - 3)..<index)
                : announcements.contain((index - 12)..<index) || announcements.contain((index + 1)..<(index + 7))
            if isNear, !words.letIntoMeeting(at: index) { found.append(code) }
        }
        return found
    }

    /// Which words announce a code; looked up once each, and only around what may be one.
    private struct Announcements {
        let words: Words
        private var known: [Answer]

        private enum Answer: UInt8 { case notAsked, yes, no }

        init(words: Words) {
            self.words = words
            known = Array(repeating: .notAsked, count: words.count)
        }

        mutating func contain(_ range: Range<Int>) -> Bool {
            range.clamped(to: words.indices).contains { index in
                if known[index] == .notAsked { known[index] = words[index].announcesCode ? .yes : .no }
                return known[index] == .yes
            }
        }
    }

    /// The word itself, or two groups of three or four digits that were set apart for the eye.
    private static func code(at index: Int, in words: Words) -> String? {
        let word = words[index]
        guard !words.arePieces(index - 1, index), !words.isDialled(at: index) else { return nil }
        guard words.arePieces(index, index + 1) else { return word.isCode ? word.text.filter { $0 != "-" } : nil }
        let next = words[index + 1]
        guard word.isFree, next.isFree, word.text.utf8.count == next.text.utf8.count,
            !words.arePieces(index + 1, index + 2)
        else { return nil }
        return word.text + next.text
    }
}

/// A text as the words in it. A word is made when it is looked at: there are thousands, and few matter.
private struct Words {
    private let octets: [UInt8]
    /// Of no more than ``OneTimeCode/searchedOctets``.
    private var bounds: [(start: UInt16, end: UInt16)] = []

    init(of octets: [UInt8]) {
        precondition(octets.count <= OneTimeCode.searchedOctets, "more octets than the places of words can tell")
        self.octets = octets
        bounds.reserveCapacity(octets.count / 5)
        var position = 0
        while position < octets.count {
            let start = position
            while position < octets.count, octets[position].isWord,
                position == start || !octets[position].isParted(from: octets[position - 1])
            { position += 1 }
            if position > start {
                bounds.append((UInt16(start), UInt16(position)))
            } else {
                position += 1
            }
        }
    }

    func hasDigit(at index: Int) -> Bool {
        octets[Int(bounds[index].start)..<Int(bounds[index].end)].contains(where: \.isDigit)
    }

    /// Whether both are short numbers with nothing but one space between: pieces of one number.
    func arePieces(_ first: Int, _ second: Int) -> Bool {
        bounds.indices.contains(first) && bounds.indices.contains(second) && self[second].isAfterOneSpace
            && self[first].isPiece && self[second].isPiece
    }

    /// Whether a number is the end of one for the telephone: `+49 69 1234567`, `030 1234567`.
    func isDialled(at index: Int) -> Bool {
        var first = index
        while first > 0, index - first < 5, self[first].isNumber, self[first].isAfterOneSpace, self[first - 1].isNumber
        {
            first -= 1
        }
        return first < index && (self[first].before == .plus || self[first].text.hasPrefix("0"))
    }

    /// Whether a word stands behind a label, `Passcode:`, in the invitation to a meeting, and not as a code for signing
    /// in: `Verification code:`.
    func letIntoMeeting(at index: Int) -> Bool {
        guard index > 0 else { return false }
        let (labelEnd, start) = (Int(bounds[index - 1].end), Int(bounds[index].start))
        let isLabel =
            octets[labelEnd..<start].contains { $0 == .colon || $0 == .lf }
            || octets.holds(Self.wideColon, at: labelEnd - Self.wideColon.count)
        guard isLabel, MeetingInvitation.holds(labelEnd: labelEnd, in: octets) else { return false }
        return !(max(0, index - 3)..<index).contains { self[$0].isOfSigningIn }
    }

    /// U+FF1A, which counts as part of the word before it.
    private static let wideColon: [UInt8] = [0xEF, 0xBC, 0x9A]

    var count: Int { bounds.count }
    var indices: Range<Int> { bounds.indices }

    subscript(index: Int) -> Word {
        let (start, end) = (Int(bounds[index].start), Int(bounds[index].end))
        let lastEnd = index > 0 ? Int(bounds[index - 1].end) : 0
        return Word(
            text: String(octets: octets[start..<end]), before: start > 0 ? octets[start - 1] : .space,
            after: end < octets.count ? octets[end] : .space,
            isAfterOneSpace: start == lastEnd + 1 && octets[lastEnd] == .space)
    }
}

/// What stands between white space and punctuation.
private struct Word {
    let text: String
    /// The octets right before and behind it; a space at the ends of the text.
    let before: UInt8
    let after: UInt8
    let isAfterOneSpace: Bool

    private var octets: String.UTF8View { text.utf8 }

    var isNumber: Bool { octets.allSatisfy(\.isDigit) }
    /// Three or four digits, as people set them apart in a longer number.
    var isPiece: Bool { 3...4 ~= octets.count && isNumber }
    var isYear: Bool { octets.count == 4 && isNumber && (text.hasPrefix("19") || text.hasPrefix("20")) }

    /// Not part of an address, an amount, a date or a longer number.
    var isFree: Bool {
        !Self.binders.contains(before) && !(Self.binders.contains(after) && after != .dot && after != .comma)
    }

    private static let binders = Set("./,@&=%#$+_?~".utf8)

    var isCode: Bool {
        guard isFree else { return false }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        // `123-456`, `G-123456`, `AB12-CD34`
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }) else { return false }
        let joined = parts.joined().utf8
        guard 4...8 ~= joined.count, joined.contains(where: \.isDigit) else { return false }
        return joined.allSatisfy { $0.isDigit || $0.isLetter && $0 != $0.lowercased }
    }

    /// Announces a code, in one of many languages; a longer word may contain the announcement.
    var announcesCode: Bool {
        guard !octets.contains(where: \.isDigit) else { return false }
        let lowercased = text.lowercased()
        let letters = Array(lowercased.utf8)
        return Self.whole.contains(lowercased) || Self.parts.contains { letters.holds($0) }
    }

    var isOfSigningIn: Bool { Self.signingIn.contains(text.lowercased()) }

    private static let signingIn: Set<String> = [
        "sign", "signing", "sign-in", "log", "login", "logging", "log-in", "verify", "verification", "confirm",
        "confirmation", "one-time", "anmelden", "anmeldung", "bestätigungscode", "connexion", "connecter", "acceder",
        "accedere", "vérification", "verificación",
    ]

    private static let whole: Set<String> = [
        "pin", "otp", "tan", "token", "cod", "kod", "mã", "2fa", "clave", "רמז",
    ]
    private static let parts = [
        "code", "kode", "kodu", "koodi", "kód", "código", "codigo", "codice", "codi", "passwort", "password",
        "verification",
        "şifre", "код", "пароль", "κωδικ", "קוד", "رمز", "الرمز", "कोड", "รหัส", "验证码", "驗證碼", "校验码", "动态码",
        "認証", "確認コード", "コード", "暗証番号", "인증", "코드", "mật",
    ].map { Array($0.utf8) }
}

extension UInt8 {
    /// Letters of every script, digits, and the hyphen that sets groups apart.
    fileprivate var isWord: Bool { isLetter || isDigit || self >= 0x80 || self == .hyphen }

    /// Digits part from letters and signs beyond ASCII: Chinese and Japanese need no space between them.
    fileprivate func isParted(from other: UInt8) -> Bool {
        isDigit && other >= 0x80 || self >= 0x80 && other.isDigit
    }
}
