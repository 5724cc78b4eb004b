import Logging
import MailModel
import Testing

@testable import creel

@Suite struct LogLineTests {
    private let time = Timestamp(milliseconds: 1_769_850_000_123)

    private func event(
        _ message: Logger.Message, level: Logger.Level = .info, error: (any Error)? = nil,
        metadata: Logger.Metadata? = nil
    ) -> LogEvent {
        LogEvent(
            level: level, message: message, error: error, metadata: metadata, source: nil, file: "", function: "",
            line: 0)
    }

    @Test func `A line for reading has time, level, message, and fields by name`() {
        let line = LogLine.human(
            event("session ended", metadata: ["outcome": "quit", "client": "[::1]:4711", "text": "a b", "none": ""]),
            metadata: ["client": "overridden", "listener": "127.0.0.1:1025"], at: time)
        #expect(
            line == "2026-01-31T09:00:00.123Z info     session ended client=[::1]:4711 listener=127.0.0.1:1025 "
                + "none=\"\" outcome=quit text=\"a b\"\n")
    }

    @Test func `A JSON line is one object`() {
        let line = LogLine.json(
            event("a \"b\" \\", level: .warning, metadata: ["time": "noon", "list": ["a", "b"]]), metadata: [:],
            at: time)
        #expect(
            line == #"{"time":"2026-01-31T09:00:00.123Z","level":"warning","message":"a \"b\" \\","#
                + #""list":"[\"a\", \"b\"]","_time":"noon"}"# + "\n")
    }

    @Test(arguments: [
        ("a\r\nb", "a\\r\\nb", #"a\r\nb"#),
        ("\u{1B}[31mred", "\\u{1b}[31mred", #"\u001b[31mred"#),
        ("nul\0", "nul\\u{0}", #"nul\u0000"#),
        ("c1\u{9B}x", "c1\\u{9b}x", #"c1\u009bx"#),
        ("line\u{2028}end", "line\\u{2028}end", #"line\u2028end"#),
        ("turn\u{202E}ed", "turn\\u{202e}ed", #"turn\u202eed"#),
        ("grüße 🐟", "grüße 🐟", "grüße 🐟"),
    ])
    func `Nothing from the network breaks out of its line`(text: String, human: String, json: String) {
        let spoken = event("\(text)", metadata: ["key\(text)": "\(text)"])
        let forReading = LogLine.human(spoken, metadata: [:], at: time)
        #expect(forReading.contains(" info     \(human) key\(human)="))
        #expect(forReading.filter(\.isNewline).count == 1)
        let object = LogLine.json(spoken, metadata: [:], at: time)
        #expect(object.contains("\"message\":\"\(json)\""))
        #expect(object.filter(\.isNewline).count == 1)
    }

    @Test func `A quoted field cannot pretend to be two`() {
        let line = LogLine.human(event("x", metadata: ["a": "1\" b=\"2"]), metadata: [:], at: time)
        #expect(line.hasSuffix(#" a="1\" b=\"2""# + "\n"))
    }

    @Test func `An error is a field`() {
        struct Broken: Error, CustomStringConvertible { let description = "it broke" }
        let line = LogLine.human(event("x", level: .error, error: Broken()), metadata: [:], at: time)
        #expect(line.hasSuffix("error    x error=\"it broke\"\n"))
    }

    @Test func `Colours surround level and names, never the text`() {
        let line = LogLine.human(event("x", metadata: ["a": "b"]), metadata: [:], at: time, isColoured: true)
        #expect(
            line == "\u{1B}[2m2026-01-31T09:00:00.123Z\u{1B}[0m \u{1B}[32minfo    \u{1B}[0m x \u{1B}[2ma=\u{1B}[0mb\n")
    }
}
