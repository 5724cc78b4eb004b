/// Looks for what binds candidates to announcements.
struct CodeReader {
    /// How a code is bound to what announces it, the closest first.
    enum Binding: Int, Comparable {
        /// `Your verification code is 482913`.
        case sureLabel
        /// Alone on its line beside the one with the announcement.
        case sureDisplay
        case label
        /// `Enter 482913 to log in`.
        case verb
        /// `482913 is your code`.
        case postfix
        case display

        static func < (one: Binding, other: Binding) -> Bool { one.rawValue < other.rawValue }
    }

    struct Found {
        let code: String
        let binding: Binding
        /// The announcement cannot be anything else.
        let isSure: Bool
    }

    private let text: CodeText
    /// By the number of their word.
    private var announcements: [Int: CodeAnnouncement] = [:]
    /// Announcements that a code was found for, in the same breath.
    private var served: Set<Int> = []
    /// Words of codes that stand alone on their lines.
    private var displayed: Set<Int> = []
    /// In the order of the text.
    private(set) var found: [Found] = []

    init(_ octets: [UInt8]) {
        text = CodeText(octets)
        for index in text.words.indices {
            if let announcement = CodeAnnouncement(at: index, in: text) { announcements[index] = announcement }
        }
        var next = 0
        while next < text.words.count, found.count < Self.most {
            guard announcements[next] == nil, let candidate = CodeCandidate(at: next, in: text) else {
                next += 1
                continue
            }
            let isBound = !isLabelled(candidate) && bind(candidate)
            next = isBound ? candidate.words.upperBound : next + 1
        }
    }

    /// More than are told, since the likeliest need not come first.
    private static let most = 40

    private mutating func bind(_ candidate: CodeCandidate) -> Bool {
        guard let (announcement, binding) = label(of: candidate) ?? other(of: candidate), !letsIntoMeeting(candidate)
        else { return false }
        if let announcement, !announcement.isPlural, binding != .display, binding != .sureDisplay {
            serve(announcement.word)
        }
        let isSure = announcement?.isSure ?? false
        found.append(Found(code: candidate.code, binding: binding, isSure: isSure))
        return true
    }

    /// With it the words before that belong to it: `OTP code`.
    private mutating func serve(_ word: Int) {
        served.insert(word)
        var place = word
        while place > 0, word - place < 2, text.words[place].gap.goesOn {
            place -= 1
            served.insert(place)
        }
    }

    private typealias Bound = (CodeAnnouncement?, Binding)

    private mutating func other(of candidate: CodeCandidate) -> Bound? {
        guard !candidate.isMarked, !candidate.isYear else { return nil }
        if let announcement = display(of: candidate) {
            displayed.formUnion(candidate.words)
            return (announcement, announcement.isSure ? .sureDisplay : .display)
        }
        guard candidate.form != .letters else { return nil }
        if let announcement = postfix(of: candidate) { return (announcement, .postfix) }
        return verb(of: candidate)
    }

    // MARK: What a number is instead

    /// The word before says what else it is: `Order 1042`, `Kundennummer: 48213`.
    private func isLabelled(_ candidate: CodeCandidate) -> Bool {
        let first = candidate.words.lowerBound
        guard first > 0 else { return false }
        let (gap, label) = (text.words[first].gap, text.words[first - 1].text)
        let isNumber = CodeVocabulary.numbers.contains(label)
        guard gap.isSubset(of: isNumber ? [.labelled, .sentence] : .labelled) else { return false }
        if isNumber { return !(first > 1 && announcements[first - 2] != nil) }
        guard announcements[first - 1] == nil else { return false }
        return CodeVocabulary.labels.contains(label) || CodeVocabulary.numberEndings.contains { label.hasSuffix($0) }
            || label.holdsAny(of: CodeVocabulary.labelsInside)
    }

    /// What stands behind `Passcode:` in the invitation to a meeting is no code for signing in, as one behind
    /// `Verification code:` is.
    private func letsIntoMeeting(_ candidate: CodeCandidate) -> Bool {
        let first = candidate.words.lowerBound
        guard first > 0, !text.words[first].gap.isDisjoint(with: [.colon, .line, .paragraph]),
            MeetingInvitation.holds(labelEnd: text.words[first - 1].end, in: text.octets)
        else { return false }
        return !(max(0, first - 3)..<first).contains { text.words[$0].text.beginsLikeAny(of: CodeVocabulary.signingIn) }
    }

    // MARK: Label

    /// `Your code is 482913`, `Code: 482913`, `Your code for the shop is 482913`.
    private func label(of candidate: CodeCandidate) -> Bound? {
        let first = candidate.words.lowerBound
        guard first > 0 else { return nil }
        let direct = text.words[first].gap
        let isDirect = direct.contains(.colon) || CodeVocabulary.copulas.contains(text.words[first - 1].text)
        // `Code no. 482913`
        let isNumbered = CodeVocabulary.numbers.contains(text.words[first - 1].text)
        guard !direct.contains(.other), isNumbered || !direct.contains(.sentence),
            isDirect || !direct.contains(.paragraph)
        else { return nil }
        var place = first - 1
        var areFillers = true
        while place >= 0, first - place <= Self.longestLabel {
            if let announcement = announcements[place] {
                // `Twój kod to 739104`; not `send the code to 48213`.
                let isAddressed = text.words[first - 1].text == "to" && !text.words[place].text.hasPrefix("kod")
                guard announcement.isSure || !isOffer(first) else { return nil }
                guard !served.contains(place), !isAddressed,
                    areFillers || direct.contains(.colon) || isDirect && isForSomething(place, first),
                    fits(candidate, announcement, fillers: first - place - 1)
                else { return nil }
                return (announcement, announcement.isSure ? .sureLabel : .label)
            }
            let (word, isFiller) = (text.words[place], self.isFiller(place))
            areFillers = areFillers && isFiller
            guard areFillers || isDirect, isFiller || CodeCandidate(at: place, in: text)?.form != .digits else {
                return nil
            }
            guard word.gap.isDisjoint(with: [.other, .sentence, .paragraph, .colon]) else { return nil }
            place -= 1
        }
        return nil
    }

    /// Whether a word may stand between an announcement and its code.
    private func isFiller(_ place: Int) -> Bool {
        let word = text.words[place].text
        return CodeVocabulary.copulas.contains(word) || CodeVocabulary.fillers.contains(word)
            || word.beginsLikeAny(of: CodeVocabulary.purposes)
    }

    /// Words that a label has at most, with the announcement.
    private static let longestLabel = 9

    private func fits(_ candidate: CodeCandidate, _ announcement: CodeAnnouncement, fillers: Int) -> Bool {
        if candidate.isMarked, fillers > 0 { return false }
        if candidate.isYear, fillers > 1 { return false }
        guard candidate.form == .letters else { return true }
        // Letters alone are a word unless they are announced as whose code they are.
        let head = text.spelling(of: announcement.word)
        let first = candidate.words.lowerBound
        let isSaid =
            text.words[first].gap.contains(.colon) || CodeVocabulary.copulas.contains(text.words[first - 1].text)
        let isOnesOwn = (max(0, announcement.word - 2)..<announcement.word)
            .contains { CodeVocabulary.possessives.contains(text.words[$0].text) }
        guard fillers <= 1, isSaid, announcement.isSure || isOnesOwn, head.contains(where: \.isLowercase) else {
            return false
        }
        if text.words[first].gap.contains(.colon) { return true }
        // `Your token is read-only`.
        let halves = text.spelling(of: first).split(separator: .hyphen)
        return text.spelling(of: first).allSatisfy { !$0.isLowercase }
            || halves.contains { !$0.contains { "aeiouy".utf8.contains($0) } }
    }

    /// Whether what follows an announcement says what it is for, up to a copula before `end`.
    private func isForSomething(_ announcement: Int, _ end: Int) -> Bool {
        for place in (announcement + 1)..<end {
            if CodeVocabulary.fors.contains(text.words[place].text) { return true }
            guard isFiller(place) else { return false }
        }
        return false
    }

    // MARK: Postfix

    /// `482913 is your code`, `482913 (verification code)`, 739104 是您的验证码.
    private func postfix(of candidate: CodeCandidate) -> CodeAnnouncement? {
        var place = candidate.words.upperBound
        guard place < text.words.count, text.words[place].gap.isWithinSentence else { return nil }
        let first = text.words[place]
        if let announcement = announcements[place], announcement.isSure,
            first.text.holdsAny(of: CodeVocabulary.copulasInside)
        {
            return served.contains(place) ? nil : announcement
        }
        let isSaid =
            CodeVocabulary.copulas.contains(first.text) || !first.gap.isDisjoint(with: [.dash, .opener])
            || CodeVocabulary.possessives.contains(first.text)
            || first.text.beginsLikeAny(of: CodeVocabulary.purposes)
        guard isSaid else { return nil }
        while place < text.words.count, place - candidate.words.upperBound <= Self.longestPostfix,
            text.words[place].gap.isWithinSentence
        {
            if let announcement = announcements[place] {
                return served.contains(place) || announcesNext(place) ? nil : announcement
            }
            place += 1
        }
        return nil
    }

    /// What it announces follows: `Gate 4821 – PIN 7730`, `1042 (PIN: 7730)`.
    private func announcesNext(_ announcement: Int) -> Bool {
        for place in (announcement + 1)..<(announcement + 3) where place < text.words.count {
            guard text.words[place].gap.isWithinSentence else { return false }
            if CodeCandidate(at: place, in: text) != nil { return true }
        }
        return false
    }

    private static let longestPostfix = 5

    // MARK: Verb

    /// `Enter 482913 to log in`, `Use 482913 as your PIN`, `Verify your email: 482913`.
    private func verb(of candidate: CodeCandidate) -> Bound? {
        let first = candidate.words.lowerBound
        if candidate.form == .digits, confirms(first) { return (nil, .verb) }
        var place = first
        while place > 0, first - place < 4, text.words[place].gap.isWithinSentence {
            place -= 1
            guard CodeVocabulary.verbs.contains(text.words[place].text) else { continue }
            let sentence = self.sentence(around: first)
            let isOffer = self.isOffer(first)
            let open = sentence.compactMap { announcements[$0] }.filter { !served.contains($0.word) }
            let announcement = open.first(where: \.isSure) ?? open.first
            if let announcement, announcement.isSure || !isOffer { return (announcement, .verb) }
            // Digits set apart may go on behind the end of the sentence.
            let end = candidate.words.upperBound
            guard candidate.form == .digits, !isOffer, hasPurpose(end..<max(end, sentence.upperBound)) else {
                return nil
            }
            return (nil, .verb)
        }
        return nil
    }

    /// `Verify your email:` before it.
    private func confirms(_ first: Int) -> Bool {
        guard first > 0, text.words[first].gap.contains(.colon) else { return false }
        var place = first
        var isConfirmed = false
        while place > 0, first - place < 6 {
            place -= 1
            let word = text.words[place]
            if word.text.beginsLikeAny(of: CodeVocabulary.confirmations) { return isConfirmed }
            isConfirmed = isConfirmed || CodeVocabulary.confirmed.contains(word.text)
            guard word.gap.isWithinSentence else { return false }
        }
        return false
    }

    /// `Use code WELCOME10 for 10 % off`.
    private func isOffer(_ word: Int) -> Bool {
        sentence(around: word).contains { CodeVocabulary.offers.contains(text.words[$0].text) }
    }

    /// `to log in`.
    private func hasPurpose(_ words: Range<Int>) -> Bool {
        words.contains { place in
            CodeVocabulary.tos.contains(text.words[place].text)
                && ((place + 1)..<(place + 4)).contains { verb in
                    words.contains(verb) && text.words[verb].text.beginsLikeAny(of: CodeVocabulary.purposeVerbs)
                }
        }
    }

    private func sentence(around word: Int) -> Range<Int> {
        var (start, end) = (word, word + 1)
        while start > 0, word - start < Self.longestSentence, text.words[start].gap.isDisjoint(with: .ends) {
            start -= 1
        }
        while end < text.words.count, end - word < Self.longestSentence, text.words[end].gap.isDisjoint(with: .ends) {
            end += 1
        }
        return start..<end
    }

    private static let longestSentence = 30

    // MARK: Display

    /// The announcement in the two lines before one that has nothing but the candidate, or in the one behind.
    private func display(of candidate: CodeCandidate) -> CodeAnnouncement? {
        let (first, end) = (candidate.words.lowerBound, candidate.words.upperBound)
        guard !text.words[first].gap.isDisjoint(with: .lines), !text.gap(behind: end - 1).isDisjoint(with: .lines)
        else {
            return nil
        }
        let isAnnouncedRightBefore = text.words[first].gap.contains(.colon)
        var (place, lines, best) = (first, 0, CodeAnnouncement?.none)
        while place > 0, first - place < Self.reach {
            if !text.words[place].gap.isDisjoint(with: .lines), !displayed.contains(place - 1) { lines += 1 }
            if lines > 2 { break }
            place -= 1
            if let announcement = announcement(at: place), best == nil || announcement.isSure && best?.isSure != true {
                best = announcement
            }
        }
        (place, lines) = (end, 0)
        while place < text.words.count, place - end < Self.reach, best?.isSure != true {
            if place > end, !text.words[place].gap.isDisjoint(with: .lines) { break }
            if let announcement = announcement(at: place), best == nil || announcement.isSure { best = announcement }
            place += 1
        }
        if candidate.form == .letters { return isAnnouncedRightBefore && best?.isSure == true ? best : nil }
        return best
    }

    /// One that no code was found for in the same breath.
    private func announcement(at place: Int) -> CodeAnnouncement? {
        announcements[place].flatMap { served.contains(place) ? nil : $0 }
    }

    /// Words that are looked at on either side.
    private static let reach = 80
}

extension CodeText.Gap {
    fileprivate static let labelled: CodeText.Gap = [.blank, .blanks, .colon, .mark, .dot]

    fileprivate static let ends: CodeText.Gap = [.sentence, .paragraph]

    fileprivate var isWithinSentence: Bool { isDisjoint(with: [.other, .sentence, .paragraph]) }
}
