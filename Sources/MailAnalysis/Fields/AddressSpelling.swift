import MIME

/// How an address list is spelled: quotes, brackets, separators and blanks. RFC 5322 §3.4.
///
/// Readers find addresses in nearly anything; this goes over the octets once and tells what they have to forgive.
struct AddressSpelling {
    private enum Angle { case none, open, closed }

    /// The first thing that is wrong, as the end of a sentence.
    private(set) var fault: String?
    private var commentDepth = 0
    private var isQuoted = false
    private var isEscaped = false
    private var isInGroup = false
    private var item = Item()

    /// One mailbox of the list, as far as it has been read.
    private struct Item {
        var angle = Angle.none
        var hasAt = false
        /// Blanks stand between two words outside of the angle brackets.
        var hasWords = false
        /// The last octet that is no blank; `nil` before the first.
        var last: UInt8?
        var isBehindBlank = false
        var isRoute = false
        /// Within the brackets of an address literal. RFC 5321 §4.1.3.
        var isInLiteral = false
        /// There is an at sign within quotes, and there are no others.
        var hasQuotedAt = false
    }

    init(_ body: ArraySlice<UInt8>) {
        for octet in body where fault == nil { take(octet) }
        guard fault == nil else { return }
        if item.angle == .open { fault = "does not close its angle brackets" }
        if isQuoted { fault = fault ?? "does not close its quotes" }
        endItem()
    }

    private mutating func take(_ octet: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if octet == .backslash {
            isEscaped = true
        } else if octet == .quote, commentDepth == 0 {
            if !isQuoted { beginWord(octet) }
            isQuoted.toggle()
            item.last = octet
        } else if isQuoted {
            if octet == .at, item.angle == .none { item.hasQuotedAt = true }
        } else if octet == .open {
            commentDepth += 1
        } else if octet == .close {
            commentDepth = max(0, commentDepth - 1)
        } else if commentDepth == 0 {
            takePlain(octet)
        }
    }

    private mutating func takePlain(_ octet: UInt8) {
        switch octet {
        case _ where octet.isFolding:
            item.isBehindBlank = item.last != nil
            return
        case .less:
            if item.angle == .open { fault = "opens angle brackets twice" }
            if item.angle == .closed { fault = "has two addresses without a comma between them" }
            item.angle = .open
            item.isRoute = false
        case .greater:
            if item.angle != .open { fault = "closes angle brackets that are not open" }
            item.angle = .closed
        case .comma where item.angle != .open: return endItem()
        case .semicolon where item.angle != .open:
            if !isInGroup { fault = "has a semicolon between addresses" }
            isInGroup = false
            return endItem()
        case .openBracket where item.last == .at: item.isInLiteral = true
        case .closeBracket: item.isInLiteral = false
        case .colon where item.isInLiteral: break
        case .colon where item.angle == .none:
            (isInGroup, item) = (true, Item())
            return
        case .colon where item.angle == .open && !item.isRoute: fault = "has a colon in an address"
        default: beginWord(octet)
        }
        (item.last, item.isBehindBlank) = (octet, false)
    }

    /// At the first octet of a word, or at a later one.
    private mutating func beginWord(_ octet: UInt8) {
        if item.angle == .closed { fault = "has something behind its angle brackets" }
        if octet == .at {
            if item.last == .less { item.isRoute = true }
            item.hasAt = item.hasAt || item.angle == .none
        }
        defer { item.isBehindBlank = false }
        // Blanks around dots and at signs are old, and read the same everywhere.
        guard item.isBehindBlank, let last = item.last, !Self.joins(last), !Self.joins(octet) else { return }
        switch item.angle {
        case .none: item.hasWords = true
        case .open: if last != .less { fault = "has a blank in an address" }
        case .closed: break
        }
    }

    private static func joins(_ octet: UInt8) -> Bool { octet == .dot || octet == .at }

    private mutating func endItem() {
        if item.angle == .none, item.hasAt, item.hasWords {
            fault = fault ?? "has words beside an address that is not in angle brackets"
        }
        if item.angle == .none, item.hasQuotedAt, !item.hasAt { fault = fault ?? "has its address in quotes" }
        item = Item()
    }
}
