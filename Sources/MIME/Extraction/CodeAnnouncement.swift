/// Words that announce a code: `verification code`, `PIN`, `Bestätigungscode`, 验证码.
struct CodeAnnouncement {
    /// The word that is announced with; what it is for may stand beside it.
    let word: Int
    /// It cannot be anything but a code that is typed in once.
    let isSure: Bool
    /// Announces more than one: `codes`.
    let isPlural: Bool

    /// - Parameter index: Of a word of the text.
    init?(at index: Int, in text: CodeText) {
        let word = text.words[index].text
        guard word.utf8.count >= 2, CodeVocabulary.mayHead(text.spelling(of: index)),
            !Self.inAddresses.contains(text.octet(before: index)),
            let head = Self.head(word)
        else { return nil }
        let isPurposeful = Self.isBeside(index, CodeVocabulary.purposes, in: text)
        switch head {
        case .sure: isSure = true
        case .password where Self.isBeside(index, CodeVocabulary.once, in: text): isSure = true
        case .password: return nil
        case .plain:
            if Self.isOfOthers(index, in: text) { return nil }
            isSure = isPurposeful
        }
        self.word = index
        isPlural = word.hasSuffix("codes") || word.hasSuffix("pins") || word == "códigos" || word == "codici"
    }

    /// What stands before a word of an address: `?token=12345678`.
    private static let inAddresses = Set("/?&@%_.\\".utf8)

    private enum Head { case sure, plain, password }

    private static func head(_ word: String) -> Head? {
        if CodeVocabulary.sure.contains(word) { return .sure }
        if CodeVocabulary.heads.contains(word) { return .plain }
        if CodeVocabulary.passwords.contains(word) { return .password }
        if word.utf8.contains(where: { $0 >= 0x80 }), !word.holdsAny(of: CodeVocabulary.voidInside) {
            if word.holdsAny(of: CodeVocabulary.sureInside) { return .sure }
            if word.holdsAny(of: CodeVocabulary.insides) { return .plain }
        }
        return compound(word)
    }

    /// `Bestätigungscode`, `SMS-Code`, `PIN-Nummer`.
    private static func compound(_ word: String) -> Head? {
        if let hyphen = word.lastIndex(of: "-") {
            let (front, back) = (String(word[..<hyphen]), String(word[word.index(after: hyphen)...]))
            if CodeVocabulary.others.contains(front) { return nil }
            if CodeVocabulary.numberEndings.contains(back) || back == "nr" { return Self.head(front) }
            guard let kind = Self.head(back) else { return nil }
            if kind != .password { return front.beginsLikeAny(of: CodeVocabulary.purposes) ? .sure : kind }
            return front.beginsLikeAny(of: CodeVocabulary.once) ? .sure : nil
        }
        guard let ending = CodeVocabulary.endings.first(where: { word.hasSuffix($0) }) else { return nil }
        var front = String(word.dropLast(ending.count))
        if front.beginsLikeAny(of: CodeVocabulary.once) { return .sure }
        if ending == "passwort" || ending == "kennwort" { return nil }
        if front.beginsLikeAny(of: CodeVocabulary.purposes) { return .sure }
        let isOther = CodeVocabulary.others.contains(front) || CodeVocabulary.otherBeginnings.contains(front)
        if front.hasSuffix("s") { front.removeLast() }
        return isOther || CodeVocabulary.others.contains(front) ? nil : .plain
    }

    /// Whether one of the two words before, or of the three behind, begins like one of the list, in the same breath.
    private static func isBeside(_ index: Int, _ list: [String], in text: CodeText) -> Bool {
        var place = index
        while place > 0, index - place < 2, text.words[place].gap.goesOn {
            place -= 1
            if text.words[place].text.beginsLikeAny(of: list) { return true }
        }
        place = index
        while place + 1 < text.words.count, place - index < 3, text.words[place + 1].gap.goesOn {
            place += 1
            if text.words[place].text.beginsLikeAny(of: list) { return true }
        }
        return false
    }

    /// `discount code`, `code of conduct`.
    private static func isOfOthers(_ index: Int, in text: CodeText) -> Bool {
        if index > 0, text.words[index].gap.goesOn {
            if CodeVocabulary.others.contains(text.words[index - 1].text) { return true }
            // `It failed with code 1042.`
            if index > 1, text.words[index - 1].gap.goesOn, CodeVocabulary.failures.contains(text.words[index - 2].text)
            {
                return true
            }
        }
        var place = index + 1
        while place < text.words.count, place - index < 3, text.words[place].gap.goesOn {
            if CodeVocabulary.othersBehind.contains(text.words[place].text) { return true }
            place += 1
        }
        return false
    }
}

extension CodeText.Gap {
    /// What stands within a phrase.
    var goesOn: Bool { isSubset(of: [.blank, .blanks, .line, .dash, .mark]) }
}
