import MailModel
import FoundationEssentials
import MailAnalysis
import Testing

@testable import creel

@Suite struct RuleListingTests {
    @Test func `The table has a line for each rule`() {
        let lines = RuleListing.table(of: Rule.all).split(separator: "\n")
        #expect(lines.map { $0.prefix { $0 != " " } } == Rule.all.map { $0.id[...] })
    }

    @Test(arguments: CheckSample.rules.map(\.id)) func `A page tells everything`(id: String) throws {
        let rule = try #require(CheckSample.rules.first { $0.id == id })
        let page = RuleListing.page(of: rule)
        for text in [rule.id, rule.summary, rule.advice, rule.reference] { #expect(page.contains(text)) }
    }

    @Test func `As JSON, each is an object`() throws {
        struct Row: Decodable {
            let id: String, category: String, severity: String, summary: String, advice: String, reference: String
            let points: Double
            let passing: [String], failing: [String]
        }
        let rows = try JSONDecoder().decode([Row].self, from: Data(RuleListing.json(of: Rule.all).utf8))
        #expect(rows.map(\.id) == Rule.all.map(\.id))
        #expect(rows.map(\.points) == Rule.all.map(\.points))
    }

    @Test(arguments: [("hdr.*", true), ("hdr.date.missing", true), ("hdr", false), ("hdr.date.*", true), ("*", false)])
    func `Rules are named by id or family`(text: String, isKnown: Bool) {
        #expect(((try? RulePattern(text)) != nil) == isKnown)
    }
}
