import MailModel
import Testing

@testable import MIME

struct DateTests {
    @Test(
        arguments: [
            FieldCase("Fri, 30 Jan 2026 11:22:33 +0100", "2026-01-30T11:22:33+01:00"),
            FieldCase("30 Jan 2026 11:22 -0000", "2026-01-30T11:22:00Z"),
            FieldCase("Fri, 30 Jan 26 11:22:33 EST", "2026-01-30T11:22:33-05:00"),
            FieldCase("Fri, 30 Jan 99 11:22:33 PDT", "1999-01-30T11:22:33-07:00"),
            FieldCase("Fri, 30 Jan 126 11:22:33 Z", "2026-01-30T11:22:33Z"),
            FieldCase("Fri , 30\r\n Jan (a (nested) comment) 2026 11 : 22 : 33 GMT", "2026-01-30T11:22:33Z"),
            FieldCase("Fri Jan 30 11:22:33 2026", "2026-01-30T11:22:33Z"),
            FieldCase("Fri Jan 30 11:22:33 EST 2026", "2026-01-30T11:22:33-05:00"),
            FieldCase("Friday, January 30, 2026 9:05 PM", "2026-01-30T21:05:00Z"),
            FieldCase("2026-01-30T11:22:33.25+05:30", "2026-01-30T11:22:33+05:30"),
            FieldCase("2026-01-30 11:22:33Z", "2026-01-30T11:22:33Z"),
            FieldCase("30-Jan-2026 11:22:33 +02", "2026-01-30T11:22:33+02:00"),
            FieldCase("Fri, 30 Jan 2026 23:59:60 +0000", "2026-01-31T00:00:00Z"),
            FieldCase("Thu, 29 Feb 2024 00:00:00 +1400", "2024-02-29T00:00:00+14:00"),
            FieldCase("Thu, 29 Feb 2024 00:00:00 +9900", "2024-02-29T00:00:00Z"),
            FieldCase("from a by b; Fri, 30 Jan 2026 11:22:33 +0100 (CET)", "2026-01-30T11:22:33+01:00"),
            FieldCase("Fri Jan 30 2026 19:37:13 GMT+0200 (EET)", "2026-01-30T19:37:13+02:00"),
            FieldCase("Fri Jan 30 2026 19:37:13 GMT-0330", "2026-01-30T19:37:13-03:30"),
            FieldCase("Fri, 30 Jan 2026 19:37:13 UTC +05:30", "2026-01-30T19:37:13+05:30"),
            FieldCase("Fri Jan 30 19:37:13 GMT+01:00 2026", "2026-01-30T19:37:13+01:00"),
            FieldCase("Fri, 30 Jan 2026 19:37:13 GMT-", "2026-01-30T19:37:13Z"),
            FieldCase("Sat, 29 Feb 2025 00:00:00 +0000", nil),
            FieldCase("Fri, 30 Jan 2026 24:00:00 +0000", nil),
            FieldCase("Fri, 30 Foo 2026 11:22:33 +0000", nil),
            FieldCase("yesterday", nil),
            FieldCase("", nil),
        ] as [FieldCase<String?>])
    func `dates are read in every form`(_ example: FieldCase<String?>) {
        let date = DateParser.date(0..<example.octets.count, in: example.octets)
        #expect(date?.description == example.expected)
    }
}
