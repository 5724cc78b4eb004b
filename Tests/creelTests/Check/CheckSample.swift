import FoundationEssentials
import MIME
import MailModel
import TestSupport

@testable import MailAnalysis
@testable import creel

/// Rules and messages to write reports of: of our own, so that reports change only when their formats do.
enum CheckSample {
    static let rules = [
        Rule(
            "hdr.sample", .headers, .error, points: 2.5, summary: "A field is bad", advice: "Leave X-Bad out.",
            reference: "RFC 5322 §3.6", passing: [""], failing: ["X-Bad: a\n\n"]
        ) { examined in
            examined.header.all("x-bad").map { Place("The field says \($0.value)", at: $0.range) }
        },
        Rule(
            "bulk.sample", .bulk, .warning, points: 0.5, summary: "There is no To", advice: "Add one.",
            reference: "RFC 5322 §3.6.3", passing: ["To: a@example.com\n\n"], failing: ["\n"]
        ) { $0.header.has("to") ? [] : [Place("The header has \($0.header.all.count) fields")] },
        Rule(
            "link.sample", .links, .info, points: 0, summary: "A link", advice: "Look at it.", reference: "RFC 3986",
            passing: ["\n"], failing: ["\nhttp://example.com/\n"]
        ) { examined in examined.links.map { $0.place("It leads to \($0.href)") } },
    ]

    /// An ordinary one, a bad one from an mbox, one that tries to break out of every format, and one without anything.
    static let messages: [(FoundMessage, String)] = [
        (found("mail/fine.eml"), "From: a@example.com\r\nTo: b@example.com\r\nSubject: Fine\r\n\r\nHello.\r\n"),
        (
            found("archive.mbox", number: 2, position: FilePosition(secondOfMbox)),
            String(decoding: secondOfMbox.octets, as: UTF8.self)
        ),
        (
            found("a,b:c%\n\u{1B}[31m\"<&>'::error::.eml"),
            "To: a\r\nSubject: ]]>&<b> ::error file=x::\u{1B}[2J \u{FFFF}\r\nX-Bad: \u{202E}::set-output::\u{7} 100%, \"q\"\r\n\r\n"
        ),
        (found("empty.eml"), ""),
    ]

    /// Has an octet less than the file before its link.
    private static let secondOfMbox: MboxMessage = {
        var reader = MboxReader(limit: 1 << 20)
        let file = """
            From a
            To: a

            first

            From b
            Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
            X-Bad: one
            X-Bad: two

            >From here: http://example.com/a?b=c&d

            """
        return (reader.read(Array(file.utf8)) + reader.finish())[1]
    }()

    private static func found(
        _ file: String, number: Int? = nil, position: FilePosition = FilePosition()
    ) -> FoundMessage {
        FoundMessage(file: file, number: number, size: 0, position: position) { [] }
    }

    /// A place that says something and shows nothing.
    static func place(of detail: String) -> Place { Place(detail) }

    static func checked(_ settings: CheckSettings = CheckSettings()) -> [CheckedMessage] {
        let policy = CheckPolicy(settings, rules: rules)
        return messages.map { found, text in
            let message = Message(Array(text.utf8))
            return CheckedMessage(
                found, message, report: policy.analyzer(for: found.file).report(on: Subject(message)),
                settings: settings, duration: .microseconds(1500))
        }
    }

    /// The whole report, as a check writes it, with something unreadable in it.
    static func report(_ format: ReportFormat, _ settings: CheckSettings = CheckSettings()) -> String {
        let run = CheckRun(
            rules: CheckPolicy(settings, rules: rules).rules, failOn: settings.failOn,
            startedAt: Timestamp(milliseconds: 1_769_850_000_123), version: "1.2.3")
        let unreadable = Unreadable(file: "no \"such\".eml", reason: "cannot read no \"such\".eml: <gone>")
        var tally = CheckTally()
        var texts: [String] = []
        for message in checked(settings) {
            tally.add(message)
            texts.append(format.message(message))
        }
        tally.add(unreadable)
        texts.append(format.unreadable(unreadable))
        let body = texts.filter { !$0.isEmpty }.joined(separator: format.separator)
        switch format.frame {
        case .streamed(let head, let tail): return head(run) + body + tail(run, tally)
        case .framed(let frame):
            let (head, tail) = frame(run, tally)
            return head + body + tail
        }
    }
}
