import Foundation
import MIME
import MailModel
import MailStorage
import TestSupport

/// A query and what it means, made together: the text goes through parser and store, the meaning is asked of letters.
struct RandomQuery: Sendable {
    let text: String
    let holds: @Sendable (Int, Letter) -> Bool

    static let words = [
        "invoice", "Grüße", "straße", "café", "reset", "password", "your", "the", "Vášeň", "vítr", "東京", "Привет",
        "ёлка",
        "order", "4711", "X-42", "alice", "example", "net", "org", "shop", "a", "of", "Newsletter", "it's", "e-mail",
        "INVOICE2",
        "naïve", "co-operate", "build-3", "build-314", "rebuild-30", "a.3", "v1.2.3",
        "donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "10%", "under_score",
    ]
    static let names = ["Alice Änder", "Bob", "Zoë Ørsted", "carol", "李雷"]
    static let addresses = [
        "alice@example.com", "bob+tag@example.net", "carol@shop.example", "zoë@exämple.org", "audit@example.com",
    ]

    static func random(depth: Int = 3, using random: inout SplitMix) -> RandomQuery {
        guard depth > 0, Int.random(in: 0..<10, using: &random) < 6 else { return leaf(using: &random) }
        let count = Int.random(in: 2...3, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            let inner = Self.random(depth: depth - 1, using: &random)
            return RandomQuery(text: "-(\(inner.text))") { !inner.holds($0, $1) }
        case 1:
            let inner = (0..<count).map { _ in Self.random(depth: depth - 1, using: &random) }
            return RandomQuery(text: inner.map { "(\($0.text))" }.joined(separator: " OR ")) { id, letter in
                inner.contains { $0.holds(id, letter) }
            }
        default:
            let inner = (0..<count).map { _ in Self.random(depth: depth - 1, using: &random) }
            return RandomQuery(text: inner.map { "(\($0.text))" }.joined(separator: " ")) { id, letter in
                inner.allSatisfy { $0.holds(id, letter) }
            }
        }
    }

    private static func needle(using random: inout SplitMix) -> String {
        let source =
            [words, words, addresses, names].randomElement(using: &random)?.randomElement(using: &random) ?? ""
        let characters = Array(source)
        switch Int.random(in: 0..<9, using: &random) {
        case 8:
            // Found as white space is, wherever it is looked for.
            let control = ["\u{0}", "\u{1E}", "\u{1F}", "\t"].randomElement(using: &random) ?? ""
            let word = words.randomElement(using: &random) ?? ""
            return [control + source, source + control, source + control + word].randomElement(using: &random) ?? ""
        case 0...2: return source
        case 3: return source.uppercased()
        case 4: return source.folding(options: .diacriticInsensitive, locale: nil)
        case 5: return source + " " + (words.randomElement(using: &random) ?? "")
        default:
            let start = Int.random(in: 0..<characters.count, using: &random)
            let end = Int.random(in: start..<characters.count, using: &random)
            return String(characters[start...end])
        }
    }

    private static func text(
        _ field: String, using random: inout SplitMix, _ texts: @escaping @Sendable (Letter) -> [String]
    ) -> RandomQuery {
        let needle = needle(using: &random).trimmingCharacters(in: .whitespaces)
        let isSimple = !needle.isEmpty && needle.allSatisfy { $0.isLetter || $0.isNumber || $0 == "@" || $0 == "." }
        if isSimple, Int.random(in: 0..<4, using: &random) == 0, !["AND", "OR", "NOT"].contains(needle) {
            return RandomQuery(text: "\(field)\(needle)*") { Naive.finds(needle, in: texts($1), beginsWord: true) }
        }
        return RandomQuery(text: "\(field)\"\(needle.isEmpty ? "x" : needle)\"") {
            Naive.finds(needle.isEmpty ? "x" : needle, in: texts($1))
        }
    }

    /// Asks for all of a text.
    private static func whole(
        _ field: String, using random: inout SplitMix, _ texts: @escaping @Sendable (Letter) -> [String]
    ) -> RandomQuery {
        let source = [addresses, addresses, words, names].randomElement(using: &random) ?? []
        var text = source.randomElement(using: &random) ?? ""
        switch Int.random(in: 0..<6, using: &random) {
        case 0: text = text.uppercased()
        case 1: text = text.folding(options: .diacriticInsensitive, locale: nil)
        case 2: text = String(text.dropFirst())
        case 3: text = String(text.dropLast())
        default: break
        }
        if text.isEmpty { text = "a" }
        return RandomQuery(text: "\(field)=\"\(text)\"") { [text] in Naive.has(text, among: texts($1)) }
    }

    private static func whole(using random: inout SplitMix) -> RandomQuery {
        switch Int.random(in: 0..<10, using: &random) {
        case 0...1: whole("from:", using: &random, \.authors)
        case 2...3: whole("to:", using: &random) { $0.shownRecipients + $0.forwardPaths }
        case 4: whole("cc:", using: &random) { $0.cc.map { [$0.1] } ?? [] }
        case 5: whole("bcc:", using: &random, \.blindPaths)
        case 6: whole("rcpt:", using: &random, \.forwardPaths)
        case 7: whole("subject:", using: &random) { [$0.subject] }
        case 8:
            whole("header:x-note=", using: &random) { letter in
                letter.fields.filter { $0.name == "X-Note" }.map(\.value)
            }
        default: whole("type:", using: &random) { $0.types }
        }
    }

    /// Several values of one field.
    private static func group(using random: inout SplitMix) -> RandomQuery {
        let (a, b, c) = (needle(using: &random), needle(using: &random), needle(using: &random))
        let quoted = [a, b, c].map { text in
            let text = text.trimmingCharacters(in: .whitespaces)
            return text.isEmpty ? "x" : text
        }
        let text = "from:(\"\(quoted[0])\" OR \"\(quoted[1])\" -\"\(quoted[2])\")"
        return RandomQuery(text: text) { _, letter in
            let holds = quoted.map { Naive.finds($0, in: letter.fromTexts) }
            return holds[0] || holds[1] && !holds[2]
        }
    }

    private static func leaf(using random: inout SplitMix) -> RandomQuery {
        switch Int.random(in: 0..<36, using: &random) {
        case 0...7: return text("", using: &random, \.everything)
        case 8: return text("from:", using: &random, \.fromTexts)
        case 9: return text("to:", using: &random, \.toTexts)
        case 10: return text("cc:", using: &random, \.ccTexts)
        case 11: return text("bcc:", using: &random, \.blindPaths)
        case 12: return text("rcpt:", using: &random, \.forwardPaths)
        case 13, 14: return text("subject:", using: &random) { [$0.subject] }
        case 15: return text("body:", using: &random) { [$0.body] }
        case 16:
            return text("header:x-note=", using: &random) { letter in
                letter.fields.filter { $0.name == "X-Note" }.map(\.value)
            }
        case 17:
            return RandomQuery(text: "header:X-Note") { _, letter in letter.fields.contains { $0.name == "X-Note" } }
        case 18: return text("filename:", using: &random) { $0.fileName.map { [$0] } ?? [] }
        case 19:
            let part = ["text/html", "plication/p", "mixed", "text/", "pdf"].randomElement(using: &random) ?? ""
            return RandomQuery(text: "type:\(part.uppercased())") { $1.types.contains { $0.contains(part) } }
        case 20:
            let word = ["invoice", "order", "newsletter"].randomElement(using: &random) ?? ""
            return RandomQuery(text: "regex:\"\(word.prefix(3))[a-z]\(word.dropFirst(4))\"") { _, letter in
                letter.everything.contains { $0.lowercased().contains(word) }
            }
        case 21: return RandomQuery(text: "has:html") { $1.isHTML }
        case 22: return text("message-id:", using: &random) { [$0.messageID] }
        case 23:
            let word = ["invoice", "order", "the"].randomElement(using: &random) ?? ""
            return RandomQuery(text: "regex:\"^\(word)\"") { _, letter in
                letter.lines.contains { $0.lowercased().hasPrefix(word) }
            }
        case 24, 25:
            let feature = QueryTerm.Feature.allCases.randomElement(using: &random) ?? .code
            return RandomQuery(text: "has:\(feature.rawValue)") { $1.features.contains(feature) }
        case 26, 27: return whole(using: &random)
        case 28: return group(using: &random)
        case 29: return text("link:", using: &random, \.links)
        default: return mark(using: &random)
        }
    }

    private static func mark(using random: inout SplitMix) -> RandomQuery {
        let number = Int.random(in: 1...250, using: &random)
        switch Int.random(in: 0..<16, using: &random) {
        case 0: return RandomQuery(text: "is:unseen") { !$1.isSeen }
        case 1: return RandomQuery(text: "tag:RELEASE") { $1.tags.contains("release") }
        case 2:
            return RandomQuery(text: "tag:r*") { _, letter in letter.tags.contains { $0.lowercased().hasPrefix("r") } }
        case 3: return RandomQuery(text: "inbox:ci*") { $1.inbox.lowercased().hasPrefix("ci") }
        case 4: return RandomQuery(text: "larger:\(number + 300)") { $1.source.count > number + 300 }
        case 5 where number % 3 == 0:
            return RandomQuery(text: "id:\(number)..,..3") { id, _ in id >= number || id <= 3 }
        case 5 where number % 3 == 1: return RandomQuery(text: "id:0..") { _, _ in true }
        case 5:
            return RandomQuery(text: "id:\(number)..\(number + 40),7") { id, _ in number...number + 40 ~= id || id == 7
            }
        case 6: return RandomQuery(text: "score:>=2") { $1.assessment.map { $0.score >= 2 } ?? false }
        case 7: return RandomQuery(text: "severity:<error") { $1.assessment.map { $0.severity != .error } ?? false }
        case 8: return RandomQuery(text: "severity:none") { $1.assessment.map { $0.severity == nil } ?? false }
        case 9:
            return RandomQuery(text: "rule:html.*") { _, letter in
                letter.assessment?.rules.contains { $0.hasPrefix("html.") } ?? false
            }
        case 10: return RandomQuery(text: "has:attachment") { $1.fileName != nil }
        case 11:
            let time = Timestamp(milliseconds: 1_767_225_600_000 + Int64(number) * 60_000)
            return RandomQuery(text: "after:\(time)") { $1.receivedAt >= time }
        case 12: return RandomQuery(text: "is:duplicate") { $1.isCopy }
        case 13: return RandomQuery(text: "is:tagged") { !$1.tags.isEmpty }
        case 14:
            let session = SessionID(Int64(number % 6))
            return RandomQuery(text: "session:\(session)") { $1.session == session }
        default:
            let time = Timestamp(milliseconds: 1_767_225_600_000 + Int64(number) * 60_000)
            return RandomQuery(text: "before:\(time)") { $1.receivedAt < time }
        }
    }
}

extension Letter {
    /// Some of them come twice.
    static func random(count: Int, using random: inout SplitMix) -> [Letter] {
        var letters: [Letter] = []
        for number in 1...count {
            var letter = Letter.random(number, using: &random)
            if Int.random(in: 0..<10, using: &random) == 0, let earlier = letters.randomElement(using: &random) {
                let receivedAt = letter.receivedAt
                letter = earlier
                (letter.receivedAt, letter.isCopy) = (receivedAt, true)
            }
            letters.append(letter)
        }
        return letters
    }

    static func random(_ number: Int, using random: inout SplitMix) -> Letter {
        func words(_ count: ClosedRange<Int>, _ separator: String = " ") -> String {
            (0..<Int.random(in: count, using: &random))
                .compactMap { _ in RandomQuery.words.randomElement(using: &random) }.joined(separator: separator)
        }
        func pick(_ list: [String]) -> String { list.randomElement(using: &random) ?? "" }
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        let to = pick(RandomQuery.addresses)
        var letter = Letter(
            inbox: pick(["default", "ci-1", "CI", "other"]),
            receivedAt: Timestamp(milliseconds: 1_767_225_600_000 + Int64(number) * 60_000 + 1),
            reversePath: chance(20) ? "" : pick(RandomQuery.addresses),
            forwardPaths: [to] + (chance(20) ? [pick(RandomQuery.addresses)] : []),
            from: (pick(RandomQuery.names), pick(RandomQuery.addresses)), to: (pick(RandomQuery.names), to),
            subject: words(1...5), messageID: "m\(number).\(words(1...1))@example.com", fields: [],
            body: words(3...20, chance(50) ? " " : "\r\n"), isHTML: chance(20))
        if chance(20) { letter.cc = (pick(RandomQuery.names), pick(RandomQuery.addresses)) }
        if chance(30) { letter.fields.append(("X-Note", words(1...3))) }
        if chance(10) { letter.fields.append(("Bcc", pick(RandomQuery.addresses))) }
        if chance(20) { letter.fileName = words(1...2) + ".pdf" }
        if chance(20) { letter.body += " https://shop.example/a" }
        if chance(20) { letter.body += " Your code is 482913" }
        letter.features = Letter.features(of: letter.source)
        letter.links = Message(letter.source).links.flatMap { [$0.text, $0.href] }
        if chance(60) { letter.session = SessionID(Int64.random(in: 1...5, using: &random)) }
        letter.isSeen = chance(50)
        if chance(20) { letter.tags = [pick(["release", "Red", "blue"])] }
        if chance(60) {
            letter.assessment = Assessment(
                score: Double(Int.random(in: -4...10, using: &random)) / 2,
                severity: [nil, .info, .warning, .error].randomElement(using: &random) ?? nil,
                rules: chance(50) ? ["html.script", "hdr.date.missing"] : [], ruleset: "r")
        }
        return letter
    }
}
