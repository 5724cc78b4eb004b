import FoundationEssentials
import Glibc
import MIME

/// Measures the MIME parser on one core; see `scripts/bench/mime`.
@main
struct BenchMIME {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "--each" {
            exit(try Cost.report(of: Array(arguments.dropFirst())) ? 0 : 1)
        }
        try measureSpeed(of: arguments)
    }

    private static func measureSpeed(of files: [String]) throws {
        let messages = try files.map { [UInt8](try Data(contentsOf: URL(filePath: $0))) }
        let octets = messages.reduce(0) { $0 + $1.count }
        let all = measure(rounds: 30) { messages.forEach(decodeLeaves) }
        let rate = Double(messages.count) / all
        print("parse and decode all leaves of \(messages.count) messages: \(Int(rate)) messages/s")
        print("in octets: \(Int(Double(octets) / all / 1e6)) MB/s")

        let attachment = message(attachment: 1_000_000)
        let decoding = measure(rounds: 200) { decodeLeaves(attachment) }
        print("1 MB base64 attachment, parse and decode: \(Int(Double(attachment.count) / decoding / 1e6)) MB/s")
        let listing = measure(rounds: 200) { _ = Message(attachment).digest }
        print("its digest: \(Int(listing * 1e6)) µs")

        let text = message(text: 2048)
        print("2 KB of text, digest: \(tenths(measure(rounds: 50_000) { _ = Message(text).digest })) µs")
        print("its header alone: \(tenths(measure(rounds: 50_000) { _ = Header(of: text).count })) µs")
        print("its defects: \(tenths(measure(rounds: 5000) { _ = Message(text).defects })) µs")
        print("all that the API tells of it: \(tenths(measure(rounds: 5000) { Cost.everything(of: text) })) µs")
    }

    private static func tenths(_ seconds: Double) -> Double { (seconds * 1e7).rounded() / 10 }

    private static func decodeLeaves(_ source: [UInt8]) {
        let message = Message(source)
        for part in message.parts where !part.isContainer {
            if part.contentType.type == "text" {
                precondition(message.text(of: part).utf8.count >= 0)
            } else {
                precondition(message.content(of: part).count >= 0)
            }
        }
    }

    /// Seconds of one round: the median of five runs.
    private static func measure(rounds: Int, _ work: () -> Void) -> Double {
        let clock = ContinuousClock()
        work()
        let times = (0..<5).map { _ in
            let elapsed = clock.measure { for _ in 0..<rounds { work() } }
            let (seconds, attoseconds) = elapsed.components
            return (Double(seconds) + Double(attoseconds) / 1e18) / Double(rounds)
        }
        return times.sorted()[2]
    }

    private static let header = """
        Received: from app.example.com (app.example.com [192.0.2.1]) by mx.example.org with ESMTPS id abc123;\r
        \tSat, 31 Jan 2026 10:00:00 +0000\r
        From: =?utf-8?q?J=C3=B6rg_M=C3=BCller?= <joerg@example.com>\r
        To: Ann <ann@example.org>, "Bob B." <bob@example.org>\r
        Cc: carol@example.net\r
        Subject: Your code is 123456\r
        Date: Sat, 31 Jan 2026 11:00:00 +0100\r
        Message-ID: <abc.def@example.com>\r
        MIME-Version: 1.0\r

        """

    private static func message(text size: Int) -> [UInt8] {
        var message = header + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        while message.utf8.count < size {
            message += "A line of a text message of ordinary length, and more of it.\r\n"
        }
        return Array(message.utf8)
    }

    private static func message(attachment size: Int) -> [UInt8] {
        let line = String(repeating: "QUJDREVGR0hJSktM", count: 5).prefix(76) + "\r\n"
        let start =
            header + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\n"
            + "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        return Array((start + String(repeating: String(line), count: size / 57) + "--b--\r\n").utf8)
    }
}
