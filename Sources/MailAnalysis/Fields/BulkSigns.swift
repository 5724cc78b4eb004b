import MIME

/// What shows that a message goes to many, whether by its header or by its text.
final class BulkSigns {
    struct Sign {
        let what: String
        let range: Range<Int>
    }

    /// Fields that only such mail has, `List-Unsubscribe` left out.
    let fields: [Sign]
    /// Links by which one leaves, and the words of advertising.
    let words: [Sign]
    /// The list is one that members write to. RFC 2369 §3.4.
    let isDiscussion: Bool

    var isBulk: Bool { !fields.isEmpty || !words.isEmpty }

    init(_ examined: ExaminedMessage) {
        let header = examined.header
        let post = header.last("list-post")?.value.lowercased() ?? "no"
        isDiscussion = !post.hasPrefix("no")
        fields = examined.isAutomaticReply ? [] : header.all.compactMap(Self.sign)
        words = Self.leavingLinks(examined) + Self.advertising(examined)
    }

    private static func sign(_ field: FieldTable.Field) -> Sign? {
        switch field.name {
        case "precedence":
            guard ["bulk", "list", "junk"].contains(field.value.lowercased().trimmingBlanks) else { return nil }
        case "list-id", "feedback-id", "x-campaign", "x-campaignid", "x-campaign-id", "x-csa-complaints",
            "x-mailing-id", "x-newsletter-id":
            break
        default: return nil
        }
        return Sign(what: "\(field.spelling) is there", range: field.range)
    }

    private static func leavingLinks(_ examined: ExaminedMessage) -> [Sign] {
        examined.links.filter(\.isForLeaving).map {
            Sign(what: "The text has a link to unsubscribe", range: $0.sourceRange)
        }
    }

    /// One such phrase is in honest mail of every kind; several different ones are advertising.
    private static func advertising(_ examined: ExaminedMessage) -> [Sign] {
        let hits = examined.hits(of: .marketingHint)
        guard Set(hits.map(\.hit.phrase)).count > 2 else { return [] }
        return hits.map {
            Sign(what: "'\($0.reading.quote($0.hit.range))'", range: $0.reading.sourceRange(of: $0.hit.range))
        }
    }
}

extension FoundLink {
    /// Leads out of a list, by what its address says, or its text.
    var isForLeaving: Bool { Self.marks.areIn(href) || isHTML && Self.words.areIn(text) }

    private static let marks = WordFinder(["unsubscribe", "optout", "opt-out", "opt_out", "/unsub"])
    private static let words = WordFinder(["unsubscribe"])
}

extension ExaminedMessage {
    /// Where phrases about a topic stand, in the subject and the text.
    func hits(of topic: Topic) -> [(reading: ReadableText, hit: Lexicon.Hit)] {
        readings.flatMap { reading in reading.phrases.filter { $0.topic == topic }.map { (reading, $0) } }
    }

    /// A template left something in the text that was to be filled in: an address of the sender, a link.
    var holdsPlaceholder: Bool { readings.contains { !$0.placeholders.isEmpty } }

    /// The text is about something that its reader asked for or bought, and advertises nothing. 15 U.S.C. §7702 (17).
    var isTransactional: Bool { !hits(of: .transaction).isEmpty && hits(of: .marketingHint).isEmpty }
}
