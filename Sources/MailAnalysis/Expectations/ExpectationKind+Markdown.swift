extension ExpectationKind {
    /// The message that the examples are about.
    package static let sample = Example(
        """
        From: Example Shop <shop@example.com>
        To: alice@example.org
        Date: Sat, 31 Jan 2026 09:00:00 +0000
        Message-ID: <reset-1@mail.example.com>
        Subject: Reset your password
        X-Job: 42
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="b"

        --b
        Content-Type: text/plain; charset=utf-8

        Hello Alice,

        use the code 424242 within ten minutes, or open
        https://app.example.com/reset?token=a1b2c3 to choose another password.

        Example Shop
        --b
        Content-Type: application/pdf; name="terms.pdf"
        Content-Disposition: attachment; filename="terms.pdf"
        Content-Transfer-Encoding: base64

        JVBERi0xLjQKMSAwIG9iago8PD4+CmVuZG9iagp0cmFpbGVyCjw8Pj4KJSVFT0YK
        --b--

        """)

    /// What can be expected, as a table in Markdown.
    package static var markdown: String {
        let rows = all.map { kind in
            let examples = kind.passing.map(\.code).joined(separator: "<br>")
            return "| \(kind.forms.map(\.code).joined(separator: "<br>")) | \(kind.meaning) | \(examples) |\n"
        }
        return "| form | what it says | holds of the message below |\n| --- | --- | --- |\n" + rows.joined()
    }

    /// What can be expected, as lines for a terminal.
    package static var help: String {
        all.map { "\($0.forms.joined(separator: "  "))\n    \($0.meaning)\n" }.joined()
    }
}

extension String {
    /// As code in a cell of a table, in which a bar would end the cell.
    fileprivate var code: String {
        "`\(split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|"))`"
    }
}
