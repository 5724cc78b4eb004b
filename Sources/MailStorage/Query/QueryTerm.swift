package import MIME
package import MailModel

/// One thing that is asked of a message.
package enum QueryTerm: Hashable, Sendable {
    /// A text is found there.
    case text(Place, Needle)
    /// A header field of that name has a decoded value in which the text is found.
    case header(name: String, value: Needle)
    /// The expression is found in any of the texts where words are looked for.
    case pattern(TextPattern)
    /// A part has a media type in which the text is found: `application/pdf`.
    case type(Needle)
    case has(Feature)
    /// The text is found in what a link says, or where it leads.
    case link(Needle)
    case seen(Bool)
    /// It bears a tag, whichever.
    case tagged
    /// It says of which message it is a duplicate; `nil` is any.
    case duplicate(of: CaptureID?)
    /// It came over that connection.
    case session(SessionID)
    /// More octets than that.
    case larger(Int)
    case smaller(Int)
    /// Received then or later.
    case after(Timestamp)
    /// Received earlier.
    case before(Timestamp)
    /// Its number is in one of the ranges.
    case number([ClosedRange<Int64>])
    /// It was scored, and the score compares so.
    case score(Comparison, Double)
    /// It was assessed, and the worst that was found compares so; `nil` is nothing, less than anything.
    case severity(Comparison, Severity?)
    /// A rule of that name found something.
    case rule(NamePattern)
    case tag(NamePattern)
    case inbox(NamePattern)

    /// Where a text is looked for.
    package enum Place: String, Hashable, Sendable {
        /// Subject, addresses, envelope, all header fields, text, file names.
        case anywhere
        /// Names and addresses of `From`, and the reverse-path.
        case from
        /// Names and addresses of `To` and `Cc`, and the forward-paths.
        case to
        case cc
        /// Forward-paths that neither `To` nor `Cc` names, and the field `Bcc`.
        case bcc
        /// Forward-paths.
        case recipient
        case subject
        /// The text alone.
        case body
        case messageID
        /// Names of files among the parts.
        case fileName
    }

    /// What a message may have.
    package enum Feature: String, Hashable, Sendable, CaseIterable {
        case attachment, html, defect, code, link
    }

    package enum Comparison: String, Hashable, Sendable {
        case less = "<"
        case lessOrEqual = "<="
        case equal = "="
        case greaterOrEqual = ">="
        case greater = ">"

        package func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
            switch self {
            case .less: left < right
            case .lessOrEqual: left <= right
            case .equal: left == right
            case .greaterOrEqual: left >= right
            case .greater: left > right
            }
        }
    }
}

/// A name in which an asterisk stands for any characters, or for none; letters fold.
package struct NamePattern: Hashable, Sendable {
    /// What stands before the first asterisk and behind each, folded.
    private let pieces: [[UInt8]]

    package init(_ text: String) {
        pieces = TextFold.octets(text).split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
            .map(Array.init)
    }

    /// How many asterisks there are.
    package var asterisks: Int { pieces.count - 1 }

    package func matches(_ name: String) -> Bool { places(in: TextFold.octets(name)) != nil }

    /// What each asterisk stands for, as it is spelled; folded where it is spelled with more than ASCII. `nil` for a name that
    /// does not match.
    package func captures(in name: String) -> [String]? {
        let folded = TextFold.octets(name)
        guard let places = places(in: folded) else { return nil }
        let isAligned = name.utf8.count == folded.count && name.utf8.allSatisfy { $0 < 0x80 }
        let spelled = isAligned ? Array(name.utf8) : folded
        var captures: [String] = []
        for place in places { captures.append(String(decoding: spelled[place], as: UTF8.self)) }
        return captures
    }

    /// Where each asterisk stands for something.
    ///
    /// - Parameter name: Folded.
    private func places(in name: [UInt8]) -> [Range<Int>]? {
        guard let last = pieces.dropFirst().last else { return name == pieces[0] ? [] : nil }
        guard name.count >= pieces[0].count + last.count, name.starts(with: pieces[0]),
            name[(name.count - last.count)...].elementsEqual(last)
        else { return nil }
        // What stands between asterisks is taken where it comes first: that leaves most for the others.
        var rest = name[pieces[0].count..<(name.count - last.count)]
        var places: [Range<Int>] = []
        for piece in pieces[1..<(pieces.count - 1)] {
            guard let place = piece.isEmpty ? rest.startIndex..<rest.startIndex : rest.firstRange(of: piece) else {
                return nil
            }
            places.append(rest.startIndex..<place.lowerBound)
            rest = rest[place.upperBound...]
        }
        return places + [rest.startIndex..<rest.endIndex]
    }
}

extension QueryTerm {
    /// Whether it is asked of what may change while the octets do not.
    package var isAboutMarks: Bool {
        switch self {
        case .seen, .score, .severity, .rule, .tag, .tagged: true
        default: false
        }
    }

    /// Whether it is asked of what the rules of the analyzer said.
    package var isAboutAssessment: Bool {
        switch self {
        case .score, .severity, .rule: true
        default: false
        }
    }

    /// Whether it is asked of what a message gets to know of others, which is not before it is stored.
    package var isAboutOthers: Bool { if case .duplicate = self { true } else { false } }

    /// Whether the row decides it for every message.
    package var isAboutRow: Bool {
        switch self {
        case .text(let place, _): place != .anywhere && place != .body && place != .fileName && place != .bcc
        case .has(let feature): feature == .attachment
        case .header, .pattern, .type, .link, .rule: false
        default: true
        }
    }
}
