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
    case seen(Bool)
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

/// A name, or how names begin; letters fold.
package struct NamePattern: Hashable, Sendable {
    private let octets: [UInt8]
    private let isBeginning: Bool

    /// - Parameter text: With an asterisk at its end how names begin, else a whole name.
    package init(_ text: String) {
        isBeginning = text.hasSuffix("*")
        octets = TextFold.octets(isBeginning ? String(text.dropLast()) : text)
    }

    package func matches(_ name: String) -> Bool {
        let name = TextFold.octets(name)
        return isBeginning ? name.starts(with: octets) : name == octets
    }
}

extension QueryTerm {
    /// Whether it is asked of what may change while the octets do not.
    package var isAboutMarks: Bool {
        switch self {
        case .seen, .score, .severity, .rule, .tag: true
        default: false
        }
    }

    /// Whether the row decides it for every message.
    package var isAboutRow: Bool {
        switch self {
        case .text(let place, _): place != .anywhere && place != .body && place != .fileName && place != .bcc
        case .has(let feature): feature == .attachment
        case .header, .pattern, .type, .rule: false
        default: true
        }
    }
}
