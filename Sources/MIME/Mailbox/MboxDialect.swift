/// How messages lie in an mbox: how lines are quoted that look like separators, and whether messages say how long they are.
package enum MboxDialect: String, Sendable, CaseIterable {
    /// As mboxrd, but where a message says how long it is, in a field `Content-Length`, and a separator or the end of the
    /// file stands there, it ends there; and where such a message has a line that should have been quoted, nothing was.
    case auto
    /// Every line of `>`s and `From ` got one `>` more, which can be taken back without loss.
    case mboxrd
    /// Only a line that begins with `From ` got a `>`; that of a line which had one of its own is lost as well.
    case mboxo
    /// As mboxo, and each message tells the octets of its body, quoted, in a field `Content-Length`.
    case mboxcl
    /// The same, and nothing is quoted.
    case mboxcl2

    /// All of them, as one may choose.
    package static let choice = "auto, mboxrd, mboxo, mboxcl or mboxcl2"

    /// Whether messages may say how long they are. One that does not end where it says is read as if it said nothing.
    var hasLengths: Bool {
        switch self {
        case .auto, .mboxcl, .mboxcl2: true
        case .mboxrd, .mboxo: false
        }
    }

    /// Whether no line of a message begins with `From ` in the file. Of ``auto`` that is taken for granted where a message
    /// does not say how long it is.
    var isQuoted: Bool { self != .mboxcl2 }

    /// Whether a line has a `>` at its beginning that the message has not.
    func quotes(_ line: ArraySlice<UInt8>) -> Bool {
        let text = line.drop { $0 == .greater }
        guard text.startIndex > line.startIndex, text.starts(with: "From ".utf8) else { return false }
        return switch self {
        case .auto, .mboxrd: true
        case .mboxo, .mboxcl: text.startIndex == line.startIndex + 1
        case .mboxcl2: false
        }
    }
}
