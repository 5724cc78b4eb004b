import MailModel
import Testing

@testable import creel

@Suite struct DurationOptionTests {
    @Test(
        arguments: [
            ("10", .seconds(10)), ("0", .zero), ("500ms", .milliseconds(500)), ("10s", .seconds(10)),
            ("2m", .seconds(120)), ("", nil), ("s", nil), ("soon", nil), ("1.5", nil), ("-1", nil), ("10 ", nil),
            ("9223372036854775807", nil), ("99999999999999999999", nil),
        ] as [(String, Duration?)])
    func `A number without a unit counts seconds`(text: String, duration: Duration?) {
        #expect(Duration(option: text) == duration)
    }
}
