import MailModel
import MIME
import Testing

@testable import MailAnalysis

/// Rules that see milder and worse forms of one thing.
struct MildFindingTests {
    struct Case: CustomTestStringConvertible {
        let rule: String
        let severity: Severity
        let what: String
        let message: String
        var testDescription: String { "\(rule): \(what)" }
    }

    private static let bulk =
        "Subject: a\nList-Unsubscribe: <https://example.com/u>\nList-Id: <news.example.com>\n"
        + "Content-Type: text/plain; charset=utf-8\n\n"
    private static let weak = "DKIM-Signature: v=1; a=rsa-sha1; d=example.com; s=a; h=from; bh=YQ==; b=YQ==\n"
    private static let strong =
        "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=b; h=from; bh=YQ==; b="
        + String(repeating: "A", count: 342) + "==\n"
    private static let page = "Content-Type: text/html; charset=utf-8\n\n<!DOCTYPE html><html lang=\"en\"><body>"

    static let cases: [Case] = [
        Case(rule: "bulk.unsub.body", severity: .error, what: "news", message: bulk + "We have moved.\n"),
        Case(
            rule: "bulk.unsub.body", severity: .error, what: "an order with advertising",
            message: bulk + "Your order has shipped. Use code SPRING for free shipping.\n"),
        Case(
            rule: "bulk.unsub.body", severity: .info, what: "an order",
            message: bulk + "Your order has shipped and will reach you on Thursday.\n"),
        Case(
            rule: "bulk.unsub.body", severity: .info, what: "a footer that was not filled in",
            message: bulk + "We have moved.\n{{footer}}\n"),
        Case(
            rule: "bulk.postal", severity: .warning, what: "advertising",
            message: bulk + "Summer sale: shop now, free shipping.\n"),
        Case(
            rule: "bulk.postal", severity: .info, what: "an address that was not filled in",
            message: bulk + "Summer sale: shop now, free shipping.\n[[POSTAL_ADDRESS]]\n"),
        Case(rule: "dkim.weak", severity: .error, what: "one signature", message: "\(weak)\n.\n"),
        Case(
            rule: "dkim.weak", severity: .warning, what: "one signature beside a strong one",
            message: "\(weak)\(strong)\n.\n"),
        Case(
            rule: "html.form", severity: .warning, what: "a box to tick",
            message: page + "<p><input type=\"checkbox\"> I agree.</p>\n"),
        Case(
            rule: "html.form", severity: .info, what: "a box that nobody sees, for a menu",
            message: page + "<p><input type=\"checkbox\" style=\"display:none\">Menu</p>\n"),
    ]

    @Test(arguments: cases)
    func `a rule is as severe as what it sees`(_ test: Case) {
        let report = Analyzer.standard.report(on: Subject(Message(Array(test.message.utf8))))
        #expect(report.findings.first { $0.rule == test.rule }?.severity == test.severity)
    }
}
