import Testing

@testable import creel

@Suite struct ProgressTests {
    @Test(
        arguments: [
            (500, 4_000_000, 8_000_000, "[############            ] 50 %  500 messages  250 messages/s, 2.0 MB/s"),
            (1, 0, 10, "[                        ] 0 %  1 message  0 messages/s, 0.0 MB/s"),
            (9, 20, 10, "[########################] 100 %  9 messages  4 messages/s, 0.0 MB/s"),
            (500, 4_000_000, nil, "500 messages  250 messages/s, 2.0 MB/s"),
            (0, 0, 0, "0 messages  0 messages/s, 0.0 MB/s"),
        ] as [(Int, Int, Int?, String)])
    func `A bar tells how far and how fast`(messages: Int, octets: Int, total: Int?, text: String) {
        #expect(Progress.bar(messages: messages, octets: octets, total: total, after: .seconds(2)) == text)
    }

    @Test func `One is counted as one`() {
        #expect([0, 1, 2].map { $0.counted("message") } == ["0 messages", "1 message", "2 messages"])
        let files = [1, 2].map { $0.counted("message or file", plural: "messages or files") }
        #expect(files == ["1 message or file", "2 messages or files"])
    }

    @Test func `There is nothing to take away before there is a bar`() {
        var progress = Progress(total: 10)
        #expect(progress.erase() == nil)
    }
}
