import Glibc
import MIME
import Testing

@testable import MailAnalysis

/// Messages made to be slow: a report on any of them takes time linear in its size.
struct HostileMailTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// A message of about so many octets.
        let message: @Sendable (Int) -> String
    }

    private static let header = """
        From: Shop <shop@shop.example.com>\r
        To: Ann <ann@example.com>\r
        Subject: hello\r
        Date: Mon, 1 Jan 2024 00:00:00 +0000\r
        Message-ID: <1.a@shop.example.com>\r
        MIME-Version: 1.0\r

        """

    /// As much of a piece as fills `count` octets.
    private static func fill(_ count: Int, with piece: String) -> String {
        String(repeating: piece, count: max(1, count / piece.utf8.count))
    }

    private static func page(
        _ name: String, _ piece: String, after opening: String = "", before closing: String = ""
    ) -> Case {
        Case(testDescription: name) {
            "\(header)Content-Type: text/html; charset=utf-8\r\n\r\n\(opening)\(fill($0, with: piece))\(closing)"
        }
    }

    /// A style sheet, and as many octets of elements.
    private static func styled(_ name: String, _ rules: String, _ elements: String = "<p class=a>x") -> Case {
        Case(testDescription: name) {
            "\(header)Content-Type: text/html\r\n\r\n<style>\(fill($0 / 2, with: rules))</style>"
                + fill($0 / 2, with: elements)
        }
    }

    private static func text(_ name: String, _ piece: String) -> Case {
        Case(testDescription: name) {
            "\(header)Content-Type: text/plain; charset=utf-8\r\n\r\n\(fill($0, with: piece))"
        }
    }

    private static func field(
        _ name: String, _ piece: String, after opening: String = "", before closing: String = ""
    ) -> Case {
        Case(testDescription: "\(name) of \(opening)\(piece)\(closing)") {
            "\(name): \(opening)\(fill($0, with: piece))\(closing)\r\n\(header)\r\nHello.\r\n"
        }
    }

    /// A piece that is opened again and again, and closed as often.
    private static func nested(_ name: String, _ piece: String, after opening: String, before closing: String) -> Case {
        Case(testDescription: "\(name) of nested \(piece)") {
            "\(name): \(opening)\(fill($0 / 2, with: piece))\(fill($0 / 2, with: " )"))\(closing)\r\n\(header)\r\nx"
        }
    }

    private static func parts(_ name: String, _ part: String) -> Case {
        Case(testDescription: name) {
            "\(header)Content-Type: multipart/mixed; boundary=b\r\n\r\n\(fill($0, with: "--b\r\n\(part)\r\n"))--b--\r\n"
        }
    }

    /// As many sets of the Authenticated Received Chain as fit, numbered from 1 to `length` and from 1 again.
    private static func chain(_ name: String, of length: Int) -> Case {
        Case(testDescription: name) { count in
            (0..<(count / 130)).map {
                let number = $0 % length + 1
                return "ARC-Seal: i=\(number); cv=\(number == 1 ? "none" : "pass"); b=YQ==\r\n"
                    + "ARC-Message-Signature: i=\(number); h=from; b=YQ==\r\n"
                    + "ARC-Authentication-Results: i=\(number); a.example; spf=pass\r\n"
            }.joined() + "\(header)\r\nx"
        }
    }

    static let pages = [
        page("less-than signs", "<"), page("nesting", "<div>"), page("tables in tables", "<table><td>"),
        page("text in tables", "<table>x"), page("formatting", "<p><font color=1><b><i>"),
        page("links in blocks", "<a href=x><div>"), page("links in links", "<a href=x><img src=y>"),
        page("links inside the message", "<a href=\"#x\" id=y>z</a>"),
        page("links", "<a href=\"https://a.example/\">b</a> "), page("code", "<code>{{a}}</code> <pre>"),
        page("one long host", "a.", after: "<a href=\"https://", before: "com/\">x</a>"),
        page("one long address", "%41", after: "<a href=\"https://a.example/", before: "\">x</a>"),
        page("attributes", " a=b", after: "<p", before: ">x"), page("ampersands", "&"), page("comments", "a<!-- -->b"),
        page("open comments", "<!--"), page("open quotes", "<a href=\"<a href='"),
        page("hidden text", "<i hidden>x</i> "),
        page("references", "&#65;"), page("style attributes", "<p style=\"color:&quot;red;font:1px x\">x"),
        page("conditional comments", "<!--[if mso]>x<![endif]-->"), page("drawings", "<svg><title><svg>"),
        page("data addresses", "<img src=\"data:image/png;base64,AAAA\">"),
        page("objects that moved", "<table><b>x</table>"),
        page("pictures of parts", "<img src=\"cid:a\">"),
        page("huge pictures", "<img src=cid:a style=\"width:1000000000in;height:1000000000in\">word "),
        page("huge attributes", "<img src=cid:a width=1000000000 height=1e9>word "),
        page("huge print", "x", after: String(repeating: "<p style=\"font-size:-1e9em;opacity:1e9\">", count: 50)),
        page("soft hyphens", "a\u{AD}"),
        page("deep paragraphs", "<p>x", after: String(repeating: "<div>", count: 400)),
        page("deep formatting", "</p>x", after: (0..<64).map { "<font color=\($0)>" }.joined()),
    ]

    static let styles = [
        styled("rules", ".a{color:red}"), styled("universal rules", "*{color:red}"),
        styled("descendants", "x div p{color:red}"), styled("siblings", "x~p{color:red}", "<p>x</p>"),
        styled("a long list", "p,p,p,p{color:red}"), styled("attributes", "[class*=aaaaaaaab]{color:red}"),
        styled("nesting", "p{"), styled("conditions", "@media screen{p{color:red}}"), styled("comments", "/*"),
        styled("quotes", "\"\n"), styled("functions", "p{color:rgb("), styled("imports", "@import "),
        styled("backslashes", "\\"), styled("arguments", ":not("),
    ]

    static let texts = [
        text("words", "word "), text("one word", "a"), text("capitals", "ABC "),
        text("addresses", "https://a.example/ "),
        text("schemes", "https://"), text("hosts", "www.a."), text("mailboxes", "a@"), text("digits", "1"),
        text("codes", "your code is 123456 "), text("card numbers", "4111-1111-"), text("tokens", "eyJhbGciOi."),
        text("key headers", "-----BEGIN "), text("passwords", "password: "), text("braces", "{{a"),
        text("percent signs", "%"), text("brackets", "[["), text("merge marks", "*|a"),
        Case(testDescription: "greetings behind many words") {
            "\(header)\r\n\(fill($0 / 2, with: "a "))\(fill($0 / 2, with: "dear user "))"
        },
        text("stack traces", " at a.b(c:1)\n"), text("paths on one line", "/var/www/a.php "),
        text("names of errors", "keyerror: "), text("empty values", "null,\n"), text("amounts", "NaN "),
        text("placeholders in marks", "`{{a}}` "), text("passcodes", "meeting passcode: x7Gh2kQp "),
        text("words of programs", "commit {{a}} TODO "), text("streets", "Hafenstraße "),
        Case(testDescription: "empty values behind many blanks") {
            "\(header)\r\n\(fill($0 / 2, with: " "))\(fill($0 / 2, with: "null,\n"))"
        },
        text("mojibake", "Ã©"), text("invisible characters", "a\u{200B}"), text("letters apart", "a "),
        text("line ends", "\r\n"), text("carriage returns", "\r"), text("quotations", "> > "), text("signs", "!$%"),
    ]

    static let fields =
        [
            "To", "From", "Subject", "References", "List-Unsubscribe", "DKIM-Signature", "Content-Type", "Received",
            "X-Other", "ARC-Seal",
        ]
        .flatMap { name in
            [
                "<a@b.example>, ", "=?utf-8?q?a?= ", "((", " (", ") ", "\"", "g:;,", "<", "a*0*=b; ", "\r\n ", "é", ",",
                "\\",
                "[", "a*=", "\"\" ",
            ].map { field(name, $0) } + [
                field(name, ",", after: "<"), field(name, ",", after: "x; a=<@"), field(name, "@,", after: "<a"),
                field(name, "\",", after: "<"),
                field(name, "(c) ", after: "x; a=b ", before: "d"), field(name, "(c)", after: "x; a=b ", before: "d"),
                field(name, ". ", after: "x; a=b"), field(name, "=?", after: "x; a=b "),
                nested(name, " (", after: "x; a=b", before: " d"), nested(name, "((", after: "x; a=b ", before: "d"),
            ]
        }

    static let structures = [
        chain("sets of a chain, each once", of: .max), chain("the longest chain, again and again", of: 50),
        Case(testDescription: "seals") { "\(fill($0, with: "ARC-Seal: i=1; cv=none\r\n"))\(header)\r\nx" },
        Case(testDescription: "one multipart in another") { count in
            header
                + (0..<(count / 80)).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }
                .joined()
        },
        Case(testDescription: "alternatives") { count in
            "\(header)Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                + (0..<(count / 160)).map {
                    "--b\r\nContent-Type: multipart/alternative; boundary=a\($0)\r\n\r\n--a\($0)\r\n\r\nx\r\n"
                        + "--a\($0)\r\nContent-Type: text/html\r\n\r\n<p>x\r\n--a\($0)--\r\n"
                }.joined()
        },
        Case(testDescription: "marks in parts, and in code") { count in
            "\(header)Content-Type: multipart/mixed; boundary=b\r\n"
                + fill(count / 2, with: "\r\n--b\r\n\r\nHi {{ a }}")
                + "\r\n--b\r\nContent-Type: text/html\r\n\r\n"
                + fill(count / 2, with: "<code>" + String(repeating: "{{ {{ ", count: 160) + "</code> ")
        },
        Case(testDescription: "messages in messages") {
            header + fill($0, with: "Content-Type: message/rfc822\r\n\r\n")
        },
        Case(testDescription: "fields") { header + fill($0, with: "X-A: b\r\n") + "\r\nHello.\r\n" },
        parts("parts of text", "\r\nx"),
        parts("parts of HTML", "Content-Type: text/html\r\n\r\n<p style=\"color:red\">x"),
        parts("attachments", "Content-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-"),
        parts("messages", "Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny"),
        parts("pictures", "Content-Type: image/png\r\nContent-ID: <a>\r\n\r\nx"),
    ]

    @Test(arguments: [pages, styles, texts, fields, structures].flatMap { $0 })
    func `a report takes time linear in the message`(_ example: Case) {
        let (small, factor) = (4000, 8)
        // What is quadratic takes 64 times as long, what is linear 8 times; a third try for a busy machine.
        let isLinear = (0..<3).contains { _ in
            let (few, many) = (time(example, small), time(example, small * factor))
            return many < Self.negligible || many < few * Double(3 * factor)
        }
        #expect(isLinear, "8 times as long a message takes more than 24 times as long")
    }

    /// Every message is read so before it is kept, the longest header too.
    @Test(arguments: fields)
    func `what is read of a header takes time linear in it`(_ example: Case) {
        let (small, factor) = (32_000, 8)
        let isLinear = (0..<3).contains { _ in
            let (few, many) = (time(example, small, Self.digest), time(example, small * factor, Self.digest))
            return many < Self.negligible || many < few * Double(3 * factor)
        }
        #expect(isLinear, "8 times as long a header takes more than 24 times as long")
    }

    private static func digest(_ message: Message) { _ = message.digest }

    /// Seconds in which nothing can be told.
    private static let negligible = 0.05

    /// Seconds of this thread that `work` takes.
    private func time(
        _ example: Case, _ count: Int,
        _ work: (Message) -> Void = { _ = Analyzer.standard.report(on: Subject($0)) }
    ) -> Double {
        let source = Array(example.message(count).utf8)
        let start = ThreadClock.seconds
        work(Message(source))
        return ThreadClock.seconds - start
    }

    @Test(.timeLimit(.minutes(5)))
    func `ten million less-than signs and a hundred thousand attributes are reported on`() {
        let signs = Self.header + "Content-Type: text/html\r\n\r\n"
        let attributes = (0..<100_000).map { " a\($0)=b" }.joined()
        for source in [
            Array(signs.utf8) + [UInt8](repeating: .less, count: 10_000_000), Array("\(signs)<p\(attributes)>x".utf8),
        ] {
            let report = Analyzer.standard.report(on: Subject(Message(source)))
            #expect(
                report.findings.flatMap(\.places).allSatisfy { $0.detail.utf8.count < 4 * Place.longestDetail + 10 })
        }
    }

    @Test(arguments: [49, 1000]) func `a long chain is reported on by its own length`(sets: Int) {
        let message = Self.chain("sets", of: .max).message(sets * 130)
        let finding = Analyzer.standard.report(on: Subject(Message(Array(message.utf8)))).findings
            .first { $0.rule == "arc.invalid" }
        // RFC 8617 §4.2.1: 50 sets at most; behind them each field is told of.
        #expect(finding?.count ?? 0 == max(0, sets - 50) * 3)
    }

    @Test func `a detail quotes no more than a line or two`() {
        let source = Array("To: \(String(repeating: "undefined ", count: 10_000))\r\n\r\nHello.\r\n".utf8)
        let places = Analyzer.standard.report(on: Subject(Message(source))).findings.flatMap(\.places)
        #expect(!places.isEmpty && places.allSatisfy { $0.detail.count <= Place.longestDetail + 1 })
    }
}

/// The time that the processor spent on this thread.
private enum ThreadClock {
    static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
