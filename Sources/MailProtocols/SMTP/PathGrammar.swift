import MailModel

/// Reads the argument of MAIL and RCPT: a keyword, a path and parameters. RFC 5321 §4.1.2.
///
/// ```
/// ("FROM:" / "TO:") "<" [ source-route ":" ] [ mailbox ] ">" *( SP keyword [ "=" value ] )
/// ```
///
/// Where the policy is lenient, the angle brackets, the domain, or its having no dot at the end may lack.
struct PathArgument {
    /// What stood between the angle brackets, without a source route; empty for `<>`.
    enum Path: Equatable {
        case empty
        case localPartOnly(String)
        case mailbox(Mailbox)
    }

    /// `nil` stands for a keyword that came without `=`.
    typealias Parameter = (keyword: String, value: String?)

    let path: Path
    let parameters: [Parameter]
    /// What is borne with the path, and has been so far.
    var tolerance: PathTolerance

    /// - Parameters:
    ///   - keyword: `FROM:` or `TO:`.
    ///   - limit: Octets that the path may have.
    /// - Throws: The reply that tells what is wrong.
    init(
        _ argument: Substring, keyword: String, syntax: String, limit: Int, policy: PathPolicy
    ) throws(Reply) {
        guard argument.prefix(keyword.count).uppercased() == keyword else {
            throw .badArgument("Expected \(syntax)")
        }
        // A space behind the colon is not in the grammar, and many clients send it.
        var scanner = PathScanner(argument.dropFirst(keyword.count).drop { $0 == " " }, policy: policy)
        path = try scanner.path(syntax: syntax)
        tolerance = scanner.tolerance
        guard scanner.position <= limit else {
            throw .badArgument("The path has \(scanner.position) octets, at most \(limit) are taken; raise --max-path")
        }
        parameters = try Self.parameters(scanner.rest)
    }

    private static func parameters(_ text: String) throws(Reply) -> [Parameter] {
        guard text.isEmpty || text.hasPrefix(" ") else {
            throw .badArgument("Expected a space between the path and '\(text)'")
        }
        var parameters: [Parameter] = []
        var keywords: Set<String> = []
        for word in text.split(separator: " ") {
            let pair = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let keyword = pair[0].uppercased()
            guard isKeyword(keyword), pair.count == 1 || !pair[1].isEmpty else {
                throw .badArgument("'\(word)' is not of the form KEYWORD=value")
            }
            guard keywords.insert(keyword).inserted else { throw .badArgument("\(keyword) is given twice") }
            parameters.append((keyword, pair.count == 2 ? String(pair[1]) : nil))
        }
        return parameters
    }

    /// `esmtp-keyword`: a letter or digit, then letters, digits and hyphens.
    private static func isKeyword(_ text: String) -> Bool {
        let octets = text.utf8
        return octets.first != UInt8(ascii: "-") && !octets.isEmpty
            && octets.allSatisfy { $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") }
    }
}

/// A cursor over the octets of a path.
private struct PathScanner {
    private let octets: [UInt8]
    private(set) var position = 0
    private(set) var tolerance: PathTolerance
    private var isBracketed = true

    init(_ text: Substring, policy: PathPolicy) {
        (octets, tolerance) = (Array(text.utf8), PathTolerance(policy))
    }

    /// What has not been read.
    var rest: String { text(from: position, to: octets.count) }

    private var current: UInt8? { position < octets.count ? octets[position] : nil }

    private func text(from start: Int, to end: Int) -> String {
        String(decoding: octets[start..<end], as: UTF8.self)
    }

    private mutating func take(_ octet: UInt8) -> Bool {
        guard current == octet else { return false }
        position += 1
        return true
    }

    mutating func path(syntax: String) throws(Reply) -> PathArgument.Path {
        isBracketed = take(UInt8(ascii: "<"))
        if !isBracketed {
            let irregularity = PathIrregularity.noBrackets(syntax)
            // A parameter, or a name before the brackets, is no path without them.
            guard let word = rest.split(separator: " ", maxSplits: 1).first, !rest.contains(" <"),
                word.contains("@") || !word.contains("=")
            else { throw irregularity.refusal }
            try tolerance.bear(irregularity)
        }
        if isBracketed, take(UInt8(ascii: ">")) { return .empty }
        try skipSourceRoute()
        let localPart = try localPart()
        if takeEnd() { return .localPartOnly(localPart) }
        guard take(UInt8(ascii: "@")) else {
            throw Reply(501, .invalidArguments, "Expected '@' after '\(localPart)', found \(found)")
        }
        let domain = try domain()
        guard takeEnd() else {
            let end = isBracketed ? ">" : " "
            throw Reply(501, .invalidArguments, "Expected '\(end)' after '\(localPart)@\(domain)', found \(found)")
        }
        return .mailbox(Mailbox(localPart: localPart, domain: domain))
    }

    /// Whether the path has come to its end.
    private mutating func takeEnd() -> Bool {
        isBracketed ? take(UInt8(ascii: ">")) : current == nil || current == UInt8(ascii: " ")
    }

    private var found: String {
        current.map { _ in "'\(text(from: position, to: octets.count))'" } ?? "the end of the line"
    }

    /// `@a.example,@b.example:`, which servers must accept and should ignore. RFC 5321 §4.1.1.3, appendix C.
    private mutating func skipSourceRoute() throws(Reply) {
        guard current == UInt8(ascii: "@") else { return }
        guard let colon = octets[position...].firstIndex(of: UInt8(ascii: ":")) else {
            throw Reply(501, .invalidArguments, "The source route has no ':' at its end")
        }
        position = colon + 1
    }

    private mutating func localPart() throws(Reply) -> String {
        let start = position
        if current == UInt8(ascii: "\"") {
            try skipQuotedString()
        } else {
            while let octet = current, octet.isLocalPartOctet { position += 1 }
        }
        guard position > start else {
            throw Reply(501, .invalidArguments, "Expected an address such as user@example.com, found \(found)")
        }
        return text(from: start, to: position)
    }

    private mutating func skipQuotedString() throws(Reply) {
        position += 1
        while let octet = current {
            position += 1
            if octet == UInt8(ascii: "\"") { return }
            if octet == UInt8(ascii: "\\") { position += 1 }
        }
        position = octets.count
        throw Reply(501, .invalidArguments, "The quoted local-part has no closing quote")
    }

    private mutating func domain() throws(Reply) -> String {
        let start = position
        if current == UInt8(ascii: "[") {
            while let octet = current, octet != UInt8(ascii: "]") { position += 1 }
            guard take(UInt8(ascii: "]")) else {
                throw Reply(501, .invalidArguments, "The address literal has no closing bracket")
            }
            let literal = text(from: start, to: position)
            guard AddressLiteral.isValid(literal) else {
                throw Reply(501, .invalidArguments, "\(literal) is no address literal, such as [192.0.2.1]")
            }
            return literal
        }
        while let octet = current, octet.isDomainOctet { position += 1 }
        let domain = text(from: start, to: position)
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        let hasFinalDot = labels.count > 1 && labels.last?.isEmpty == true
        guard labels.dropLast(hasFinalDot ? 1 : 0).allSatisfy({ !$0.isEmpty }) else {
            throw Reply(501, .invalidArguments, "'\(domain)' is not a domain")
        }
        if hasFinalDot { try tolerance.bear(.finalDot(domain)) }
        return domain
    }
}

/// `[192.0.2.1]`, `[IPv6:2001:db8::1]` or `[tag:content]`. RFC 5321 §4.1.3.
enum AddressLiteral {
    static func isValid(_ literal: String) -> Bool {
        guard literal.hasPrefix("["), literal.hasSuffix("]") else { return false }
        let content = literal.dropFirst().dropLast()
        guard let colon = content.firstIndex(of: ":") else { return isIPv4(content) }
        let (tag, value) = (content[..<colon], content[content.index(after: colon)...])
        if tag.lowercased() == "ipv6" { return isIPv6(value) }
        return !tag.isEmpty && !value.isEmpty
            && tag.utf8.allSatisfy { $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") }
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4
            && numbers.allSatisfy { number in
                (1...3).contains(number.count) && number.utf8.allSatisfy(\.isASCIIDigit)
                    && UInt8(number) != nil
            }
    }

    /// Up to eight groups; once, `::` may stand for those that are zero.
    private static func isIPv6(_ text: Substring) -> Bool {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        var groups = halves.flatMap { half in
            half.isEmpty ? [] : half.split(separator: ":", omittingEmptySubsequences: false)
        }
        var length = 8
        if let last = groups.last, last.contains(".") {
            guard isIPv4(last) else { return false }
            groups.removeLast()
            length = 6
        }
        let areValid = groups.allSatisfy { (1...4).contains($0.count) && $0.utf8.allSatisfy(\.isASCIIHexDigit) }
        return areValid && (halves.count == 1 ? groups.count == length : halves.count == 2 && groups.count < length)
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
    var isASCIIHexDigit: Bool { isASCIIDigit || (0x61...0x66).contains(self | 0x20) }
    var isASCIILetterOrDigit: Bool { isASCIIDigit || (0x61...0x7A).contains(self | 0x20) }

    /// `atext`, dots (wherever they stand: receivers differ, and addresses with two in a row exist) and UTF-8.
    fileprivate var isLocalPartOctet: Bool {
        self > 0x20 && self != 0x7F && !isSpecial
    }

    /// Letters, digits, hyphens, dots and UTF-8; underscores too, which host names may not have but do.
    fileprivate var isDomainOctet: Bool {
        isASCIILetterOrDigit || self >= 0x80 || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
            || self == UInt8(ascii: "_")
    }

    /// What stands for itself within quotes alone. RFC 5322 §3.2.3, without the dot.
    private var isSpecial: Bool {
        switch self {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "@"),
            UInt8(ascii: "\""), UInt8(ascii: "\\"):
            true
        default: false
        }
    }
}
