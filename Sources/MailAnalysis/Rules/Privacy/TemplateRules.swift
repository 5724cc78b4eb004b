import MIME
import MailModel

/// What of a template is still there in what was made of it.
extension Rule {
    static let placeholder = Rule(
        "leak.placeholder", version: 6, .privacy, .error, points: 1.5,
        summary: "A placeholder of the template was not filled in",
        advice: "Readers see the template instead of their name. Supply the value, and let rendering fail where one is "
            + "missing.",
        reference: "SpamAssassin UNRESOLVED_TEMPLATE",
        exemption: exemptingCode,
        passing: [
            "Subject: 50% off, 100% pure\n\nCosts $5 {approx.} [1] *really* <3 % a %\n",
            "Subject: a\n\nThe variable $name costs nothing. 50 %d and 5 %!x. Welcome! Name it {a|b} or {0: a}.\n",
            "Subject: a\n\nHello *Ann*, use: login <name> #1\n",
            "Content-Type: text/html\n\n<style>@media (x){a{b:c}}</style><a href=\"https://example.com/%41%42%20\">a</a>\n",
            Example(
                "Content-Type: multipart/alternative; boundary=a\n\n--a\n\nUse {{ name }} for it.\n--a\n"
                    + "Content-Type: text/html\n\n<p>Use <code>{{ name }}</code> for it.</p>\n--a--\n"),
            "Subject: a\n\nIn TeX it is \\textbf{NOTE}, an object of {JSON} is not.\nWrite `{{ name }}` for the name.\n",
            "Content-Type: text/html\n\n<a href=\"%20https://example.com/a%20b\">Begin it so</a>:<pre>Hello {{ name }}</pre>\n",
            "Content-Type: text/html\n\n<p>Set it to the code: <code>{{ code }}</code></p>\n",
            "In-Reply-To: <1@example.com>\n\nAnn wrote:\n> Hello {{ name }},\n> welcome.\nThis is what I got.\n",
            "Subject: [PATCH] mail: greet by name\n\n+    Hello {{ name }},\n",
            "Subject: a\n\nWhy is it ${name} and not {{name}}?\n",
            "Subject: a\n\nWhich template language, {{ name }}, ${name} or %name%? See [SMITH_2020].\n",
        ],
        failing: [
            "Subject: Hello {{ first_name }}\n\n.\n", "Subject: a\n\nHello ${user.name},\n",
            "Subject: a\n\nHello %name%,\n",
            "Subject: a\n\nHello *|FNAME|*,\n", "Subject: a\n\nHello <%= @user.name %>,\n",
            "Subject: a\n\nHello [[NAME]],\n",
            "Subject: a\n\nHello {firstName}, from [COMPANY_NAME]\n", "To: {{name}} <a@example.com>\n\n.\n",
            "Content-Type: text/html\n\n<p>Go <a href=\"{{ reset_url }}\">on</a></p>\n", "Subject: a\n\nHello %s,\n",
            "Subject: a\n\nHello $name,\n", "Subject: a\n\nHello __NAME__,\n", "Subject: a\n\nHello @name@,\n",
            "Subject: a\n\nHello {$name} of {customer.company},\n", "Subject: a\n\nHello <<FirstName>>,\n",
            "Subject: a\n\nHello {{ name\n", "Subject: a\n\nHello <?= $name ?>,\n",
            "Content-Type: text/html\n\n<a href=\"https://example.com/%7B%7Bid%7D%7D\">Your order</a>\n",
            "Content-Type: text/html\n\n<a href=\"[unsubscribe]\">Unsubscribe</a>\n",
            "Subject: a\n\nHello {FNAME},\n", "Subject: a\n\nHello [[ name ]],\n", "Subject: a\n\nHello $(name),\n",
            "Subject: a\n\nHello <name>,\n", "Subject: a\n\nHello #name#,\n",
            "Subject: Your patch has shipped\n\nHello {{ name }}, it is on its way.\n",
            "Content-Type: text/html\n\n<pre>Hello {{ name }},\nyour order is on its way.</pre>\n",
            "Content-Type: text/html\n\n<p>Your sign-in code is</p> <code>{{ code }}</code>\n",
            "Subject: a\n\n> Order: {{ order }}\n> Total: {{ total }}\n", "Subject: a\n\nLiebe <name>,\n",
            "Subject: a\n\nHello <First Name>,\n", "Subject: a\n\nHello {firstName | there},\n",
            "Subject: a\n\nTotal: {0:C2}\n", "Subject: a\n\nHello @Model.Name,\n",
            "Subject: a\n\nHello %!s(MISSING),\n", "Subject: a\n\nHello %%=v(@name)=%%,\n",
            "Subject: a\n\nYour total is %d EUR.\n", "Subject: a\n\nHello _NAME_, hello !name!\n",
            "Subject: [2026/11] Your invoice\n\nHello {{ name }}, here it is.\n",
            Example(
                "Subject: a\n\nHello {{ name }}, your sales pipeline grew, and your pipelines are full. Put new leads into a\n"
                    + "workflow.\n"),
            Example(
                "Subject: a\n\nHello {{ name }}, three jobs: build engineer, tests of a backend, and a deploy with github.\n"
            ),
        ]
    ) { examined in
        let found = examined.readings.flatMap { reading in
            reading.placeholders.filter { !examined.isShownAsCode($0, of: reading) }.map { (reading, $0) }
        }
        let texts = examined.slips(found).map(quoted)
        let names = ["from", "to", "reply-to"].flatMap(examined.header.all).filter {
            !PlaceholderScan(Array($0.value.utf8)).found.isEmpty
        }
        let links = examined.links.filter { $0.isHTML && ($0.isTemplate || PlaceholderScan.holdsAny($0.href)) }
        let pictures = examined.inHTML { inspection, body in
            inspection.images.filter { $0.target.scheme != "data" && PlaceholderScan.holdsAny($0.source) }
                .map { body.place("The picture is '\($0.source)'", at: $0.sourceRange) }
        }
        return names.map { Place("\($0.spelling) is '\($0.value)'", at: $0.range) } + texts
            + links.map { $0.place("The link goes to '\($0.href)'") } + pictures
    }

    static let emptyValue = Rule(
        "leak.null", version: 6, .privacy, .error, points: 0.8,
        summary: "Text shows a value that was not there",
        advice: "Readers see undefined or null instead of a name or an amount. Check values before rendering, and give "
            + "them a default.",
        reference: "ECMA-262 §7.1.17",
        exemption: exemptingCode,
        passing: [
            "Subject: a\n\nThe contract is null and void. The behaviour is undefined.\nNan Goldin, dear Null Island\n",
            "Subject: Re: undefined behaviour\n\nIt is set to null.\nThe [object storage] is full.\n",
            "Subject: a\n\n{\n  parent: null,\n  \"name\": undefined\n}\nnull,\nIt is NaN when nothing is divided.\n",
            "Subject: a\n\nSee https://developer.example.org/docs/Global_Objects/undefined, and `null`, on Invalid Date format.\n",
            "Subject: [PATCH] shop: greet nobody\n\n+ Hello undefined,\n",
            "From: Nan Goldin <nan@example.com>\nTo: Nil Ozcan <nil@example.org>\n\nHello Undefined family\n",
            "Subject: #shop\n\nThe backend on staging, since the last deploy of the commit, says error:\nTotal: null\n",
            "Subject: a\n\nHi Nan,\nDear Nil,\nthe field is set to \"null\" and 'undefined'. hi nan, it is me.\n",
            Example(
                "Content-Type: text/plain; charset=utf-8\n\nThe flag is “null”, «undefined» or „NaN“. größe: null, -1.\n"
            ),
            "Subject: a\n\nundefined is no value (null), null has none. NaN-boxed. You have undefined behaviour there.\n",
            "Subject: a\n\nThe order of evaluation is undefined. An undefined slope, null safety.\n",
            "Subject: a\n\nDefault value: null\nReturn value: undefined\n",
            "Subject: a\n\nSee https://example.com/blog/tags/null and https://example.com/docs/types/null#undefined\n",
            "Subject: a\n\nhttps://example.com/w/index.php?title=null https://example.com/search?q=undefined\n",
            "Subject: a\n\nhttps://example.com/ann/shop/tree/main/null https://example.com/blog/null-safety/\n",
            "Content-Type: text/html\n\n<p>Say <code>null</code> in the field, or <pre>undefined</pre>\n",
            "References: <1@example.com>\n\n> Hello undefined,\n> thank you.\nWho am I?\n",
            Example(
                "In-Reply-To: <1@example.com>\nContent-Type: text/html\n\n<p>Sorry.</p><blockquote>Hello undefined,\n"
                    + "<br>thank you.</blockquote>\n"),
        ],
        failing: [
            "Subject: a\n\nHello undefined,\n", "Subject: Order null\n\n.\n", "Subject: a\n\nTotal: $NaN\n",
            "Subject: a\n\nItems: [object Object]\n", "Subject: a\n\nDue on Invalid Date\n",
            "Subject: a\n\nHello Optional(\"Ann\"),\n", "Subject: a\n\nHello None,\n",
            "Subject: Order undefined has left\n\n.\n", "Subject: a\n\nName: null\nSee https://example.com/undefined\n",
            "Subject: a\n\nTotal: NaN EUR\n", "Subject: a\n\nDiscount: NaN%\n", "Subject: a\n\nCharged: EUR NaN\n",
            "Subject: [DE/EN] News\n\nHello undefined,\n",
            "Subject: a\n\nSee https://example.com/web/reset/undefined\n",
            "To: undefined <a@example.com>\n\n.\n", "Subject: a\n\nYour order ships on undefined.\n",
            "Subject: a\n\nundefined, your order has left.\n", "Subject: a\n\nYou have NaN points.\n",
            "Subject: a\n\nHello Ann null,\n", "Subject: Welcome, undefined!\n\n.\n", "Subject: a\n\nnull\n",
            "Subject: a\n\nHello (null),\n", "Subject: a\n\nHello <nil>,\n", "Subject: a\n\nHello <no value>,\n",
            "Subject: a\n\nHello None None,\n", "Subject: a\n\nDear Mr. undefined,\n",
            "Subject: a\n\nSehr geehrte Frau undefined,\n", "Subject: undefined invited you\n\n.\n",
            "Subject: a\n\nYou have undefined new messages.\n", "Subject: a\n\nIt ends on NaN/NaN/NaN.\n",
            "Subject: a\n\nHello \"undefined\",\n", "Subject: a\n\nHi nan,\n", "Subject: a\n\nHallo NaN,\n",
            Example("Content-Type: text/plain; charset=utf-8\n\nHello “null”!\n"),
            Example("Content-Type: text/plain; charset=utf-8\n\nStraße: null\n"),
            Example("Content-Type: text/plain; charset=utf-8\n\nÜbergabe: undefined\n"),
            Example("Content-Type: text/plain; charset=utf-8\n\nДоставка: null\n"),
            Example("Content-Type: text/plain; charset=utf-8\n\n姓名：null\n"),
            Example("Content-Type: text/plain; charset=utf-8\n\n• Name: null\n"),
            "Subject: a\n\n- Name: null\n", "Subject: a\n\nYour order number is undefined.\n",
            "Subject: a\n\nSee https://example.com/blog/undefined\n",
            "Subject: a\n\nhttps://example.com/?language=undefined\n",
            "Subject: a\n\nhttps://example.com/tree?w=null\n",
            "Subject: a\n\nhttps://example.com/booking/reference/undefined\n",
            "Subject: a\n\nhttps://example.com/#/orders/undefined\n",
            "Subject: a\n\nhttps://example.com/invoices/undefined.pdf\n",
            "Content-Type: text/html\n\n<p>Hello <img src=\"https://example.com/users/null/photo.png\" alt=\"\"></p>\n",
            "Content-Type: text/html\n\n<p>Hello <img src=\"undefined\" alt=\"\"></p>\n",
            "Content-Type: text/html\n\n<blockquote>Hello undefined,<br>thank you.</blockquote>\n",
            "Content-Type: text/html\n\n<pre>null</pre>\n",
            "Content-Type: text/html\n\n<pre>Hello undefined,\nyour order has left.</pre>\n",
            "Content-Type: text/html\n\n<p>Your code is <code>undefined</code></p>\n",
            "Subject: a\n\nYour balance is NaN.\n", "Subject: a\n\nTotal: undefined EUR\n",
            "Content-Type: text/html\n\n<table><tr><th>Size</th></tr><tr><td><p>null</p></td></tr></table>\n",
        ]
    ) { examined in
        let found = examined.readings.flatMap { reading in
            EmptyValueScan(reading).found.filter { !reading.isCode($0) && !examined.isShownAsCode($0, of: reading) }
                .map { (reading, $0) }
        }
        let texts = examined.slips(found).map(quoted)
        let mailboxes = (examined.correspondents.authors + examined.correspondents.recipients).filter(\.isUnfilled)
        let links = examined.links.filter { UnfilledPath.isOne($0.target.rest) }
        let pictures = examined.inHTML { inspection, body in
            inspection.images.filter { $0.target.scheme != "data" && UnfilledPath.isOne($0.target.rest) }
                .map { body.place("The picture is '\($0.source)'", at: $0.sourceRange) }
        }
        return mailboxes.map { Place("'\($0.name ?? $0.address)' is no name", at: $0.range) } + texts
            + links.map { $0.place("The link goes to '\($0.href)'") } + pictures
    }

    static let filler = Rule(
        "leak.filler", version: 6, .privacy, .warning, points: 0.3,
        summary: "Text is a draft that was never written",
        advice: "Somebody will read it. Replace the filler, and look at a rendered message before it is sent.",
        reference: "Practice", exemption: exemptingPrograms,
        passing: [
            "Subject: a\n\nMy TODO list: test the test. The new roof: TBD. Is the sample text Garamond?\n",
            "Subject: [PATCH] shop: pay twice\n\n+    // TODO: pay once\n",
            "Subject: a\n\nhttps://example.com/ann/shop/tree/main/TODO has it, or TODO.md. This is a test. Test it.\n",
            "Subject: a\n\nSee https://example.com/test/test?foo=bar for it.\n",
        ],
        failing: [
            "Subject: a\n\nLorem ipsum dolor sit amet.\n", "Subject: test test\n\n.\n",
            "Subject: a\n\nTODO: write this\n",
            "To: foo@bar.com\n\n.\n", "Subject: Test\n\n.\n", "Subject: a\n\nFIXME later\n",
        ]
    ) { examined in
        let phrases = examined.hits(of: .filler).filter { $0.reading.isUnbroken($0.hit.range) }.map {
            $0.reading.place("'\($0.reading.quote($0.hit.range))'", at: $0.hit.range)
        }
        let found = examined.readings.flatMap { reading in
            reading.words.filter { word in
                notes[word.hash].map { reading.octets.holds($0, at: word.range.lowerBound) } ?? false
                    && !reading.octets.holds(list, at: word.range.upperBound)
                    && !reading.isInName(word.range)
            }
            .map { (reading, $0.range) }
        }
        let marks = examined.slips(found).map(quoted)
        let mailboxes = (examined.correspondents.authors + examined.correspondents.recipients).filter {
            let domain = $0.domain?.lowercased() ?? ""
            return $0.localPart.lowercased() == "foo" && domain.hasPrefix("bar") || domain == "foo.bar"
                || domain == "bar.com"
        }
        let subject = examined.header.last("subject").flatMap { field in
            testSubjects.contains(field.value.lowercased().filter { $0.isLetter || $0 == " " })
                ? Place("The subject is '\(field.value)'", at: field.range) : nil
        }
        return mailboxes.map { Place("\($0.address) is nobody", at: $0.range) } + phrases + marks
            + (subject.map { [$0] } ?? [])
    }

    /// What nobody writes to somebody else.
    private static let testSubjects: Set<String> = [
        "test", "testing", "test mail", "test email", "test message", "test test", "asdf", "foo", "hello world",
        "test mail please ignore", "test please ignore", "ignore this", "subject", "untitled", "no subject",
    ]
    /// `TODO list`, which people have.
    private static let list = Array(" list".utf8)
    /// In capitals only, with how they are spelled.
    private static let notes: [UInt64: [UInt8]] = Dictionary(
        uniqueKeysWithValues: ["TODO", "FIXME"].map { (WordHash.of($0.lowercased()), Array($0.utf8)) })
}

extension ReadableText {
    /// Whether nothing but letters, digits and blanks is in a range: neither the end of a sentence nor a path.
    fileprivate func isUnbroken(_ range: Range<Int>) -> Bool {
        !octets[range].contains { "./:;=?&!".utf8.contains($0) }
    }

    /// Whether a word is a piece of an address or of the name of a file: `/TODO`, `TODO.md`.
    fileprivate func isInName(_ word: Range<Int>) -> Bool {
        let isPiece = "/=_-.".utf8.contains(octets.at(word.lowerBound - 1))
        return isPiece || "._-/".utf8.contains(octets.at(word.upperBound)) && octets.at(word.upperBound + 1).isLetter
    }
}
