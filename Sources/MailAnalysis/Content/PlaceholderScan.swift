import MIME

/// Looks for the marks by which template languages say what is to be filled in.
struct PlaceholderScan {
    private(set) var found: [Range<Int>] = []
    private static let limit = 100
    /// How long a placeholder may be.
    private static let reach = 120

    init(_ octets: [UInt8]) {
        var position = 0
        while position < octets.count, found.count < Self.limit {
            guard let end = Self.placeholder(in: octets, at: position) else {
                position += 1
                continue
            }
            // In marks that make it code: it is written about.
            let mark = UInt8(ascii: "`")
            if octets.at(position - 1) != mark || octets.at(end) != mark { found.append(position..<end) }
            position = end
        }
        // Whoever has several languages of templates side by side, and says so, writes about them.
        let kinds = Set(found.map { octets[$0.lowerBound] })
        if kinds.count > 1, Self.subjects.areIn(octets, octets.indices) || Self.areCompared(found, in: octets) {
            found = []
        }
    }

    /// `${name} and not {{name}}`
    private static func areCompared(_ found: [Range<Int>], in octets: [UInt8]) -> Bool {
        zip(found, found.dropFirst()).contains { first, second in
            let between = first.upperBound..<Swift.max(first.upperBound, second.lowerBound)
            return octets[first.lowerBound] != octets[second.lowerBound] && between.count < 40
                && comparisons.areIn(octets, between)
        }
    }

    private static let comparisons = WordFinder([" or ", " not ", " instead of ", " rather than "])
    private static let subjects = WordFinder(["template language", "template engine", "syntax of", "mustache", "jinja"])

    /// Whether an address holds one, written as it is or percent-encoded.
    static func holdsAny(_ address: String) -> Bool {
        let octets = Array(address.utf8)
        if !PlaceholderScan(octets).found.isEmpty { return true }
        return escapedBrace.areIn(octets, octets.indices)
            && !PlaceholderScan(PercentEncoding.decode(octets)).found.isEmpty
    }

    private static let escapedBrace = WordFinder(["%7b"])

    /// Where the placeholder that begins at `start` ends.
    @inline(__always)
    private static func placeholder(in octets: [UInt8], at start: Int) -> Int? {
        switch octets[start] {
        case UInt8(ascii: "{"): braces(octets, start)
        case UInt8(ascii: "$"), UInt8(ascii: "#"): prefixed(octets, start)
        case .percent: percent(octets, start)
        case .asterisk:
            between(octets, start, "*|", "|*") { $0.isLetter || $0 == .underscore || $0 == .colon }
                ?? greeted(octets, start)
        case .less: angles(octets, start)
        case .at:
            between(octets, start, "@{", "}") { $0.isLetter } ?? wrapped(octets, start, by: .at) ?? model(octets, start)
        case .underscore: wrapped(octets, start, by: .underscore) ?? greeted(octets, start)
        case UInt8(ascii: "["): brackets(octets, start)
        case .open, .colon, UInt8(ascii: "|"), UInt8(ascii: "~"), UInt8(ascii: "!"): greeted(octets, start)
        default: nil
        }
    }

    /// `{{name}}`, `{% if %}`, `{first_name}`.
    private static func braces(_ octets: [UInt8], _ start: Int) -> Int? {
        between(octets, start, "{{", "}}") { $0.isLetter || " #/^>&!$@._-".utf8.contains($0) }
            ?? between(octets, start, "{%", "%}") { $0.isLetter || $0 == .space || $0 == .hyphen }
            ?? between(octets, start, "{$", "}") { $0.isLetter } ?? between(octets, start, "{!", "}") { $0.isLetter }
            ?? known(octets, start, closing: UInt8(ascii: "}")) ?? constant(octets, start, closing: UInt8(ascii: "}"))
            ?? path(octets, start) ?? defaulted(octets, start) ?? formatted(octets, start) ?? unclosed(octets, start)
    }

    /// `{firstName | there}`: a name, and what to say without one.
    private static func defaulted(_ octets: [UInt8], _ start: Int) -> Int? {
        let end = identifier(octets, start + 1, also: "")
        let bar = octets.at(end) == .space ? end + 1 : end
        guard octets.at(bar) == UInt8(ascii: "|"), isName((start + 1)..<end, in: octets) else { return nil }
        let rest = octets[bar...].prefix(40).prefix { $0 != .lf }
        return rest.firstIndex(of: UInt8(ascii: "}")).map { $0 + 1 }
    }

    /// `{0:C2}`, as .NET numbers what it fills in.
    private static func formatted(_ octets: [UInt8], _ start: Int) -> Int? {
        guard octets.at(start + 1).isDigit, octets.at(start + 2) == .colon, octets.at(start + 3).isLetter else {
            return nil
        }
        let end = identifier(octets, start + 3, also: "")
        return octets.at(end) == UInt8(ascii: "}") ? end + 1 : nil
    }

    /// `@Model.Name`, as Razor has it.
    private static func model(_ octets: [UInt8], _ start: Int) -> Int? {
        guard octets.holds(razor, at: start) else { return nil }
        let end = identifier(octets, start + razor.count, also: ".")
        return end > start + razor.count ? end : nil
    }

    private static let razor = Array("@Model.".utf8)

    /// `{FNAME}`, `{ORDER_ID}`: capitals that name a value. `\textbf{NOTE}` is TeX, and `{JSON}` a kind of braces.
    private static func constant(_ octets: [UInt8], _ start: Int, closing: UInt8) -> Int? {
        let end = identifier(octets, start + 1, also: "")
        let name = octets[(start + 1)..<end]
        guard name.count > 2, octets.at(end) == closing,
            name.allSatisfy({ $0.isLetter && $0 < 0x60 || $0 == .underscore })
        else { return nil }
        let before = octets.at(start - 1)
        guard !before.isLetter, before != UInt8(ascii: "}"), before != .underscore, before != UInt8(ascii: "^") else {
            return nil
        }
        let isConstant = name.contains(.underscore) && name.contains(where: \.isLetter)
        return isConstant || values.index(of: (start + 1)..<end, in: octets) != nil ? end + 1 : nil
    }

    /// What is filled in where it stands alone, in capitals.
    private static let values = WordTable([
        "name", "fname", "lname", "firstname", "lastname", "username", "fullname", "email", "order", "orderid", "total",
        "amount", "price", "link", "url", "date", "company", "product", "customer", "code", "city", "address", "phone",
        "title", "user", "invoice", "unsubscribe", "password", "recipient", "salutation",
    ])

    /// `Hello #name#`, `Hello <name>`: behind a greeting, the name of a value between signs of any kind.
    private static func greeted(_ octets: [UInt8], _ start: Int) -> Int? {
        guard isGreeting(before: start, in: octets) else { return nil }
        var first = start
        while first - start < 3, signs.contains(octets.at(first)) { first += 1 }
        var end = identifier(octets, first, also: "")
        if octets.at(first).isLetter, octets.at(end) == .space, !isName(first..<end, in: octets) {
            // `<First Name>`
            end = identifier(octets, first, also: " ")
            guard signs.contains(octets.at(end)) else { return nil }
        }
        guard isName(first..<end, in: octets) else { return nil }
        while end < octets.count, signs.contains(octets[end]) { end += 1 }
        return end
    }

    private static let signs = Set("*#~:<>()|_^!$&%@".utf8)

    /// `{order.id}`, `{0}`: names with a dot, as programs have them, and numbers.
    private static func path(_ octets: [UInt8], _ start: Int) -> Int? {
        let end = identifier(octets, start + 1, also: ".")
        guard end > start + 1, octets.at(end) == UInt8(ascii: "}") else { return nil }
        let name = octets[(start + 1)..<end]
        if name.count == 1 { return name[start + 1].isDigit && !octets.at(start - 1).isLetter ? end + 1 : nil }
        let isName = octets[start + 1].isLetter && name.contains(.dot)
        return isName && octets[end - 1] != .dot ? end + 1 : nil
    }

    /// `{{ name`, whose end is missing.
    private static func unclosed(_ octets: [UInt8], _ start: Int) -> Int? {
        guard octets.at(start + 1) == UInt8(ascii: "{") else { return nil }
        let name = octets.at(start + 2) == .space ? start + 3 : start + 2
        let end = identifier(octets, name, also: ".")
        return end > name + 1 && octets.at(name).isLetter ? end : nil
    }

    /// `<%= name %>`, `<?= $name ?>`, `<<name>>`.
    private static func angles(_ octets: [UInt8], _ start: Int) -> Int? {
        if octets.at(start + 1) == .less {
            let end = identifier(octets, start + 2, also: ".")
            let isClosed = octets.at(end) == .greater && octets.at(end + 1) == .greater
            return isClosed && end > start + 3 && octets[start + 2].isLetter ? end + 2 : nil
        }
        return between(octets, start, "<%", "%>") { $0 != .percent }
            ?? between(octets, start, "<?", "?>") { $0 == .equals || $0 == UInt8(ascii: "p") } ?? greeted(octets, start)
    }

    /// `@name@`, `@@name@@`, `__NAME__`: a name between the same signs.
    private static func wrapped(_ octets: [UInt8], _ start: Int, by sign: UInt8) -> Int? {
        let before = start > 0 ? octets[start - 1] : .space
        guard !before.isLetter, !before.isDigit, before != sign, before != .dot else { return nil }
        var first = start
        while first - start < 2, octets.at(first) == sign { first += 1 }
        var end = first
        // In capitals between underscores: `__init__` is the name of a method.
        while end - first < 40,
            octets.at(end).isLetter && (sign == .at || octets.at(end) < 0x60)
                || sign == .at && octets.at(end) == .underscore
                || sign == .underscore && octets.at(end) == .underscore
                    && octets.at(end + 1).isLetter
        { end += 1 }
        let count = first - start
        guard sign == .at || count == 2, end >= first + 3, (0..<count).allSatisfy({ octets.at(end + $0) == sign })
        else { return nil }
        let next = octets.at(end + count)
        return next.isLetter || next.isDigit ? nil : end + count
    }

    /// `${name}`, `#{name}`, `$(name)`.
    private static func prefixed(_ octets: [UInt8], _ start: Int) -> Int? {
        guard start + 1 < octets.count else { return nil }
        if octets[start + 1] != UInt8(ascii: "{") { return variable(octets, start) ?? greeted(octets, start) }
        let end = identifier(octets, start + 2, also: ".()[]'\" ")
        return end > start + 2 && octets.at(end) == UInt8(ascii: "}") ? end + 1 : nil
    }

    /// `$name`, as scripts have it: in small letters, because `$AAPL` is a share; and not in the middle of a sentence,
    /// which is about programs then.
    private static func variable(_ octets: [UInt8], _ start: Int) -> Int? {
        guard octets[start] == UInt8(ascii: "$"), 0x61...0x7A ~= octets[start + 1],
            start == 0 || [.space, .lf, .comma, .open].contains(octets[start - 1])
        else { return nil }
        let end = identifier(octets, start + 1, also: "")
        let isName = end > start + 3 && octets[(start + 1)..<end].allSatisfy { !$0.isDigit }
        let goesOn = octets.at(end) == .space && octets.at(end + 1).isLetter
        return isName && !octets.at(end).isDigit && (!goesOn || isGreeting(before: start, in: octets)) ? end : nil
    }

    /// Whether the word before a place greets somebody.
    private static func isGreeting(before start: Int, in octets: [UInt8]) -> Bool {
        let end = octets.at(start - 1) == .space ? start - 1 : start
        var first = end
        while first > 0, end - first < 10, octets[first - 1].isLetter { first -= 1 }
        return Greeting.table.index(of: first..<end, in: octets) != nil
    }

    /// `%name%`, `%%name%%`, `%(name)s`, and `%s` or `%d` alone.
    private static func percent(_ octets: [UInt8], _ start: Int) -> Int? {
        let before = start > 0 ? octets[start - 1] : .space
        let next = octets.at(start + 1)
        if next == .open {
            let end = identifier(octets, start + 2, also: "")
            let isWhole = end > start + 2 && octets.at(end) == .close && octets.at(end + 1).isLetter
            return isWhole ? end + 2 : nil
        }
        if next == UInt8(ascii: "{") { return between(octets, start, "%{", "}") { $0.isLetter } }
        // `%!s(MISSING)`, as Go says that a value is missing.
        if next == UInt8(ascii: "!"), octets.at(start + 3) == .open, !before.isDigit {
            return between(octets, start, "%!", ")") { $0.isLetter }
        }
        if next.isDigit, octets.at(start + 2) == UInt8(ascii: "$"), !before.isDigit {
            return octets.at(start + 3).isLetter && !octets.at(start + 4).isLetter ? start + 4 : nil
        }
        if next == .percent {
            if octets.at(start + 2) == .equals { return between(octets, start, "%%=", "=%%") { _ in true } }
            let end = identifier(octets, start + 2, also: ".")
            return end > start + 3 && octets.at(end) == .percent && octets.at(end + 1) == .percent ? end + 2 : nil
        }
        if before.isDigit || before.isLetter || before == .percent { return nil }
        if next == UInt8(ascii: "s") || next == UInt8(ascii: "d"), before == .space, start > 1,
            !octets[start - 2].isDigit,
            !octets.at(start + 2).isLetter, !octets.at(start + 2).isDigit
        {
            return start + 2
        }
        let end = identifier(octets, start + 1, also: ".|")
        let hasDigits = octets[(start + 1)..<end].contains(where: \.isDigit)
        return end >= start + 4 && !hasDigits && octets.at(end) == .percent ? end + 1 : nil
    }

    /// `[[name]]`, `[FIRST_NAME]`, `[first name]`.
    private static func brackets(_ octets: [UInt8], _ start: Int) -> Int? {
        if octets.at(start + 1) == UInt8(ascii: "[") {
            let first = octets.at(start + 2) == .space ? start + 3 : start + 2
            let name = identifier(octets, first, also: ".:-\"")
            let end = octets.at(name) == .space ? name + 1 : name
            let isClosed = octets.at(end) == UInt8(ascii: "]") && octets.at(end + 1) == UInt8(ascii: "]")
            return isClosed && name > first && octets[first].isLetter ? end + 2 : nil
        }
        if let end = between(octets, start, "[%", "%]", first: { $0.isLetter || $0 == .space }) { return end }
        let end = identifier(octets, start + 1, also: "")
        let name = octets[(start + 1)..<end]
        // `[SMITH_2020]` is a reference.
        let isConstant =
            name.contains(.underscore) && name.allSatisfy { !(0x61...0x7A ~= $0) } && name.contains(where: \.isLetter)
            && name.count(where: \.isDigit) < 3
        if isConstant, octets.at(end) == UInt8(ascii: "]") { return end + 1 }
        return known(octets, start, closing: UInt8(ascii: "]"))
    }

    /// A name that only a template would put into single brackets.
    private static func known(_ octets: [UInt8], _ start: Int, closing: UInt8) -> Int? {
        let first = octets.at(start + 1) == .space ? start + 2 : start + 1
        let window = first..<max(first, min(start + 24, octets.count))
        guard !window.isEmpty, octets[window.lowerBound].isLetter, let end = octets.firstIndex(of: closing, in: window)
        else { return nil }
        return isName(window.lowerBound..<end, in: octets) ? end + 1 : nil
    }

    /// Whether the letters of a range, what stands between them left out, are one of ``names``.
    private static func isName(_ range: Range<Int>, in octets: [UInt8]) -> Bool {
        let letters = octets[range].filter(\.isLetter)
        return names.index(of: letters.indices, in: letters) != nil
    }

    private static let names = WordTable([
        "firstname", "lastname", "fullname", "username", "customername", "recipientname", "yourname", "companyname",
        "yourcompany", "yourcompanyname", "ordernumber", "orderid", "emailaddress", "unsubscribeurl",
        "unsubscribelink", "reseturl", "resetlink", "actionurl", "productname", "customerid", "invoicenumber",
        "useremail", "insertname", "insertnamehere",
        "fname", "lname", "insertlink", "insertdate", "unsubscribe", "nameofrecipient", "customer", "clientname",
        "contactname", "name",
    ])

    private static func between(
        _ octets: [UInt8], _ start: Int, _ opening: StaticString, _ closing: StaticString, first: (UInt8) -> Bool
    ) -> Int? {
        let length = opening.utf8CodeUnitCount
        guard start + length < octets.count, octets.spells(opening, in: start..<(start + length)),
            first(octets[start + length])
        else { return nil }
        let size = closing.utf8CodeUnitCount
        var position = start + length + 1
        let end = min(octets.count - size, start + reach)
        while position <= end, octets[position] != .lf {
            if octets.spells(closing, in: position..<(position + size)) { return position + size }
            position += 1
        }
        return nil
    }

    /// Where letters, digits, underscores and the signs of `also` end, within reach.
    private static func identifier(_ octets: [UInt8], _ start: Int, also: StaticString) -> Int {
        let limit = min(octets.count, start + 60)
        return also.withUTF8Buffer { signs in
            var end = min(start, limit)
            while end < limit,
                octets[end].isLetter || octets[end].isDigit || octets[end] == .underscore || signs.contains(octets[end])
            { end += 1 }
            return end
        }
    }
}
