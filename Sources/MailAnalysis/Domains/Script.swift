/// The writing systems that matter for telling look-alikes. Unicode Standard Annex #24.
enum Script: Hashable {
    case latin, greek, cyrillic, armenian, hebrew, arabic, indic, thai, georgian, hangul, cherokee, eastAsian, other

    /// `nil` for digits, signs and marks, which go with every script.
    init?(of scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xAA, 0xBA, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2B8, 0x1D00...0x1D25,
            0x1E00...0x1EFF, 0x2C60...0x2C7F, 0xA722...0xA7FF, 0xAB30...0xAB5A, 0xFF21...0xFF3A, 0xFF41...0xFF5A:
            self = .latin
        case 0x370...0x373, 0x376...0x377, 0x37B...0x37D, 0x386, 0x388...0x3FF, 0x1F00...0x1FFE: self = .greek
        case 0x400...0x52F, 0x1C80...0x1C88, 0x2DE0...0x2DFF, 0xA640...0xA69F: self = .cyrillic
        case 0x531...0x588: self = .armenian
        case 0x5D0...0x5F2: self = .hebrew
        case 0x620...0x64A, 0x66E...0x6D3, 0x6FA...0x6FF, 0x750...0x77F, 0x8A0...0x8FF, 0xFB50...0xFDFF,
            0xFE70...0xFEFC:
            self = .arabic
        case 0x900...0xDFF: self = .indic
        case 0xE01...0xE4E: self = .thai
        case 0x10A0...0x10FF, 0x1C90...0x1CBF: self = .georgian
        case 0x13A0...0x13FD, 0xAB70...0xABBF: self = .cherokee
        case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7A3: self = .hangul
        case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3021...0x3029, 0x3041...0x30FF, 0x3105...0x312F, 0x31A0...0x31FF,
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF66...0xFF9D, 0x20000...0x3134F:
            self = .eastAsian
        default:
            guard scalar.value >= 0x80, scalar.properties.isAlphabetic else { return nil }
            self = .other
        }
    }

    /// Scripts whose letters look like Latin ones.
    fileprivate var imitatesLatin: Bool {
        switch self {
        case .greek, .cyrillic, .armenian, .cherokee: true
        default: false
        }
    }
}

/// Words that are not what they look like. Unicode Technical Standard #39.
enum Homograph {
    /// Whether one word mixes Latin letters with letters of a script that look like them.
    static func isMixed(_ word: some Sequence<Unicode.Scalar>) -> Bool {
        var scripts: Set<Script> = []
        for scalar in word { if let script = Script(of: scalar) { scripts.insert(script) } }
        guard scripts.count > 1, scripts.contains(where: \.imitatesLatin) else { return false }
        return scripts.contains(.latin) || scripts.filter(\.imitatesLatin).count > 1
    }

    /// Whether one word mixes scripts so that it can be taken for one of Latin letters: some of its letters look like
    /// them. `Ωmega` is seen to be mixed.
    static func isDisguised(_ word: some Sequence<Unicode.Scalar>) -> Bool {
        word.contains { lookAlikes.contains($0) } && isMixed(word)
    }

    /// The first word of a text that is disguised.
    static func disguisedWord(in text: String) -> String? {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
        return text.split { !$0.isLetter && !$0.isNumber }.first { isDisguised($0.unicodeScalars) }.map(String.init)
    }

    /// The first label of a domain that mixes scripts, or that is made of nothing but look-alikes of Latin letters
    /// while the top-level name is Latin.
    ///
    /// - Parameter domain: As A-labels or Unicode.
    static func deceptiveLabel(in domain: String) -> String? {
        guard Punycode.isEncoded(domain) || domain.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
        let labels = Punycode.unicode(domain).split(separator: ".")
        let isLatin = labels.last.map { $0.utf8.allSatisfy { $0 < 0x80 } } ?? false
        return labels.first { label in
            guard label.utf8.contains(where: { $0 >= 0x80 }) else { return false }
            return isMixed(label.unicodeScalars) || isLatin && isImitation(label.unicodeScalars)
        }.map(String.init)
    }

    private static func isImitation(_ label: Substring.UnicodeScalarView) -> Bool {
        let letters = label.filter { Script(of: $0) != nil }
        return !letters.isEmpty && letters.allSatisfy { lookAlikes.contains($0) }
    }

    /// Cyrillic, Greek and Armenian letters that most typefaces draw like a Latin one.
    private static let lookAlikes = Set("асԁеһіјӏорԛѕԝхуѵьԍ".unicodeScalars).union("αονυιρτκηγ".unicodeScalars)
        .union("օսոսհցզ".unicodeScalars).union("АВЕКМНОРСТХЅІЈԌԚԜ".unicodeScalars)
        .union("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ".unicodeScalars)
}
