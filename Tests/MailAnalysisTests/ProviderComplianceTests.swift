import MIME
import MailModel
import Testing

@testable import MailAnalysis

/// What fails a line is not always what people are warned of.
@Suite struct ProviderComplianceTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let what: String
        /// One of the rules that decide the line.
        let rule: String
        let verdict: ProviderCompliance.Verdict
        let message: String
        var testDescription: String { "\(rule): \(what)" }
    }

    private static let cases = [
        Case(what: "no chain is none that breaks", rule: "arc.invalid", verdict: .pass, message: ""),
        Case(what: "nobody looks into seals", rule: "arc.invalid", verdict: .untestable, message: chain("none")),
        Case(what: "a chain that has failed", rule: "arc.invalid", verdict: .fail, message: chain("fail")),
        Case(what: "whoever relays may sign", rule: "dkim.missing", verdict: .untestable, message: ""),
        Case(what: "nobody looks into signatures", rule: "dkim.weak", verdict: .untestable, message: signature(256)),
        Case(
            what: "one that does not cover From", rule: "dkim.syntax", verdict: .fail,
            message: "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; h=to; bh=YQ==; b=YQ==\n"),
        Case(what: "a key of 1024 bits is taken", rule: "dkim.weak", verdict: .untestable, message: signature(128)),
        Case(what: "a key of 768 bits is not", rule: "dkim.weak", verdict: .fail, message: signature(96)),
        Case(
            what: "nor is SHA-1", rule: "dkim.weak", verdict: .fail,
            message: "DKIM-Signature: v=1; a=rsa-sha1; d=example.com; s=a; h=from; bh=YQ==; b=YQ==\n"),
    ]

    private static func chain(_ validation: String) -> String {
        """
        ARC-Seal: i=1; a=rsa-sha256; cv=\(validation); d=example.org; s=a; b=YQ==
        ARC-Message-Signature: i=1; a=rsa-sha256; d=example.org; s=a; h=from; bh=YQ==; b=YQ==
        ARC-Authentication-Results: i=1; mx.example.org; spf=pass

        """
    }

    private static func signature(_ octets: Int) -> String {
        "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=a; h=from; bh=YQ==; b=\(String(repeating: "A", count: octets / 3 * 4 + octets % 3 * 3 / 2))\n"
    }

    @Test(arguments: cases) func `Gmail says what it would say`(_ example: Case) throws {
        let source = "\(example.message)From: a@example.com\n\n.\n"
        let report = Analyzer.standard.report(on: Subject(Message(Array(source.utf8))))
        let gmail = try #require(report.providers.first { $0.provider == .gmail })
        #expect(gmail.lines.first { $0.rules.contains(example.rule) }?.verdict == example.verdict)
    }
}
