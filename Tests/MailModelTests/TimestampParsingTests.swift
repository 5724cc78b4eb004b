import Testing

@testable import MailModel

@Suite struct TimestampParsingTests {
    @Test(arguments: [
        ("2026-01-31T09:00:00Z", "2026-01-31T09:00:00.000Z"),
        ("2026-01-31T10:00:00.5+01:00", "2026-01-31T09:00:00.500Z"),
        ("2026-01-31t09:00:00.123456z", "2026-01-31T09:00:00.123Z"),
        ("2025-12-31T23:30:00-00:45", "2026-01-01T00:15:00.000Z"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
    ])
    func `A time of RFC 3339 is read`(text: String, expected: String) {
        #expect(Timestamp(text)?.description == expected)
    }

    @Test(arguments: [
        "", "2026-01-31", "2026-01-31T09:00:00", "2026-01-31 09:00:00Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-01-00T00:00:00Z", "2026-01-31T24:00:00Z", "2026-01-31T09:60:00Z", "2026-01-31T09:00:61Z",
        "2026-01-31T09:00:00.Z", "2026-01-31T09:00:00+1:00", "2026-01-31T09:00:00+24:00", "2026-01-31T09:00:00Zx",
        "26-01-31T09:00:00Z", "2026-01-31T09:00:00é",
    ])
    func `Everything else is not`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(arguments: [0, 1, -1, 1_769_850_000_123, -62_135_596_800_000] as [Int64])
    func `What is written is read again`(milliseconds: Int64) {
        let time = Timestamp(milliseconds: milliseconds)
        #expect(Timestamp(time.description) == time)
    }
}
