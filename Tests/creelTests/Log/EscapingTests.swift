import Testing

@testable import creel

@Suite struct EscapingTests {
    @Test(arguments: [
        ("a\r\n\tb\n\nc", "a\n\tb\n\nc"), ("over\rwritten", "over\\rwritten"), ("a\n\rb", "a\n\\rb"),
        ("\u{1B}[31mred\n", "\\u{1b}[31mred\n"), ("c1\u{9B}x", "c1\\u{9b}x"), ("turn\u{202E}ed", "turn\\u{202e}ed"),
        ("grüße 🐟\n", "grüße 🐟\n"), ("", ""),
    ])
    func `Of several lines all stay, and nothing else moves the cursor`(text: String, escaped: String) {
        #expect(text.escapingControlsInLines() == escaped)
    }
}
