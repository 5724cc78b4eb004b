import MailModel
import MIME
import Testing

@testable import MailAnalysis

@Suite struct ReportTests {
    static let report = Analyzer.standard.report(on: Subject(Message(Array("Subject: a\r\nSubject: b\r\n\r\n".utf8))))

    @Test func `every number comes from findings`() {
        let report = Self.report
        let rules = Set(report.findings.map(\.rule))
        for category in report.spam.categories {
            #expect(rules.isSuperset(of: category.rules))
            #expect(category.points <= category.cap ?? .infinity)
        }
        for group in report.groups {
            #expect(rules.isSuperset(of: group.deductions.map(\.rule)))
            #expect(group.score == max(0, 100 - group.deductions.reduce(0) { $0 + $1.points }))
        }
        for line in report.providers.flatMap(\.lines) { #expect(rules.isSuperset(of: line.failed)) }
    }

    @Test func `points of a category are capped`() {
        let findings = ["hdr.a", "hdr.b", "hdr.c"].map { Finding.sample($0, .headers, points: 1.5) }
        let score = SpamScore(of: findings + [.sample("enc.a", .encoding, points: 0.6)])
        #expect(score.categories.map(\.points) == [4.0, 0.6])
        #expect(score.points == 4.6)
        #expect(score.verdict == .ham)
    }

    @Test func `the version of a rule set follows its rules`() {
        let all = RuleSet(Rule.all)
        #expect(all.version == RuleSet(Rule.all).version)
        #expect(all.version != RuleSet(Array(Rule.all.dropLast())).version)
        #expect(all.version.utf8.count == 16)
    }
}

extension Finding {
    static func sample(_ rule: String, _ category: MailAnalysis.Category, points: Double) -> Finding {
        Finding(
            rule: rule, category: category, severity: .warning, points: points, summary: "Something", advice: "Do.",
            reference: "RFC", places: [], count: 1)
    }
}
