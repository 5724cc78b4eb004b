import FoundationEssentials
import Glibc
import MIME
import MailAnalysis
import MailModel

/// Measures reports on one core; see `scripts/bench/analysis`.
@main
struct BenchReport {
    static func main() throws {
        let page = message(
            "text/html", filled(to: 30 << 10, with: Self.row, between: ("<html><body><table>", "</table>")))
        let text = message("text/plain", filled(to: 2 << 10, with: Self.sentence, between: ("", "")))
        // The rules are made when the first report asks for them.
        report(on: text)
        print("report on 2 KB of text: \(figures(of: times(of: text, rounds: 5000)))")
        print("report on 30 KB of HTML: \(figures(of: times(of: page, rounds: 2000)))")
        for file in CommandLine.arguments.dropFirst() {
            let source = [UInt8](try Data(contentsOf: URL(filePath: file)))
            print("report on \(source.count) octets of \(file): \(figures(of: times(of: source, rounds: 500)))")
        }
        let before = peak()
        report(on: page)
        print("memory of a report on 30 KB beyond what was taken before: \((peak() - before) >> 10) KB")
        let large = message("text/html", filled(to: 10 << 20, with: Self.row, between: ("<table>", "</table>")))
        let start = ContinuousClock.now
        report(on: large)
        let taken = ContinuousClock.now - start
        print("report on 10 MB of HTML: \(microseconds(taken) / 1000) ms, peak \((peak() - before) >> 20) MB")
    }

    private static let row = """
        <tr><td style="padding:8px;color:#333333;font-size:14px"><a href="https://www.example.com/p/1042">Tea, green</a>
        </td><td class="price" style="padding:8px;text-align:right">12.50</td></tr>

        """
    private static let sentence =
        "Your order 1042 left our warehouse this morning; follow it at https://www.example.com/t/1042.\r\n"

    private static func filled(to count: Int, with piece: String, between: (String, String)) -> String {
        between.0 + String(repeating: piece, count: count / piece.utf8.count) + between.1
    }

    private static func message(_ type: String, _ body: String) -> [UInt8] {
        Array(
            """
            From: Shop <shop@example.com>\r
            To: Ann <ann@example.com>\r
            Subject: Your order\r
            Date: Mon, 1 Jan 2024 00:00:00 +0000\r
            Message-ID: <1@example.com>\r
            MIME-Version: 1.0\r
            Content-Type: \(type); charset=utf-8\r
            \r
            \(body)
            """.utf8)
    }

    private static func report(on source: [UInt8]) {
        let report = Analyzer.standard.report(on: Subject(Message(source)))
        precondition(!report.ruleset.isEmpty, "a report names its rules")
    }

    /// In microseconds, the shortest first.
    private static func times(of source: [UInt8], rounds: Int) -> [Int] {
        (0..<rounds).map { _ in
            let start = ContinuousClock.now
            report(on: source)
            return microseconds(ContinuousClock.now - start)
        }.sorted()
    }

    private static func figures(of times: [Int]) -> String {
        "p50 \(times[times.count / 2]) µs, p99 \(times[times.count * 99 / 100]) µs"
    }

    private static func microseconds(_ duration: Duration) -> Int {
        Int(duration.components.seconds) * 1_000_000 + Int(duration.components.attoseconds / 1_000_000_000_000)
    }

    /// The most memory that was ever taken, in octets.
    private static func peak() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss << 10
    }
}
