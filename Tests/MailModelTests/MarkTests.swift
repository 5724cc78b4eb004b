import MailModel
import Testing

@Suite struct MarkTests {
    @Test(
        arguments: [
            ("500ms", 500, "500ms"), ("90s", 90_000, "90s"), ("120m", 7_200_000, "2h"), ("2w", 1_209_600_000, "14d"),
            ("0s", 0, "0s"), ("1500ms", 1500, "1500ms"),
        ] as [(String, Int64, String)])
    func `a span of time is read and written`(text: String, milliseconds: Int64, written: String) {
        #expect(TimeSpan(text)?.milliseconds == milliseconds)
        #expect(TimeSpan(text)?.description == written)
    }

    @Test(arguments: ["", "2", "h", "-1h", "2 h", "2H", "1.5h", "99999999999999999999s", "5300w", "2h30m", "٢h"])
    func `anything else is no span of time`(text: String) {
        #expect(TimeSpan(text) == nil)
    }

    @Test(arguments: ["", " a", "a ", "a,b", "a\u{7}", String(repeating: "x", count: 101)])
    func `is no tag`(text: String) { #expect(TagName(text) == nil) }

    @Test(arguments: ["a", "a b", "č", "a/b", String(repeating: "x", count: 100)])
    func `is a tag`(text: String) { #expect(TagName(text)?.rawValue == text) }

    @Test(arguments: ["red", "#12345", "#1234567", "#12345g", "1234567"])
    func `is no colour`(text: String) { #expect(InboxSettings.Colour(text) == nil) }
}
