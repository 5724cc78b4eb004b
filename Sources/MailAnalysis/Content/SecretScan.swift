import MIME

/// Looks for what must not be sent in the clear: keys, passwords and card numbers.
struct SecretScan {
    struct Found {
        let what: String
        let range: Range<Int>
    }

    private(set) var found: [Found] = []
    private static let limit = 50

    init(_ reading: ReadableText) {
        let octets = reading.octets
        var start = 0
        while start < octets.count, found.count < Self.limit {
            guard octets[start] > .space else {
                start += 1
                continue
            }
            var end = start
            while end < octets.count, octets[end] > .space { end += 1 }
            if let what = Self.key(in: start..<end, of: octets) {
                found.append(Found(what: what, range: start..<end))
            } else if octets[start].isDigit {
                findCard(from: start, in: octets)
            } else if octets[start] == .open {
                findCard(from: start + 1, in: octets)
            } else if Self.isPrivateKey(at: start, in: octets) {
                let lineEnd = octets.firstIndex(of: .lf, in: start..<octets.count) ?? octets.count
                found.append(Found(what: "A private key", range: start..<lineEnd))
            }
            start = end
        }
        findPasswords(reading)
    }

    // MARK: Keys

    /// How keys begin, how long they are at least, and what they are.
    private static let prefixes: [(prefix: [UInt8], length: Int, what: String)] = [
        ("AKIA", 20, "An access key of AWS"), ("ASIA", 20, "An access key of AWS"), ("sk_live_", 24, "A key of Stripe"),
        ("rk_live_", 24, "A key of Stripe"), ("ghp_", 40, "A token of GitHub"), ("gho_", 40, "A token of GitHub"),
        ("ghs_", 40, "A token of GitHub"), ("github_pat_", 40, "A token of GitHub"),
        ("glpat-", 26, "A token of GitLab"),
        ("xoxb-", 24, "A token of Slack"), ("xoxp-", 24, "A token of Slack"), ("AIza", 39, "A key of Google"),
        ("SG.", 60, "A key of SendGrid"), ("sk-", 40, "A key of OpenAI"), ("npm_", 40, "A token of npm"),
        ("eyJ", 60, "A JSON web token"), ("whsec_", 30, "A key of Stripe"), ("sk_test_", 24, "A key of Stripe"),
        ("dop_v1_", 40, "A token of DigitalOcean"), ("ya29.", 40, "A token of Google"),
        ("hf_", 34, "A token of Hugging Face"),
    ].map { (Array($0.0.utf8), $0.1, $0.2) }

    private static func key(in word: Range<Int>, of octets: [UInt8]) -> String? {
        // Keys may stand behind a sign; one inside an address of the web is what the link is for.
        var start = word.lowerBound
        while start < word.upperBound, !octets[start].isLetter { start += 1 }
        guard word.upperBound - start >= 20, !octets.holds(web, at: start) else { return nil }
        if holdsCredentials(start..<word.upperBound, of: octets) { return "An address with a password" }
        if let equals = octets.firstIndex(of: .equals, in: start..<min(word.upperBound, start + 40)) {
            let behind = equals + 1
            let name = octets.lowercased(start..<equals)
            if secretNames.contains(name), word.upperBound - behind >= 16 { return "The value of \(name)" }
            if behind < word.upperBound, let what = prefixed(behind..<word.upperBound, in: octets) { return what }
        }
        return prefixed(start..<word.upperBound, in: octets)
    }

    /// `postgres://shop:secret@db.example.com/shop`. RFC 3986 §3.2.1.
    private static func holdsCredentials(_ word: Range<Int>, of octets: [UInt8]) -> Bool {
        guard let colon = octets.firstIndex(of: .colon, in: word), octets.holds(slashes, at: colon + 1),
            let at = octets.firstIndex(of: .at, in: (colon + 3)..<word.upperBound)
        else { return false }
        let userinfo = (colon + 3)..<at
        guard let second = octets.firstIndex(of: .colon, in: userinfo) else { return false }
        return second + 1 < at && octets.firstIndex(of: .slash, in: userinfo) == nil
    }

    private static let slashes = Array("//".utf8)
    private static let web = Array("http".utf8)
    /// Settings whose value is a secret.
    private static let secretNames: Set<String> = [
        "api_key", "apikey", "api-key", "access_key", "access_token", "aws_secret_access_key", "client_secret",
        "secret_key", "secret", "private_key", "auth_token",
    ]

    private static func prefixed(_ word: Range<Int>, in octets: [UInt8]) -> String? {
        for entry in prefixes where octets.holds(entry.prefix, at: word.lowerBound) {
            var end = word.lowerBound
            while end < word.upperBound, octets[end].isKeyCharacter { end += 1 }
            let isToken =
                entry.prefix.count > 3 || entry.prefix.contains { !$0.isLetter } || isWebToken(word, in: octets)
            if end - word.lowerBound >= entry.length, isToken { return entry.what }
        }
        return nil
    }

    /// Two dots, and the second piece begins like a JSON object as well. RFC 7519 §3.1.
    private static func isWebToken(_ word: Range<Int>, in octets: [UInt8]) -> Bool {
        let pieces = octets[word].split(separator: .dot, omittingEmptySubsequences: false)
        return pieces.count >= 3 && pieces[1].starts(with: "eyJ".utf8)
    }

    private static func isPrivateKey(at start: Int, in octets: [UInt8]) -> Bool {
        guard octets.holds(pemMark, at: start) else { return false }
        let line = octets[start..<min(octets.count, start + 60)]
        return String(decoding: line, as: UTF8.self).contains("PRIVATE KEY-----")
    }

    private static let pemMark = Array("-----BEGIN".utf8)

    // MARK: Cards

    /// Fifteen or sixteen digits, in groups of a card or together behind a word for one. ISO/IEC 7812-1.
    private mutating func findCard(from start: Int, in octets: [UInt8]) {
        var digits: [UInt8] = []
        var (position, groups, end) = (start, [0], start)
        while position < octets.count, digits.count < 20 {
            let octet = octets[position]
            if octet.isDigit {
                digits.append(octet &- .zero)
                groups[groups.count - 1] += 1
                end = position + 1
            } else if (octet == .space || octet == .hyphen) && position + 1 < octets.count
                && octets[position + 1].isDigit
            {
                groups.append(0)
            } else {
                break
            }
            position += 1
        }
        let isGrouped = groups == [4, 4, 4, 4] || groups == [4, 6, 5]
        let isBefore =
            groups.count == 1 && 15...16 ~= digits.count
            && (Self.mentionsCard(before: start, in: octets) || Self.testCards.contains(digits))
        guard isGrouped || isBefore, Self.isIssued(digits), Self.passesLuhn(digits) else { return }
        found.append(Found(what: "A card number", range: start..<end))
    }

    /// The numbers that payment services give to those who try things out.
    private static let testCards: Set<[UInt8]> = Set(
        ["4111111111111111", "4242424242424242", "5555555555554444", "5105105105105100", "378282246310005"]
            .map { $0.utf8.map { $0 &- .zero } })

    private static func isIssued(_ digits: [UInt8]) -> Bool {
        let prefix = digits.prefix(2).reduce(0) { $0 * 10 + Int($1) }
        return digits.count == 15
            ? prefix == 34 || prefix == 37
            : 40...49 ~= prefix || 51...55 ~= prefix
                || 22...27 ~= prefix || prefix == 60 || prefix == 62 || prefix == 65 || prefix == 35
    }

    private static func passesLuhn(_ digits: [UInt8]) -> Bool {
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let value = Int(digit.element) * (digit.offset % 2 == 1 ? 2 : 1)
            return sum + value / 10 + value % 10
        }
        return sum % 10 == 0
    }

    private static func mentionsCard(before start: Int, in octets: [UInt8]) -> Bool {
        let before = String(decoding: octets[max(0, start - 40)..<start], as: UTF8.self).lowercased()
        return ["card", "visa", "mastercard", "amex", "carte", "karte", "tarjeta"].contains { before.contains($0) }
    }

    // MARK: Passwords

    /// `Password: hunter2`, `Your password is hunter2`: something that is no word of a language.
    private mutating func findPasswords(_ reading: ReadableText) {
        let octets = reading.octets
        for hit in reading.phrases where hit.topic == .password && found.count < Self.limit {
            var position = hit.range.upperBound
            while position < octets.count, octets[position] == .space || octets[position] == .asterisk { position += 1 }
            guard position < octets.count else { return }
            let isLabel = octets[position] == .colon || octets[position] == .equals
            if let end = Self.copula(from: position, in: octets) {
                position = end
            } else if !isLabel {
                continue
            }
            let value = Self.value(from: position, in: octets)
            guard Self.looksChosen(octets[value]) else { continue }
            // What lets into a meeting is for everybody who has the invitation.
            if isLabel, MeetingInvitation.holds(labelEnd: hit.range.upperBound, in: octets) { continue }
            if Self.isForOnce(value, behind: hit.range, in: octets) { continue }
            found.append(Found(what: "A password or key", range: value))
        }
    }

    /// A code to be typed in once, which is what the message is for.
    private static func isForOnce(_ value: Range<Int>, behind label: Range<Int>, in octets: [UInt8]) -> Bool {
        let start = max(0, label.lowerBound - 40)
        if onceWords.areIn(octets, start..<label.upperBound) { return true }
        let said = String(decoding: octets[start..<value.upperBound], as: UTF8.self)
        return OneTimeCode.all(in: said).contains(String(decoding: octets[value], as: UTF8.self))
    }

    private static let onceWords = WordFinder([
        "one-time", "one time", "onetime", "temporary", "verification", "einmal-", "einmalp", "einmalk", "usage unique",
        "un solo uso", "одноразов",
    ])

    /// Where the copula of a sentence ends, which may say first what the password is for: `for the portal is`.
    private static func copula(from start: Int, in octets: [UInt8]) -> Int? {
        if let copula = copulas.first(where: { octets.holds($0, at: start) }) { return start + copula.count }
        guard purposes.contains(where: { octets.holds($0, at: start) }) else { return nil }
        let end = octets[start...].prefix(longestPurpose).firstIndex { ".,:;!?\n".utf8.contains($0) }
        for position in start..<(end ?? min(octets.count, start + longestPurpose)) where octets[position] == .space {
            if let copula = copulas.first(where: { octets.holds($0, at: position + 1) }) {
                return position + 1 + copula.count
            }
        }
        return nil
    }

    private static let purposes = ["for ", "to ", "für ", "zum ", "pour ", "para ", "voor "].map { Array($0.utf8) }
    private static let longestPurpose = 50

    private static let copulas = [
        "is now ", "is ", "is: ", "is:\n", "has been set to ", "was set to ", "lautet ", "ist ", "est ", "es ",
    ]
    .map { Array($0.utf8) }

    /// The next run without blanks, signs of the sentence left out.
    private static func value(from start: Int, in octets: [UInt8]) -> Range<Int> {
        var start = start
        while start < octets.count,
            [.space, .colon, .equals, .asterisk, .quote, .apostrophe, .lf, .cr].contains(octets[start])
        { start += 1 }
        var end = start
        while end < octets.count, octets[end] > .space, octets[end] != .less { end += 1 }
        while end > start, [.dot, .comma, .quote, .apostrophe, .asterisk].contains(octets[end - 1]) { end -= 1 }
        return start..<end
    }

    /// Six octets and more of ASCII with a digit and a letter, or with a sign inside, and no address of the web.
    private static func looksChosen(_ value: ArraySlice<UInt8>) -> Bool {
        guard 6...64 ~= value.count, value.allSatisfy({ $0 < 0x7F }), !value.contains(.slash), !value.starts(with: web)
        else { return false }
        let hasLetter = value.contains(where: \.isLetter)
        let hasDigit = value.contains(where: \.isDigit)
        let hasSign = value.contains { [0x21, 0x23, 0x24, 0x25, 0x26, 0x40, 0x5E, 0x7E].contains($0) }
        let isMasked = value.allSatisfy { $0 == .asterisk || $0 == value.first }
        return hasLetter && (hasDigit || hasSign) && !isMasked
            && !value.contains(where: { "{}[]()<>".utf8.contains($0) })
    }
}

extension UInt8 {
    fileprivate var isKeyCharacter: Bool {
        isLetter || isDigit || self == .underscore || self == .hyphen || self == .dot
    }
}
