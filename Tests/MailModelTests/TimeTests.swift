import MailModel
import Testing

@Suite struct TimeTests {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_767_225_600_123, "2026-01-01T00:00:00.123Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func `a timestamp is written in RFC 3339`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test(arguments: [(0, "Z"), (60, "+01:00"), (-210, "-03:30"), (840, "+14:00")])
    func `a zoned time shows its author's clock`(offset: Int, suffix: String) {
        let time = ZonedTime(secondsSince1970: -Int64(offset) * 60, offsetMinutes: offset)
        #expect(time.description == "1970-01-01T00:00:00" + suffix)
    }

    @Test func `civil time and seconds are each other's inverse`() {
        for seconds in stride(from: Int64(-70_000_000_000), to: 300_000_000_000, by: 86_399 * 97) {
            #expect(CivilTime(secondsSince1970: seconds).secondsSince1970 == seconds)
        }
    }

    @Test func `a year may have any number of digits`() {
        #expect(Timestamp(milliseconds: -62_135_596_800_000).description == "0001-01-01T00:00:00.000Z")
        #expect(Timestamp(milliseconds: 253_402_300_800_000).description == "10000-01-01T00:00:00.000Z")
        #expect(Timestamp(milliseconds: -70_000_000_000_000).description.hasSuffix("Z"))
    }

    @Test func `months have their days`() {
        #expect(CivilTime.days(inMonth: 2, of: 1900) == 28)
        #expect(CivilTime.days(inMonth: 2, of: 2000) == 29)
        #expect(CivilTime.days(inMonth: 2, of: 2024) == 29)
        #expect(CivilTime.days(inMonth: 4, of: 2024) == 30)
        #expect(CivilTime.days(inMonth: 13, of: 2024) == nil)
    }
}

@Suite struct InboxNameTests {
    @Test(arguments: ["default", "pr-123", "alice@example.com", "Ünïcode", String(repeating: "x", count: 255)])
    func `is an inbox name`(name: String) { #expect(InboxName(name)?.rawValue == name) }

    @Test(arguments: ["", "a/b", "a\nb", "\u{7F}", String(repeating: "x", count: 256)])
    func `is no inbox name`(name: String) { #expect(InboxName(name) == nil) }
}
