/// Reads address lists as they come: groups, comments, quoted and encoded names, routes, and plain junk.
/// RFC 5322 §3.4 and §4.4.
///
/// Total, and every address that a person would see in the field is found.
struct AddressParser {
    private var cursor: FieldCursor
    private let limit: Int
    private var list = AddressList()
    private var group: (name: String, members: [AddressMailbox])?
    private var current: Fragment
    private var count = 0
    /// A quote was not closed, so no later one is: they stand for themselves.
    private var isPastLastQuote = false

    /// What has been read of one mailbox or group name.
    private struct Fragment {
        var start: Int
        var end: Int
        /// Words before and behind the angle brackets, quotes removed, with single spaces between them.
        var phrase: [UInt8] = []
        /// Words that may turn out to be an address: no quotes removed, no spaces between.
        var bare: [UInt8] = []
        var comments: [String] = []
        var angle: [UInt8]?

        init(at position: Int) { (start, end) = (position, position) }

        var isEmpty: Bool { phrase.isEmpty && comments.isEmpty && angle == nil }
    }

    /// - Parameter limit: How many mailboxes are read; the rest is left out.
    init(_ body: Range<Int>, in source: [UInt8], limit: Int = .max) {
        cursor = FieldCursor(source, body)
        current = Fragment(at: body.lowerBound)
        self.limit = limit
    }

    static func list(_ body: Range<Int>, in source: [UInt8], limit: Int = .max) -> AddressList {
        var parser = AddressParser(body, in: source, limit: limit)
        return parser.run()
    }

    mutating func run() -> AddressList {
        while count < limit, let octet = cursor.peek {
            if current.isEmpty { current.start = cursor.position }
            switch octet {
            case .comma:
                endMailbox()
                cursor.advance()
            case .semicolon:
                endMailbox()
                endGroup()
                cursor.advance()
            case .colon where group == nil && current.angle == nil && !current.phrase.isEmpty: beginGroup()
            case .less: angle()
            case .open: comment()
            case .quote: quoted()
            case _ where octet.isFolding: cursor.skipBlanks()
            default: word()
            }
        }
        endMailbox()
        endGroup()
        return list
    }

    // MARK: Pieces

    private mutating func quoted() {
        let start = cursor.position
        separate(before: start)
        guard !isPastLastQuote, let content = cursor.closedQuotedString() else {
            isPastLastQuote = true
            return cursor.advance()
        }
        current.phrase += content
        current.bare += cursor.source[start..<cursor.position]
        current.end = cursor.position
    }

    private mutating func word() {
        let start = cursor.position
        separate(before: start)
        cursor.advance()
        while let octet = cursor.peek, !octet.isFolding, !Self.ends(octet, group != nil) {
            cursor.advance(by: octet == .openBracket ? cursor.literalLength : 1)
        }
        current.phrase += cursor.source[start..<cursor.position]
        current.bare += cursor.source[start..<cursor.position]
        current.end = cursor.position
    }

    private static func ends(_ octet: UInt8, _ isInGroup: Bool) -> Bool {
        switch octet {
        case .comma, .semicolon, .less, .open, .quote: true
        case .colon: !isInGroup
        default: false
        }
    }

    /// Keeps the white space before a word as one space.
    private mutating func separate(before position: Int) {
        guard !current.phrase.isEmpty, position > current.end else { return }
        current.phrase.append(.space)
    }

    private mutating func comment() {
        let inside = cursor.comment()
        var plain = FieldCursor(cursor.source, inside)
        let text = plain.commentText()
        if !text.isEmpty { current.comments.append(text) }
    }

    /// `<local-part@domain>`, perhaps with a route before it, comments or blanks inside it, or no end to it.
    private mutating func angle() {
        cursor.advance()
        var address: [UInt8] = []
        var hasAt = false
        scan: while let octet = cursor.peek {
            switch octet {
            case .greater:
                cursor.advance()
                break scan
            case .open: comment()
            case .quote where !isPastLastQuote:
                let start = cursor.position
                isPastLastQuote = cursor.closedQuotedString() == nil
                address += cursor.source[start..<cursor.position]
                hasAt = hasAt || cursor.source[start..<cursor.position].contains(.at)
            case .comma where hasAt && address.first != .at:
                break scan
            default:
                if !octet.isFolding { address.append(octet) }
                hasAt = hasAt || octet == .at
                cursor.advance()
            }
        }
        current.end = cursor.position
        // A second pair of brackets in one mailbox: the first address stays.
        if current.angle == nil { current.angle = Self.withoutRoute(address) }
    }

    /// `@a,@b:local-part@domain` without what is before the colon. RFC 5322 §4.4.
    private static func withoutRoute(_ address: [UInt8]) -> [UInt8] {
        guard address.first == .at, let colon = address.firstIndex(of: .colon) else { return address }
        return Array(address[(colon + 1)...])
    }

    // MARK: Ends

    private mutating func beginGroup() {
        let name = Self.named(HeaderText.decode(current.phrase), comments: current.comments) ?? ""
        cursor.advance()
        group = (name, [])
        current = Fragment(at: cursor.position)
    }

    private mutating func endGroup() {
        guard let (name, members) = group else { return }
        list.items.append(.group(name: name, members: members))
        group = nil
    }

    private mutating func endMailbox() {
        defer { current = Fragment(at: cursor.position) }
        guard let mailbox = mailbox() else { return }
        count += 1
        if group != nil {
            group?.members.append(mailbox)
        } else {
            list.items.append(.mailbox(mailbox))
        }
    }

    private func mailbox() -> AddressMailbox? {
        guard !current.isEmpty else { return nil }
        let range = current.start..<max(current.start, current.end)
        var phrase: String?
        let address: [UInt8]
        if let angle = current.angle {
            phrase = current.phrase.isEmpty ? nil : HeaderText.decode(current.phrase)
            address = angle
        } else {
            // An address that is quoted as a whole is one to the eye.
            let isBare = Self.unquotedAt(in: current.bare) != nil
            address = isBare || !current.phrase.contains { $0 == .space || $0 == .at } ? current.bare : current.phrase
        }
        let (localPart, domain) = Self.divide(address)
        let name = Self.named(phrase, comments: current.comments)
        return AddressMailbox(name: name, localPart: localPart, domain: domain, range: range)
    }

    /// At the last at sign that is not quoted.
    private static func divide(_ address: [UInt8]) -> (String, String?) {
        guard let at = unquotedAt(in: address), at > 0 else { return (HeaderText.decode(address), nil) }
        return (String(octets: address[..<at]), String(octets: address[(at + 1)...]))
    }

    /// The last of them; quotes that are not closed quote nothing.
    private static func unquotedAt(in address: [UInt8]) -> Int? {
        var (at, isQuoted, position) = (Int?.none, false, 0)
        while position < address.count {
            switch address[position] {
            case .quote: isQuoted.toggle()
            case .backslash where isQuoted: position += 1
            case .at where !isQuoted: at = position
            default: break
            }
            position += 1
        }
        return isQuoted ? address.lastIndex(of: .at) : at
    }

    private static func named(_ name: String?, comments: [String]) -> String? {
        guard !comments.isEmpty else { return name }
        let comment = comments.joined(separator: " ")
        guard let name, !name.isEmpty else { return comment }
        return "\(name) (\(comment))"
    }
}

extension FieldCursor {
    /// How long the address literal is that begins here, behind an at sign; 1 where none does. RFC 5321 §4.1.3.
    fileprivate var literalLength: Int {
        guard position > 0, source[position - 1] == .at else { return 1 }
        var close = position + 1
        while close < end, source[close].isLetter || source[close].isDigit || Self.inLiterals.contains(source[close]) {
            close += 1
        }
        return close < end && source[close] == .closeBracket ? close + 1 - position : 1
    }

    private static let inLiterals: Set<UInt8> = [.colon, .dot, .hyphen, .percent]

    /// The words of a comment, decoded; backslashes are removed, inner comments keep their parentheses.
    fileprivate mutating func commentText() -> String {
        var text: [UInt8] = []
        while let octet = peek {
            guard octet == .backslash else {
                text.append(octet)
                advance()
                continue
            }
            skipToEscaped()
            if let escaped = peek { text.append(escaped) }
            advance()
        }
        return HeaderText.unstructured(text.indices, in: text)
    }
}
