import Testing

@testable import MailModel

@Suite struct DurationTests {
    @Test(arguments: [
        ("500ms", Duration.milliseconds(500), "500ms"), ("10s", .seconds(10), "10s"), ("90s", .seconds(90), "90s"),
        ("300s", .seconds(300), "5m"), ("2H", .seconds(7200), "2h"), ("0s", .zero, "0s"), ("0d", .zero, "0s"),
        ("7d", .seconds(604_800), "7d"), ("36h", .seconds(129_600), "36h"), ("48h", .seconds(172_800), "2d"),
    ])
    func `Times are read and written`(text: String, duration: Duration, printed: String) {
        #expect(Duration(text: text) == duration)
        #expect(duration.text == printed)
    }

    @Test(arguments: ["", "5", "m", "1.5s", "-1s", "1w", "9223372036854775807h", "5 m", "٣s", "1h30m"])
    func `What is no time`(text: String) {
        #expect(Duration(text: text) == nil)
    }
}
