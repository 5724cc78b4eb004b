import MIME
import Testing

@testable import MailAnalysis

@Suite struct RuleTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let rule: Rule, example: Example, fires: Bool, number: Int

        var testDescription: String {
            "\(rule.id) \(fires ? "fires on failing" : "is silent on passing") example \(number)"
        }

        static let all: [Case] = Rule.all.flatMap { rule in
            rule.passing.enumerated().map { Case(rule: rule, example: $1, fires: false, number: $0 + 1) }
                + rule.failing.enumerated().map { Case(rule: rule, example: $1, fires: true, number: $0 + 1) }
        }
    }

    @Test(arguments: Case.all) func `does what its examples say`(_ example: Case) {
        let places = example.rule.places(in: example.example)
        #expect(places.isEmpty == !example.fires, "\(places)")
    }

    /// What a place shows is the evidence: without it, the rule has nothing to say.
    @Test(arguments: Case.all.filter(\.fires)) func `says nothing once the evidence is taken out`(_ example: Case) {
        let places = example.rule.places(in: example.example)
        let ranges = places.compactMap(\.range)
        guard !ranges.isEmpty else { return }
        var remaining = example.example
        remaining = remaining.removing(ranges)
        let left = example.rule.places(in: remaining)
        #expect(left.isEmpty, "\(left) in \(String(decoding: remaining.source, as: UTF8.self))")
    }

    @Test(arguments: Case.all.filter(\.fires)) func `places lie in the source and say something`(_ example: Case) {
        for place in example.rule.places(in: example.example) {
            #expect(!place.detail.isEmpty)
            guard let range = place.range else { continue }
            #expect(!range.isEmpty)
            #expect(example.example.source.indices.contains(range.lowerBound))
            #expect(range.upperBound <= example.example.source.count)
        }
    }

    @Test func `ids are unique and begin with a family of the category`() {
        #expect(Set(Rule.all.map(\.id)).count == Rule.all.count)
        for rule in Rule.all {
            #expect(rule.category.families.contains { rule.id.hasPrefix("\($0).") }, "\(rule.id)")
        }
    }

    @Test(arguments: Rule.all.map(\.id)) func `documents itself`(_ id: String) throws {
        let rule = try #require(RuleSet()[id])
        #expect(!rule.summary.isEmpty && !rule.summary.hasSuffix("."))
        #expect(rule.advice.hasSuffix("."))
        #expect(!rule.reference.isEmpty)
        #expect(!rule.passing.isEmpty && !rule.failing.isEmpty)
    }
}

extension Rule {
    func places(in example: Example) -> [Place] { check(ExaminedMessage(Subject(example))) }
}

extension Subject {
    init(_ example: Example) {
        self.init(
            Message(example.source), envelope: example.envelope, receivedAt: example.receivedAt,
            transport: example.transport)
    }
}

extension Example {
    /// Without the octets of some ranges, which may overlap.
    func removing(_ ranges: [Range<Int>]) -> Example {
        var left: [UInt8] = []
        var position = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if position < range.lowerBound { left += source[position..<range.lowerBound] }
            position = max(position, range.upperBound)
        }
        left += source[position...]
        return Example(octets: left, envelope: envelope, receivedAt: receivedAt, transport: transport)
    }
}
