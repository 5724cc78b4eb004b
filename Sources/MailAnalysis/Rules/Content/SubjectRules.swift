import MailModel
import MIME

/// How the subject is written, and what the header claims of importance.
extension Rule {
    static let subjects = [subjectShouts, subjectPunctuated, priorityRaised]

    static let subjectShouts = Rule(
        "spam.subject.caps", .content, .warning, points: 0.8,
        summary: "The subject is written in capitals",
        advice: "It reads as shouting, and filters count it. Write it like a sentence.",
        reference: "SpamAssassin SUBJ_ALL_CAPS",
        passing: ["Subject: Your ACME order\n\n.\n", "Subject: ACME 1042\n\n.\n"],
        failing: ["Subject: THE SALE ENDS TODAY\n\n.\n"]
    ) { examined in
        guard let field = examined.header.last("subject") else { return [] }
        let statistics = TextStatistics(Array(field.value.utf8))
        guard statistics.cased > 8, statistics.capitals * 5 > statistics.cased * 4 else { return [] }
        return [Place("\(statistics.capitals) of \(statistics.cased) letters are capitals", at: field.range)]
    }

    static let subjectPunctuated = Rule(
        "spam.subject.punct", version: 3, .content, .warning, points: 1.0,
        summary: "The subject cries out with signs",
        advice: "Filters count exclamation marks, amounts and rows of emoji. Say it once, in words.",
        reference: "SpamAssassin PLING_QUERY",
        passing: [
            "Subject: Welcome!\n\n.\n", "Subject: Your invoice over $42.00\n\n.\n",
            "Subject: =?utf-8?Q?=F0=9F=8E=89_It_is_here?=\n\n.\n",
        ],
        failing: [
            "Subject: Buy now!!\n\n.\n", "Subject: Make $$$ at home\n\n.\n",
            "Subject: 70% off, hurry, ends tonight\n\n.\n",
            "Subject: =?utf-8?Q?=F0=9F=8E=89=F0=9F=8E=89=F0=9F=8E=89=F0=9F=8E=89_party?=\n\n.\n",
        ]
    ) { examined in
        guard let field = examined.header.last("subject"), let what = outcry(field.value, in: examined) else {
            return []
        }
        return [Place("The subject has \(what)", at: field.range)]
    }

    private static func outcry(_ subject: String, in examined: ExaminedMessage) -> String? {
        guard subject.utf8.contains(where: { $0 >= 0x80 || "!$%".utf8.contains($0) }) else { return nil }
        let marks = subject.unicodeScalars.count { $0 == "!" || $0 == "！" }
        if marks > 1 { return "\(marks) exclamation marks" }
        if subject.contains("$$") || subject.contains("€€") || subject.contains("££") {
            return "a row of currency signs"
        }
        let emoji = subject.unicodeScalars.count { $0.properties.isEmojiPresentation }
        if emoji > 2 { return "\(emoji) emoji" }
        let isUrgent = examined.readings.first { $0.origin == .subject }?.phrases.contains {
            $0.topic == .urgency || $0.topic == .urgencyHint
        }
        let hasAmount = subject.contains { "%$€£¥".contains($0) }
        return isUrgent ?? false && hasAmount ? "an amount together with urgency" : nil
    }

    static let priorityRaised = Rule(
        "spam.priority", version: 2, .content, .warning, points: 0.8,
        summary: "The header claims importance, or names a program for mass mail",
        advice: "Most mail that says so is spam. Leave the field out.",
        reference: "SpamAssassin X_PRIORITY_HIGH",
        passing: ["X-Priority: 3\nX-Mailer: PHPMailer 6.9\n\n.\n"],
        failing: [
            "X-Priority: 1 (Highest)\n\n.\n", "Importance: High\n\n.\n", "X-MSMail-Priority: High\n\n.\n",
            "X-Mailer: Atomic Mail Sender\n\n.\n",
        ]
    ) { examined in
        examined.header.all.compactMap { field in
            guard let isHigh = signsOfPriority[field.name] else { return nil }
            return isHigh(field.value.lowercased().trimmingBlanks)
                ? Place("\(field.spelling) is '\(field.value)'", at: field.range) : nil
        }
    }

    /// Fields that claim importance or name a program, and what of their values is meant; in lower case.
    private static let signsOfPriority: [String: @Sendable (Substring) -> Bool] = [
        "x-priority": { $0.hasPrefix("1") },
        "importance": { $0 == "high" },
        "x-msmail-priority": { $0 == "high" },
        "priority": { $0 == "urgent" },
        "x-mailer": { value in massMailers.contains { value.contains($0) } },
        "user-agent": { value in massMailers.contains { value.contains($0) } },
    ]

    /// Programs that hardly anybody uses for mail that was asked for.
    private static let massMailers = [
        "advanced mass sender", "atomic mail", "dark mailer", "darkmailer", "diffondicool", "email blaster",
        "gammadyne", "group mail", "groupmail", "mail bomber", "mailbomber", "massive mailer", "mass mailer",
        "bulk mail", "bulkmail", "massmail", "mass mail", "send-safe", "sendblaster", "super mailer",
        "supermailer", "turbo-mailer", "turbomailer", "ultimate mailer",
    ]
}
