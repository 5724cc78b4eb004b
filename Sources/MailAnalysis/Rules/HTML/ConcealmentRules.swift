import MailModel
import MIME

/// Text that is one thing for a filter and another for a reader.
extension Rule {
    static let concealment: [Rule] = [hiddenText, obfuscation]

    static let hiddenText = Rule(
        "html.hiddentext", version: 3, .html, .warning, points: 0.6,
        summary: "The HTML hides text that is longer than a preheader and shown nowhere else",
        advice: "Hidden text is how filters are fed with words. Show it or delete it; a preheader of up to 250 "
            + "characters is fine.",
        reference: "Gmail sender guidelines: do not hide content",
        passing: [
            .page("<div style=\"display: none\">What is new in March</div><p>Hello.</p>"),
            .page(
                "<p>Hello.</p><div style=\"max-height: 0; overflow: hidden\">"
                    + String(repeating: "&zwnj;&nbsp;", count: 300) + "</div>"),
        ],
        failing: [
            .page("<p>Hello.</p><div style=\"display: none\">" + filling + "</div>"),
            .page("<p>Hello.</p><p style=\"color: #fff\">" + filling + "</p>"),
            .page("<p>Hello.</p><p style=\"font-size: 0\">" + filling + "</p>"),
        ]
    ) { examined in
        examined.inHTML { inspection, body in
            guard !inspection.hidden.isEmpty else { return [] }
            let shown = Set(Word.all(in: inspection.text.octets[...]).map(\.hash))
            return inspection.hidden.filter { isSuspicious($0, besides: shown) }
                .map {
                    body.place("\($0.text.utf8.count) octets of text hidden by \($0.reason.description)", at: $0.range)
                }
        }
    }

    private static let filling = String(
        repeating: "harvest meadow quiet lantern river walked between stone orchards ", count: 6)

    /// A preheader is padded with invisible characters, which do not count; what another layout shows again, such as
    /// one for telephones, is repeated.
    private static func isSuspicious(_ hidden: HiddenText, besides shown: Set<UInt64>) -> Bool {
        let visible = hidden.text.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint }
        let octets = Array(String(String.UnicodeScalarView(visible)).utf8)
        let words = Word.all(in: octets[...])
        let length = words.reduce(0) { $0 + $1.range.count + 1 }
        let longest = hidden.reason.isCommonForPreheaders ? longestPreheader : longestPreheader / 2
        guard length > longest else { return false }
        let repeated = words.filter { shown.contains($0.hash) }.count
        return repeated * 2 < words.count
    }

    private static let longestPreheader = 250

    static let obfuscation = Rule(
        "html.obfuscation", version: 2, .html, .warning, points: 1,
        summary: "Words are cut into pieces by comments, or spelled in numeric references",
        advice: "Only who evades filters writes so, and filters look for it. Write plain text.",
        reference: "SpamAssassin: HTML obfuscation",
        passing: [.page("<p>It&#8217;s 5&nbsp;&euro;.</p><!-- end --><p><b>F</b>irst</p>")],
        failing: [
            .page("<p>V<!-- a -->i<!-- b -->agra for every<!-- c -->one</p>"),
            .page("<p>p<b></b>rize for every<i></i>one</p>"),
            .page("<p>" + "verify your account now and win a prize today".utf8.map { "&#\($0);" }.joined() + "</p>"),
        ]
    ) { examined in
        examined.inHTML { inspection, body in
            var places: [Place] = []
            if inspection.brokenWords.count >= fewestBrokenWords {
                places += inspection.brokenWords.map {
                    body.place("Nothing that is to be seen stands inside a word", at: $0)
                }
            }
            if inspection.numericLetters.count >= fewestNumericLetters {
                places += inspection.numericLetters.map { body.place("A plain letter as a number", at: $0) }
            }
            return places
        }
    }

    private static let fewestBrokenWords = 2
    /// Letters and digits of ASCII that are written as references.
    private static let fewestNumericLetters = 30
}

extension HiddenText.Reason {
    fileprivate var description: String {
        switch self {
        case .display: "display: none"
        case .visibility: "visibility"
        case .fontSize: "its font size"
        case .color: "the colour of its background"
        case .opacity: "opacity"
        case .clipping: "a box without size"
        case .indent: "its indent"
        case .attribute: "the hidden attribute"
        }
    }

    /// Ways in which honest messages hide the text that lists show.
    fileprivate var isCommonForPreheaders: Bool {
        switch self {
        case .display, .visibility, .clipping, .attribute, .fontSize, .opacity: true
        case .color, .indent: false
        }
    }
}
