import Testing

@testable import MIME

struct ReportTests {
    @Test func `a delivery status is read, group by group`() throws {
        let message = Message(
            Array(
                """
                Subject: Undelivered
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b

                Sorry.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.com
                Original-Envelope-Id: 4711

                Original-Recipient: rfc822; ann@example.org
                Final-Recipient: rfc822;ann@example.net
                Action: Failed
                Status: 5.1.1 (no such user)
                Remote-MTA: dns; mail.example.net
                Diagnostic-Code: smtp; 550 5.1.1
                 <ann@example.net>: unknown

                Final-Recipient: rfc822; bob@example.net
                Action: delayed
                Status: 4.4.1
                --b
                Content-Type: text/rfc822-headers

                Subject: original
                --b--
                """.utf8))
        let status = try #require(message.deliveryStatus)
        #expect(status.reportingMTA == "mx.example.com" && status.originalEnvelopeID == "4711")
        #expect(status.recipients.map(\.final) == ["ann@example.net", "bob@example.net"])
        #expect(status.recipients.map(\.action) == ["failed", "delayed"])
        #expect(status.recipients.map(\.status) == ["5.1.1", "4.4.1"])
        #expect(status.recipients[0].diagnosticCode == "550 5.1.1 <ann@example.net>: unknown")
        #expect(status.recipients[0].original == "ann@example.org")
        #expect(message.feedbackReport == nil && message.dispositionNotification == nil)
    }

    @Test(arguments: [
        ("5.1.1", "Not delivered, for good: the mailbox does not exist"),
        ("4.2.2", "Not delivered yet, it is tried again: the mailbox is full"),
        ("2.1.5", "Delivered: the address is right"),
        ("5.3.99", "Not delivered, for good: something about the mail system"),
        ("5.99.1", "Not delivered, for good: no more is said"), ("3.1.1", nil), ("5.1", nil), ("", nil),
    ])
    func `status codes have a meaning`(code: String, meaning: String?) {
        #expect(StatusMeaning.text(of: code) == meaning)
    }

    @Test func `a complaint and a disposition are read`() throws {
        let complaint = Message(
            Array(
                "Content-Type: message/feedback-report\n\nFeedback-Type: Abuse\nUser-Agent: X/1\nOriginal-Rcpt-To: a@b\nSource-IP: 192.0.2.1\n"
                    .utf8))
        let report = try #require(complaint.feedbackReport)
        #expect(report.type == "abuse" && report.originalRecipients == ["a@b"] && report.sourceIP == "192.0.2.1")
        let receipt = Message(
            Array(
                "Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; a@b\nOriginal-Message-ID: <1@b>\nDisposition: manual-action/MDN-sent-manually; Displayed\n"
                    .utf8))
        let notification = try #require(receipt.dispositionNotification)
        #expect(notification.finalRecipient == "a@b" && notification.originalMessageID == "1@b")
        #expect(notification.disposition == "displayed")
    }

    @Test(arguments: [
        FieldCase("one \ntwo\nthree", "one two\nthree"),
        FieldCase("> a \n> b\nc", "> ab\nc"),
        FieldCase(">> a \n> b", ">> a \n> b"),
        FieldCase(" From here\n-- \nsig", "From here\n-- \nsig"),
        FieldCase("one \r\ntwo\r\n\r\nthree \r\n", "one two\r\n\r\nthree \r\n"),
        FieldCase(" \nx\n> \n", "\nx\n> \n"),
        FieldCase("", ""),
    ])
    func `flowed paragraphs become whole`(_ example: FieldCase<String>) {
        #expect(Flowed.unwrapped(example.body) == example.expected.replacing("ab", with: "a b"))
    }

    @Test(.timeLimit(.minutes(5))) func `a long paragraph is copied once`() {
        let lines = String(repeating: "some words \n", count: 100_000)
        #expect(Flowed.unwrapped(lines).utf8.count == 1_100_001)
    }

    @Test(arguments: [
        ("flowed; delsp=yes", "See https://example.com/reset?token=abcdef", "https://example.com/reset?token=abcdef"),
        ("flowed", "See https://example.com/reset?token= abcdef", "https://example.com/reset?token="),
        ("fixed", "See https://example.com/reset?token= \nabcdef", "https://example.com/reset?token="),
    ])
    func `a message says how its text is broken`(format: String, text: String, link: String) {
        let source = "Content-Type: text/plain; format=\(format)\n\nSee https://example.com/reset?token= \nabcdef"
        let message = Message(Array(source.utf8))
        #expect(message.text == text && message.links.map(\.href) == [link])
        #expect(Examination(of: message).text == text)
    }

    @Test func `a deleted space is not part of the text`() {
        #expect(Flowed.unwrapped("日本 \n語", deletesSpace: true) == "日本語")
    }
}
